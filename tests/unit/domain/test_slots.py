"""Which wordings of a delivery time need no setting: those that say the whole slot, and no others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goq_desktop.domain.slots import SLOTS, slot_of

CODES = {slot.code for slot in SLOTS}
RANGES = sorted(CODES - {"am"})
DASHES = "-－−‐–—―ー~～〜"


@pytest.mark.parametrize(
    "wording",
    [
        "午前中",
        "午前",
        "AM",
        "ａｍ",
        " 午前中 ",
        "午前中(8時～12時)",
        "午前中（08:00～12:00）",
        "午前中希望",
        "午前中に指定",
    ],
)
def test_the_morning(wording: str) -> None:
    assert slot_of(wording) == "am"


@pytest.mark.parametrize(
    ("wording", "code"),
    [
        ("12-14時", "12-14"),
        ("14時～16時", "14-16"),
        ("16:00〜18:00", "16-18"),
        ("16：00～18：00", "16-18"),
        ("18時-20時", "18-20"),
        ("１８時－２１時", "18-21"),
        ("19時から21時", "19-21"),
        ("19時から21時まで", "19-21"),
        ("19時 ～ 21時の間", "19-21"),
        ("14時00分～16時00分", "14-16"),
        ("午後2時～4時", "14-16"),
        ("午後2時から午後4時", "14-16"),
        ("午後0時～2時", "12-14"),
        ("14時～16時指定", "14-16"),
        ("14:00～16:00をご希望", "14-16"),
    ],
)
def test_the_hours(wording: str, code: str) -> None:
    assert slot_of(wording) == code


def test_our_own_names_are_understood() -> None:
    assert [slot_of(slot.name) for slot in SLOTS] == [slot.code for slot in SLOTS]


@pytest.mark.parametrize(
    "wording",
    [
        "",
        " ",
        "　",
        "指定なし",
        "希望なし",
        "時間指定なし",
        "時間帯の指定はしない",
        "お届け時間指定なし",
        "ご希望なし",
        "なし",
        "指定無し",
        "未指定",
    ],
)
def test_no_wish(wording: str) -> None:
    assert slot_of(wording) == ""


@pytest.mark.parametrize(
    "wording",
    [
        "12-14",  # or the fourteenth of December
        "12/14",
        "1416",
        "14時",
        "14時以降",
        "14時～",
        "～16時",
        "夕方",
        "午後",
        "8時～12時",  # not all carriers' morning is this
        "午前10時～12時",
        "午後12時～2時",
        "午後14時～16時",
        "20時～21時",
        "16時～14時",
        "14時～16時（不在時は置き配）",
        "14時～16時または18時～20時",
        "午前中以外",
        "午前中なし",
        "希望あり",
        "指定",
        "1 4時～16時",
        "114時～16時",
        "14時～16時\n午前中",
        "²時～16時",
        "١٤時～١٦時",
    ],
)
def test_anything_unsure_is_not_guessed(wording: str) -> None:
    assert slot_of(wording) is None


@given(st.sampled_from(RANGES), st.sampled_from(DASHES), st.booleans(), st.sampled_from(["", " ", "　"]))
def test_every_dash_and_width_says_the_same_slot(code: str, dash: str, is_wide: bool, space: str) -> None:
    start, end = code.split("-")
    wording = f"{start}時{space}{dash}{space}{end}時"
    if is_wide:
        wording = wording.translate({ord("0") + digit: ord("０") + digit for digit in range(10)})
    assert slot_of(wording) == code


@given(st.text(min_size=1).filter(lambda text: not set(text) & set("時:：午AaＡａ無な未") and text.strip()))
def test_text_without_a_word_of_time_or_of_no_wish_is_never_a_slot(garbage: str) -> None:
    assert slot_of(garbage) is None


@given(
    st.sampled_from([*(slot.name for slot in SLOTS), "指定なし"]),
    st.text("あ漢x!?（）/・5", min_size=1, max_size=4),
    st.booleans(),
)
def test_a_known_wording_with_something_more_is_never_a_slot(name: str, more: str, is_before: bool) -> None:
    assert slot_of(more + name if is_before else name + more) is None


@given(st.text(alphabet="0123456789時:-～から午前後中amなし指定希望 ()（）分まで", max_size=14))
def test_whatever_comes_is_a_known_code_no_wish_or_nothing(text: str) -> None:
    assert slot_of(text) in {None, "", *CODES}
