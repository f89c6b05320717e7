"""Turns the practice shop's orders into the JSON of its answers, and times into the text used there."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from goq_desktop.domain.times import JST
from goq_desktop.practice.orders import Delivery, Item, Person, PracticeOrder, Wording

_SUMS: Final = ("subtotal", "shipping_fee", "cod_fee", "discount", "points", "tax", "total")


def time_text(moment: datetime) -> str:
    """The shop's own form: Japanese time without a zone, to the second."""
    return moment.astimezone(JST).strftime("%Y-%m-%d %H:%M:%S")


def read_time(text: str) -> datetime:
    """The reverse of `time_text`; a date alone is its midnight. Raises ValueError."""
    form = "%Y-%m-%d %H:%M:%S" if len(text) > 10 else "%Y-%m-%d"
    return datetime.strptime(text, form).replace(tzinfo=JST)


def page_of(listed: Iterable[str], total: int) -> bytes:
    """The answer to a search for orders, from the JSON of each."""
    return f'{{"total_count":"{total}","orders":[{",".join(listed)}]}}'.encode()


def json_of(order: PracticeOrder) -> str:
    """One element of the list of orders."""
    writer = _Writer(order.wording)
    basic = writer.filled(
        {
            "order_number": order.number,
            "order_date": time_text(order.ordered),
            "update_date": time_text(order.updated),
            "payment_date": order.paid,
            "ship_plan_date": order.ship_planned,
            "ship_date": order.shipped,
            "order_status": order.order_status,
            "payment_status": order.payment_status,
            "shipping_status": order.shipping_status,
            "payment_method": order.payment_method,
            "is_subscription": "Yes" if order.is_subscription else "No",
            "memo": order.memo,
            "purchaser": writer.party(order.purchaser),
            "deliveries": [writer.delivery(delivery) for delivery in order.deliveries],
            "totals": {name: writer.price(getattr(order.sums, name)) for name in _SUMS},
        }
    )
    return json.dumps(
        {"serial_code": order.serial, "basic": basic}, ensure_ascii=False, separators=(",", ":")
    )


class _Writer:
    """Writes numbers and empty fields in one order's way."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def price(self, yen: int) -> str | int:
        return yen if self._wording is Wording.NUMBERS else str(yen)

    def count(self, number: int) -> str | int:
        return str(number) if self._wording is Wording.TEXT else number

    def filled(self, section: dict[str, object]) -> Mapping[str, object]:
        """The section with its empty texts in this order's way."""
        if self._wording is Wording.NULL:
            return {key: None if value == "" else value for key, value in section.items()}
        if self._wording is Wording.ABSENT:
            return {key: value for key, value in section.items() if value != ""}
        return section

    def party(self, who: Person) -> Mapping[str, object]:
        return self.filled(_party(who))

    def delivery(self, delivery: Delivery) -> Mapping[str, object]:
        return self.filled(
            {
                **_party(delivery.receiver),
                "carrier": delivery.carrier,
                "wish_date": delivery.wish_date,
                "wish_time": delivery.wish_time,
                "tracking_number": delivery.tracking_number,
                "memo": delivery.memo,
                "items": [self.item(item) for item in delivery.items],
            }
        )

    def item(self, item: Item) -> Mapping[str, object]:
        return self.filled(
            {
                "item_code": item.code,
                "item_name": item.name,
                "option": item.option,
                "price": self.price(item.price),
                "quantity": self.count(item.quantity),
                "tax_rate": self.count(item.tax_percent),
            }
        )


def _party(who: Person) -> dict[str, object]:
    return {
        "name": who.name,
        "name_kana": who.name_kana,
        "company": who.company,
        "zip": who.postcode,
        "prefecture": who.prefecture,
        "city": who.city,
        "address": who.street,
        "building": who.building,
        "tel": who.phone,
        "email": who.email,
    }
