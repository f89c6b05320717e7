"""What a person types finds what a shop wrote, whatever width, kana or hyphens either of them used."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goq_desktop.domain.matching import normalised, normalised_lines, words


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("ﾔﾏﾀﾞ ﾊﾅｺ", "ヤマダハナコ"),
        ("ヤマダ", "やまだ"),
        ("やまだ", "ﾔﾏﾀﾞ"),
        ("ＡＢＣ－１２３", "abc-123"),
        ("ABC", "abc"),
        ("霞ヶ関", "霞ケ関"),
        ("霞ヶ関", "霞ｹ関"),
        ("髙﨑", "高崎"),
        ("𠮷田", "吉田"),
        ("佐藤　花子", "佐藤花子"),
        ("佐藤花子", "佐藤　花子"),
        ("090-0000-1234", "09000001234"),
        ("09000001234", "090−0000ー1234"),
        ("一番町１－２－３", "1-2-3"),
        ("①", "1"),
        ("㈱見本", "(株)"),
        ("ラーメン", "らーめん"),
        ("Straße", "STRASSE"),
    ],
)
def test_these_count_as_one(stored: str, typed: str) -> None:
    text = normalised(stored)
    assert words(typed)
    assert all(word in text for word in words(typed))


@pytest.mark.parametrize("number", ["090-0000-1234", "123-4567", "一番町1-2-3"])
def test_a_number_is_found_at_every_key_press_and_from_every_place(number: str) -> None:
    text = normalised(number)
    for start in range(len(number)):
        for end in range(start + 1, len(number) + 1):
            assert all(word in text for word in words(number[start:end])), number[start:end]


@pytest.mark.parametrize(
    ("one", "other"), [("はは", "ぱぱ"), ("ツ", "ッ"), ("ラーメン", "ラメン"), ("A-B", "AB")]
)
def test_these_stay_apart(one: str, other: str) -> None:
    assert normalised(one) != normalised(other)


def test_blanks_of_all_kinds_part_words() -> None:
    assert words(" 佐藤　1-2\t\n東京 ") == ("佐藤", "12", "東京")
    assert words(" 　 ") == ()


@given(st.text(max_size=20))
def test_any_text_finds_itself(text: str) -> None:
    assert all(word in normalised(text) for word in words(text))


@given(st.text(max_size=20))
def test_no_blank_is_left(text: str) -> None:
    assert normalised(text) == "".join(normalised(text).split())


@given(
    st.lists(st.text(alphabet=st.characters(exclude_categories=["Cc", "Zl", "Zp"]), max_size=8), max_size=5)
)
def test_lines_are_the_normal_forms_of_the_texts(texts: list[str]) -> None:
    assert normalised_lines(texts).splitlines() == [normalised(text) for text in texts if text]


def test_words_do_not_run_over_from_one_text_to_the_next() -> None:
    assert normalised_lines(["12", "-34", "佐　藤\n花 子", ""]) == "12\n-34\n佐藤\n花子"
