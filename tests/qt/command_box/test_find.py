"""What is found of the commands, and what stands first."""

from __future__ import annotations

import pytest

from goq_desktop.ui.command_box.command import Command, find
from goq_desktop.ui.command_box.synonyms import SYNONYMS


def command(label: str, place: str = "") -> Command:
    return Command(code=label, label=label, place=place, run=lambda: None, also=SYNONYMS.get(label, ()))


FETCH = command("今すぐ取得", "受注")
PERIOD = command("期間を指定して取得", "受注")
EXPORT = command("受注を書き出す", "受注")
ORDERS = command("受注一覧", "表示")
SETTINGS = command("各種設定", "表示")
ALL = [FETCH, PERIOD, EXPORT, ORDERS, SETTINGS]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("取得", "今すぐ取得"),
        ("ジュチュウイチラン", "受注一覧"),
        ("じゅちゅういち", "受注一覧"),
        ("ｴｸｾﾙ", "受注を書き出す"),
        ("ｃｓｖ", "受注を書き出す"),
        ("きかん", "期間を指定して取得"),
        ("表示 設定", "各種設定"),
        ("受注 書き出", "受注を書き出す"),
    ],
)
def test_found_by_name_reading_and_other_words(typed: str, first: str) -> None:
    assert find(typed, ALL)[0].label == first


def test_what_begins_with_the_word_stands_first() -> None:
    assert [each.label for each in find("受注", ALL)] == [
        "受注を書き出す",
        "受注一覧",
        "期間を指定して取得",  # 過去の受注
        "今すぐ取得",  # in the menu 受注
    ]


def test_recent_ones_come_first_and_hide_nothing() -> None:
    assert find("", ALL, ["各種設定", "gone"])[0] is SETTINGS
    assert len(find("", ALL, ["各種設定"])) == len(ALL)
    assert find("取得", ALL, ["期間を指定して取得"])[0] is PERIOD


def test_nothing_fits() -> None:
    assert find("ロケット", ALL) == []
    assert find("取得 ロケット", ALL) == []
