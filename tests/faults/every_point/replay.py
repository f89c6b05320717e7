"""One day: once undisturbed and watched, then gone on with from each stop, and run once more."""

from __future__ import annotations

import itertools
import os
import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from goq_desktop.cancellation import CancelToken
from goq_desktop.credentials.deadline import AbandoningCaller
from goq_desktop.malls.calling import PendingCall
from goq_desktop.malls.connection import Connection
from goq_desktop.practice.profile import MALL
from goq_desktop.services import sync_step
from goq_desktop.services.page_storing import Arrival
from tests.faults.every_point import days
from tests.faults.every_point.days import Act, Day
from tests.faults.every_point.desk import Desk
from tests.faults.every_point.keyring import Entries
from tests.faults.every_point.outcome import bytes_of, view
from tests.faults.every_point.shop import NearShop
from tests.faults.every_point.stops import Kind, Left, Stops
from tests.support.secret_scan import needles_of, scan
from tests.support.set_clock import SetClock

NEEDLES: Final = {**needles_of(days.KEYS), **needles_of(days.NEW_KEYS)}


def _client_of(shop: NearShop) -> Callable[[Connection], Any]:
    """A plain function, as a method in place of another has to be."""

    def client(connection: Connection) -> Any:
        return shop.client(connection)

    return client


class StoringAtOnce:
    """In place of `PageStoring`: a page is stored before the next one is taken."""

    def __init__(
        self,
        store: Callable[[Sequence[Arrival]], None],
        _: Callable[[], AbstractContextManager[None]],
        __: CancelToken,
    ) -> None:
        self._store = store

    def __enter__(self) -> Callable[[Arrival], None]:
        return self._put

    def __exit__(self, *_: object) -> None:
        """Nothing waits here."""

    def _put(self, arrival: Arrival) -> None:
        self._store([arrival])


