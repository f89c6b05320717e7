"""What その他設定, オプション設定 and the newer fields of 支払い方法 accept."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from goq_desktop.domain.payments import PaymentKind
from goq_desktop.domain.sight import LONGEST_WORDING
from goq_desktop.domain.slots import NO_WISH
from goq_desktop.settings import checks, normalising
from goq_desktop.settings.checks import FieldProblem, Reason
from goq_desktop.settings.tiles import (
    Calendar,
    Conversion,
    Conversions,
    Lanes,
    LaneSetting,
    Other,
    PaymentMethod,
    Payments,
    Settings,
    SlotName,
    SlotNames,
)


def lane_problems(*names: str) -> list[tuple[str, Reason]]:
    lanes = tuple(LaneSetting(code=f"l{place}", name=name) for place, name in enumerate(names))
    return [(each.field, each.reason) for each in checks.check_lanes(Lanes(lanes=lanes))]


def test_the_defaults_have_no_problem() -> None:
    defaults = Settings()
    assert checks.check_lanes(defaults.lanes) == []
    assert checks.check_calendar(defaults.calendar) == []
    assert checks.check_other(defaults.other) == []
    assert checks.check_slot_names(defaults.slot_names) == []
    assert checks.check_conversions(defaults.conversions) == []


def test_a_shop_may_have_no_status_of_its_own() -> None:
    assert checks.check_lanes(Lanes(lanes=())) == []


def test_each_status_has_a_name_of_its_own() -> None:
    assert lane_problems("発送準備", "発送待ち") == []
    assert lane_problems("発送準備 1", "発送準備　１") == [("lanes[1].name", Reason.DUPLICATE)]
    assert lane_problems("", "x" * 41, "a\x07") == [
        ("lanes[0].name", Reason.REQUIRED),
        ("lanes[1].name", Reason.TOO_LONG),
        ("lanes[2].name", Reason.UNPRINTABLE),
    ]


@pytest.mark.parametrize("name", ["新規受付", "処理済", "キャンセル", "全て", " ｷｬﾝｾﾙ "])
def test_the_names_of_the_fixed_statuses_are_taken(name: str) -> None:
    assert lane_problems(name) == [("lanes[0].name", Reason.DUPLICATE)]


def test_each_status_has_a_code_of_its_own() -> None:
    lanes = [LaneSetting(code=code, name=f"{place}") for place, code in enumerate(("a", "new", "a"))]
    assert checks.check_lanes(Lanes(lanes=tuple(lanes))) == [
        FieldProblem("lanes[1].code", Reason.DUPLICATE),
        FieldProblem("lanes[2].code", Reason.DUPLICATE),
    ]


def test_a_status_name_loses_the_spaces_at_its_ends() -> None:
    lanes = Lanes(lanes=(LaneSetting(code="a", name=" 発送準備　"),))
    assert normalising.lanes(lanes).lanes[0].name == "発送準備"


def payment_problems(lanes: Lanes | None = None, **fields: Any) -> list[tuple[str, Reason]]:
    method = PaymentMethod(wording="代引", kind=PaymentKind.COD, **fields)
    found = checks.check_payments(Payments(methods=(method,)), lanes)
    return [(each.field, each.reason) for each in found]


def test_the_first_status_of_a_payment_exists() -> None:
    lanes = Lanes(lanes=(LaneSetting(code="ready", name="発送準備"),))
    for code in ("", "new", "ready"):
        assert payment_problems(lanes, first_lane=code) == []
    gone = [("methods[0].first_lane", Reason.LANE_MISSING)]
    assert payment_problems(lanes, first_lane="awaiting_payment") == gone
    assert payment_problems(Lanes(lanes=()), first_lane="ready") == gone
    assert payment_problems(first_lane="ready") == []


@pytest.mark.parametrize(("fee", "is_good"), [(-1, False), (0, True), (9_999_999, True), (10_000_000, False)])
def test_a_fee_is_no_less_than_nothing(fee: int, is_good: bool) -> None:
    assert payment_problems(fee=fee) == ([] if is_good else [("methods[0].fee", Reason.AMOUNT)])


def test_a_printed_name_is_one_line() -> None:
    assert payment_problems(printed_name="代金引換") == []
    assert payment_problems(printed_name="x" * 101) == [("methods[0].printed_name", Reason.TOO_LONG)]


def test_wordings_of_times_are_told_apart_to_the_character() -> None:
    names = [SlotName(wording=wording, slot="am") for wording in ("午前", "午前 ", "", "午前")]
    assert checks.check_slot_names(SlotNames(names=(*names, SlotName(wording="夜", slot="owl")))) == [
        FieldProblem("names[2].wording", Reason.REQUIRED),
        FieldProblem("names[3].wording", Reason.DUPLICATE),
        FieldProblem("names[4].slot", Reason.UNKNOWN),
    ]


def test_what_orders_hold_can_be_named_to_the_last_character() -> None:
    odd = ("代引\t(30%)\n", "\ufffd", "\ue000", "x" * LONGEST_WORDING)
    names = tuple(SlotName(wording=wording, slot=NO_WISH.code) for wording in odd)
    assert checks.check_slot_names(SlotNames(names=names)) == []
    longer = SlotName(wording="x" * (LONGEST_WORDING + 1), slot="am")
    assert checks.check_slot_names(SlotNames(names=(longer, SlotName(wording="\udc80", slot="am")))) == [
        FieldProblem("names[0].wording", Reason.TOO_LONG),
        FieldProblem("names[1].wording", Reason.UNPRINTABLE),
    ]


def test_a_conversion_leads_to_a_service_that_there_is() -> None:
    rules = (
        Conversion(wording="a", carrier="yamato", service="nekopos"),
        Conversion(wording="b", carrier="yamato"),
        Conversion(wording="a", carrier="seino", service="nekopos"),
        Conversion(wording="d", carrier="owl"),
        Conversion(wording=" ", carrier="yamato"),
    )
    assert checks.check_conversions(Conversions(rules=rules)) == [
        FieldProblem("rules[4].wording", Reason.REQUIRED),
        FieldProblem("rules[2].wording", Reason.DUPLICATE),
        FieldProblem("rules[2].service", Reason.UNKNOWN),
        FieldProblem("rules[3].carrier", Reason.UNKNOWN),
    ]


def test_a_shop_ships_on_some_day() -> None:
    always = tuple(range(7))
    assert checks.check_calendar(Calendar(closed_weekdays=always)) == [
        FieldProblem("closed_weekdays", Reason.NO_OPEN_DAY)
    ]
    some = Calendar(closed_weekdays=always, open_days=(date(2026, 12, 24),))
    assert checks.check_calendar(some) == []
    assert checks.check_calendar(Calendar(closed_weekdays=(7,))) == [
        FieldProblem("closed_weekdays", Reason.UNKNOWN)
    ]


def test_a_day_is_either_closed_or_open() -> None:
    days = (date(2026, 12, 24),)
    assert checks.check_calendar(Calendar(closed_days=days, open_days=days)) == [
        FieldProblem("open_days", Reason.DUPLICATE)
    ]


def test_a_backup_folder_is_a_whole_path_or_the_usual_one(tmp_path: Path) -> None:
    assert checks.check_other(Other(backup_folder=f" {tmp_path}\n")) == []
    assert normalising.other(Other(backup_folder=f" {tmp_path}\n")).backup_folder == str(tmp_path)
    assert checks.check_other(Other(backup_folder="backup")) == [FieldProblem("backup_folder", Reason.FOLDER)]
    assert checks.check_other(Other(backup_folder="/" + "x" * 260)) == [
        FieldProblem("backup_folder", Reason.TOO_LONG)
    ]


@pytest.mark.parametrize(("days", "is_good"), [(0, True), (1, False), (29, False), (30, True), (365, True)])
def test_personal_data_stays_a_month_at_least(days: int, is_good: bool) -> None:
    expected = [] if is_good else [FieldProblem("erase_after_days", Reason.DAYS)]
    assert checks.check_other(Other(erase_after_days=days)) == expected
