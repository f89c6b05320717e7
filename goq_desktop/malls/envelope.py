"""Takes an answer apart without decoding its orders: their bytes, the count, the next cursor."""

from __future__ import annotations

import json
import re
from typing import Any, Final

import msgspec

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.malls.values import kind_of

_RAW: Final = msgspec.json.Decoder(msgspec.Raw)
_TABLE: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])
_LIST: Final = msgspec.json.Decoder(list[msgspec.Raw])
_ANY: Final = msgspec.json.Decoder()
# A whole pair, else half of one, else any other escape: each match starts where an escape starts.
_ESCAPE: Final = re.compile(
    rb"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\."
)
_NESTING: Final = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|([\[{])|([\]}])', re.DOTALL)


class Envelope:
    """One answer's body; paths are dotted keys of tables. Errors are ProblemErrors.

    ANSWER_NOT_JSON (host, kind), ANSWER_CUT (host), ANSWER_SHAPE (path = the profile's key, found).
    """

    def __init__(self, body: bytes, host: str, content_type: str = "") -> None:
        self._body = body.removeprefix(b"\xef\xbb\xbf")
        if _fault(self._body):
            # No JSON reader takes half a surrogate pair, and shops store names cut in the middle of one.
            self._body = _ESCAPE.sub(
                lambda match: rb"\ufffd" if match.group(1) else match.group(0), self._body
            )
        fault = _fault(self._body)
        if not fault:
            return
        if fault == "depth":
            raise ProblemError(ProblemCode.ANSWER_SHAPE, path="limits.depth", found="depth")
        if fault == "cut" and self._body.lstrip()[:1] in (b"{", b"["):
            raise ProblemError(ProblemCode.ANSWER_CUT, host=host)
        raise ProblemError(
            ProblemCode.ANSWER_NOT_JSON, host=host, kind=_kind_of_body(self._body, content_type)
        )

    def items(self, path: str, key: str, *, is_empty_allowed: bool) -> list[msgspec.Raw]:
        """The list at a path, each item as its bytes; nothing or null is an empty list where allowed."""
        found = self._at(path, key)
        items: list[msgspec.Raw] | None = None if found is None else _decoded(_LIST, found)
        if items is not None:
            return items
        kind = "missing" if found is None else kind_of(decode_any(found))
        if is_empty_allowed and kind in ("missing", "null"):
            return []
        raise ProblemError(ProblemCode.ANSWER_SHAPE, path=key, found=kind)

    def value(self, path: str, key: str) -> Any:
        """The decoded value at a path, or None when there is none."""
        found = self._at(path, key)
        return None if found is None else decode_any(found)

    def _at(self, path: str, key: str) -> bytes | msgspec.Raw | None:
        found: bytes | msgspec.Raw = self._body
        for part in path.split(".") if path else ():
            table = _decoded(_TABLE, found)
            if table is None:
                kind = kind_of(decode_any(found))
                raise ProblemError(ProblemCode.ANSWER_SHAPE, path=key, found=kind)
            if part not in table:
                return None
            found = table[part]
        return found


def decode_any(raw: bytes | msgspec.Raw) -> Any:
    """Decodes a well-formed value; one that msgspec refuses comes with its numbers as text."""
    try:
        return _ANY.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        text = bytes(raw).decode("utf-8", "replace")
    try:
        return json.loads(text, parse_int=str, parse_float=str, parse_constant=str)
    except ValueError:
        return None


def is_too_deep(raw: bytes, deepest: int) -> bool:
    """Whether tables and lists lie more than `deepest` levels within each other."""
    if raw.count(b"{") + raw.count(b"[") <= deepest:
        return False
    depth = 0
    for match in _NESTING.finditer(raw):
        if match.group(1):
            depth += 1
            if depth > deepest:
                return True
        elif match.group(2):
            depth -= 1
    return False


def _decoded(decoder: msgspec.json.Decoder[Any], raw: bytes | msgspec.Raw) -> Any:
    try:
        return decoder.decode(raw)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _fault(body: bytes) -> str:
    try:
        _RAW.decode(body)
    except RecursionError:
        return "depth"
    except msgspec.DecodeError as error:
        return "cut" if "truncated" in str(error) else "malformed"
    return ""


def _kind_of_body(body: bytes, content_type: str) -> str:
    if body.lstrip()[:1] == b"<":
        return "html"
    if not body.strip():
        return "empty"
    return content_type.partition(";")[0].strip().lower()[:60] or "unknown"
