"""Words for what the settings make of an order: carrier and service, slot, and why it needs a look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

if TYPE_CHECKING:
    from goq_desktop.domain.rules import Worked
    from goq_desktop.services.applying import Part


@lru_cache(maxsize=256)
def delivery_name(carrier_code: str, service_code: str) -> str:
    """ヤマト運輸 宅急便コンパクト; empty when the carrier is not known."""
    from goq_desktop.domain.carriers import carrier_of

    carrier = carrier_of(carrier_code)
    if carrier is None:
        return ""
    service = next((one.name for one in carrier.services if one.code == service_code), "")
    return f"{carrier.name} {service}".rstrip()


@lru_cache(maxsize=64)
def slot_name(code: str) -> str:
    """午前中; empty when the slot is not known."""
    from goq_desktop.domain.slots import SLOTS

    return next((slot.name for slot in SLOTS if slot.code == code), "")


def reason_names(reasons: Iterable[str]) -> str:
    """住所と郵便番号、備考あり: in words, each once, for a line or a tooltip."""
    from goq_desktop.domain.checks.reason import CheckReason
    from goq_desktop.wording.checks import reason_name

    names = dict.fromkeys(reason_name(CheckReason(reason)) for reason in reasons)
    return QCoreApplication.translate("Reasons", "、").join(names)


def part_title(part: Part) -> str:
    from goq_desktop.services.applying import Part

    translate = QCoreApplication.translate
    return {
        Part.LANE: translate("Parts", "ステータス"),
        Part.PAYMENT: translate("Parts", "支払いの種類"),
        Part.DELIVERY: translate("Parts", "配送業者"),
        Part.SLOT: translate("Parts", "お届け時間帯"),
        Part.REASONS: translate("Parts", "要確認"),
    }[part]


def part_words(part: Part, worked: Worked, lanes: Mapping[str, str]) -> str:
    """What this part says; `lanes`: the name of each lane by its code."""
    from goq_desktop.services.applying import Part

    translate = QCoreApplication.translate
    if part is Part.LANE:
        return lanes.get(worked.lane) or translate("Parts", "なくなったステータス")
    if part is Part.PAYMENT:
        text = payment_name(worked.payment_kind)
    elif part is Part.DELIVERY:
        text = delivery_name(worked.carrier, worked.service) or worked.carrier
    elif part is Part.SLOT:
        text = slot_name(worked.slot) or worked.slot
    else:
        text = reason_names(worked.reasons)
    return text or translate("Parts", "なし")


def payment_name(kind: str) -> str:
    from goq_desktop.domain.payments import PaymentKind

    translate = QCoreApplication.translate
    names: dict[str, str] = {
        PaymentKind.PREPAID: translate("Parts", "前払い（入金待ち）"),
        PaymentKind.CARD: translate("Parts", "カード"),
        PaymentKind.COD: translate("Parts", "代引"),
        PaymentKind.DEFERRED: translate("Parts", "後払い"),
        PaymentKind.SETTLED: translate("Parts", "決済済み"),
    }
    return names.get(kind, kind)
