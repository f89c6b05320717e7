"""Carriers and their services: two things, as GoQ keeps them (配送業者 and チェック項目)."""

from __future__ import annotations

from typing import Final

from goq_desktop.domain.carrier import Carrier, Charge, Service, SlipKind, SlipSoftware
from goq_desktop.domain.carrier_data import FUKUYAMA, JAPAN_POST, SAGAWA, SEINO, YAMATO

__all__ = ["CARRIERS", "Carrier", "Charge", "Service", "SlipKind", "SlipSoftware", "carrier_of"]

CARRIERS: Final[tuple[Carrier, ...]] = (YAMATO, SAGAWA, JAPAN_POST, SEINO, FUKUYAMA)


def carrier_of(code: str) -> Carrier | None:
    """None for a code that this version does not know."""
    return next((carrier for carrier in CARRIERS if carrier.code == code), None)
