"""A day's work on disks of growing size, each full at another moment; run where it may mount, one line a size.

Started as `unshare --mount python -m tests.faults.disk_full.day PLACE FIRST STEP LAST [careless]` (in KiB).
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from goq_desktop.cancellation import CancelToken
from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.domain.edits import EditField, Wish
from goq_desktop.domain.fetching import FetchSummary, Window
from goq_desktop.domain.problems import ProblemError
from goq_desktop.paths import Home
from goq_desktop.services import backing_up
from goq_desktop.services.backing_up import back_up, backups
from goq_desktop.services.editing import edit
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Other
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.order_export import all_orders
from goq_desktop.storage.orders import OrderWriter
from tests.support.made_orders import NEWEST, made_order, received
from tests.support.set_clock import SetClock

ROOMY_KIB: Final = 65_536
PAGES: Final = 4
ON_A_PAGE: Final = 8


@dataclass(frozen=True)
class Told:
    """What one size of disk came to. `problems`: the codes that were told, before there was room again."""

    kib: int
    problems: list[str]
    fault: str


class Day:
    """Its pieces of work in their order; each can be tried again when it failed."""

    def __init__(self, home: Home, keys: SessionStore) -> None:
        self.clock = SetClock(NEWEST)
        self.workspace = Workspace(home, keys, self.clock)
        self.stored = 0
        self.noted = 0
        self.days_kept = 0
        self.backups = 0

    def work(self) -> Iterator[Callable[[], None]]:
        yield self._save_settings
        for page in range(PAGES):
            yield lambda page=page: self._fetch(page)  # type: ignore[misc]
            yield lambda page=page: self._note(page)  # type: ignore[misc]
        yield self._back_up
        yield self._save_settings
        yield lambda: self._fetch(PAGES)

    def _save_settings(self) -> None:
        self.workspace.prepare()
        kept = 60 + self.days_kept
        self.workspace.settings_store.save(other=Other(erase_after_days=kept))
        self.days_kept += 1

    def _fetch(self, page: int) -> None:
        database = self.workspace.database()
        journal = Journal(database)
        window = Window(since=NEWEST)
        run = journal.begin("a", window, is_automatic=True, now=NEWEST)
        orders = [received(made_order(n)) for n in range(page * ON_A_PAGE, (page + 1) * ON_A_PAGE)]
        OrderWriter(database, "x").store_page("a", run, orders, now=NEWEST)
        self.stored = max(self.stored, (page + 1) * ON_A_PAGE)
        journal.finish(run, FetchSummary(shop_uid="a", window=window, is_complete=True), now=NEWEST)

    def _note(self, page: int) -> None:
        ids = [one.id for one in all_orders(self.workspace.database())][page * ON_A_PAGE :]
        edit(self.workspace, ids, [Wish(EditField.NOTE, f"メモ {page}")])
        self.noted = page + 1

    def _back_up(self) -> None:
        back_up(self.workspace, CancelToken())
        self.backups += 1
        self.clock.move(timedelta(days=1))

    def check(self) -> None:
        """Everything that was told to be done is there, whole, and nothing beside it."""
        if not self.stored:
            return
        database = self.workspace.database()
        with closing(database.reader()) as reader:
            assert reader.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            notes = reader.execute("SELECT count(DISTINCT note) FROM orders WHERE note <> ''").fetchone()[0]
        found = [one.order for one in all_orders(database)]
        assert found == [made_order(number) for number in range(self.stored)], "orders"
        assert notes == self.noted, "notes"
        assert len(backups(self.workspace.home.backups)) == self.backups, "backups"


def on_disk_of(kib: int, place: Path) -> Told:
    """Work until the disk is full, look at what is there, make room, and go on."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={kib}k", "tmpfs", str(place)]
    subprocess.run(mount, check=True)
    problems: list[str] = []
    try:
        keys = SessionStore()
        home = Home.at(place / "home")
        day = Day(home, keys)
        for piece in day.work():
            try:
                piece()
            except ProblemError as error:
                if problems:
                    raise
                problems.append(error.problem.code)
                # A new start, as after switching the PC off and on; then with room.
                _restart(day, home, keys)
                subprocess.run(["mount", "-o", f"remount,size={ROOMY_KIB}k", str(place)], check=True)
                day.check()
                piece()
            day.check()
        _restart(day, home, keys)
        day.check()
        day.workspace.close()
        return Told(kib, problems, "")
    except Exception as error:  # noqa: BLE001 - told as the row's finding
        return Told(kib, problems, f"{type(error).__name__}: {error}")
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def _restart(day: Day, home: Home, keys: SessionStore) -> None:
    day.workspace.close()
    day.workspace = Workspace(home, keys, day.clock)


@contextmanager
def in_its_own_place(file: Path) -> Iterator[Path]:
    """Instead of a part beside it that takes its place when all went well."""
    file.touch()
    yield file


def main() -> None:
    place, (first, step, last) = Path(sys.argv[1]), map(int, sys.argv[2:5])
    if sys.argv[5:]:
        # The suite's teeth: a backup that is written in its own place counts half written.
        vars(backing_up)["whole_file"] = in_its_own_place
    for kib in range(first, last + 1, step):
        told = on_disk_of(kib, place)
        print(json.dumps(asdict(told)), flush=True)
        if not told.problems and not told.fault:
            return  # the whole day fits


if __name__ == "__main__":
    main()
