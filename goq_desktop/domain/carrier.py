"""What is told of a carrier: its services, its slips, and the codes that its software asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Charge(StrEnum):
    """Who pays the carrier, and whether it collects the price."""

    SENDER = "sender"  # 元払
    RECIPIENT = "recipient"  # 着払
    COD = "cod"  # 代引


@dataclass(frozen=True, slots=True)
class Service:
    """A way of sending beside the carrier's plain parcel; `code` is stable, `name` is on screen."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class SlipSoftware:
    """The carrier's program that prints slips from a file. `is_certain` False: told by one source only."""

    code: str
    name: str
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class SlipKind:
    """A kind of slip, and the codes of the services it goes with.

    `code` is ours and stable: the carriers have given the same number to another kind before.
    """

    code: str
    name: str
    charge: Charge
    services: tuple[str, ...]
    is_certain: bool = True


@dataclass(frozen=True, slots=True)
class Carrier:
    """One carrier as public sources told of it on `as_of`; `source` names them in words.

    The first of `services`, `software` and `slips` is what counts until a shop chooses another.
    `slots` are codes of `domain.slots`, those of `contract_slots` not open to every shop.
    `customer_code_lengths` are the fewest and the most characters (half width, hyphens not counted);
    they are digits unless `has_letters_in_customer_code`.
    """

    code: str
    name: str
    services: tuple[Service, ...]
    software: tuple[SlipSoftware, ...]
    slips: tuple[SlipKind, ...]
    slots: tuple[str, ...]
    charges: tuple[Charge, ...]
    customer_code_label: str
    customer_code_lengths: tuple[int, int]
    as_of: date
    source: str
    contract_slots: tuple[str, ...] = ()
    has_letters_in_customer_code: bool = False
    needs_category_code: bool = False  # 請求先分類コード
    needs_freight_code: bool = False  # 運賃管理番号
    is_customer_code_certain: bool = True
    are_slots_certain: bool = True

    def slip(self, code: str) -> SlipKind | None:
        return next((kind for kind in self.slips if kind.code == code), None)
