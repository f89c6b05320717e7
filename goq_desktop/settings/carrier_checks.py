"""What 配達業者設定 and モール配送伝票 accept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from goq_desktop.domain.carriers import Carrier, carrier_of
from goq_desktop.domain.slips import Contents, SenderSource
from goq_desktop.settings import normalising
from goq_desktop.settings.field_checks import (
    FieldProblem,
    Reason,
    address_reason,
    duplicates,
    line_reason,
    required_line_reason,
)
from goq_desktop.settings.tiles import Carriers, CarrierUse, ShopSlip, SlipCode, SlipCodes, Slips

_REQUIRED_OF_SENDER: Final = ("name", "postcode", "prefecture", "city", "street", "phone")
_CATEGORY_DIGITS: Final = 3
_FREIGHT_DIGITS: Final = 2


def check_carriers(tile: Carriers) -> list[FieldProblem]:
    """Codes are those of `domain.carriers`; whether a carrier must be chosen is for the form to say."""
    problems = duplicates((f"used[{place}].carrier", use.carrier) for place, use in enumerate(tile.used))
    for place, use in enumerate(normalising.carriers(tile).used):
        carrier = carrier_of(use.carrier)
        if carrier is None:
            problems.append(FieldProblem(f"used[{place}].carrier", Reason.UNKNOWN))
        else:
            problems += _placed(f"used[{place}]", _choices(carrier, use))
            problems += _placed(f"used[{place}]", _codes(carrier, use))
    return problems


def check_slips(slips: Slips, codes: SlipCodes, carriers: Carriers) -> list[FieldProblem]:
    """The fields of `slips` as `shops[0].name`, those of `codes` as `codes[0].customer_code`.

    Codes of a carrier that is not in use now are no problem: it may be chosen again.
    """
    problems = duplicates((f"shops[{place}].shop", slip.shop) for place, slip in enumerate(slips.shops))
    for place, slip in enumerate(normalising.slips(slips).shops):
        problems += _placed(f"shops[{place}]", _shop_slip(slip))
    problems += duplicates(
        (f"codes[{place}].carrier", f"{code.shop} {code.carrier}") for place, code in enumerate(codes.codes)
    )
    in_use = {use.carrier for use in carriers.used}
    for place, code in enumerate(normalising.slip_codes(codes).codes):
        carrier = carrier_of(code.carrier)
        if carrier is None:
            problems.append(FieldProblem(f"codes[{place}].carrier", Reason.UNKNOWN))
        elif code.carrier in in_use:
            problems += _placed(f"codes[{place}]", _codes(carrier, code))
    return problems


def _placed(where: str, found: Iterator[FieldProblem]) -> list[FieldProblem]:
    return [FieldProblem(f"{where}.{each.field}", each.reason, each.is_blocking) for each in found]


def _choices(carrier: Carrier, use: CarrierUse) -> Iterator[FieldProblem]:
    known: dict[str, tuple[set[str], tuple[str, ...]]] = {
        "services": ({service.code for service in carrier.services}, use.services),
        "software": ({"", *(software.code for software in carrier.software)}, (use.software,)),
        "charges": (set(carrier.charges), use.charges),
        "slots": (set(carrier.slots), use.slots),
    }
    for field, (codes, chosen) in known.items():
        if not codes.issuperset(chosen):
            yield FieldProblem(field, Reason.UNKNOWN)
    if not use.charges:
        yield FieldProblem("charges", Reason.REQUIRED)


def _codes(carrier: Carrier, code: CarrierUse | SlipCode) -> Iterator[FieldProblem]:
    """What a carrier in use and a shop's own contract have in common."""
    if code.customer_code and not _is_customer_code(carrier, code.customer_code):
        # Where the length is hearsay, the code on the contract may be right all the same.
        yield FieldProblem("customer_code", Reason.CODE, is_blocking=carrier.is_customer_code_certain)
    for field, digits in (("category_code", _CATEGORY_DIGITS), ("freight_code", _FREIGHT_DIGITS)):
        text: str = getattr(code, field)
        if text and not re.fullmatch(rf"\d{{{digits}}}", text, re.ASCII):
            yield FieldProblem(field, Reason.CODE)
    if code.default_slip and carrier.slip(code.default_slip) is None:
        yield FieldProblem("default_slip", Reason.UNKNOWN)


def _is_customer_code(carrier: Carrier, text: str) -> bool:
    fewest, most = carrier.customer_code_lengths
    letters = "[0-9A-Za-z]" if carrier.has_letters_in_customer_code else "[0-9]"
    return re.fullmatch(rf"{letters}{{{fewest},{most}}}", text) is not None


def _shop_slip(slip: ShopSlip) -> Iterator[FieldProblem]:
    if slip.sender is SenderSource.SHOP:
        for field in (*_REQUIRED_OF_SENDER, "building"):
            text: str = getattr(slip, field)
            if not text:
                if field in _REQUIRED_OF_SENDER:
                    yield FieldProblem(field, Reason.REQUIRED)
            elif reason := address_reason(field, text):
                yield FieldProblem(field, reason)
    if slip.contents is Contents.FIXED and (reason := required_line_reason(slip.contents_text)):
        yield FieldProblem("contents_text", reason)
    if reason := line_reason(slip.note):
        yield FieldProblem("note", reason)
