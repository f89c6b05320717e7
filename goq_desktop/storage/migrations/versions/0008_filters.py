"""The days of an order as the list is narrowed by them, and indexes for filters and unfinished work."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_CHUNK = 2_000
_DAY = re.compile(r"(\d{4})(?:\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})|(\d\d)(\d\d))(?!\d)")
_READ = "SELECT order_id, document FROM order_documents WHERE order_id > ? ORDER BY order_id LIMIT ?"
_WRITE = "UPDATE orders SET paid_at = ?, ship_planned_at = ?, shipped_at = ?, wished_on = ? WHERE id = ?"
# In the order of the ids, so that a new order costs a page at the end of it.
_FACTS = (
    "CREATE INDEX orders_by_id ON orders (id, lane, shop_uid, ordered_at, paid_at, ship_planned_at,"
    " shipped_at, wished_on, total, payment, payment_kind, carrier_code, service_code, changed_at,"
    " first_seen_at, memo IS NOT NULL, tracking IS NOT NULL, reasons)"
)
_UNFINISHED = (
    "CREATE INDEX orders_unfinished ON orders (ordered_at, id, shop_uid, lane)"
    " WHERE lane NOT IN ('done', 'cancelled')"
)


def upgrade() -> None:
    for name in ("paid_at", "ship_planned_at", "shipped_at"):
        op.add_column("orders", sa.Column(name, sa.Integer))
    op.add_column("orders", sa.Column("wished_on", sa.Text))
    op.drop_index("orders_by_id")
    connection = op.get_bind()
    last = 0
    while rows := connection.exec_driver_sql(_READ, (last, _CHUNK)).all():
        values = [(*_days(msgspec.json.decode(document)), order_id) for order_id, document in rows]
        connection.exec_driver_sql(_WRITE, values)
        last = rows[-1][0]
    for statement in (_FACTS, _UNFINISHED):
        connection.exec_driver_sql(statement)


def _days(order: Mapping[str, Any]) -> tuple[int | str | None, ...]:
    moments = (order.get(name) for name in ("paid", "ship_planned", "shipped"))
    return *map(_seconds, moments), _day(order["destinations"][0].get("delivery_date", ""))


def _seconds(moment: Mapping[str, str] | None) -> int | None:
    text = moment and moment.get("utc")
    return int(datetime.fromisoformat(text).timestamp()) if text else None


def _day(text: str) -> str | None:
    match = _DAY.search(unicodedata.normalize("NFKC", text))
    if match is None:
        return None
    try:
        return date(*(int(part) for part in match.groups() if part is not None)).isoformat()
    except ValueError:
        return None
