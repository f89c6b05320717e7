"""The resident worker answers in the main thread, exactly once, and always ends."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator
from itertools import pairwise
from types import TracebackType

import pytest
from pytestqt.qtbot import QtBot

from goq_desktop.background.jobs import PROGRESS_INTERVAL, JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.problems import Problem, ProblemCode, ProblemError


class Answers:
    """Notes each callback with the thread it ran in."""

    def __init__(self) -> None:
        self.done_with: list[object] = []
        self.failed_with: list[Problem | None] = []
        self.progress: list[tuple[float, object]] = []
        self.threads: set[threading.Thread] = set()

    def done(self, result: object) -> None:
        self.threads.add(threading.current_thread())
        self.done_with.append(result)

    def failed(self, problem: Problem | None) -> None:
        self.threads.add(threading.current_thread())
        self.failed_with.append(problem)

    def progressed(self, progress: object) -> None:
        self.threads.add(threading.current_thread())
        self.progress.append((time.monotonic(), progress))

    @property
    def count(self) -> int:
        return len(self.done_with) + len(self.failed_with)


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[JobThread]:
    thread = JobThread("test worker")
    yield thread
    assert thread.stop()


@pytest.fixture
def answers() -> Answers:
    return Answers()


def test_work_runs_beside_the_window_and_answers_in_it(
    qtbot: QtBot, worker: JobThread, answers: Answers
) -> None:
    def work(token: CancelToken, report: Report) -> threading.Thread:
        return threading.current_thread()

    worker.submit(work, answers.done, answers.failed)
    assert worker.is_busy
    qtbot.waitUntil(lambda: answers.count == 1)
    assert answers.done_with != [threading.main_thread()]
    assert answers.threads == {threading.main_thread()}
    assert not worker.is_busy


def test_jobs_run_in_the_order_of_submission(qtbot: QtBot, worker: JobThread, answers: Answers) -> None:
    def numbered(number: int) -> None:
        worker.submit(lambda token, report: number, answers.done, answers.failed)

    for number in range(50):
        numbered(number)
    qtbot.waitUntil(lambda: answers.count == 50)
    assert answers.done_with == list(range(50))


def test_result_crosses_unchanged(qtbot: QtBot, worker: JobThread, answers: Answers) -> None:
    result = {2**40: "big key", "text": 2**63}
    worker.submit(lambda token, report: result, answers.done, answers.failed)
    qtbot.waitUntil(lambda: answers.count == 1)
    assert answers.done_with[0] is result


def test_problem_reaches_failed(qtbot: QtBot, worker: JobThread, answers: Answers) -> None:
    def work(token: CancelToken, report: Report) -> None:
        raise ProblemError(ProblemCode.NO_NETWORK, host="shop.example")

    worker.submit(work, answers.done, answers.failed)
    qtbot.waitUntil(lambda: answers.count == 1)
    assert answers.failed_with == [Problem(ProblemCode.NO_NETWORK, {"host": "shop.example"})]


def test_cancel_wakes_work_from_its_wait(qtbot: QtBot, worker: JobThread, answers: Answers) -> None:
    started = threading.Event()

    def work(token: CancelToken, report: Report) -> None:
        started.set()
        token.wait(60)

    job = worker.submit(work, answers.done, answers.failed)
    assert started.wait(5)
    job.cancel()
    qtbot.waitUntil(lambda: answers.count == 1)
    assert answers.failed_with == [None]


def test_job_cancelled_in_the_queue_never_runs(qtbot: QtBot, worker: JobThread, answers: Answers) -> None:
    gate, ran = threading.Event(), threading.Event()
    worker.submit(lambda token, report: gate.wait(5), answers.done, answers.failed)
    queued = worker.submit(lambda token, report: ran.set(), answers.done, answers.failed)
    queued.cancel()
    gate.set()
    qtbot.waitUntil(lambda: answers.count == 2)
    assert not ran.is_set()
    assert answers.failed_with == [None]


def test_bug_reaches_the_crash_hook_in_the_main_thread(
    qtbot: QtBot, worker: JobThread, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[BaseException, threading.Thread]] = []

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        assert trace is not None and kind is type(error)
        seen.append((error, threading.current_thread()))

    monkeypatch.setattr(sys, "excepthook", hook)
    bug = ZeroDivisionError("a bug")

    def work(token: CancelToken, report: Report) -> None:
        raise bug

    worker.submit(work, answers.done, answers.failed)
    worker.submit(lambda token, report: "next", answers.done, answers.failed)
    qtbot.waitUntil(lambda: answers.count == 2)
    assert seen == [(bug, threading.main_thread())]
    assert answers.failed_with == [None], "the owner is freed, with nothing left to tell"
    assert answers.done_with == ["next"], "the worker lives on"


def test_progress_is_throttled_and_the_last_one_arrives(
    qtbot: QtBot, worker: JobThread, answers: Answers
) -> None:
    seen = threading.Event()

    def work(token: CancelToken, report: Report) -> None:
        for step in range(4):
            seen.clear()
            report(step)
            seen.wait(5)
        for step in range(4, 20_001):
            report(step)

    def progressed(progress: object) -> None:
        answers.progressed(progress)
        seen.set()

    worker.submit(work, answers.done, answers.failed, progressed)
    qtbot.waitUntil(lambda: answers.count == 1)
    assert [step for _, step in answers.progress[:4]] == [0, 1, 2, 3]
    assert answers.progress[-1][1] == 20_000
    times = [time for time, _ in answers.progress[:-1]]  # the last one waits for nothing
    assert all(later - sooner >= PROGRESS_INTERVAL * 0.95 for sooner, later in pairwise(times))
    assert answers.threads == {threading.main_thread()}


def test_progress_arrives_though_the_work_goes_quiet(
    qtbot: QtBot, worker: JobThread, answers: Answers
) -> None:
    seen = threading.Event()

    def work(token: CancelToken, report: Report) -> None:
        report("page 1")
        seen.wait(5)
        report("page 2")
        token.wait(60)

    def progressed(progress: object) -> None:
        answers.progressed(progress)
        seen.set()

    job = worker.submit(work, answers.done, answers.failed, progressed)
    qtbot.waitUntil(lambda: len(answers.progress) == 2)
    assert [progress for _, progress in answers.progress] == ["page 1", "page 2"]
    assert answers.count == 0
    job.cancel()
    qtbot.waitUntil(lambda: answers.count == 1)


def test_stop_cancels_closes_in_the_worker_and_says_nothing_more(qtbot: QtBot, answers: Answers) -> None:
    closed_in: list[threading.Thread] = []
    started = threading.Event()

    def work(token: CancelToken, report: Report) -> threading.Thread:
        started.set()
        try:
            token.wait(60)
        finally:
            worked_in.append(threading.current_thread())
        raise AssertionError("not cancelled")

    worked_in: list[threading.Thread] = []
    worker = JobThread("closing worker", closing=lambda: closed_in.append(threading.current_thread()))
    worker.submit(work, answers.done, answers.failed)
    worker.submit(work, answers.done, answers.failed)
    assert started.wait(5)
    assert worker.stop()
    assert closed_in == worked_in, "closed once, where the one started job ran"
    qtbot.wait(1)
    assert answers.count == 0
    with pytest.raises(RuntimeError):
        worker.submit(work, answers.done, answers.failed)


def test_stop_lets_what_is_kept_run_in_its_turn(qtbot: QtBot, answers: Answers) -> None:
    worker, ran = JobThread("keeping worker"), []
    worker.submit(lambda token, _: token.wait(60), answers.done, answers.failed)
    worker.submit(lambda _, __: ran.append("kept"), answers.done, answers.failed, is_kept=True)
    worker.submit(lambda _, __: ran.append("other"), answers.done, answers.failed)
    assert worker.stop()
    assert ran == ["kept"]
    qtbot.wait(1)
    assert answers.count == 0


def test_stop_gives_up_on_deaf_work_without_ending_it_by_force(qtbot: QtBot, answers: Answers) -> None:
    started, release, finished = threading.Event(), threading.Event(), threading.Event()

    def work(token: CancelToken, report: Report) -> None:
        started.set()
        release.wait(30)
        finished.set()

    worker = JobThread("deaf worker")
    worker.submit(work, answers.done, answers.failed)
    assert started.wait(5)
    assert not worker.stop(0.05)
    release.set()
    assert worker.stop(), "a second call waits again"
    assert finished.is_set()
