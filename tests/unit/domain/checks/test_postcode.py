"""An address that is only written differently never alarms, another place always does."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goq_desktop import resources
from goq_desktop.domain.checks.postcode import check_postcode
from goq_desktop.domain.checks.reason import Level
from goq_desktop.domain.orders import Party
from goq_desktop.postal.lookup import PostalLookup

_ALL = (
    "SELECT place.id / 100, city.prefecture, city.name, town, office FROM place"
    " JOIN city ON city.id = place.city ORDER BY place.id"
)
_KANJI = str.maketrans("0123456789", "〇一二三四五六七八九")
_FULL = str.maketrans("0123456789-", "０１２３４５６７８９－")

Row = tuple[int, str, str, str, str]


@lru_cache(maxsize=1)
def rows() -> list[Row]:
    with closing(sqlite3.connect(resources.path("postal", "postcodes.sqlite"))) as connection:
        return connection.execute(_ALL).fetchall()


def some_row() -> st.SearchStrategy[Row]:
    return st.integers(0, 146_962).map(lambda number: rows()[number])


def party(postcode: str, address: str, prefecture: str = "", city: str = "", building: str = "") -> Party:
    return Party(postcode=postcode, prefecture=prefecture, city=city, street=address, building=building)


def as_it_is(text: str) -> str:
    return text


def with_area(text: str) -> str:
    return f"大字{text}"


def with_kanji(text: str) -> str:
    return text.translate(_KANJI)


def with_wide(text: str) -> str:
    return text.translate(_FULL)


def with_other_ke(text: str) -> str:
    return text.replace("ケ", "ヶ").replace("が", "ガ").replace("の", "ノ")


def with_spaces(text: str) -> str:
    return f"　{text[:2]} {text[2:]}"


SPELLINGS = (as_it_is, with_area, with_kanji, with_wide, with_other_ke, with_spaces)


@pytest.mark.parametrize(
    ("postcode", "address"),
    [
        ("980-0811", "宮城県仙台市青葉区1番町1-2-3"),
        ("９８０－０８１１", "宮城県仙台市青葉区一番町１－２－３"),
        ("9800811", "仙台市青葉区一番町一丁目２"),
        ("100-0013", "東京都千代田区霞ヶ関3丁目2-5"),
        ("100-0013", "東京都千代田区霞ケ関三丁目2-5"),
        ("100-0013", "東京都千代田区霞ガ関3-2-5"),
        ("100-0013", "東京都 千代田区 霞が関 3-2-5"),
        ("100-0013", "東京都東京都千代田区霞が関3-2-5"),
        ("100-0005", "東京都千代田区丸ノ内1-1"),
        ("100-0005", "東京都千代田区丸之内1-1"),
        ("160-0023", "東京都新宿区西新宿六丁目5-1"),
        ("163-1301", "東京都新宿区西新宿6-5-1 新宿アイランドタワー1階"),
        ("060-0001", "北海道札幌市中央区北1条西2-4"),
        ("060-0001", "札幌市中央区北一条西二丁目"),
        ("063-0801", "北海道札幌市西区24軒1条1丁目"),
        ("604-8091", "京都府京都市中京区寺町通御池下る下本能寺前町500-1"),
        ("604-8091", "京都市中京区下本能寺前町500-1"),
        ("904-0101", "沖縄県北谷町上勢頭5-6"),
        ("904-0101", "沖縄県中頭郡北谷町字上勢頭5-6"),
        ("100-1401", "東京都八丈町大賀郷1"),
        ("301-0832", "茨城県竜ヶ崎市緑町1"),
        ("301-0832", "茨城県龍ケ崎市緑町1"),
        ("530-0001", "大阪府北区梅田3-1-3"),
        ("890-0053", "鹿児島県鹿児島市中央町1"),
        # Three postcodes belong to two prefectures each.
        ("618-0000", "京都府乙訓郡大山崎町大山崎1"),
        ("618-0000", "大阪府三島郡島本町広瀬1"),
        ("100-8914", "東京都千代田区永田町1-6-1"),
    ],
)
def test_what_is_only_written_differently_is_no_reason(
    places: PostalLookup, postcode: str, address: str
) -> None:
    assert check_postcode(party(postcode, address), places) is None


@pytest.mark.parametrize(
    ("postcode", "address", "level", "detail"),
    [
        ("530-0001", "北海道札幌市中央区北一条西2", Level.CERTAIN, "prefecture"),
        ("100-0001", "東京都新宿区西新宿1-1", Level.CERTAIN, "city"),
        ("100-0001", "新宿区西新宿1-1", Level.CERTAIN, "city"),
        ("530-0001", "大阪府大阪市中央区本町1", Level.CERTAIN, "city"),
        ("100-0001", "東京都千代田区神田神保町1-1", Level.MAYBE, "town"),
        ("180-0004", "東京都武蔵野市吉祥寺南町1", Level.MAYBE, "town"),
        ("999-9999", "東京都千代田区千代田1", Level.CERTAIN, "unknown"),
        ("100-000", "東京都千代田区千代田1", Level.CERTAIN, "form"),
        ("住所不明", "東京都千代田区千代田1", Level.CERTAIN, "form"),
        ("", "東京都千代田区千代田1", Level.CERTAIN, "missing"),
        ("100-0001", "", Level.CERTAIN, "no_address"),
        # 大宮市 went into さいたま市 in 2001, 浜松市西区 into 中央区 in 2024: people write the old for years.
        ("330-0854", "埼玉県大宮市桜木町1-2", Level.MAYBE, "city"),
        ("432-8002", "静岡県浜松市西区富塚町1", Level.MAYBE, "city"),
    ],
)
def test_another_place_is_a_reason(
    places: PostalLookup, postcode: str, address: str, level: Level, detail: str
) -> None:
    reason = check_postcode(party(postcode, address), places)
    assert reason is not None
    assert (reason.level, reason.params["detail"]) == (level, detail)


def test_a_short_prefecture_in_its_own_field_is_enough(places: PostalLookup) -> None:
    assert check_postcode(party("1000001", "千代田1-1", "東京", "千代田区"), places) is None


def test_without_the_dictionary_nothing_is_said(tmp_path: Path) -> None:
    assert check_postcode(party("999-9999", "東京都"), PostalLookup(tmp_path / "gone")) is None


@settings(max_examples=300, deadline=None)
@given(row=some_row(), spell=st.sampled_from(SPELLINGS), has_prefecture=st.booleans())
def test_the_posts_own_address_never_alarms(
    places: PostalLookup, row: Row, spell: object, has_prefecture: bool
) -> None:
    code, prefecture, city, town, office = row
    assert callable(spell)
    house = "" if office else "1-2-3"
    found = check_postcode(
        party(f"{code:07}", spell(town + house), prefecture if has_prefecture else "", city), places
    )
    assert found is None


@settings(max_examples=300, deadline=None)
@given(row=some_row(), other=some_row(), has_prefecture=st.booleans())
def test_a_postcode_of_another_prefecture_is_certainly_wrong(
    places: PostalLookup, row: Row, other: Row, has_prefecture: bool
) -> None:
    _, prefecture, city, town, _ = row
    postcode = f"{other[0]:07}"
    # 府中市 and a few more are in two prefectures.
    cities = {place.city for place in places.find(postcode)}
    if prefecture in {place.prefecture for place in places.find(postcode)} or city in cities:
        return
    written = prefecture if has_prefecture else ""
    reason = check_postcode(party(postcode, f"{town}1-2-3", written, city), places)
    assert reason is not None and reason.level is Level.CERTAIN


@given(postcode=st.text(max_size=9), address=st.text(max_size=40))
@settings(max_examples=100, deadline=None)
def test_any_text_is_answered(places: PostalLookup, postcode: str, address: str) -> None:
    reason = check_postcode(party(postcode, address), places)
    assert reason is None or reason.params["detail"]
