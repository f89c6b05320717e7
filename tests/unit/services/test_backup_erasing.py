"""Who is erased is erased everywhere: no page of the store or of any backup holds them, whatever stops the work."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from goq_desktop.credentials.store import database_slot
from goq_desktop.domain.edits import EditField, Wish
from goq_desktop.domain.fetching import FetchSummary
from goq_desktop.domain.orders import Lane, Order, Party
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.services.applying import apply, rules_of
from goq_desktop.services.backing_up import Backup, back_up, backups
from goq_desktop.services.backup_erasing import erase_in_backups
from goq_desktop.services.editing import edit, undo
from goq_desktop.services.erasing import (
    Erased,
    erase_in_backups_when_due,
    erase_now,
    erase_when_due,
    look_at_due,
)
from goq_desktop.services.store_opening import look_into, open_store
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Other
from goq_desktop.storage.database import read_salt
from goq_desktop.storage.order_export import all_orders
from goq_desktop.storage.orders import OrderWriter
from tests.support.made_orders import received
from tests.support.malls import PatientToken
from tests.support.set_clock import SetClock
from tests.unit.services.conftest import UID

pytest.importorskip("cryptography")
from tests.support.pages import found_in

Fetch = Callable[..., FetchSummary]
DAY = timedelta(days=1)
# Shorter ones stand in any file by chance, and a word of two letters in many.
_SHORTEST = 4


def told_of(orders: list[Order]) -> frozenset[str]:
    """Every text that tells of a person of these orders."""
    parties = [
        party for order in orders for party in (order.purchaser, *(d.party for d in order.destinations))
    ]
    texts = [text for party in parties for text in _told_by(party)]
    texts += [text for order in orders for text in (order.memo, *(d.memo for d in order.destinations))]
    texts += [d.tracking_number for order in orders for d in order.destinations]
    return frozenset(text for text in texts if len(text) >= _SHORTEST)


def _told_by(party: Party) -> tuple[str, ...]:
    return (
        party.name,
        party.name_kana,
        party.company,
        party.street,
        party.building,
        party.phone,
        party.email,
    )


def of_ended(orders: list[Order]) -> frozenset[str]:
    """What only those orders tell that are to be erased."""
    ended = [order for order in orders if order.lane is not Lane.NEW]
    return told_of(ended) - told_of([order for order in orders if order.lane is Lane.NEW])


def stored(workspace: Workspace) -> list[Order]:
    return [one.order for one in all_orders(workspace.database())]


def key_of(workspace: Workspace, file: Path) -> bytes:
    salt = read_salt(file)
    assert salt is not None
    secret = workspace.credentials.read(database_slot(salt))
    assert secret is not None
    return bytes.fromhex(secret.reveal())


def held_in(workspace: Workspace, file: Path, texts: frozenset[str]) -> frozenset[str]:
    return found_in(file, key_of(workspace, file), texts)


def in_backup(workspace: Workspace, backup: Backup, tmp_path: Path) -> list[Order]:
    """As a person would restore it."""
    file = tmp_path / f"again-{backup.file.name}" / "orders.db"
    file.parent.mkdir()
    file.write_bytes(backup.file.read_bytes())
    database = open_store(file, workspace.credentials)
    try:
        return [one.order for one in all_orders(database)]
    finally:
        database.close()


@pytest.fixture
def aged(workspace: Workspace, fetch: Fetch, clock: SetClock, token: PatientToken) -> Workspace:
    """With orders, two backups of them, and 61 days later."""
    workspace.settings_store.save(other=Other(erase_after_days=60))
    fetch()
    back_up(workspace, token)
    clock.move(DAY)
    back_up(workspace, token)
    clock.move(60 * DAY)
    return workspace


def test_no_page_of_store_or_backup_holds_who_is_erased(aged: Workspace, token: PatientToken) -> None:
    before = stored(aged)
    gone, kept = of_ended(before), told_of([order for order in before if order.lane is Lane.NEW])
    made = backups(aged.home.backups)
    assert len(gone) > 100
    for backup in made:
        assert held_in(aged, backup.file, gone) == gone, "else the search proves nothing"
    assert erase_when_due(aged) > 0
    assert erase_in_backups_when_due(aged, token) == 2
    log = aged.home.database.with_name("orders.db-wal")
    assert not log.exists() or log.stat().st_size < 200_000  # what came after: marks and notes
    for file in (aged.home.database, *(backup.file for backup in made)):
        assert held_in(aged, file, gone) == frozenset()
        assert held_in(aged, file, kept)
    for backup in made:
        for table in tables(aged, backup.file):
            assert table.isdisjoint(gone)
    assert {path.name[0] for path in aged.home.backups.iterdir()} == {"o", "s"}


def test_what_the_shop_s_people_wrote_of_them_goes_too(
    aged: Workspace, token: PatientToken, clock: SetClock
) -> None:
    """Changed by hand, changed again, and one of these undone: in edits, steps, history and search."""
    ids = [one.id for one in all_orders(aged.database()) if one.order.lane is not Lane.NEW][:40]
    written = {
        EditField.NAME: ("手書 一之助", "手書 二之助"),
        EditField.PHONE: ("090-9191-1919", "090-8181-1818"),
        EditField.STREET: ("手書町1-1", "手書町2-2"),
        EditField.NOTE: ("手書きのひとこと一", "手書きのひとこと二"),
        EditField.TRACKING: ("919191919191", "818181818181"),
    }
    for field, values in written.items():
        for value in values:
            edit(aged, ids, [Wish(field, value)])
    undo(aged)
    backup = back_up(aged, token)
    clock.move(61 * DAY)
    texts = frozenset(value for values in written.values() for value in values)
    assert held_in(aged, backup.file, texts) == texts
    assert erase_when_due(aged) > len(ids)
    erase_in_backups(aged, token)
    for file in (aged.home.database, backup.file):
        assert held_in(aged, file, texts) == frozenset()
    assert held_in_tables(aged, texts) == frozenset()


def tables(workspace: Workspace, file: Path) -> list[frozenset[str]]:
    """Every text of every table, those of the search index too."""
    with closing(look_into(file, workspace.credentials)) as reader:
        # What a virtual table holds lies in tables of its own, which are read like the others.
        found = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        names = [row[0] for row in reader.execute(found)]
        return [
            frozenset(
                value.decode(errors="replace") if isinstance(value, bytes) else str(value)
                for row in reader.execute(f'SELECT * FROM "{name}"')
                for value in row
            )
            for name in names
        ]


def test_a_backup_that_was_written_anew_is_whole_and_the_rest_of_it_is_as_it_was(
    aged: Workspace, token: PatientToken, tmp_path: Path
) -> None:
    backup = backups(aged.home.backups)[-1]
    before = in_backup(aged, backup, tmp_path)
    erase_when_due(aged)
    erase_in_backups(aged, token)
    (tmp_path / f"again-{backup.file.name}").rename(tmp_path / "old")
    after = in_backup(aged, backup, tmp_path)
    assert [order.number for order in after] == [order.number for order in before]
    assert [order for order in after if order.lane is Lane.NEW] == [
        order for order in before if order.lane is Lane.NEW
    ]
    assert [order.money for order in after] == [order.money for order in before]


def test_a_backup_that_holds_nobody_erased_is_not_touched(aged: Workspace, token: PatientToken) -> None:
    erase_when_due(aged)
    assert erase_in_backups(aged, token) == 2
    made = back_up(aged, token)
    stamps = {backup.file: backup.file.stat() for backup in backups(aged.home.backups)}
    assert made.file in stamps
    assert erase_in_backups(aged, token) == 0
    for file, stat in stamps.items():
        assert (file.stat().st_ino, file.stat().st_mtime_ns) == (stat.st_ino, stat.st_mtime_ns)


def test_a_clock_that_was_set_back_hides_nothing(
    aged: Workspace, token: PatientToken, clock: SetClock, fetch: Fetch
) -> None:
    erase_when_due(aged)
    erase_in_backups(aged, token)
    clock.move(-30 * DAY)
    aged.settings_store.save(other=Other(erase_after_days=30))
    texts = of_ended(stored(aged))
    fetch()
    back_up(aged, token)
    clock.move(29 * DAY)
    erase_when_due(aged)
    erase_in_backups(aged, token)
    for backup in backups(aged.home.backups):
        assert held_in(aged, backup.file, texts) == frozenset()


def test_one_that_cannot_be_written_anew_is_told_and_the_others_are_done(
    aged: Workspace, token: PatientToken
) -> None:
    texts = of_ended(stored(aged))
    newer, older = backups(aged.home.backups)
    with newer.file.open("r+b") as file:
        file.seek(newer.file.stat().st_size // 2)
        file.write(b"\x00" * 4096)
    spoilt = newer.file.read_bytes()
    erase_when_due(aged)
    with pytest.raises(ProblemError) as caught:
        erase_in_backups(aged, token)
    assert caught.value.problem.code is ProblemCode.BACKUP_NOT_ERASED
    assert caught.value.problem.params == {"path": str(newer.file)}
    assert newer.file.read_bytes() == spoilt
    assert held_in(aged, older.file, texts) == frozenset()


def test_one_that_nobody_can_read_is_left(aged: Workspace, token: PatientToken) -> None:
    newer, _ = backups(aged.home.backups)
    content = bytearray(newer.file.read_bytes())
    content[:16] = bytes(16)  # of a store whose key is gone
    newer.file.write_bytes(content)
    erase_when_due(aged)
    assert erase_in_backups(aged, token) == 1
    assert newer.file.read_bytes() == content


def test_backups_of_a_store_that_was_set_aside_follow_too(
    aged: Workspace, token: PatientToken, fetch: Fetch, clock: SetClock, tmp_path: Path
) -> None:
    """The new store has the orders from the shop again, and erases them in its time."""
    aged.close()
    aged.set_aside_store()
    clock.move(-60 * DAY)
    fetch()
    assert read_salt(aged.home.database) != read_salt(backups(aged.home.backups)[0].file)
    ended = {order.serial for order in stored(aged) if order.lane is not Lane.NEW}
    clock.move(61 * DAY)
    assert erase_when_due(aged) == len(ended) > 10
    assert erase_in_backups(aged, token) == 2
    for backup in backups(aged.home.backups):
        again = [order for order in in_backup(aged, backup, tmp_path) if order.serial in ended]
        assert len(again) == len(ended) and told_of(again) == frozenset()


def test_nothing_brings_an_erased_person_back(
    aged: Workspace, token: PatientToken, fetch: Fetch, clock: SetClock, tmp_path: Path
) -> None:
    """The next fetches, a profile that reads all anew, settings that act on orders, a backup that is put back."""
    texts = of_ended(stored(aged))
    erase_when_due(aged)
    erase_in_backups(aged, token)
    clock.move(-61 * DAY)
    fetch()
    database, now = aged.database(), clock.now()
    again = [received(replace(order, memo="また来た")) for order in stored(aged)]
    writer = OrderWriter(database, "another profile", lambda: rules_of(aged.load_settings().settings))
    with closing(database.reader()) as reader:
        (run,) = reader.execute("SELECT max(id) FROM fetch_runs").fetchone()
    writer.store_page(UID, run, again, now=now)
    apply(aged, rules_of(aged.load_settings().settings), token, lambda _: None)
    assert held_in_tables(aged, texts) == frozenset()
    backup = back_up(aged, token)
    assert held_in(aged, backup.file, texts) == frozenset()
    restored = in_backup(aged, backups(aged.home.backups)[-1], tmp_path)
    assert told_of(restored).isdisjoint(texts)


def held_in_tables(workspace: Workspace, texts: frozenset[str]) -> frozenset[str]:
    found = frozenset[str]().union(*tables(workspace, workspace.home.database))
    return frozenset(text for text in texts if any(text in one for one in found))


def test_now_erases_what_the_preview_told(aged: Workspace, token: PatientToken) -> None:
    due = look_at_due(aged, 60)
    ended = [order for order in stored(aged) if order.lane is not Lane.NEW]
    moments = [order.ordered.utc for order in ended if order.ordered and order.ordered.utc]
    assert (due.orders, due.oldest) == (len(ended), min(moments))
    told: list[tuple[int, int]] = []
    assert erase_now(aged, 60, token, lambda done, total: told.append((done, total))) == Erased(len(ended), 2)
    assert told[0] == (0, len(ended)) and told[-1] == (1, 2)
    assert look_at_due(aged, 60).orders == 0


def test_off_means_off(aged: Workspace, token: PatientToken) -> None:
    aged.settings_store.save(other=Other())
    before = stored(aged)
    assert erase_when_due(aged) == 0 and erase_in_backups_when_due(aged, token) == 0
    assert stored(aged) == before


@pytest.mark.skipif(sys.platform == "win32", reason="forks")
def test_a_kill_at_any_step_leaves_a_whole_backup_and_the_next_call_does_the_rest(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.killed_backup_erasing", str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines()]
    assert len(rows) > 15 and rows[-1][1] == "-"
    names = [row[1] for row in rows]
    # The first is the head's of the handling log, which has the note before the exchange.
    replaced = [place for place, name in enumerate(names) if name == "after-replace"][1]
    for place, (_, _, erased, then, later, left) in enumerate(rows):
        assert then == ("0" if place >= replaced else erased), "old before the exchange, new after it"
        assert (later, left) == ("0", "0")
