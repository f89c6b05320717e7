"""The conditions by which the list can be narrowed, beside text, shop and lane."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum


class DateKind(StrEnum):
    """The days of an order by which a period can be chosen; the values are kept in saved views."""

    ORDERED = "ordered"  # 注文日
    PAID = "paid"  # 入金日
    SHIP_PLANNED = "ship_planned"  # 出荷予定日
    SHIPPED = "shipped"  # 出荷日
    WISHED = "wished"  # お届け希望日


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Whole days in Japan, both included; None leaves that side open."""

    kind: DateKind
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFilters:
    """All of these have to hold; empty text and None mean no condition.

    `payment` is the shop's wording, `payment_kind` a `PaymentKind`; `carrier` and `service` are codes and a
    service needs its carrier; amounts are yen, both included; `reason` is the code of a check reason.
    `order_id`: this order alone.
    """

    order_id: int | None = None
    periods: tuple[Period, ...] = ()
    payment: str = ""
    payment_kind: str = ""
    carrier: str = ""
    service: str = ""
    amount_from: int | None = None
    amount_to: int | None = None
    has_memo: bool | None = None
    has_tracking: bool | None = None
    is_changed: bool | None = None  # since it was first fetched, by the shop
    reason: str = ""

    def __bool__(self) -> bool:
        return self != NO_FILTERS

    def without(self, name: str, kind: DateKind | None = None) -> OrderFilters:
        """Without the condition of this field; of `periods` without the one of `kind`."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        values[name] = getattr(NO_FILTERS, name)
        if name == "periods":
            values[name] = tuple(period for period in self.periods if period.kind is not kind)
        if name == "carrier":
            values["service"] = ""
        return OrderFilters(**values)


NO_FILTERS = OrderFilters()
