"""The journal of fetches: what was asked, how it ended, and up to when orders are proven to be here."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, Row, func, insert, select, update

from goq_desktop.domain.fetching import FetchSummary, Freshness, StepKind, SyncFacts, Window
from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.storage.cipher import translated
from goq_desktop.storage.database import Database
from goq_desktop.storage.schema import FETCH_RUNS as RUNS

_RUNNING: Final = "running"
_INTERRUPTED: Final = "interrupted"  # its process ended before it did
_SUCCEEDED: Final = "succeeded"
_CANCELLED: Final = "cancelled"
_FAILED: Final = "failed"


class Journal:
    """Raises STORE_* and DISK_FULL like every write."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._engine = database.engine()

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
        with translated(self._database.path), self._engine.begin() as connection:
            connection.execute(
                update(RUNS)
                .where(RUNS.c.shop_uid == shop_uid, RUNS.c.state == _RUNNING)
                .values(state=_INTERRUPTED)
            )
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

    def finish(self, run_id: int, summary: FetchSummary, *, now: datetime) -> None:
        """Close a run. Only here the mark of a proven success moves."""
        problem = summary.problems[0] if summary.problems else None
        with translated(self._database.path), self._engine.begin() as connection:
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

    def facts(self, shop_uid: str) -> SyncFacts:
        """What the next steps follow from."""
        with translated(self._database.path), self._engine.connect() as connection:
            clock_off = connection.scalar(
                select(RUNS.c.clock_off)
                .where(RUNS.c.shop_uid == shop_uid, RUNS.c.clock_off.is_not(None))
                .order_by(RUNS.c.id.desc())
                .limit(1)
            )
            return SyncFacts(
                proven_until=_proven_until(connection, shop_uid),
                failures=_failures(connection, shop_uid),
                clock_off=timedelta(seconds=clock_off or 0),
            )

    def proven_until(self, shop_uid: str) -> datetime | None:
        """The shop's time up to which orders are proven to be here."""
        with translated(self._database.path), self._engine.connect() as connection:
            return _proven_until(connection, shop_uid)

    def freshness(self, shop_uid: str) -> Freshness:
        """What the last runs tell: the last proven success up to now, and what hinders since then.

        A run that was cancelled or killed says nothing about what hindered the one before it.
        """
        newest = select(RUNS).where(RUNS.c.shop_uid == shop_uid).order_by(RUNS.c.id.desc()).limit(1)
        up_to_now = (RUNS.c.high_water.is_not(None), RUNS.c.window_until.is_(None))
        with translated(self._database.path), self._engine.connect() as connection:
            attempt = connection.execute(newest).first()
            ended = connection.execute(newest.where(RUNS.c.state.in_((_SUCCEEDED, _FAILED)))).first()
            success = connection.execute(newest.where(*up_to_now)).first()
            failures = _failures(connection, shop_uid)
        return Freshness(
            shop_uid=shop_uid,
            last_success=_moment(success.finished_at) if success else None,
            new_at_last_success=success.new if success else 0,
            last_attempt=_moment(attempt.started_at) if attempt else None,
            problem=_problem(ended) if ended else None,
            failures=failures,
            not_before=_moment(ended.not_before) if ended else None,
            key_generation=ended.key_generation if ended else 0,
        )

    def freshness_of(self, shop_uids: Iterable[str]) -> tuple[Freshness, ...]:
        return tuple(map(self.freshness, shop_uids))


def _proven_until(connection: Connection, shop_uid: str) -> datetime | None:
    newest = (
        select(RUNS.c.high_water)
        .where(RUNS.c.shop_uid == shop_uid, RUNS.c.high_water.is_not(None))
        .order_by(RUNS.c.id.desc())
        .limit(1)
    )
    return _moment(connection.scalar(newest))


def _failures(connection: Connection, shop_uid: str) -> int:
    """Runs that failed since the last one that succeeded."""
    of_shop = RUNS.c.shop_uid == shop_uid
    success = select(func.max(RUNS.c.id)).where(of_shop, RUNS.c.state == _SUCCEEDED)
    last = connection.scalar(success) or 0
    failed = select(func.count()).where(of_shop, RUNS.c.state == _FAILED, RUNS.c.id > last)
    return connection.scalar(failed) or 0


def _state(summary: FetchSummary) -> str:
    if summary.is_complete:
        return _SUCCEEDED
    return _CANCELLED if summary.was_cancelled else _FAILED


def _problem(run: Row[tuple[object, ...]]) -> Problem | None:
    if run.problem_code is None:
        return None
    return Problem(ProblemCode(run.problem_code), json.loads(run.problem_params))


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())


def _moment(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