@contextmanager
def one_thread(shop: NearShop) -> Iterator[None]:
    """Everything happens in the thread that asks for it, so that the points of a day have one order."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(AbandoningCaller, "call", lambda _, work, __: work()))
        stack.enter_context(patch.object(PendingCall, "begin", lambda self, make: self._run(make)))
        stack.enter_context(patch.object(Connection, "client", _client_of(shop)))
        stack.enter_context(patch.object(sync_step, "PageStoring", StoringAtOnce))
        yield


@dataclass(frozen=True)
class Watched:
    """A day that was watched: what each of its stops left, and what was there at its undisturbed end."""

    day: Day
    morning: datetime
    points: Counter[Kind]
    left: list[Left]
    wanted: dict[str, Any]
    files: dict[str, bytes]


class Replay:
    """A desk in folders below `place`, from its first day to the one of this number."""

    def __init__(self, place: Path, number: int) -> None:
        self._place = place
        self._root = place / "desk"
        self._processes = itertools.count(1_000_000)
        self._folders = itertools.count()
        self._entries: Entries = {}
        self.shop = NearShop(SetClock(days.FIRST), days.KEYS)
        _write_profile(self._root)
        with one_thread(self.shop):
            for day, morning in list(zip(days.DAYS, days.mornings(), strict=True))[: number + 1]:
                self._day, self._morning = day, morning
                self.shop.clock.time = morning - timedelta(hours=6)
                day.night(self.shop)
                if day is not days.DAYS[number]:
                    self._work(self._desk(self._root, self._entries), day.acts)

    def watch(self) -> Watched:
        """The day undisturbed, with everything that a stop would leave."""
        with one_thread(self.shop):
            desk = self._desk(self._root, self._entries)
            stops = self._watch(desk, self._day.acts)
            end = Left(len(self._day.acts), 0, self._root, self._entries)
            wanted = self._gone_on(end)
        exports = [file for file in self._root.glob("desktop/*") if file.suffix != ".xlsx"]
        files = {file.name: file.read_bytes() for file in exports}
        return Watched(self._day, self._morning, stops.points, stops.left, wanted, files)

    def _watch(self, desk: Desk, acts: Sequence[Act]) -> Stops:
        stops = Stops(desk.root, self._place / f"left-{next(self._folders)}", desk.keyring)
        with stops.watched(), patch.object(self.shop, "reach", lambda: stops.reach(Kind.HTTP)):
            self._work(desk, acts, stops)
        return stops

    def _work(self, desk: Desk, acts: Sequence[Act], stops: Stops | None = None) -> None:
        desk.start()
        for number, act in enumerate(acts):
            if stops is not None:
                stops.act = number
            act(desk)
        desk.stop()
        if desk.root == self._root:
            self._entries = desk.keyring.entries()

    def wrongs(self, watched: Watched, left: Left) -> Iterator[str]:
        """What is not as it has to be after a stop, one sentence each; the folder of the stop is used up."""
        where = f"{watched.day.name}, {watched.day.acts[left.act].__name__}, point {left.point}"
        for finding in scan([left.folder], NEEDLES):
            yield f"{where}: key in {finding.place}"
        for file in left.folder.glob("desktop/[!.]*"):
            if file.name in watched.files and file.read_bytes() != watched.files[file.name]:
                yield f"{where}: half of {file.name}"
        try:
            with one_thread(self.shop):
                found = self._gone_on(left)
        except Exception as error:  # noqa: BLE001 - told as what was wrong
            yield f"{where}: {type(error).__name__}: {error}"
        else:
            for name, value in watched.wanted.items():
                if found[name] != value:
                    yield f"{where}: {name}: {_difference(value, found[name])}"
        shutil.rmtree(left.folder)

    def stopped_again(self, left: Left, chance: random.Random) -> Left:
        """A stop on the way on from what a first one left."""
        copy = replace(left, folder=self._place / f"again-{next(self._folders)}")
        shutil.copytree(left.folder, copy.folder)
        with one_thread(self.shop):
            stops = self._watch(self._desk(copy.folder, left.keyring), self._day.acts[left.act :])
        second = chance.choice(stops.left)
        for other in (copy, *stops.left):
            if other is not second:
                shutil.rmtree(other.folder)
        return replace(second, act=left.act + second.act)

    def _desk(self, root: Path, entries: Entries) -> Desk:
        return Desk(root, entries, self.shop, self._morning)

    def _gone_on(self, left: Left) -> dict[str, Any]:
        """What is there at the end of a day that goes on from what a stop left. Raises when it does not go on."""
        number = next(self._processes)  # what a killed process left must not be taken for its own
        with patch.object(os, "getpid", lambda: number):
            desk = self._desk(left.folder, left.keyring)
            self._work(desk, self._day.acts[left.act :])
            desk.restart()
            found = view(desk)
            before = bytes_of(desk)
            desk.at(9)
            assert desk.fetch()
            assert bytes_of(desk) == before, "running it again changed something"
            desk.stop()
        return found


def _write_profile(root: Path) -> None:
    """Small pages, so that a fetch has several."""
    malls = root / "home" / "settings" / "malls"
    malls.mkdir(parents=True)
    (malls / f"{MALL}.toml").write_text(f'extends = "{MALL}"\n\n[paging]\nsize = 20\n', "utf-8")


def _difference(wanted: Any, found: Any) -> str:
    """Short: the first that differs."""
    if isinstance(wanted, str):
        wanted, found = wanted.splitlines(), found.splitlines()
    if isinstance(wanted, dict):
        wanted, found = sorted(wanted.items()), sorted(found.items())
    if isinstance(wanted, list):
        lost = [one for one in wanted if one not in found][:1]
        more = [one for one in found if one not in wanted][:1]
        return f"{len(found)} for {len(wanted)}, not {str(lost)[:300]} but {str(more)[:300]}"
    return f"{str(found)[:200]} for {str(wanted)[:200]}"
