"""Old keys are remembered when their day of issue is known."""

from __future__ import annotations

from datetime import date, timedelta

from goq_desktop.services.reminders import RENEW_AFTER, shops_with_old_keys
from goq_desktop.settings.tiles import Shop

TODAY = date(2026, 11, 23)


def test_only_keys_of_a_known_and_long_past_day_are_due() -> None:
    old = Shop(uid="a", name="本店", keys_issued_on=TODAY - RENEW_AFTER)
    new = Shop(uid="b", name="2号店", keys_issued_on=TODAY - RENEW_AFTER + timedelta(days=1))
    unknown = Shop(uid="c", name="3号店")
    assert shops_with_old_keys((old, new, unknown), TODAY) == (old,)
