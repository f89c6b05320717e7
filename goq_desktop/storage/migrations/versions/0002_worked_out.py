"""What the settings make of an order, and when its people were erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    for name in ("payment_kind", "carrier_code", "service_code", "slot_code", "reasons"):
        op.add_column("orders", sa.Column(name, sa.Text))
    op.add_column("orders", sa.Column("erased_at", sa.Integer))
    op.create_index(
        "orders_to_check",
        "orders",
        ["ordered_at", "id", "shop_uid", "reasons"],
        sqlite_where=sa.text("reasons IS NOT NULL"),
    )
