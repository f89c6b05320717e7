"""The two keys' names as the cart's admin writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from goq_desktop.domain.connection import KeyKind

KEY_NAMES: Final[Mapping[KeyKind, str]] = {
    KeyKind.OPEN: "オープン認証キー",
    KeyKind.MANAGER: "マネジャー認証キー",
}
