"""When people were erased: by it a backup that still holds them is known."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "erasings",
        sa.Column("at", sa.Integer, primary_key=True),
        sa.Column("orders", sa.Integer, nullable=False),
    )
    op.execute(
        "INSERT INTO erasings SELECT max(erased_at), count(*) FROM orders"
        " WHERE erased_at IS NOT NULL HAVING count(*) > 0"
    )
    # Of an order whose people are gone nothing is left to be compared.
    op.execute("UPDATE orders SET fingerprint = x'' WHERE erased_at IS NOT NULL")
