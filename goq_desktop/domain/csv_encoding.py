"""In which characters a CSV for people is written."""

from __future__ import annotations

from enum import StrEnum


class CsvEncoding(StrEnum):
    UTF8 = "utf-8"  # with the mark by which Excel knows it
    CP932 = "cp932"  # what older programs call Shift_JIS; it lacks many characters
