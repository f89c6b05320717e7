"""How often each shop of a home is fetched by itself, from its settings, its profile and its keys."""

from __future__ import annotations

from datetime import datetime, timedelta

from goq_desktop.domain.problems import ProblemError
from goq_desktop.services.sync_plan import Rhythm
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Shop


def rhythms_of(workspace: Workspace) -> tuple[Rhythm, ...]:
    """In the shops' order."""
    return tuple(_rhythm(workspace, shop) for shop in workspace.shops())


def _rhythm(workspace: Workspace, shop: Shop) -> Rhythm:
    def quiet_until(moment: datetime) -> datetime | None:
        from goq_desktop.malls.maintenance import quiet_until

        try:
            return quiet_until(workspace.profile(shop.mall), moment)
        except ProblemError:
            return None  # the fetch itself says what is wrong with the profile

    return Rhythm(
        shop_uid=shop.uid,
        every=timedelta(minutes=shop.interval_minutes) if shop.auto_fetch else None,
        key_generation=workspace.key_generation(shop.uid),
        quiet_until=quiet_until,
    )
