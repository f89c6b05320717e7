"""A pasted key loses what is not part of it, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goq_desktop.credentials.cleaning import Removed, clean_key

KEY = "$2y$11$ab./c  d\te"


@pytest.mark.parametrize(
    ("pasted", "removed"),
    [
        (KEY, set()),
        (f"  {KEY}\t\u3000\u00a0", {Removed.SPACES}),
        (f"{KEY}\r\n", {Removed.LINE_ENDS}),
        ("$2y$11$ab.\r\n/c  d\te", {Removed.LINE_ENDS}),
        (f"\ufeff{KEY[:5]}\u200b{KEY[5:]}", {Removed.INVISIBLE}),
        ("＄２ｙ＄１１＄ａｂ．／ｃ  ｄ\tｅ", {Removed.FULL_WIDTH}),
        (f'"{KEY}"', {Removed.QUOTES}),
        (f"「{KEY}」", {Removed.QUOTES}),
        (f"“{KEY}”", {Removed.QUOTES}),
        (f"＂{KEY}＂", {Removed.FULL_WIDTH, Removed.QUOTES}),
        (f" ' {KEY} '\n", {Removed.SPACES, Removed.QUOTES, Removed.LINE_ENDS}),
    ],
)
def test_what_was_pasted_with_the_key_is_removed_and_told(pasted: str, removed: set[Removed]) -> None:
    cleaned = clean_key(pasted)
    assert cleaned.text == KEY
    assert cleaned.removed == removed


@pytest.mark.parametrize("key", ["a'b", '"a', "a'", "'", "$HOME", "../x", "0" * 40, "鍵", "%41"])
def test_letters_of_a_key_are_never_judged(key: str) -> None:
    assert clean_key(key).text == key
    assert clean_key(key).removed == frozenset()


def test_nothing_is_left_of_nothing() -> None:
    assert clean_key(" \u3000\r\n''").text == ""


def test_a_cleaned_key_is_not_printed() -> None:
    assert KEY not in repr(clean_key(KEY))


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    cleaned = clean_key(text)
    assert clean_key(cleaned.text).text == cleaned.text
    assert clean_key(cleaned.text).removed == frozenset()
    assert (cleaned.text == text) == (not cleaned.removed)


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E, exclude_characters="\"'`")))
def test_printable_ascii_is_left_alone(text: str) -> None:
    assert clean_key(text).text == text
