"""What a shop's list and ours hold against one another, and what that leaves for a person to see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from goq_desktop.domain.orders import Destination, Lane, Order


class Finding(StrEnum):
    """What a census found to be wrong with our copy; the values are kept in the store."""

    MISSING = "missing"  # at the shop, not here
    DIFFERING = "differing"


class Alarm(StrEnum):
    """What the shop did to an order that somebody here relies on; the values are kept in the store."""

    CANCELLED = "cancelled"
    CHANGED = "changed"
    VANISHED = "vanished"  # it stands open here and is listed there no longer


@dataclass(frozen=True, slots=True)
class Seen:
    """An order in the shop's list: `mark` stands for its whole content, `ordered_at` is UTC seconds."""

    number: str
    ordered_at: int | None
    mark: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """Everything that the shop lists from `since` up to now, by serial; `profile_mark` made the marks."""

    since: datetime
    profile_mark: str
    seen: Mapping[str, Seen]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """How many orders of a shop are to be told of; `since`: what is not here as it should be begins there."""

    missing: int = 0
    differing: int = 0
    alarms: Mapping[Alarm, tuple[str, ...]] = field(default_factory=dict)
    since: datetime | None = None

    @property
    def is_nothing(self) -> bool:
        return not (self.missing or self.differing or self.alarms)


NO_FINDINGS: Final = Findings()


def alarm_of(before: Order, after: Order) -> Alarm | None:
    """What of a change matters to somebody who has worked on the order: not that money came or it was sent."""
    if after.lane is Lane.CANCELLED and before.lane is not Lane.CANCELLED:
        return Alarm.CANCELLED
    if tuple(map(_sent, before.destinations)) != tuple(map(_sent, after.destinations)):
        return Alarm.CHANGED
    return None


def _sent(destination: Destination) -> object:
    """What goes where and when; the tracking number is the desk's own answer to it."""
    return (
        destination.party,
        destination.lines,
        destination.carrier,
        destination.delivery_date,
        destination.delivery_slot,
        destination.memo,
    )
