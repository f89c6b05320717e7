"""What the simulation keeps orders and journal in: the real encrypted store, or a model of it in memory."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from goq_desktop.domain.fetching import Freshness
from goq_desktop.domain.orders import Order
from goq_desktop.domain.rules import NO_RULES
from goq_desktop.services.sync_ports import PageWriter, RunJournal
from goq_desktop.storage.database import Database
from goq_desktop.storage.erasing import erase_finished
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.order_rows import decode
from goq_desktop.storage.orders import OrderWriter

SHOP_UID = "a"


@dataclass(frozen=True, slots=True)
class Held:
    """An order as it is kept here."""

    order: Order
    is_erased: bool
    has_vanished: bool
    alarm: str | None


class KeepingJournal(RunJournal, Protocol):
    def freshness(self, shop_uid: str) -> Freshness: ...


class SimulatedStore(Protocol):
    @property
    def writer(self) -> PageWriter: ...

    @property
    def journal(self) -> KeepingJournal: ...

    def held(self) -> Mapping[str, Held]:
        """By serial. Raises AssertionError when one is there twice."""
        ...

    def found(self) -> Mapping[str, str]:
        """What the last census found, by serial."""
        ...

    def erase(self, *, before: datetime, now: datetime) -> None: ...


class RealStore:
    """The store that the app uses."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.writer = OrderWriter(database, "profile")
        self.journal = Journal(database)

    def held(self) -> Mapping[str, Held]:
        statement = (
            "SELECT o.serial, d.document, o.erased_at, o.vanished_at, o.alarm"
            " FROM orders o JOIN order_documents d ON d.order_id = o.id"
        )
        with closing(self._database.reader()) as reader:
            rows = reader.execute(statement).fetchall()
        assert len({row[0] for row in rows}) == len(rows), "doubled"
        return {
            serial: Held(decode(document), erased is not None, vanished is not None, alarm)
            for serial, document, erased, vanished, alarm in rows
        }

    def found(self) -> Mapping[str, str]:
        with closing(self._database.reader()) as reader:
            return dict(reader.execute("SELECT serial, kind FROM census_findings").fetchall())

    def erase(self, *, before: datetime, now: datetime) -> None:
        erase_finished(self._database, NO_RULES, before=before, now=now)
