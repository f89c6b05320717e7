"""All that there is to check, who confirmed what, what is on hold, and open orders by customer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def _owner() -> sa.Column[int]:
    return sa.Column("order_id", sa.Integer, sa.ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True)


def upgrade() -> None:
    op.add_column("orders", sa.Column("checks", sa.Text))
    op.create_table(
        "open_orders",
        _owner(),
        sa.Column("shop_uid", sa.Text, nullable=False),
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("ordered_at", sa.Integer, nullable=False),
        sa.Column("phone_key", sa.Integer),
        sa.Column("mail_key", sa.Integer),
        sa.Column("name_key", sa.Integer),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("delivery", sa.Text, nullable=False),
        sa.Column("carrier", sa.Text, nullable=False),
        sa.Column("is_cod", sa.Boolean, nullable=False),
        sa.Column("is_single", sa.Boolean, nullable=False),
    )
    for name in ("phone_key", "mail_key", "name_key"):
        where = sa.text(f"{name} IS NOT NULL")
        op.create_index(f"open_orders_by_{name}", "open_orders", [name], sqlite_where=where)
    op.create_table(
        "confirmations",
        _owner(),
        sa.Column("mark", sa.LargeBinary, primary_key=True),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("confirmed_at", sa.Integer, nullable=False),
        sa.Column("seen", sa.Text),
    )
    op.create_index("confirmations_by_mark", "confirmations", ["mark"])
    op.create_table(
        "holds",
        _owner(),
        sa.Column("until", sa.Text),
        sa.Column("held_at", sa.Integer, nullable=False),
    )
