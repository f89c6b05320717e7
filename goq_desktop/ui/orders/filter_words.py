"""The filters of the list in words, each as the chip that takes it away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QCoreApplication

from goq_desktop.domain.checks.reason import CheckReason
from goq_desktop.domain.filters import DateKind, OrderFilters, Period
from goq_desktop.domain.payments import PaymentKind
from goq_desktop.ui.orders.columns import one_line
from goq_desktop.ui.orders.worked import delivery_name, payment_name
from goq_desktop.wording.checks import reason_name


@dataclass(frozen=True, slots=True)
class FilterChip:
    """One condition: the field of `OrderFilters`, of a period its kind, and what it says."""

    field: str
    kind: DateKind | None
    text: str


def date_kind_name(kind: DateKind) -> str:
    translate = QCoreApplication.translate
    return {
        DateKind.ORDERED: translate("Filters", "注文日"),
        DateKind.PAID: translate("Filters", "入金日"),
        DateKind.SHIP_PLANNED: translate("Filters", "出荷予定日"),
        DateKind.SHIPPED: translate("Filters", "出荷日"),
        DateKind.WISHED: translate("Filters", "お届け希望日"),
    }[kind]


def flag_names(field: str) -> tuple[str, str]:
    """What a flag says when it holds and when it does not."""
    translate = QCoreApplication.translate
    return {
        "has_memo": (translate("Filters", "備考あり"), translate("Filters", "備考なし")),
        "has_tracking": (translate("Filters", "伝票番号あり"), translate("Filters", "伝票番号なし")),
        "is_changed": (
            translate("Filters", "ショップで変更あり"),
            translate("Filters", "ショップで変更なし"),
        ),
    }[field]


def chips(filters: OrderFilters) -> tuple[FilterChip, ...]:
    """In the order of the dialog."""
    return tuple(_chips(filters))


def _chips(filters: OrderFilters) -> Iterator[FilterChip]:
    translate = QCoreApplication.translate
    if filters.order_id is not None:
        text = translate("Filters", "この受注だけ: 管理番号 {0}")
        yield FilterChip("order_id", None, text.format(filters.order_id))
    for period in filters.periods:
        yield FilterChip("periods", period.kind, _period(period))
    if filters.payment:
        text = translate("Filters", "支払い方法「{0}」").format(one_line(filters.payment))
        yield FilterChip("payment", None, text)
    if filters.payment_kind:
        name = payment_name(PaymentKind(filters.payment_kind))
        yield FilterChip("payment_kind", None, translate("Filters", "支払いの種類: {0}").format(name))
    if filters.carrier:
        name = delivery_name(filters.carrier, filters.service)
        yield FilterChip("carrier", None, translate("Filters", "配送: {0}").format(name))
    for field, amount, form in (
        ("amount_from", filters.amount_from, translate("Filters", "合計 {0}円以上")),
        ("amount_to", filters.amount_to, translate("Filters", "合計 {0}円以下")),
    ):
        if amount is not None:
            yield FilterChip(field, None, form.format(f"{amount:,}"))
    for field in ("has_memo", "has_tracking", "is_changed"):
        flag = getattr(filters, field)
        if flag is not None:
            yield FilterChip(field, None, flag_names(field)[0 if flag else 1])
    if filters.reason:
        name = reason_name(CheckReason(filters.reason))
        yield FilterChip("reason", None, translate("Filters", "要確認: {0}").format(name))


def _period(period: Period) -> str:
    since, until = (_day(day) for day in (period.since, period.until))
    days = since if since == until else f"{since}〜{until}"
    return f"{date_kind_name(period.kind)} {days}"


def _day(day: date | None) -> str:
    return day.strftime("%Y/%m/%d") if day else ""
