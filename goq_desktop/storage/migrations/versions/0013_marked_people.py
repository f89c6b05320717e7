"""An index of the few people who are marked; made by one look at everybody."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_index(
        "customers_marked", "customers", ["last_at"], sqlite_where=sa.text("is_marked AND text IS NOT NULL")
    )
