"""Printing: what stands on the paper of these orders, and the note that it was printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.edits import Choices, apply, delivery_text
from goq_desktop.domain.handling import HandlingKind
from goq_desktop.domain.orders import Lane, Order
from goq_desktop.domain.printing.content import Issuer, PrintedDestination, PrintedOrder, PrintKind
from goq_desktop.domain.printing.tax_sums import tax_sums
from goq_desktop.domain.rules import delivery_of, slot_in, standing_lane
from goq_desktop.domain.slips import SenderSource
from goq_desktop.domain.slots import SLOTS
from goq_desktop.services.actor import os_user
from goq_desktop.services.applying import rules_of
from goq_desktop.services.handling import note
from goq_desktop.services.whole_file import whole_file
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Settings, ShopSlip

if TYPE_CHECKING:
    from goq_desktop.storage.stored_order import StoredOrder

# More in one go is no day's work, but a slip of the hand; the paper for it has to be fetched first.
MOST_ORDERS: Final = 1_000
_SLOT_NAMES: Final = {slot.code: slot.name for slot in SLOTS}


def printed_orders(
    workspace: Workspace, ids: Sequence[int], lanes: Mapping[str, str], token: CancelToken
) -> tuple[PrintedOrder, ...]:
    """The first `MOST_ORDERS` of these orders, in their order; one that is gone is left out.

    `lanes`: the name of each lane by its code. Raises STORE_*, KEYRING_*, Cancelled.
    """
    database = workspace.database()
    from goq_desktop.storage.order_export import orders_of

    words = _Words(workspace.load_settings().settings, lanes)
    found = []
    for stored in orders_of(database, ids[:MOST_ORDERS]):
        token.check()
        found.append(words.printed(stored))
    return tuple(found)


def note_printed(workspace: Workspace, kind: PrintKind, ids: Sequence[int]) -> None:
    """Before the paper: none without its note, in the log and with each order. STORE_*, DISK_FULL, KEYRING_*."""
    note(workspace, HandlingKind.PRINTED, len(ids), kind.value)
    from goq_desktop.storage.printing import add_prints

    at = int(workspace.clock.now().timestamp())
    add_prints(workspace.database(), ids, kind.value, who=os_user(), at=at)


def save_pages(workspace: Workspace, file: Path, pdf: bytes, kind: PrintKind, ids: Sequence[int]) -> None:
    """The file appears whole or not at all. Raises FILE_UNWRITABLE, DISK_FULL, STORE_*, KEYRING_*."""
    with whole_file(file) as part:
        part.write_bytes(pdf)
        note_printed(workspace, kind, ids)


class _Words:
    """The settings as they speak of an order on paper."""

    def __init__(self, settings: Settings, lanes: Mapping[str, str]) -> None:
        self._settings = settings
        self._lanes = lanes
        self._rules = rules_of(settings)
        # Of two entries with the same wording the first counts.
        methods = reversed(settings.payments.methods)
        self._payments = {one.wording: one.printed_name or one.wording for one in methods}
        self._issuers: dict[str, Issuer] = {}

    def printed(self, stored: StoredOrder) -> PrintedOrder:
        order, choices = apply(stored.order, stored.edits)
        lane = standing_lane(order, self._rules, choices)
        return PrintedOrder(
            id=stored.id,
            number=order.number,
            lane=self._lanes.get(lane, lane),
            # Cancelled at the shop is not packed, wherever it stands on the desk.
            is_cancelled=Lane.CANCELLED.value in (lane, order.lane.value),
            is_erased=stored.is_erased,
            issuer=self._issuer(stored.shop_uid),
            purchaser=order.purchaser,
            destinations=tuple(
                self._destination(order, place, choices) for place in range(len(order.destinations))
            ),
            money=order.money,
            tax=tax_sums(order.lines, order.money, self._settings.other.rounding),
            payment=self._payments.get(order.payment_method, order.payment_method),
            payment_status=order.payment_status,
            ordered=order.ordered,
            ship_planned=order.ship_planned,
            shipped=order.shipped,
            is_subscription=order.is_subscription,
            note=choices.note,
            memo=order.memo,
            attention=stored.attention,
            reasons=stored.reasons,
        )

    def _destination(self, order: Order, place: int, choices: Choices) -> PrintedDestination:
        told = order.destinations[place]
        party = told.party
        delivery = choices.deliveries.get(place) or delivery_of(told.carrier, self._rules)
        slot = choices.slots[place] if place in choices.slots else slot_in(told.delivery_slot, self._rules)
        is_purchaser = (party.name, party.address) == (order.purchaser.name, order.purchaser.address)
        return PrintedDestination(
            party=party,
            is_purchaser=is_purchaser,
            lines=told.lines,
            carrier=delivery_text(*delivery) if delivery and delivery[0] else told.carrier,
            delivery_date=told.delivery_date,
            slot=_SLOT_NAMES.get(slot or "", told.delivery_slot),
            parcels=choices.parcels.get(place),
            tracking=told.tracking_number,
            memo=told.memo,
        )

    def _issuer(self, shop_uid: str) -> Issuer:
        if shop_uid not in self._issuers:
            self._issuers[shop_uid] = _issuer(self._settings, shop_uid)
        return self._issuers[shop_uid]


def _issuer(settings: Settings, shop_uid: str) -> Issuer:
    """契約者情報, with the shop's own address where モール配送伝票 says 店舗."""
    contractor, slip = settings.contractor, settings.slips.of(shop_uid)
    shop = settings.shops.find(shop_uid)
    parts = slip if slip.sender is SenderSource.SHOP and slip.name else contractor
    return Issuer(
        shop=shop.name if shop else "",
        name=parts.name if isinstance(parts, ShopSlip) else parts.company,
        postcode=parts.postcode,
        address="".join((parts.prefecture, parts.city, parts.street, parts.building)),
        phone=parts.phone,
        fax=contractor.fax,
        email=contractor.email,
        invoice_number=contractor.invoice_number,
    )
