"""A hidden text and an authorization header leave no usable trace in a text."""

from __future__ import annotations

import json
import re
import secrets
from base64 import b64encode, urlsafe_b64encode
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goq_desktop import redaction
from goq_desktop.redaction import HIDDEN, redact

# Made anew in each run, with everything that encodings change; ??? is Pz8/ or Pz8_ in Base64.
SECRET = f"$2y$11$/.{secrets.token_urlsafe(24)}???\"'\\ 鍵"


@pytest.fixture(autouse=True)
def _empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(redaction, "_hidden", redaction._Hidden())


@pytest.fixture
def hidden(_empty: None) -> str:
    redaction.hide(SECRET)
    return SECRET


SPELLINGS = {
    "raw": SECRET,
    "repr": repr(SECRET),
    "repr of bytes": repr(SECRET.encode()),
    "JSON": json.dumps({"key": SECRET}),
    "JSON with kanji": json.dumps({"key": SECRET}, ensure_ascii=False),
    "JSON with escaped slashes": json.dumps(SECRET).replace("/", "\\/"),
    "URL": quote(SECRET, safe=""),
    "URL path": quote(SECRET),
    "form": urlencode({"key": SECRET}),
    "URL, small escapes": re.sub("%..", lambda escape: escape[0].lower(), quote(SECRET, safe="")),
    "hex": SECRET.encode().hex(),
    "HEX": SECRET.encode().hex().upper(),
}


@pytest.mark.parametrize("how", SPELLINGS)
def test_a_hidden_text_is_taken_out_of_every_spelling(hidden: str, how: str) -> None:
    shown = redact(f"before {SPELLINGS[how]} after")
    assert HIDDEN in shown
    middle = SECRET[12:28]
    assert middle not in shown
    assert middle.encode().hex() not in shown.lower()


@given(before=st.binary(max_size=20), after=st.binary(max_size=20), is_urlsafe=st.booleans())
def test_base64_gives_it_away_behind_no_prefix(before: bytes, after: bytes, is_urlsafe: bool) -> None:
    redaction.hide(SECRET)
    encoded = (urlsafe_b64encode if is_urlsafe else b64encode)(before + SECRET.encode() + after).decode()
    shown = redact(f"x {encoded} y")
    assert HIDDEN in shown
    # At most the characters that the neighbours share are left.
    assert len(shown) - len(HIDDEN) <= 4 + (len(before) + len(after) + 6) * 4 / 3 + 4


@pytest.mark.parametrize(
    "line",
    [
        "Authorization: Basic c2hvcDprZXk=",
        "authorization: Bearer abc.def.ghi",
        "Authorization: c2hvcDprZXk=",
        "{'authorization': 'Basic c2hvcDprZXk='}",
        "[(b'Authorization', b'Basic c2hvcDprZXk=')]",
        '{"authorization": "c2hvcDprZXk="}',
        r"{\"Authorization\": \"Basic c2hvcDprZXk=\"}",
        "Authorization%3A%20Basic%20c2hvcDprZXk%3D",
        "Proxy-Authorization: Basic c2hvcDprZXk=",
        "sent Basic c2hvcDprZXk= and got 401",
        "sent Bearer abc.def.ghi and got 401",
    ],
)
def test_an_authorization_header_loses_its_value(line: str) -> None:
    shown = redact(line)
    assert HIDDEN in shown
    assert "c2hvcDprZXk" not in shown
    assert "def.ghi" not in shown


def test_other_lines_stay_as_they_are() -> None:
    redaction.hide(SECRET)
    line = "POST orders/_retrieve/basic 401 in 12 ms; authorization refused; 受注 123件 [ok]"
    assert redact(line) == line


def test_what_stands_beside_a_header_stays() -> None:
    assert redact("{'authorization': 'Basic c2hvcDprZXk=', 'accept': 'x'}").endswith(", 'accept': 'x'}")


def test_several_texts_are_hidden_and_the_longer_first() -> None:
    redaction.hide("abcdef")
    redaction.hide("abcdefghij")
    assert redact("abcdefghij abcdef") == f"{HIDDEN} {HIDDEN}"


@pytest.mark.parametrize("text", ["", "ab", "12345"])
def test_a_text_too_short_to_be_a_secret_leaves_the_log_readable(text: str) -> None:
    redaction.hide(text)
    assert redact("12345 ab") == "12345 ab"
