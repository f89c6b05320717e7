"""What is wrong with the desk's orders beside the shop's: one sentence for each."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from goq_desktop.domain.census import Alarm
from goq_desktop.domain.fetching import FetchSummary
from tests.faults.sync.shop import SimulatedShop
from tests.faults.sync.stores import SimulatedStore


def lost_or_stale(
    store: SimulatedStore, shop: SimulatedShop, covered: int, excused: Collection[int], when: str
) -> Iterator[str]:
    """Orders placed from `covered` on that are not here as the shop lists them."""
    held = store.held()
    for one in shop.listed():
        if one.ordered < covered or one.number in excused:
            continue
        here = held.get(one.serial)
        if here is None:
            yield f"lost {when}: {one.serial}"
        elif here.is_erased:
            if here.order.purchaser.name:
                yield f"erased people are back {when}: {one.serial}"
        elif here.order != shop.received(one).order:
            yield f"stale {when}: {one.serial}"


def false_alarms(summary: FetchSummary, hidden: Collection[int]) -> Iterator[str]:
    """Orders that are told as vanished and never were."""
    for number in summary.findings.alarms.get(Alarm.VANISHED, ()) if summary.findings else ():
        if int(number) - 10_000_000 not in hidden:
            yield f"told as vanished, but never was: {number}"


def false_findings(store: SimulatedStore, shop: SimulatedShop, covered: int) -> Iterator[str]:
    """After a census: what it told without cause, and what it did not tell."""
    held, found = store.held(), store.found()
    for serial, kind in found.items():
        if shop.orders[int(serial[1:])].ordered < covered and serial not in held:
            yield f"told as {kind}, but never asked for: {serial}"
    for one in shop.listed():
        if one.ordered < covered or one.serial in found:
            continue
        here = held.get(one.serial)
        if here is None:
            yield f"missing and not told: {one.serial}"
        elif not here.is_erased and here.order != shop.received(one).order:
            yield f"differing and not told: {one.serial}"


def wrong_marks(store: SimulatedStore, shop: SimulatedShop, covered: int) -> Iterator[str]:
    """Orders that are marked as vanished and are listed, and the other way round."""
    listed = {one.serial for one in shop.listed()}
    for serial, here in store.held().items():
        is_ours = shop.orders[int(serial[1:])].ordered >= covered and not here.is_erased
        if here.has_vanished and serial in listed:
            yield f"marked as vanished, but listed: {serial}"
        if is_ours and serial not in listed and not here.has_vanished:
            yield f"vanished and not marked: {serial}"
