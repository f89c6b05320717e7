"""Turns the reasons of an order into the two columns of `orders` that hold them, and reads them back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import msgspec

from goq_desktop.domain.checks.reason import CheckReason, Level, Reason


class _Stored(msgspec.Struct, array_like=True, frozen=True):
    code: str
    level: Level
    params: dict[str, str]
    is_confirmed: bool = False


_encoder: Final = msgspec.json.Encoder()
_decoder: Final = msgspec.json.Decoder(list[_Stored])
_KNOWN: Final = frozenset(code.value for code in CheckReason)


def check_row(reasons: Iterable[Reason]) -> tuple[str | None, str | None]:
    """The values of `reasons`, the codes that nobody has confirmed, and of `checks`, all that there is to say."""
    found = tuple(reasons)
    if not found:
        return None, None
    stored = [_Stored(one.code, one.level, dict(one.params), one.is_confirmed) for one in found]
    codes = " ".join(one.code for one in found if not one.is_confirmed)
    return codes or None, _encoder.encode(stored).decode()


def checks_of(checks: str | None) -> tuple[Reason, ...]:
    """From `checks`; a code that this version does not know is left out."""
    if not checks:
        return ()
    return tuple(
        Reason(CheckReason(one.code), one.level, one.params, one.is_confirmed)
        for one in _decoder.decode(checks)
        if one.code in _KNOWN
    )


def reasons_of(codes: str | None) -> tuple[CheckReason, ...]:
    """From `reasons`."""
    return tuple(CheckReason(code) for code in (codes or "").split() if code in _KNOWN)
