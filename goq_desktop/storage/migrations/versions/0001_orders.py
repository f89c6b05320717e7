"""Orders, their documents and search text, and the journal of fetches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

SORTED = (
    "id",
    "ordered_at",
    "number",
    "shop_uid",
    "lane",
    "purchaser",
    "recipient",
    "items",
    "total",
    "payment",
    "payment_status",
    "shipping_status",
    "carrier",
    "delivery_date",
    "delivery_slot",
    "shipped",
    "tracking",
    "memo",
)


def _text(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text)


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer, nullable=False, server_default="0")


def _owner() -> sa.Column[int]:
    return sa.Column("order_id", sa.Integer, sa.ForeignKey("orders.id", ondelete="CASCADE"), primary_key=True)


def upgrade() -> None:
    op.create_table(
        "orders",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("shop_uid", sa.Text, nullable=False),
        sa.Column("serial", sa.Text, nullable=False),
        _text("number"),
        sa.Column("ordered_at", sa.Integer),
        _text("ordered_text"),
        sa.Column("updated_at", sa.Integer),
        sa.Column("lane", sa.Text, nullable=False),
        _text("order_status"),
        _text("payment_status"),
        _text("shipping_status"),
        _text("purchaser"),
        _text("recipient"),
        _text("recipient_address"),
        sa.Column("destination_count", sa.Integer, nullable=False),
        _text("items"),
        sa.Column("line_count", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer),
        _text("payment"),
        _text("carrier"),
        _text("delivery_date"),
        _text("delivery_slot"),
        _text("shipped"),
        _text("tracking"),
        _text("memo"),
        sa.Column("fingerprint", sa.LargeBinary, nullable=False),
        sa.Column("first_seen_at", sa.Integer, nullable=False),
        sa.Column("changed_at", sa.Integer, nullable=False),
        sa.UniqueConstraint("shop_uid", "serial", name="orders_of_shop"),
    )
    for name in SORTED:
        op.create_index(f"orders_by_{name}", "orders", list(dict.fromkeys((name, "id", "lane", "shop_uid"))))
    op.create_table(
        "order_documents",
        _owner(),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sa.Column("raw", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "order_search",
        _owner(),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_table(
        "fetch_runs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("shop_uid", sa.Text, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("is_automatic", sa.Boolean, nullable=False),
        sa.Column("window_since", sa.Integer, nullable=False),
        sa.Column("window_until", sa.Integer),
        sa.Column("started_at", sa.Integer, nullable=False),
        sa.Column("finished_at", sa.Integer),
        *map(_count, ("pages", "new", "updated", "unchanged", "requests")),
        sa.Column("high_water", sa.Integer),
        sa.Column("problem_code", sa.Text),
        sa.Column("problem_params", sa.Text),
    )
    op.create_index("fetch_runs_of_shop", "fetch_runs", ["shop_uid", "id"])
