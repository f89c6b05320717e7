"""What a run of the journal was for, and what it tells about the next call."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("fetch_runs", sa.Column("kind", sa.Text, nullable=False, server_default="new"))
    op.add_column("fetch_runs", sa.Column("not_before", sa.Integer))
    op.add_column("fetch_runs", sa.Column("key_generation", sa.Integer, nullable=False, server_default="0"))
    op.add_column("fetch_runs", sa.Column("clock_off", sa.Integer))
