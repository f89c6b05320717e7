"""What people decide about orders, their steps to be undone, and the history of each order."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def _whole(name: str, *, default: str | None = None, is_needed: bool = True) -> sa.Column[int]:
    server_default = None if default is None else sa.text(default)
    return sa.Column(name, sa.Integer, nullable=not is_needed, server_default=server_default)


def _owner(*, is_key: bool) -> sa.Column[int]:
    order = sa.ForeignKey("orders.id", ondelete="CASCADE")
    return sa.Column("order_id", sa.Integer, order, primary_key=is_key, nullable=False)


def upgrade() -> None:
    op.add_column("orders", sa.Column("note", sa.Text))
    op.add_column("orders", sa.Column("parcels", sa.Integer))
    op.add_column("orders", sa.Column("changed_at_shop", sa.Integer))
    op.create_index("orders_by_note", "orders", ["note", "id", "lane", "shop_uid"])
    op.create_table(
        "order_edits",
        _owner(is_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("field", sa.Text, primary_key=True),
        sa.Column("mine", sa.Text, nullable=False),
        sa.Column("base", sa.Text, nullable=False),
        _whole("edited_at"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "edit_steps",
        sa.Column("id", sa.Integer, primary_key=True),
        _whole("at"),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        _whole("of_step", is_needed=False),
        _whole("latest", is_needed=False),
        sa.Column("is_undone", sa.Boolean, nullable=False, server_default=sa.text("0")),
        _whole("orders", default="0"),
        sa.Column("label", sa.Text, nullable=False),
    )
    for name, column, condition in (
        ("edit_steps_in_force", "id", "of_step IS NULL AND NOT is_undone"),
        ("edit_steps_undone", "latest", "of_step IS NULL AND is_undone"),
    ):
        op.create_index(name, "edit_steps", [column], sqlite_where=sa.text(condition))
    op.create_table(
        "order_history",
        sa.Column("id", sa.Integer, primary_key=True),
        _owner(is_key=False),
        _whole("at"),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("who", sa.Text, nullable=False, server_default=sa.text("''")),
        _whole("step_id", is_needed=False),
        _whole("place", default="-1"),
        sa.Column("field", sa.Text, nullable=False, server_default=sa.text("''")),
        *(
            sa.Column(name, sa.Text)
            for name in ("mine_before", "base_before", "mine_after", "base_after", "shop")
        ),
    )
    op.create_index("order_history_of_order", "order_history", ["order_id", "id"])
    op.create_index(
        "order_history_of_step",
        "order_history",
        ["step_id"],
        sqlite_where=sa.text("step_id IS NOT NULL"),
    )
