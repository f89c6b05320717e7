"""One order as it is stored, whole: the shop's word with its own answer, edits, reasons and checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from goq_desktop.domain.checks.reason import CheckReason, Reason
from goq_desktop.domain.edits import Edit
from goq_desktop.domain.orders import Order
from goq_desktop.storage.check_rows import checks_of, reasons_of
from goq_desktop.storage.order_rows import EDITS_COLUMN, decode, edits_of

_ATTENTION: Final = "(SELECT ifnull(c.note, '') FROM customers c WHERE c.id = o.customer_id AND c.is_marked)"
# What `stored_order` reads, of orders o and order_documents d.
STORED_COLUMNS: Final = (
    "o.id, o.shop_uid, o.lane, d.document, d.raw, o.reasons, o.erased_at IS NOT NULL, o.checks,"
    f" {EDITS_COLUMN}, {_ATTENTION}"
)


@dataclass(frozen=True, slots=True)
class StoredOrder:
    """An order with the shop's own answer for it, as bytes of JSON, and the lane where it stands.

    `order` is what the shop says, its lane too; `edits` lie over it (`domain.edits.apply`). `reasons`: why it is
    要確認; `checks`: all that was found, with what somebody confirmed; `is_erased`: its people are gone.
    `attention` as in `OrderRow`.
    """

    id: int
    shop_uid: str
    order: Order
    raw: bytes
    lane: str
    reasons: tuple[CheckReason, ...] = ()
    is_erased: bool = False
    checks: tuple[Reason, ...] = ()
    edits: tuple[Edit, ...] = ()
    attention: str | None = None


def stored_order(row: Sequence[Any]) -> StoredOrder:
    """From `STORED_COLUMNS`."""
    order_id, shop_uid, lane, document, raw, reasons, is_erased, checks, edits, attention = row
    return StoredOrder(
        order_id,
        shop_uid,
        decode(document),
        raw,
        lane,
        reasons_of(reasons),
        bool(is_erased),
        checks_of(checks),
        edits_of(edits),
        attention,
    )
