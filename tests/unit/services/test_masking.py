"""A masked answer keeps its shape and nobody's data."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from goq_desktop.services.masking import masked

ANSWER = {
    "total_count": "12",
    "orders": [
        {
            "name": "髙橋 はなこ",
            "kana": "ﾊﾅｺ",
            "tel": "090-1234-5678",
            "mail": "Hana@example.jp",
            "date": "2026-11-23 09:00:00",
            "price": 1980,
            "rate": 0.08,
            "gift": "Yes",
            "status": "発送済",
            "note": None,
            "ok": True,
        }
    ],
}


def test_kinds_of_characters_and_lengths_stay() -> None:
    result = masked(ANSWER, frozenset({"発送済"}), frozenset({"total_count"}))
    assert result == {
        "total_count": "12",
        "orders": [
            {
                "name": "漢漢 あああ",
                "kana": "ｱｱｱ",
                "tel": "999-9999-9999",
                "mail": "Xxxx@xxxxxxx.xx",
                "date": "9999-99-99 99:99:99",
                "price": 9999,
                "rate": 9.9,
                "gift": "Yes",
                "status": "発送済",
                "note": None,
                "ok": True,
            }
        ],
    }


_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(_values)
def test_no_text_longer_than_a_word_survives(value: object) -> None:
    def check(before: object, after: object) -> None:
        if isinstance(before, str) and any(c.isalnum() for c in before) and before not in ("Yes", "No"):
            assert isinstance(after, str) and len(after) == len(before)
            assert not any(c.isalnum() and c not in "9xXあアｱ漢" for c in after)
        elif isinstance(before, dict) and isinstance(after, dict):
            assert before.keys() == after.keys()
            for key in before:
                check(before[key], after[key])
        elif isinstance(before, list) and isinstance(after, list):
            for one, other in zip(before, after, strict=True):
                check(one, other)

    check(value, masked(value, frozenset(), frozenset()))


def test_a_count_that_holds_an_object_is_masked_like_any_other() -> None:
    assert masked({"total_count": {"name": "山"}}, frozenset(), frozenset({"total_count"})) == {
        "total_count": {"name": "漢"}
    }
