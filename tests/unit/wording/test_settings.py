"""Every tile and field of the settings has a Japanese name, and values are told as people say them."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.settings import layout
from goq_desktop.settings.difference import Difference, Kind, Value
from goq_desktop.settings.tiles import KEY_DATES, Settings
from goq_desktop.wording.problems import sentence
from goq_desktop.wording.settings import FIELD_NAMES, TILE_NAMES, difference_text

OWN = {"version", "setup", "desk"}


def test_every_tile_has_a_name() -> None:
    assert TILE_NAMES.keys() == FIELD_NAMES.keys() == set(Settings.__struct_fields__) - OWN


@pytest.mark.parametrize("tile", TILE_NAMES)
def test_every_field_has_a_name(tile: str) -> None:
    listed = layout.LIST_TILES.get(tile)
    entry = listed.entry if listed else type(getattr(Settings(), tile))
    fields = {each.name for each in msgspec.structs.fields(entry)}
    of_keys = {*KEY_DATES, "key_generation", "uid"} if tile == "shops" else set()
    assert FIELD_NAMES[tile].keys() == fields - of_keys


@pytest.mark.parametrize(
    ("tile", "entry", "field", "before", "after", "text"),
    [
        ("contractor", "", "company", "", "雪乃商店", "契約者情報の会社名・屋号: （空） → 雪乃商店"),
        ("payments", "銀行振込", "fee", 0, 1300, "支払い方法「銀行振込」の手数料: 0円 → 1,300円"),
        ("payments", "A", "kind", "cod", "card", "支払い方法「A」の種類: 代引 → カード"),
        (
            "payments",
            "A",
            "first_lane",
            "",
            "new",
            "支払い方法「A」の最初のステータス: 種類のとおり → 新規受付",
        ),
        ("shops", "本店", "auto_fetch", False, True, "モール選択「本店」の自動取得: いいえ → はい"),
        (
            "shops",
            "本店",
            "import_from",
            None,
            date(2026, 4, 1),
            "モール選択「本店」の取込開始日: （未設定） → 2026-04-01",
        ),
        ("calendar", "", "closed_weekdays", (5, 6), (), "休業日の毎週の休み: 土、日 → （なし）"),
        ("other", "", "erase_after_days", 0, 90, "その他設定の個人情報の消去: しない → 90日後"),
        ("lanes", "発送準備", "colour", "", "blue", "ステータス「発送準備」の色: （空） → 青"),
    ],
)
def test_a_change_in_one_line(
    tile: str, entry: str, field: str, before: Value, after: Value, text: str
) -> None:
    assert difference_text(Difference(tile, entry, field, before, after, Kind.CHANGED)) == text


def test_what_comes_and_goes_in_one_line() -> None:
    shop = Difference("shops", "本店", "", "", None, Kind.REMOVED)
    assert difference_text(shop) == "モール選択「本店」: あり → （なし）"
    fee = Difference("payments", "代引", "fee", None, 330, Kind.ADDED)
    assert difference_text(fee) == "支払い方法「代引」の手数料: （なし） → 330円"
    moved = Difference("lanes", "", "", ("一", "二"), ("二", "一"), Kind.MOVED)
    assert difference_text(moved) == "ステータスの並び順: 一、二 → 二、一"


def test_a_hostile_value_stays_one_short_line() -> None:
    text = difference_text(
        Difference("contractor", "", "company", "\x1b[2J\n" + "x" * 500, "\u202e", Kind.CHANGED)
    )
    assert text.isprintable() and len(text) < 120
    many = tuple(date(2027, 1, day) for day in range(1, 31))
    assert difference_text(Difference("calendar", "", "closed_days", (), many, Kind.CHANGED)).endswith(
        "2027-01-08、ほか22件"
    )


def test_the_problem_of_two_windows_names_the_tiles() -> None:
    problem = Problem(ProblemCode.SETTINGS_CHANGED, {"tiles": "contractor,payments"})
    assert "「契約者情報」、「支払い方法」" in sentence(problem).text
    assert "「" not in sentence(Problem(ProblemCode.SETTINGS_CHANGED)).text
