"""The settings act on orders: as rules at each fetch, and on stored orders when a person wants that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.lanes import OwnLane
from goq_desktop.domain.orders import Lane
from goq_desktop.domain.rules import PaymentRule, Rules, Worked
from goq_desktop.domain.slots import NO_WISH
from goq_desktop.services.places import postal_places
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Settings

if TYPE_CHECKING:
    from goq_desktop.storage.reworking import Step

Report = Callable[["Step"], None]

MOST_SAMPLES: Final = 200
_FIXED: Final = frozenset(lane.value for lane in Lane)


class Part(StrEnum):
    """A part of what the settings make of an order, as a person knows it."""

    LANE = "lane"
    PAYMENT = "payment"
    DELIVERY = "delivery"
    SLOT = "slot"
    REASONS = "reasons"


_VALUES: Final[Mapping[Part, Callable[[Worked], object]]] = {
    Part.LANE: lambda worked: worked.lane,
    Part.PAYMENT: lambda worked: worked.payment_kind,
    Part.DELIVERY: lambda worked: (worked.carrier, worked.service),
    Part.SLOT: lambda worked: worked.slot,
    Part.REASONS: lambda worked: worked.found,
}


@dataclass(frozen=True, slots=True)
class Sample:
    """One part of one order that would change."""

    number: str
    part: Part
    before: Worked
    after: Worked


@dataclass(frozen=True, slots=True)
class Preview:
    """How many orders there are, how many would change, in how many each part, and the first such parts."""

    total: int
    changed: int
    counts: Mapping[Part, int]
    samples: tuple[Sample, ...]


def rules_of(settings: Settings) -> Rules:
    """Of two entries with the same wording the first counts."""
    return Rules(
        payments={
            method.wording: PaymentRule(method.kind, method.first_lane)
            for method in reversed(settings.payments.methods)
        },
        deliveries={
            rule.wording: (rule.carrier, rule.service) for rule in reversed(settings.conversions.rules)
        },
        slots={
            name.wording: "" if name.slot == NO_WISH.code else name.slot
            for name in reversed(settings.slot_names.names)
        },
        lanes=frozenset(lane.code for lane in own_lanes(settings)),
        places=postal_places(),
        bundle_days=settings.other.bundle_days,
    )


def own_lanes(settings: Settings) -> tuple[OwnLane, ...]:
    """In the order of their tabs; one that a file gives the code of a fixed lane is none."""
    return tuple(
        OwnLane(lane.code, lane.name, lane.colour) for lane in settings.lanes.lanes if lane.code not in _FIXED
    )


def return_strays(workspace: Workspace) -> int:
    """Orders of a status that was removed go back to 新規受付; gives their number. Raises STORE_*."""
    database = workspace.database()
    from goq_desktop.storage import reworking

    lanes = {lane.code for lane in own_lanes(workspace.load_settings().settings)}
    return reworking.return_strays(database, lanes)


def preview(workspace: Workspace, rules: Rules, token: CancelToken, report: Report | None = None) -> Preview:
    """What `apply` would change; nothing is written. Raises STORE_*, KEYRING_*, Cancelled."""
    database = workspace.database()
    from goq_desktop.storage.reworking import changes

    total = 0

    def tell(step: Step) -> None:
        nonlocal total
        total = step.total
        if report is not None:
            report(step)

    changed = 0
    counts: Counter[Part] = Counter()
    samples: list[Sample] = []
    for change in changes(database, rules, token.check, tell):
        changed += 1
        parts = [part for part, value in _VALUES.items() if value(change.before) != value(change.after)]
        counts.update(parts)
        if len(samples) < MOST_SAMPLES:
            samples += (Sample(change.number, part, change.before, change.after) for part in parts)
    ordered = {part: counts[part] for part in Part if counts[part]}
    return Preview(total, changed, ordered, tuple(samples[:MOST_SAMPLES]))


def apply(workspace: Workspace, rules: Rules, token: CancelToken, report: Report | None = None) -> int:
    """The number of orders that were changed; what a cancel leaves undone, the next call does.

    What the shop said of an order stays as it is. Raises STORE_*, DISK_FULL, KEYRING_*, Cancelled.
    """
    database = workspace.database()
    from goq_desktop.storage.reworking import rework

    return rework(database, rules, token.check, report)
