"""The journal of fetches: what was asked, how it ended, and up to when orders are proven to be here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, update

from goq_desktop.domain.census import Census, Findings
from goq_desktop.domain.fetching import FetchSummary, Freshness, StepKind, SyncFacts, Window
from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.storage.alarms import open_alarms
from goq_desktop.storage.census import counted, record_census
from goq_desktop.storage.cipher import translated
from goq_desktop.storage.database import Database
from goq_desktop.storage.handling_log import Noting
from goq_desktop.storage.schema import FETCH_RUNS as RUNS
from goq_desktop.storage.sync_facts import FAILED, SUCCEEDED, failures, moment, proven_until, read_facts
from goq_desktop.storage.writing_engine import driver_of

_RUNNING: Final = "running"
_INTERRUPTED: Final = "interrupted"  # its process ended before it did
_CANCELLED: Final = "cancelled"


class Journal:
    """Raises STORE_* and DISK_FULL like every write.

    With `noting` the orders that a run brought are noted in the handling log with its end; those of a run that
    was killed with the beginning of the next.
    """

    def __init__(self, database: Database, noting: Noting | None = None) -> None:
        self._database = database
        self._engine = database.engine()
        self._noting = noting

    def begin(
        self,
        shop_uid: str,
        window: Window,
        *,
        is_automatic: bool,
        now: datetime,
        kind: StepKind = StepKind.NEW,
        key_generation: int = 0,
    ) -> int:
        """Open a run and return its number. A run of this shop that is still open was killed."""
        killed = (RUNS.c.shop_uid == shop_uid, RUNS.c.state == _RUNNING)
        with translated(self._database.path), self._noted() as noting, self._engine.begin() as connection:
            noting(connection, now, *killed)
            connection.execute(update(RUNS).where(*killed).values(state=_INTERRUPTED))
            result = connection.execute(
                insert(RUNS).values(
                    shop_uid=shop_uid,
                    state=_RUNNING,
                    is_automatic=is_automatic,
                    window_since=_seconds(window.since),
                    window_until=_seconds(window.until),
                    started_at=_seconds(now),
                    kind=kind.value,
                    key_generation=key_generation,
                )
            )
            run_id = result.inserted_primary_key
            assert run_id is not None
            return int(run_id[0])

    def finish(
        self, run_id: int, summary: FetchSummary, *, now: datetime, census: Census | None = None
    ) -> None:
        """Close a run. Only here the mark of a proven success moves, and a census is compared with ours."""
        problem = summary.problems[0] if summary.problems else None
        with translated(self._database.path), self._noted() as noting, self._engine.begin() as connection:
            noting(connection, now, RUNS.c.id == run_id)
            if census is not None:
                record_census(connection, summary.shop_uid, census, int(now.timestamp()))
            connection.execute(
                update(RUNS)
                .where(RUNS.c.id == run_id)
                .values(
                    state=_state(summary),
                    finished_at=_seconds(now),
                    requests=summary.requests,
                    high_water=_seconds(summary.high_water),
                    not_before=_seconds(summary.not_before),
                    clock_off=None if summary.clock_off is None else round(summary.clock_off.total_seconds()),
                    problem_code=problem.code.value if problem else None,
                    problem_params=json.dumps(dict(problem.params), ensure_ascii=False) if problem else None,
                )
            )

    @contextmanager
    def _noted(self) -> Iterator[Callable[..., None]]:
        """Gives what notes the orders of runs within a transaction, which is to end inside."""

        def note(connection: Connection, now: datetime, *runs: ColumnElement[bool]) -> None:
            brought = select(func.coalesce(func.sum(RUNS.c.new + RUNS.c.updated), 0)).where(*runs)
            count = connection.execute(brought).scalar_one()
            if self._noting is not None and count:
                self._noting.add(driver_of(connection), count, int(now.timestamp()))

        yield note
        if self._noting is not None:
            self._noting.anchor()

    def facts(self, shop_uid: str, *, open_since: datetime) -> SyncFacts:
        """What the next steps follow from; orders placed before `open_since` are not asked about."""
        with translated(self._database.path), self._engine.connect() as connection:
            return read_facts(connection, shop_uid, open_since)

    def proven_until(self, shop_uid: str) -> datetime | None:
        """The shop's time up to which orders are proven to be here."""
        with translated(self._database.path), self._engine.connect() as connection:
            return proven_until(connection, shop_uid)

    def findings(self, shop_uid: str) -> Findings:
        """What is to be told of the shop's orders."""
        with translated(self._database.path), self._engine.connect() as connection:
            return _findings(connection, shop_uid)

    def freshness(self, shop_uid: str) -> Freshness:
        """What the last runs tell: the last proven success up to now, and what hinders since then.

        A run that was cancelled or killed says nothing about what hindered the one before it.
        """
        newest = select(RUNS).where(RUNS.c.shop_uid == shop_uid).order_by(RUNS.c.id.desc()).limit(1)
        up_to_now = (RUNS.c.high_water.is_not(None), RUNS.c.window_until.is_(None))
        with translated(self._database.path), self._engine.connect() as connection:
            attempt = connection.execute(newest).first()
            ended = connection.execute(newest.where(RUNS.c.state.in_((SUCCEEDED, FAILED)))).first()
            success = connection.execute(newest.where(*up_to_now)).first()
            failed = failures(connection, shop_uid)
            findings = _findings(connection, shop_uid)
        return Freshness(
            shop_uid=shop_uid,
            last_success=moment(success.finished_at) if success else None,
            new_at_last_success=success.new if success else 0,
            last_attempt=moment(attempt.started_at) if attempt else None,
            problem=_problem(ended) if ended else None,
            failures=failed,
            not_before=moment(ended.not_before) if ended else None,
            key_generation=ended.key_generation if ended else 0,
            findings=findings,
        )

    def freshness_of(self, shop_uids: Iterable[str]) -> tuple[Freshness, ...]:
        return tuple(map(self.freshness, shop_uids))


def _findings(connection: Connection, shop_uid: str) -> Findings:
    missing, differing, since = counted(connection, shop_uid)
    alarms = open_alarms(connection, shop_uid)
    return Findings(missing=missing, differing=differing, alarms=alarms, since=moment(since))


def _state(summary: FetchSummary) -> str:
    if summary.is_complete:
        return SUCCEEDED
    return _CANCELLED if summary.was_cancelled else FAILED


def _problem(run: Row[tuple[object, ...]]) -> Problem | None:
    if run.problem_code is None:
        return None
    return Problem(ProblemCode(run.problem_code), json.loads(run.problem_params))


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
