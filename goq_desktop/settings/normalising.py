"""Brings what a person typed into the one form that is kept: digits, dashes, spaces at the ends."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import msgspec

from goq_desktop.settings.tiles import (
    Carriers,
    CarrierUse,
    Contractor,
    Lanes,
    Other,
    Shop,
    Shops,
    ShopSlip,
    SlipCode,
    SlipCodes,
    Slips,
)

# Japanese input gives any of these for the hyphen of a postcode or a phone number.
_DASHES: Final = str.maketrans(
    dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212ー\uff70\uff0d\ufe63", "-")
)
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")


def line(text: str) -> str:
    """One line of free text, its characters unchanged: spaces at the ends and line ends are gone."""
    return " ".join(_INVISIBLE.sub("", text).split("\n")).replace("\r", "").strip()


def ascii_line(text: str) -> str:
    """Full-width letters and digits as ASCII; for codes only, since NFKC changes names."""
    return unicodedata.normalize("NFKC", line(text)).strip()


def postcode(text: str) -> str:
    """`123-4567` when these are seven digits, else the tidied text."""
    tidy = re.sub(r"\s", "", ascii_line(text.translate(_DASHES))).removeprefix("〒")
    found = re.fullmatch(r"(\d{3})-?(\d{4})", tidy, re.ASCII)
    return f"{found[1]}-{found[2]}" if found else tidy


def phone(text: str) -> str:
    """Digits and hyphens as the person grouped them; parentheses and spaces become hyphens."""
    tidy = ascii_line(text.translate(_DASHES))
    return re.sub(r"-{2,}", "-", re.sub(r"[\s().]+", "-", tidy)).strip("-")


def invoice_number(text: str) -> str:
    """`T` and digits without hyphens or spaces."""
    return re.sub(r"[\s-]", "", ascii_line(text.translate(_DASHES))).upper()


def contractor(tile: Contractor) -> Contractor:
    """Every field in the form that is kept."""
    tidy = {name: line(getattr(tile, name)) for name in tile.__struct_fields__}
    tidy |= {
        "postcode": postcode(tile.postcode),
        "phone": phone(tile.phone),
        "fax": phone(tile.fax),
        "email": ascii_line(tile.email),
        "invoice_number": invoice_number(tile.invoice_number),
    }
    return Contractor(**tidy)


def shop(tile: Shop) -> Shop:
    return msgspec.structs.replace(tile, name=line(tile.name), shop_id=ascii_line(tile.shop_id))


def shops(tile: Shops) -> Shops:
    return Shops(shops=tuple(shop(each) for each in tile.shops))


def contract_code(text: str) -> str:
    """A carrier's code in half width, without hyphens and spaces."""
    return re.sub(r"[\s-]", "", ascii_line(text.translate(_DASHES)))


def carriers(tile: Carriers) -> Carriers:
    return Carriers(used=tuple(msgspec.structs.replace(use, **_contract(use)) for use in tile.used))


def slip_codes(tile: SlipCodes) -> SlipCodes:
    return SlipCodes(codes=tuple(msgspec.structs.replace(code, **_contract(code)) for code in tile.codes))


def _contract(code: CarrierUse | SlipCode) -> dict[str, str]:
    names = ("customer_code", "category_code", "freight_code")
    return {name: contract_code(getattr(code, name)) for name in names}


def shop_slip(tile: ShopSlip) -> ShopSlip:
    """Every field in the form that is kept."""
    names = ("name", "prefecture", "city", "street", "building", "contents_text", "note")
    tidy = {name: line(getattr(tile, name)) for name in names}
    tidy |= {"postcode": postcode(tile.postcode), "phone": phone(tile.phone)}
    return msgspec.structs.replace(tile, **tidy)


def slips(tile: Slips) -> Slips:
    return Slips(shops=tuple(shop_slip(each) for each in tile.shops))


def lanes(tile: Lanes) -> Lanes:
    return Lanes(lanes=tuple(msgspec.structs.replace(lane, name=line(lane.name)) for lane in tile.lanes))


def other(tile: Other) -> Other:
    return msgspec.structs.replace(tile, backup_folder=line(tile.backup_folder))
