"""The obvious way to store orders, as a peer: an object of SQLAlchemy's ORM each, and a commit a page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, registry

from goq_desktop.domain.matching import normalised_lines
from goq_desktop.domain.times import JST
from goq_desktop.storage.database import Database
from goq_desktop.storage.schema import ORDER_DOCUMENTS, ORDER_SEARCH, ORDERS


class _Mapped:
    """An object whose attributes are the columns of its table."""

    def __init__(self, **values: Any) -> None:
        for name, value in values.items():
            setattr(self, name, value)


class _Order(_Mapped):
    serial: Any
    shop_uid: Any


class _Document(_Mapped):
    pass


class _Search(_Mapped):
    pass


_registry = registry()
for _class, _table in ((_Order, ORDERS), (_Document, ORDER_DOCUMENTS), (_Search, ORDER_SEARCH)):
    _registry.map_imperatively(_class, _table)


def store_naively(pages: Iterable[Sequence[dict[str, Any]]], database: Database) -> int:
    """How many orders were stored."""
    count = 0
    with Session(database.engine()) as session:
        for page in pages:
            for raw in page:
                known = session.scalar(
                    select(_Order).where(_Order.serial == raw["serial_code"], _Order.shop_uid == "naive")
                )
                if known is None:
                    _add(session, raw)
                    count += 1
            session.commit()
    database.close()
    return count


def _add(session: Session, raw: dict[str, Any]) -> None:
    basic = raw.get("basic", {})
    buyer, deliveries = basic.get("purchaser") or {}, basic.get("deliveries") or [{}]
    first = deliveries[0]
    items = first.get("items") or []
    order = _Order(
        shop_uid="naive",
        serial=raw["serial_code"],
        number=_text(basic.get("order_number")),
        ordered_at=_seconds(basic.get("order_date")),
        ordered_text=_text(basic.get("order_date")),
        updated_at=_seconds(basic.get("update_date")),
        lane="cancelled" if basic.get("order_status") == "キャンセル" else "new",
        order_status=_text(basic.get("order_status")),
        payment_status=_text(basic.get("payment_status")),
        shipping_status=_text(basic.get("shipping_status")),
        purchaser=_text(buyer.get("name")),
        recipient=_text(first.get("name")),
        recipient_address=_text(first.get("address")),
        destination_count=len(deliveries),
        items=_text(items[0].get("item_name")) if items else None,
        line_count=len(items),
        total=_number((basic.get("totals") or {}).get("total")),
        payment=_text(basic.get("payment_method")),
        carrier=_text(first.get("carrier")),
        delivery_date=_text(first.get("wish_date")),
        delivery_slot=_text(first.get("wish_time")),
        shipped=_text(basic.get("ship_date")),
        tracking=_text(first.get("tracking_number")),
        memo=_text(basic.get("memo")),
        fingerprint=b"",
        first_seen_at=0,
        changed_at=0,
    )
    session.add(order)
    session.flush()
    text = json.dumps(raw, ensure_ascii=False).encode()
    key = vars(order)["id"]
    session.add(_Document(order_id=key, document=text, raw=text))
    session.add(_Search(order_id=key, text=normalised_lines(_texts(raw))))
    session.flush()


def _texts(part: Any) -> list[str]:
    if isinstance(part, dict):
        return [text for value in part.values() for text in _texts(value)]
    if isinstance(part, list):
        return [text for value in part for text in _texts(value)]
    return [part] if isinstance(part, str) else []


def _text(value: object) -> str | None:
    return str(value)[:200] if value else None


def _number(value: object) -> int | None:
    digits = str(value)
    return int(digits) if digits.isascii() and digits.isdecimal() else None


def _seconds(value: object) -> int | None:
    try:
        return int(datetime.strptime(str(value), "%Y-%m-%d %H:%M:%S").replace(tzinfo=JST).timestamp())
    except ValueError:
        return None
