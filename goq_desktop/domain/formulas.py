"""Tells a text that a spreadsheet would take for a formula."""

from __future__ import annotations

import re
from typing import Final

# What may stand unseen before the sign: spaces, control characters, marks of no width.
_UNSEEN: Final = r"[\s\x00-\x1f\x7f-\xa0\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]*"
# In full width as well, as a Japanese keyboard writes them.
_FORMULA: Final = re.compile(rf"{_UNSEEN}[=+\-@＝＋－＠]|[\t\r\n\x00]")


def is_formula(text: str) -> bool:
    """Also of what only begins with a sign, such as a phone number: it would be computed."""
    return _FORMULA.match(text) is not None
