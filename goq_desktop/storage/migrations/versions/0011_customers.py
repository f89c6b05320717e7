"""People known again over orders, and how many pieces were sold; older orders are looked at later, bit by bit."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_LESS = (
    "UPDATE customers SET orders = orders - (old.lane <> 'cancelled'),"
    " total = total - ifnull(old.total, 0) * (old.lane <> 'cancelled') WHERE id = old.customer_id;"
)
_MORE = (
    "UPDATE customers SET orders = orders + (new.lane <> 'cancelled'),"
    " total = total + ifnull(new.total, 0) * (new.lane <> 'cancelled') WHERE id = new.customer_id;"
)
_CHANGED = (
    "AFTER UPDATE OF customer_id, lane, total ON orders WHEN old.customer_id IS NOT new.customer_id"
    " OR (old.lane = 'cancelled') <> (new.lane = 'cancelled') OR old.total IS NOT new.total"
)


def upgrade() -> None:
    op.add_column("orders", sa.Column("customer_id", sa.Integer))
    op.add_column("orders", sa.Column("pieces", sa.Integer))
    op.create_index(
        "orders_of_customer",
        "orders",
        ["customer_id", "ordered_at"],
        sqlite_where=sa.text("customer_id IS NOT NULL"),
    )
    op.create_index("orders_sold", "orders", ["ordered_at", "shop_uid", "lane", "total", "pieces"])
    op.create_index("orders_uncounted", "orders", ["id"], sqlite_where=sa.text("pieces IS NULL"))
    op.create_table(
        "customers",
        sa.Column("id", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.Text) for name in ("name", "kana", "phone", "mail", "address", "note", "text")),
        sa.Column("is_marked", sa.Boolean, nullable=False, server_default="0"),
        sa.Column("orders", sa.Integer, nullable=False, server_default="0"),
        sa.Column("total", sa.Integer, nullable=False, server_default="0"),
        sa.Column("first_at", sa.Integer),
        sa.Column("first_shop", sa.Text),
        sa.Column("last_at", sa.Integer),
    )
    op.create_index("customers_by_first", "customers", ["first_at", "first_shop"])
    op.create_index("customers_by_last", "customers", ["last_at"], sqlite_where=sa.text("text IS NOT NULL"))
    op.create_table(
        "customer_keys",
        sa.Column("key", sa.Integer, primary_key=True),
        sa.Column("customer_id", sa.Integer, nullable=False),
        sa.Column("is_name", sa.Boolean, nullable=False),
    )
    op.create_index("customer_keys_of", "customer_keys", ["customer_id", "is_name"])
    for statement in (
        f"CREATE TRIGGER orders_bought {_CHANGED} BEGIN {_LESS} {_MORE} END",
        f"CREATE TRIGGER orders_unbought AFTER DELETE ON orders BEGIN {_LESS} END",
    ):
        op.get_bind().exec_driver_sql(statement)
