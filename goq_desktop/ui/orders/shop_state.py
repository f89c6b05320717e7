"""What one shop's line of the freshness bar has to tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from goq_desktop.background.fetching import ShopFreshness
from goq_desktop.domain.census import NO_FINDINGS, Findings
from goq_desktop.services.sync_plan import Hold
from goq_desktop.wording.problems import sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopState:
    """`trouble` and `next_step` are sentences, empty when all is well.

    `next_due` None means that the shop is not fetched by itself, `hold` why it is so or later than usual;
    `is_waiting`: its fetch is next in line.
    """

    shop_uid: str
    name: str
    last_success: datetime | None = None
    new: int = 0
    next_due: datetime | None = None
    hold: Hold | None = None
    is_waiting: bool = False
    trouble: str = ""
    next_step: str = ""
    findings: Findings = NO_FINDINGS

    @property
    def is_quiet(self) -> bool:
        return not self.trouble and self.findings.is_nothing


def shop_state(name: str, known: ShopFreshness) -> ShopState:
    """`name` is the shop's display name."""
    freshness = known.freshness
    wording = None if freshness.problem is None else sentence(freshness.problem)
    return ShopState(
        shop_uid=freshness.shop_uid,
        name=name,
        last_success=freshness.last_success,
        new=freshness.new_at_last_success,
        next_due=known.next_due,
        hold=known.hold,
        is_waiting=known.is_waiting,
        trouble="" if wording is None else f"{wording.title}: {wording.text}",
        next_step="" if wording is None else wording.next_step,
        findings=freshness.findings,
    )
