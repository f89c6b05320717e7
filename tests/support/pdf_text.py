"""Reads the text of a PDF as Qt writes it, page by page, through its fonts' own tables.

The tables name a glyph by any of its characters, so that texts are compared in NFKC; a character beyond
U+FFFF is in no table and comes back as U+FFFD.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Mapping

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)endobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)
_LETTERS = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)> Tj")
_MAPPED = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>")
_ROW = re.compile(rb"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]{4})> \[(.*?)\]", re.DOTALL)


def texts_of(pdf: bytes) -> list[str]:
    """All letters of each page, in the order in which they were drawn, with nothing between the lines."""
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    fonts = {
        f"F{number}": _letters(objects, body)
        for number, body in objects.items()
        if b"/Type /Font\n" in body and b"/ToUnicode" in body
    }
    pages = [body for body in objects.values() if re.search(rb"/Type /Page\s", body)]
    return [_page(_stream(objects[_number(body, b"Contents")]), fonts) for body in pages]


def _page(content: bytes, fonts: Mapping[str, Mapping[int, str]]) -> str:
    text, font = "", ""
    for name, letters in _LETTERS.findall(content):
        if name:
            font = name.decode()
        else:
            places = (int(letters[at : at + 4], 16) for at in range(0, len(letters), 4))
            text += "".join(fonts[font].get(place, "\ufffd") for place in places)
    return unicodedata.normalize("NFKC", text).replace("\t", " ")


def _letters(objects: Mapping[int, bytes], font: bytes) -> dict[int, str]:
    table = _stream(objects[_number(font, b"ToUnicode")])
    found = {}
    for first, _, row in _ROW.findall(table):
        for place, text in enumerate(re.findall(rb"<([0-9A-Fa-f]+)>", row), int(first, 16)):
            found[place] = _decoded(text)
    for first, last, text in _MAPPED.findall(_ROW.sub(b"", table)):
        for place in range(int(first, 16), int(last, 16) + 1):
            found[place] = _decoded(text)
    return found


def _decoded(digits: bytes) -> str:
    return bytes.fromhex(digits.decode()).decode("utf-16-be")


def _number(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found is not None, name
    return int(found[1])


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found is not None
    return zlib.decompress(found[1]) if b"FlateDecode" in body else found[1]
