"""代引 with a way of sending that collects no money."""

from __future__ import annotations

import re
from typing import Final

from goq_desktop.domain.carrier import Charge
from goq_desktop.domain.carriers import carrier_of
from goq_desktop.domain.checks.reason import CheckReason, Level, Reason

_MAIL: Final = re.compile(
    "ネコポス|メール便|ゆうパケ|ゆうメール|クリックポスト|ポスパケ|レターパックライト|ポスト投函"
)
_COD: Final = re.compile("代引|代金引換|コレクト")
# The template of B2クラウド names every slip that collects; the others' sources do not say so for sure.
_CERTAIN: Final = ("yamato",)


def is_cod_wording(payment: str) -> bool:
    """Whether a shop's own word for a payment means 代引 by itself."""
    return _COD.search(payment) is not None


def check_cod(carrier: str, service: str, wording: str) -> Reason | None:
    """Of an order that is paid on delivery. Params: `carrier`, `service` (codes), or `delivery`, the shop's wording."""
    known = carrier_of(carrier)
    if known is not None and service:
        if any(kind.charge is Charge.COD and service in kind.services for kind in known.slips):
            return None
        level = Level.CERTAIN if carrier in _CERTAIN else Level.MAYBE
        return Reason(CheckReason.COD_BY_MAIL, level, {"carrier": carrier, "service": service})
    if _MAIL.search(wording):
        return Reason(CheckReason.COD_BY_MAIL, Level.MAYBE, {"delivery": wording[:60]})
    return None
