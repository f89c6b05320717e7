"""Values of edits, steps and events in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QCoreApplication

from goq_desktop.domain.census import Alarm
from goq_desktop.domain.checks.reason import CheckReason
from goq_desktop.domain.edits import WHOLE, EditField, delivery_of_value, delivery_text
from goq_desktop.domain.history import Event, EventKind, NoteField, StepLabel
from goq_desktop.domain.slots import SLOTS
from goq_desktop.ui.orders.columns import one_line
from goq_desktop.wording.checks import reason_name
from goq_desktop.wording.fields import ALARM_NAMES, FIELD_NAMES, SHOP_FIELD_NAMES
from goq_desktop.wording.handling import PRINT_NAMES

_SLOTS: Final = {slot.code: slot.name for slot in SLOTS}
_LONGEST: Final = 60
_NAMED: Final = 3

Lanes = Mapping[str, str]


def value_words(field: str, value: str | None, lanes: Lanes, *, is_shops: bool = False) -> str:
    """One bounded line. `is_shops`: it is the shop's own text; `lanes`: the name of each lane by its code."""
    translate = QCoreApplication.translate
    if field == NoteField.MARK:
        return translate("Editing", "要注意") if value else translate("Editing", "なし")
    if value is None or not value:
        is_no_wish = field == EditField.SLOT and value is not None and not is_shops
        return translate("Editing", "指定なし") if is_no_wish else translate("Editing", "なし")
    if field == EditField.LANE:
        text = lanes.get(value) or translate("Editing", "なくなったステータス")
    elif is_shops:
        text = value
    elif field == EditField.DELIVERY:
        text = delivery_text(*delivery_of_value(value))
    elif field == EditField.SLOT:
        text = _SLOTS.get(value, value)
    elif field == EditField.PARCELS:
        text = translate("Editing", "{count}個口").format(count=value)
    else:
        text = value
    line = one_line(text)
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "…"


def step_words(label: StepLabel, lanes: Lanes) -> str:
    """ステータスを「処理済」に（120件）: what a step does, in a menu and in a message."""
    translate = QCoreApplication.translate
    is_of_people = label.kind is EventKind.NOTED
    counted = translate("Editing", "{what}（{count}人）" if is_of_people else "{what}（{count}件）")
    return counted.format(what=_what(label, lanes), count=f"{label.orders:,}")


def _what(label: StepLabel, lanes: Lanes) -> str:
    translate = QCoreApplication.translate
    if label.kind is EventKind.CONFIRMED:
        text = translate("Editing", "確認済みに変更: {reasons}")
        return text.format(reasons=_named([reason_name(CheckReason(code)) for code in label.values]))
    if label.kind is EventKind.HELD:
        until = label.values.get("until")
        return (
            translate("Editing", "{day}まで保留").format(day=until)
            if until
            else translate("Editing", "保留に変更")
        )
    if label.kind is EventKind.RELEASED:
        return translate("Editing", "保留を解除")
    if label.kind is EventKind.ALARM_SEEN:
        return translate("Editing", "ショップでの変更を確認")
    if label.kind is EventKind.NOTED:
        return _noted(label.values)
    names = translate("Editing", "、").join(FIELD_NAMES[EditField(field)] for field in label.values)
    if label.kind is EventKind.RESOLVED:
        return translate("Editing", "{fields}の食い違いを解決").format(fields=names)
    if len(label.values) == 1:
        ((field, value),) = label.values.items()
        if value is not None:
            text = translate("Editing", "{field}を「{value}」に")
            return text.format(field=names, value=value_words(field, value, lanes))
    return translate("Editing", "{fields}を変更").format(fields=names)


def _named(names: Sequence[str]) -> str:
    translate = QCoreApplication.translate
    text = translate("Editing", "、").join(names[:_NAMED])
    others = len(names) - _NAMED
    return (
        text
        if others <= 0
        else translate("Editing", "{names} ほか{count}つ").format(names=text, count=others)
    )


def _noted(values: Mapping[str, str | None]) -> str:
    translate = QCoreApplication.translate
    if NoteField.NOTE in values:
        return translate("Editing", "顧客のメモを変更")
    is_marked = bool(values.get(NoteField.MARK))
    return translate("Editing", "顧客を要注意に") if is_marked else translate("Editing", "顧客の要注意を解除")


def event_words(event: Event, lanes: Lanes, destinations: int) -> str:
    """電話番号: 090… → 03…; empty where an event says it all by its name."""
    if event.kind in (EventKind.CONFIRMED, EventKind.UNCONFIRMED):
        return reason_name(CheckReason(event.field))
    if event.kind is EventKind.HELD:
        until = QCoreApplication.translate("Editing", "{day}まで")
        return until.format(day=event.after) if event.after else ""
    if event.kind is EventKind.EXPORTED:
        text = QCoreApplication.translate("Editing", "すべての受注と一緒に {format} へ")
        return text.format(format=(event.after or "").upper())
    if event.kind is EventKind.PRINTED:
        return PRINT_NAMES.get(event.after or "", "")
    if event.kind in (EventKind.ALARM_SEEN, EventKind.ALARM_UNSEEN):
        return ALARM_NAMES[Alarm(event.before or event.after or Alarm.CHANGED)]
    if not event.field:
        return ""
    translate = QCoreApplication.translate
    name = SHOP_FIELD_NAMES.get(event.field, event.field)
    if event.place != WHOLE and destinations > 1:
        name = translate("Editing", "送付先{number} {field}").format(number=event.place + 1, field=name)
    if event.before is None and event.after is None:
        return translate("Editing", "{field}（消去済み）").format(field=name)
    before = value_words(event.field, event.before, lanes, is_shops=event.is_shops_before)
    after = value_words(event.field, event.after, lanes, is_shops=event.is_shops_after)
    return translate("Editing", "{field}: {before} → {after}").format(field=name, before=before, after=after)


def event_name(kind: EventKind) -> str:
    translate = QCoreApplication.translate
    return {
        EventKind.FETCHED: translate("Editing", "はじめて取得"),
        EventKind.EDITED: translate("Editing", "変更"),
        EventKind.RESOLVED: translate("Editing", "食い違いを解決"),
        EventKind.UNDONE: translate("Editing", "元に戻した"),
        EventKind.REDONE: translate("Editing", "やり直した"),
        EventKind.CHANGED_AT_SHOP: translate("Editing", "ショップで変更"),
        EventKind.CANCELLED_AT_SHOP: translate("Editing", "ショップでキャンセル"),
        EventKind.VANISHED: translate("Editing", "ショップの一覧から消えた"),
        EventKind.CONFLICTED: translate("Editing", "自分の変更と食い違い"),
        EventKind.SETTLED: translate("Editing", "ショップも同じ値に"),
        EventKind.ERASED: translate("Editing", "個人情報を消去"),
        EventKind.CONFIRMED: translate("Editing", "確認済み"),
        EventKind.UNCONFIRMED: translate("Editing", "確認済みを取り消し"),
        EventKind.HELD: translate("Editing", "保留"),
        EventKind.RELEASED: translate("Editing", "保留をやめた"),
        EventKind.ALARM_SEEN: translate("Editing", "ショップでの変更を確認"),
        EventKind.ALARM_UNSEEN: translate("Editing", "変更の確認を取り消し"),
        EventKind.PRINTED: translate("Editing", "印刷"),
        EventKind.EXPORTED: translate("Editing", "書き出し"),
        EventKind.NOTED: translate("Editing", "変更"),
    }[kind]
