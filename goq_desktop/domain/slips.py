"""What stands on a parcel's slip: who sends it, what is in it, and whether a carrier's software can print that."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import Final

from goq_desktop.domain.orders import Order, OrderLine

# Half-width letters; a full-width one counts as two. Yamato's and the most usual lengths.
CONTENTS_UNITS: Final = 50
NOTE_UNITS: Final = 44
# First bytes of the letters that users make themselves: Python writes them, no printer has them.
_OWN_LETTERS: Final = range(0xF0, 0xFA)


class SenderSource(StrEnum):
    """Whose address stands as ご依頼主."""

    CONTRACTOR = "contractor"  # 契約者情報
    SHOP = "shop"  # 店舗
    PURCHASER = "purchaser"  # 注文者


class Contents(StrEnum):
    """The rule that makes 品名."""

    FIRST_PRODUCT = "first_product"
    ALL_PRODUCTS = "all_products"
    FIXED = "fixed"


def contents_of(order: Order, rule: Contents, text: str) -> str:
    """品名, whole and on one line: it is never cut here. `text` counts where the rule is FIXED."""
    if rule is Contents.FIXED:
        return _one_line(text)
    named = [line for line in order.lines if line.name.strip()]
    if rule is Contents.FIRST_PRODUCT:
        named = named[:1]
    return "、".join(map(_named, named))


def _named(line: OrderLine) -> str:
    name = _one_line(line.name)
    return f"{name}×{line.quantity}" if line.quantity is not None and line.quantity > 1 else name


def _one_line(text: str) -> str:
    return " ".join(
        "".join(
            " " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in text
        ).split()
    )


def units(text: str) -> int:
    """The length as carriers' software counts it: full width 2, half width 1; what it cannot hold is 2."""
    return sum(len(_encoded(letter) or b"??") for letter in text)


def unprintable(text: str) -> tuple[str, ...]:
    """The letters that carriers' software cannot hold, each once, in their order."""
    return tuple(dict.fromkeys(letter for letter in text if _encoded(letter) is None))


def _encoded(letter: str) -> bytes | None:
    if unicodedata.category(letter) in ("Cc", "Cf"):
        return None
    try:
        code = letter.encode("cp932")
    except UnicodeEncodeError:
        return None
    return None if len(code) == 2 and code[0] in _OWN_LETTERS else code
