"""Times go to the shop in its zone and form, and come back as UTC beside the shop's text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goq_desktop.malls.dates import ShopTimes, is_format
from goq_desktop.malls.profile import Dates

NOON = datetime(2026, 11, 20, 12, 0, 5, tzinfo=UTC)


def times(form: str, zone: str = "+09:00") -> ShopTimes:
    return ShopTimes(Dates(zone=zone, write=form, read=(form,)))


@pytest.mark.parametrize(
    ("form", "zone", "text"),
    [
        ("%Y-%m-%d %H:%M:%S", "+09:00", "2026-11-20 21:00:05"),
        ("%Y/%m/%d %H:%M:%S", "+09:00", "2026/11/20 21:00:05"),
        ("%Y-%m-%dT%H:%M:%S", "-05:30", "2026-11-20T06:30:05"),
        ("iso", "+09:00", "2026-11-20T21:00:05+09:00"),
        ("epoch", "+09:00", 1795176005),
        ("epoch_ms", "+09:00", 1795176005000),
    ],
)
def test_a_time_is_written_in_the_shops_form_and_read_back(form: str, zone: str, text: str | int) -> None:
    shop = times(form, zone)
    assert shop.write(NOON) == text
    moment = shop.read(str(text))
    assert moment is not None
    assert (moment.utc, moment.text) == (NOON, str(text))


def test_a_written_zone_goes_before_the_profiles() -> None:
    moment = times("iso").read("2026-11-20T12:00:05Z")
    assert moment is not None and moment.utc == NOON


@given(st.text(max_size=30) | st.integers().map(str) | st.sampled_from(["nan", "inf", "-inf", "1e400"]))
def test_no_text_makes_it_crash_and_none_is_lost(text: str) -> None:
    for form in ("iso", "epoch", "epoch_ms", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d", "%d.%m.%Y"):
        moment = times(form).read(text)
        assert (moment is None) == (text == "")
        assert moment is None or moment.text == text


@pytest.mark.parametrize("text", ["20261120", "2026-11-20 12", "2026-W47-5"])
def test_a_form_reads_its_own_length_alone(text: str) -> None:
    moment = times("%Y-%m-%d %H:%M:%S").read(text)
    assert moment is not None and moment.utc is None


@pytest.mark.parametrize("form", ["", "%Q", "%H:%M", "hello", "%m-%d"])
def test_a_form_that_cannot_be_read_back_is_none(form: str) -> None:
    assert not is_format(form)
