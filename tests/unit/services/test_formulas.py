"""No text of an order or a setting becomes a formula, a number or a link in a file for people."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from goq_desktop.domain.csv_encoding import CsvEncoding
from goq_desktop.services import spreadsheet
from goq_desktop.services.spreadsheet import csv_in, sheet_in

UNSEEN: Final = (
    "",
    " ",
    "\u3000",
    "\t",
    "\r",
    "\n",
    "\0",
    "\x1b",
    "\ufeff",
    "\u200b",
    "\u202e",
    "\u00ad",
    " \t\0",
)
SIGNS: Final = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
REST: Final = ("cmd|' /C calc'!A0", "1+1", 'HYPERLINK("http://x")', "SUM(A1)", "", ',"=1+1"')

hostile = st.builds(
    "".join, st.tuples(st.sampled_from(UNSEEN), st.sampled_from(SIGNS), st.sampled_from(REST))
)
OF_MANY = settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])


def through_csv(file: Path, text: str) -> str:
    with csv_in(file, CsvEncoding.UTF8) as write:
        write(["始め", text, "終わり"])
    with file.open(encoding="utf-8-sig", newline="") as back:
        (cells,) = csv.reader(back)
    assert cells[0] == "始め" and cells[2] == "終わり"
    return cells[1]


@OF_MANY
@given(hostile)
@example("\t")
@example("\0=1")
def test_in_a_csv_an_apostrophe_stands_before_it(tmp_path: Path, text: str) -> None:
    assert through_csv(tmp_path / "a.csv", text) == f"'{text}"


@OF_MANY
@given(st.text(st.characters(categories=["L", "N"]), min_size=1))
def test_other_text_stays_as_it_is(tmp_path: Path, text: str) -> None:
    assert through_csv(tmp_path / "a.csv", text) == text


def test_a_number_is_no_text() -> None:
    assert spreadsheet._harmless(-5) == -5


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(hostile, st.text(max_size=40), st.sampled_from(["https://x.jp", "mailto:a", "_x000D_", "1e9"]))
)
def test_in_a_sheet_it_is_text(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.xlsx"
    with sheet_in(file, "受注") as write:
        write(["始め", text, "終わり"])
    sheet: Any = openpyxl.load_workbook(file).active
    first, cell, last = next(sheet.iter_rows())
    assert (first.value, last.value) == ("始め", "終わり")
    assert cell.data_type in ("s", "n") and cell.hyperlink is None
    assert cell.value is None or isinstance(cell.value, str)


def test_without_the_apostrophe_the_tests_notice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests' teeth."""
    monkeypatch.setattr(spreadsheet, "_harmless", lambda cell: cell)
    assert through_csv(tmp_path / "a.csv", "=1+1") == "=1+1"
