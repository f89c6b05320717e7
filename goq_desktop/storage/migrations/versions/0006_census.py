"""What a census found, which orders the shop lists no longer, and what is to be told of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.add_column("orders", sa.Column("vanished_at", sa.Integer))
    op.add_column("orders", sa.Column("alarm", sa.Text))
    op.create_index("orders_alarmed", "orders", ["shop_uid", "id"], sqlite_where=sa.text("alarm IS NOT NULL"))
    op.create_table(
        "census_findings",
        sa.Column("shop_uid", sa.Text, primary_key=True),
        sa.Column("serial", sa.Text, primary_key=True),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("ordered_at", sa.Integer),
        sa.Column("since", sa.Integer, nullable=False),
    )
