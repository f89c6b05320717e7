"""Every backup that was made can be put back, and the next fetch brings what came after it."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta

import pytest

from goq_desktop.domain.handling import HandlingKind, HandlingQuery, Soundness
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.practice.shop import PracticeShop
from goq_desktop.services import restoring
from goq_desktop.services.backing_up import Backup, back_up, backups
from goq_desktop.services.backup_erasing import erase_in_backups
from goq_desktop.services.erasing import erase_when_due
from goq_desktop.services.handling import newest, note, verified
from goq_desktop.services.restoring import Restored, prepare, prepare_newest, restorable, take_restored
from goq_desktop.services.store_opening import open_store
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Other
from goq_desktop.storage.order_export import all_orders
from tests.support.malls import PatientToken
from tests.support.set_clock import SetClock
from tests.unit.services.conftest import Fetches


def serials(fetch: Fetches) -> set[str]:
    return set(fetch.stored)


@pytest.fixture
def days(
    workspace: Workspace, mall: PracticeShop, fetch: Fetches, token: PatientToken, clock: SetClock
) -> dict[Backup, set[str]]:
    """Four days, each with new orders, a fetch and a backup: what each backup holds."""
    made = {}
    for _ in range(4):
        for order in list(mall.orders())[-2:]:
            mall.order_again(order.serial)
        fetch()
        made[back_up(workspace, token)] = serials(fetch)
        clock.move(timedelta(days=1))
    return made


def test_every_backup_is_rehearsed(
    workspace: Workspace, fetch: Fetches, token: PatientToken, clock: SetClock, days: dict[Backup, set[str]]
) -> None:
    all_orders = serials(fetch)
    assert len({len(held) for held in days.values()}) == 4
    found, unreadable = restorable(workspace, token)
    assert {each.backup: each.orders for each in found} == {one: len(held) for one, held in days.items()}
    assert unreadable == 0
    for backup, held in days.items():
        assert prepare(workspace, backup, token) == Restored(backup.made_at, len(held))
        workspace.close()
        assert serials(fetch) == held
        assert take_restored(workspace) == Restored(backup.made_at, len(held))
        assert take_restored(workspace) is None
        # From the backup's own proven mark on.
        fetch()
        assert serials(fetch) == all_orders
        clock.move(timedelta(minutes=1))
    kept = list(workspace.home.data_dir.glob("orders.before-restore-*.db"))
    assert len(kept) == len(days), "each store that was replaced is kept"
    assert set(days) == set(backups(workspace.home.backups))


def test_what_was_done_since_the_backup_stays_in_the_handling_log(
    workspace: Workspace, token: PatientToken, days: dict[Backup, set[str]]
) -> None:
    first = min(days, key=lambda backup: backup.made_at)
    note(workspace, HandlingKind.EXPORTED, 3)
    before, rows = newest(workspace, HandlingQuery(), 50)
    for _ in range(2):
        prepare(workspace, first, token)
        workspace.close()
        assert newest(workspace, HandlingQuery(), 50)[0] < before
        take_restored(workspace)
        before += 1
        count, found = newest(workspace, HandlingQuery(), 50)
        assert count == before and found[-len(rows) :] == rows
        assert verified(workspace).soundness is Soundness.WHOLE
    assert not list(workspace.home.data_dir.glob("*before-restore*.lock"))


def test_a_replaced_store_that_cannot_be_read_takes_its_log_along_and_stops_nothing(
    workspace: Workspace, token: PatientToken, days: dict[Backup, set[str]]
) -> None:
    first = min(days, key=lambda backup: backup.made_at)
    prepare(workspace, first, token)
    workspace.close()
    workspace.database()
    (kept,) = workspace.home.data_dir.glob("orders.before-restore-*.db")
    kept.write_bytes(kept.read_bytes()[:16] + bytes(8192))
    assert take_restored(workspace) == Restored(first.made_at, len(days[first]))
    assert verified(workspace).soundness is Soundness.WHOLE


def test_who_is_erased_goes_from_the_replaced_store_too(
    workspace: Workspace, token: PatientToken, days: dict[Backup, set[str]], clock: SetClock
) -> None:
    prepare_newest(workspace, token)
    workspace.close()
    take_restored(workspace)
    workspace.settings_store.save(other=Other(erase_after_days=60))
    clock.move(timedelta(days=61))
    erased = erase_when_due(workspace)
    assert erase_in_backups(workspace, token) == len(days) + 1
    assert erase_in_backups(workspace, token) == 0
    (kept,) = workspace.home.data_dir.glob("orders.before-restore-*.db")
    database = open_store(kept, workspace.credentials)
    try:
        assert sum(one.is_erased for one in all_orders(database)) == erased > 0
    finally:
        database.close()


def test_a_restoring_that_was_never_told_is_told_by_the_next_start(
    workspace: Workspace, token: PatientToken, days: dict[Backup, set[str]]
) -> None:
    """Its process was killed when the backup was in place and nobody had heard of it."""
    first = min(days, key=lambda backup: backup.made_at)
    prepare(workspace, first, token)
    workspace.close()
    workspace.database()
    workspace.close()
    later = Workspace(workspace.home, workspace.credentials, workspace.clock)
    assert not later.is_restoring_due and later.restored_name
    assert take_restored(later) == Restored(first.made_at, len(days[first]))
    _, (entry, *_) = newest(later, HandlingQuery(), 5)
    assert entry.kind is HandlingKind.RESTORED
    assert take_restored(later) is None
    later.close()


def test_the_handling_log_goes_on_in_the_restored_store(
    workspace: Workspace, token: PatientToken, days: dict[Backup, set[str]]
) -> None:
    first = min(days, key=lambda backup: backup.made_at)
    note(workspace, HandlingKind.EXPORTED, 3)
    prepare(workspace, first, token)
    workspace.close()
    take_restored(workspace)
    _, (entry, *_) = newest(workspace, HandlingQuery(), 5)
    assert (entry.kind, entry.count) == (HandlingKind.RESTORED, len(days[first]))
    assert verified(workspace).soundness is Soundness.WHOLE


def erased(workspace: Workspace) -> set[str]:
    with closing(workspace.database().reader()) as reader:
        return {
            serial for (serial,) in reader.execute("SELECT serial FROM orders WHERE erased_at IS NOT NULL")
        }


def test_whoever_was_erased_since_stays_erased(
    workspace: Workspace, fetch: Fetches, token: PatientToken, clock: SetClock
) -> None:
    fetch()
    backup = back_up(workspace, token)
    workspace.settings_store.save(other=Other(erase_after_days=30))
    clock.move(timedelta(days=60))
    assert erase_when_due(workspace)
    gone = erased(workspace)
    prepare(workspace, backup, token)
    workspace.close()
    assert erased(workspace) == gone


def test_of_a_damaged_store_the_newest_sound_backup_comes_back(
    workspace: Workspace, fetch: Fetches, token: PatientToken, days: dict[Backup, set[str]]
) -> None:
    *_, second, newest_one = sorted(days, key=lambda backup: backup.made_at)
    content = bytearray(newest_one.file.read_bytes())
    content[len(content) // 2] ^= 1
    newest_one.file.write_bytes(content)
    workspace.close()
    damaged = b"no store any more" * 4096
    workspace.home.database.write_bytes(damaged)
    with pytest.raises(ProblemError) as caught:
        workspace.database()
    assert caught.value.problem.code in (ProblemCode.STORE_DAMAGED, ProblemCode.STORE_KEY_MISSING)
    assert prepare_newest(workspace, token) == Restored(second.made_at, len(days[second]))
    assert serials(fetch) == days[second]
    [aside] = workspace.home.data_dir.glob("orders.before-restore-*.db")
    assert aside.read_bytes() == damaged


@pytest.mark.parametrize("way", ["chosen", "newest"])
def test_a_store_that_is_damaged_while_it_is_open_hinders_nothing(
    workspace: Workspace, fetch: Fetches, token: PatientToken, days: dict[Backup, set[str]], way: str
) -> None:
    newest_one = max(days, key=lambda backup: backup.made_at)
    workspace.close()
    workspace.database()
    content = bytearray(workspace.home.database.read_bytes())
    for page in range(1, len(content) // 4096):
        content[page * 4096 + 100] ^= 1
    workspace.home.database.write_bytes(content)
    with pytest.raises(ProblemError) as caught:
        serials(fetch)
    assert caught.value.problem.code is ProblemCode.STORE_DAMAGED
    if way == "chosen":
        prepare(workspace, newest_one, token)
    else:
        prepare_newest(workspace, token)
    workspace.close()
    assert serials(fetch) == days[newest_one]


@pytest.mark.parametrize("is_left", [True, False], ids=["emptied", "removed"])
def test_a_store_that_was_lost_comes_back_from_the_newest_backup(
    workspace: Workspace, fetch: Fetches, token: PatientToken, days: dict[Backup, set[str]], is_left: bool
) -> None:
    newest_one = max(days, key=lambda backup: backup.made_at)
    workspace.close()
    workspace.home.database.write_bytes(b"")
    if not is_left:
        workspace.home.database.unlink()
    with pytest.raises(ProblemError) as caught:
        serials(fetch)
    assert caught.value.problem.code is ProblemCode.STORE_LOST
    assert prepare_newest(workspace, token) == Restored(newest_one.made_at, len(days[newest_one]))
    workspace.close()
    assert serials(fetch) == days[newest_one]
    assert take_restored(workspace) == Restored(newest_one.made_at, len(days[newest_one]))
    assert not list(workspace.home.data_dir.glob("orders.before-restore-*.db")), "of nothing nothing is kept"


def test_without_a_backup_that_can_be_opened_nothing_changes(
    workspace: Workspace, fetch: Fetches, token: PatientToken, clock: SetClock
) -> None:
    fetch()
    before = serials(fetch)
    with pytest.raises(ProblemError) as caught:
        prepare_newest(workspace, token)
    assert caught.value.problem.code is ProblemCode.BACKUP_MISSING
    workspace.home.backups.mkdir(exist_ok=True)
    (workspace.home.backups / "orders-20261101T000000Z.db").write_bytes(b"x" * 9000)
    (workspace.home.backups / "orders-20261102T000000Z.db").touch()
    assert restorable(workspace, token) == ((), 2)
    with pytest.raises(ProblemError):
        restoring.prepare_newest(workspace, token)
    workspace.close()
    assert serials(fetch) == before
    assert take_restored(workspace) is None
