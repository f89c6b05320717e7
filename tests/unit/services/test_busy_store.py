"""A fetch beside a long step over many orders waits for it, says so, and loses nothing."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from goq_desktop.cancellation import Cancelled
from goq_desktop.clock import Clock
from goq_desktop.domain.edits import EditField, Wish
from goq_desktop.domain.fetching import FetchPhase, FetchProgress
from goq_desktop.domain.handling import HandlingKind
from goq_desktop.domain.history import StepResult
from goq_desktop.domain.rules import Rules
from goq_desktop.practice.shop import PracticeShop
from goq_desktop.services import handling
from goq_desktop.services.workspace import Workspace
from goq_desktop.storage import cipher, write_turn
from goq_desktop.storage.database import Database
from goq_desktop.storage.editing import OrderEditor
from tests.support.malls import PatientToken
from tests.unit.services.conftest import Fetches

RULES = Rules(lanes=frozenset({"held"}))


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite gives up at once, so that only who waits for their turn gets it."""
    monkeypatch.setattr(cipher, "BUSY_SECONDS", 0.01)
    monkeypatch.setattr(write_turn, "TOLD_AFTER", 0.02)


class LongStep:
    """A bulk edit that is in the middle of its transaction until it is let go on."""

    def __init__(self, database: Database) -> None:
        self.is_in_it, self.goes_on = threading.Event(), threading.Event()
        self.results: list[StepResult] = []
        with closing(database.reader()) as reader:
            self.ids = [row[0] for row in reader.execute("SELECT id FROM orders")]
        self._editor = OrderEditor(database, self._rules)
        self._thread = threading.Thread(target=self._run)

    def _rules(self) -> Rules:
        self.is_in_it.set()
        assert self.goes_on.wait(60)
        return RULES

    def _run(self) -> None:
        wishes = [Wish(EditField.LANE, "held"), Wish(EditField.NOTE, "急ぎ")]
        self.results.append(self._editor.edit(self.ids, wishes, who="花子", now=Clock().now()))

    @contextmanager
    def running(self) -> Iterator[None]:
        self._thread.start()
        assert self.is_in_it.wait(60)
        try:
            yield
        finally:
            self.goes_on.set()
            self._thread.join()


def test_a_fetch_waits_for_a_bulk_step_and_tells_it(fetch: Fetches, mall: PracticeShop) -> None:
    fetch()
    step = LongStep(fetch.workspace.database())
    mall.order_again(next(iter(mall.orders())).serial)

    def go_on(progress: FetchProgress) -> None:
        if progress.phase is FetchPhase.HELD_UP:
            step.goes_on.set()

    with step.running():
        summary = fetch(report=go_on)
    assert step.goes_on.is_set() and FetchPhase.HELD_UP in {one.phase for one in fetch.reports}
    assert summary.is_complete and summary.problems == () and summary.new == 1
    assert len(step.results[0].changed_ids) == len(step.ids) > 0


def test_a_fetch_that_waits_can_be_stopped(fetch: Fetches, token: PatientToken) -> None:
    fetch()
    step = LongStep(fetch.workspace.database())

    def stop(progress: FetchProgress) -> None:
        assert progress.phase is FetchPhase.HELD_UP
        token.cancel()

    with step.running(), pytest.raises(Cancelled):
        fetch(report=stop)
    assert len(step.results[0].changed_ids) == len(step.ids)


def test_any_number_waits_for_a_bulk_step_and_each_is_told(fetch: Fetches) -> None:
    fetch()
    database = fetch.workspace.database()
    step = LongStep(database)
    told = [threading.Event() for _ in range(3)]

    def write(held_up: threading.Event) -> None:
        with database.turn.telling(held_up.set), database.engine().begin():
            pass

    waiting = [threading.Thread(target=write, args=(each,)) for each in told]
    with step.running():
        for thread in waiting:
            thread.start()
        assert all(each.wait(10) for each in told)
    for thread in waiting:
        thread.join()
    assert step.results


def test_whoever_notes_what_was_handled_waits_too(workspace: Workspace, fetch: Fetches) -> None:
    fetch()
    step = LongStep(workspace.database())
    noting = threading.Thread(target=handling.note, args=(workspace, HandlingKind.EXPORTED, 1, "csv"))
    with step.running():
        noting.start()
        noting.join(0.2)
        assert noting.is_alive()
    noting.join()
    assert handling.verified(workspace).row == 0
    with closing(workspace.database().reader()) as reader:
        count = "SELECT count(*) FROM handling_log WHERE kind = 'exported'"
        assert reader.execute(count).fetchone() == (1,)


def test_a_turn_comes_back_however_a_transaction_ends(workspace: Workspace) -> None:
    database = workspace.database()
    with pytest.raises(ZeroDivisionError), database.engine().begin():
        raise ZeroDivisionError
    with closing(database.connect_to(database.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Exception, match="locked"), database.engine().begin():
            pass
    turn = threading.Thread(target=database.turn.take, daemon=True)
    turn.start()
    turn.join(10)
    assert not turn.is_alive()
