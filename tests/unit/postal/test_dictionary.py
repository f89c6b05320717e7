"""The packaged postcode dictionary."""

from __future__ import annotations

from pathlib import Path

import pytest

from goq_desktop.postal.dictionary import Place, Postcodes, seven_digits
from goq_desktop.resources import path

DICTIONARY = path("postal", "postcodes.sqlite")


@pytest.fixture(scope="module")
def postcodes() -> Postcodes:
    return Postcodes(DICTIONARY)


def test_a_postcode_gives_its_address(postcodes: Postcodes) -> None:
    assert postcodes.find("1000001") == (Place("東京都", "千代田区", "千代田"),)


@pytest.mark.parametrize(
    "typed", ["100-0001", "〒100-0001", "１００－０００１", "１００ー０００１", " 100 0001\n", "100−0001"]
)
def test_any_usual_way_of_writing_is_understood(postcodes: Postcodes, typed: str) -> None:
    assert [place.town for place in postcodes.find(typed)] == ["千代田"]


@pytest.mark.parametrize("typed", ["", "100-000", "100-00012", "abc-defg", "１００", "9999999", "' OR 1=1"])
def test_what_is_no_postcode_gives_nothing(postcodes: Postcodes, typed: str) -> None:
    assert postcodes.find(typed) == ()


@pytest.mark.parametrize(
    ("code", "prefectures"),
    [
        ("498-0000", ["愛知県", "三重県"]),
        ("618-0000", ["京都府", "大阪府"]),
        ("871-0000", ["福岡県", "大分県"]),
    ],
)
def test_a_postcode_of_two_prefectures_gives_both(
    postcodes: Postcodes, code: str, prefectures: list[str]
) -> None:
    assert [place.prefecture for place in postcodes.find(code)] == prefectures


def test_a_large_office_is_named_and_has_its_house_number(postcodes: Postcodes) -> None:
    assert postcodes.find("100-8111") == (Place("東京都", "千代田区", "千代田1-1", office="宮内庁"),)


def test_a_leading_zero_belongs_to_the_postcode(postcodes: Postcodes) -> None:
    assert [place.city for place in postcodes.find("060-0041")] == ["札幌市中央区"]
    assert seven_digits("600041") is None


@pytest.mark.parametrize(
    ("code", "towns"),
    [("029-5502", ["樺沢", "下前", "寅沢"]), ("761-4101", ["甲", "乙"]), ("409-0142", [""])],
)
def test_what_the_post_writes_into_a_town_is_not_filled_into_an_address(
    postcodes: Postcodes, code: str, towns: list[str]
) -> None:
    assert [place.town for place in postcodes.find(code)] == towns


def test_the_month_of_the_data_is_known(postcodes: Postcodes) -> None:
    year, month = postcodes.data_date.split("-")
    assert int(year) >= 2026
    assert 1 <= int(month) <= 12


def test_the_dictionary_is_small_enough_to_ship() -> None:
    assert DICTIONARY.stat().st_size <= 8_000_000


def test_a_missing_dictionary_answers_nothing_and_makes_no_file(tmp_path: Path) -> None:
    missing = Postcodes(tmp_path / "none.sqlite")
    assert missing.find("1000001") == ()
    assert missing.data_date == ""
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_dictionary_answers_nothing(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.sqlite"
    damaged.write_bytes(DICTIONARY.read_bytes()[:4096] + b"\xff" * 4096)
    broken = Postcodes(damaged)
    assert broken.find("1000001") == ()
    broken.close()


def test_seven_digits_among_others_are_no_postcode() -> None:
    assert seven_digits("100-0001") == "1000001"
    assert seven_digits("03-1000-00012") is None
