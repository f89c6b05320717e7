"""Which backups are kept, and when the next is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from goq_desktop.domain.backups import BackupRhythm, backups_to_keep, is_backup_due
from goq_desktop.domain.times import JST

NOW = datetime(2026, 11, 24, 1, tzinfo=UTC)
MOMENTS = st.lists(st.integers(0, 24 * 60).map(lambda hours: NOW - timedelta(hours=hours)), unique=True)


@given(MOMENTS)
def test_the_newest_is_kept_and_never_more_than_eleven(made: list[datetime]) -> None:
    kept = backups_to_keep(made)
    assert kept <= set(made) and len(kept) <= 7 + 4
    assert not made or max(made) in kept


@given(MOMENTS)
def test_of_the_last_seven_days_with_a_backup_each_keeps_its_newest(made: list[datetime]) -> None:
    days = sorted({each.astimezone(JST).date() for each in made}, reverse=True)[:7]
    kept = backups_to_keep(made)
    for day in days:
        assert max(each for each in made if each.astimezone(JST).date() == day) in kept


def test_forty_daily_backups_keep_a_week_of_days_and_four_weeks() -> None:
    made = [NOW - timedelta(days=days) for days in range(40)]
    kept = sorted(backups_to_keep(made), reverse=True)
    assert kept[:7] == made[:7]
    assert NOW - kept[-1] >= timedelta(days=15)
    assert backups_to_keep(kept) == set(kept)


def test_due_follows_the_rhythm() -> None:
    def due(rhythm: BackupRhythm, **ago: float) -> bool:
        return is_backup_due(rhythm, NOW - timedelta(**ago), NOW)

    assert not due(BackupRhythm.DAILY, hours=22)
    assert due(BackupRhythm.DAILY, hours=23)
    assert not due(BackupRhythm.WEEKLY, days=6)
    assert due(BackupRhythm.WEEKLY, days=7)
    assert not due(BackupRhythm.NEVER, days=999)
    assert not is_backup_due(BackupRhythm.NEVER, None, NOW)
    assert is_backup_due(BackupRhythm.WEEKLY, None, NOW)
    assert due(BackupRhythm.DAILY, days=-1)
