"""Collects an answer's body within bounds, inflating it on the way: a small answer cannot grow endless."""

from __future__ import annotations

import zlib
from typing import Final

from goq_desktop.domain.problems import ProblemCode, ProblemError

_MB: Final = 1_000_000
_GZIP_OR_ZLIB: Final = 32 + zlib.MAX_WBITS
_BARE_DEFLATE: Final = -zlib.MAX_WBITS
# A gzip stream may have several members; millions of tiny ones would cost time without adding size.
_MOST_MEMBERS: Final = 100


class BoundedBody:
    """Takes the raw chunks of one answer; `encoding` is its Content-Encoding.

    Raises ANSWER_TOO_LARGE as soon as a bound is passed, ANSWER_NOT_JSON for an encoding we did not ask
    for or bytes that are not what it says, ANSWER_CUT when the compressed stream has no end.
    """

    def __init__(self, host: str, encoding: str, wire_mb: int, decoded_mb: int) -> None:
        self._host = host
        self._encoding = encoding.strip().lower()
        self._wire_mb = wire_mb
        self._decoded_mb = decoded_mb
        self._parts: list[bytes] = []
        self._decoded = 0
        self._inflater: zlib._Decompress | None = None
        self.wire_bytes = 0
        if self._encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise ProblemError(ProblemCode.ANSWER_NOT_JSON, host=host, kind=self._encoding[:60])
        self._is_packed = self._encoding not in ("", "identity")
        self._head = b""
        self._members = 1

    def expect(self, content_length: str) -> None:
        """Refuses an answer that says itself that it is too large, before its first byte."""
        if content_length.isdecimal() and (
            len(content_length) > 12 or int(content_length) > self._wire_mb * _MB
        ):
            raise ProblemError(ProblemCode.ANSWER_TOO_LARGE, host=self._host, limit_mb=self._wire_mb)

    def feed(self, chunk: bytes) -> None:
        self.wire_bytes += len(chunk)
        if self.wire_bytes > self._wire_mb * _MB:
            raise ProblemError(ProblemCode.ANSWER_TOO_LARGE, host=self._host, limit_mb=self._wire_mb)
        if not self._is_packed:
            self._keep(chunk)
            return
        if self._inflater is None:
            self._head += chunk
            if len(self._head) < 2:
                return
            chunk, self._head = self._head, b""
            self._inflater = zlib.decompressobj(self._window_bits(chunk))
        while chunk:
            if self._inflater.eof:
                self._members += 1
                if self._members > _MOST_MEMBERS:
                    raise ProblemError(
                        ProblemCode.ANSWER_TOO_LARGE, host=self._host, limit_mb=self._decoded_mb
                    )
                self._inflater = zlib.decompressobj(_GZIP_OR_ZLIB)
            room = self._decoded_mb * _MB - self._decoded + 1
            try:
                self._keep(self._inflater.decompress(chunk, room))
            except zlib.error:
                raise ProblemError(
                    ProblemCode.ANSWER_NOT_JSON, host=self._host, kind=self._encoding
                ) from None
            chunk = self._inflater.unused_data

    def finish(self) -> bytes:
        """The whole decoded body."""
        if self._head or (self._inflater is not None and not self._inflater.eof):
            raise ProblemError(ProblemCode.ANSWER_CUT, host=self._host)
        return b"".join(self._parts)

    def _window_bits(self, start: bytes) -> int:
        """Some servers send "deflate" without the zlib header that the standard asks for."""
        has_header = start[0] & 0x0F == zlib.DEFLATED and int.from_bytes(start[:2], "big") % 31 == 0
        return _BARE_DEFLATE if self._encoding == "deflate" and not has_header else _GZIP_OR_ZLIB

    def _keep(self, data: bytes) -> None:
        self._decoded += len(data)
        if self._decoded > self._decoded_mb * _MB:
            raise ProblemError(ProblemCode.ANSWER_TOO_LARGE, host=self._host, limit_mb=self._decoded_mb)
        self._parts.append(data)
