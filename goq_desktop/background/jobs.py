"""A resident worker thread that runs one piece of work after the other and answers in the main thread."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, Final, TypeVar

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from goq_desktop.cancellation import Cancelled, CancelToken
from goq_desktop.domain.problems import Problem, ProblemError

Result = TypeVar("Result")
Report = Callable[[object], None]

PROGRESS_INTERVAL: Final = 0.2  # seconds: nobody reads faster, and the window has better things to do
STOP_SECONDS: Final = 5.0


class Job:
    """One piece of submitted work, as its owner in the main thread holds it."""

    def __init__(self, token: CancelToken) -> None:
        self._token = token

    def cancel(self) -> None:
        """Ask the work to stop; it answers through `failed(None)`, or `done` when it was just ready."""
        self._token.cancel()


class _Mailbox:
    """Holds the newest progress of a job until the main thread takes it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._newest: object = None

    def put(self, progress: object) -> bool:
        """True when it was empty: somebody has to tell the main thread."""
        with self._lock:
            was_empty = self._newest is None
            self._newest = progress
        return was_empty

    def take(self) -> object:
        """The newest progress, once; None when there is nothing new."""
        with self._lock:
            newest, self._newest = self._newest, None
        return newest


@dataclass(frozen=True, slots=True)
class _Ticket:
    """What crosses into the worker."""

    number: int
    work: Callable[[CancelToken, Report], object]
    token: CancelToken
    mailbox: _Mailbox


@dataclass(frozen=True, slots=True)
class _Ended:
    """What comes back: a result, or a problem, or a bug; none of them means cancelled."""

    number: int
    is_done: bool = False
    result: object = None
    problem: Problem | None = None
    bug: Exception | None = None


@dataclass(frozen=True, slots=True)
class _MailWaiting:
    number: int


class _Client:
    """The main thread's side of a job: whom to call, and when progress was last told."""

    def __init__(
        self,
        job: Job,
        mailbox: _Mailbox,
        done: Callable[[Any], None],
        failed: Callable[[Problem | None], None],
        progressed: Callable[[Any], None] | None,
        *,
        is_kept: bool,
    ) -> None:
        self.job = job
        self.is_kept = is_kept
        self.done = done
        self.failed = failed
        self._mailbox = mailbox
        self._progressed = progressed
        self._last_told = float("-inf")

    @property
    def seconds_until_next(self) -> float:
        return self._last_told + PROGRESS_INTERVAL - time.monotonic()

    def tell_progress(self) -> None:
        progress = self._mailbox.take()
        if progress is not None and self._progressed is not None:
            self._last_told = time.monotonic()
            self._progressed(progress)


class _Runner(QObject):
    """Lives in the worker thread; runs one ticket for each wake-up."""

    answered = Signal(object)

    def __init__(self, tickets: SimpleQueue[_Ticket | None], closing: Callable[[], None] | None) -> None:
        super().__init__()
        self._tickets = tickets
        self._closing = closing

    @Slot()
    def _on_woken(self) -> None:
        ticket = self._tickets.get()
        if ticket is not None:
            self.answered.emit(self._run(ticket))
            return
        try:
            if self._closing is not None:
                self._closing()
        finally:
            self.thread().quit()

    def _run(self, ticket: _Ticket) -> _Ended:
        def report(progress: object) -> None:
            if ticket.mailbox.put(progress):
                self.answered.emit(_MailWaiting(ticket.number))

        try:
            ticket.token.check()
            return _Ended(ticket.number, is_done=True, result=ticket.work(ticket.token, report))
        except Cancelled:
            return _Ended(ticket.number)
        except ProblemError as error:
            return _Ended(ticket.number, problem=error.problem)
        except Exception as bug:  # noqa: BLE001 - it is raised again, in the main thread
            return _Ended(ticket.number, bug=bug)


class JobThread(QObject):
    """The main thread's handle of a worker thread that lives until `stop()`.

    Work gets a `CancelToken` and a `report(progress)`, runs in the worker in the order of its
    submission, and touches no widget. Its callbacks run in the main thread. For each job exactly
    one of these is called, and after `stop()` none:

    - `done(result)`: the work returned;
    - `failed(problem)`: it raised `ProblemError`;
    - `failed(None)`: nothing is left to tell. It was cancelled, or it broke in a way that is a bug:
      `sys.excepthook` was called with that exception just before.

    `progressed` gets the newest report (anything but None), at most 5 a second, and the last one
    always before the end.
    `closing` runs in the worker as its very last work, for what must be closed where it was opened.
    """

    _woken = Signal()

    def __init__(
        self,
        name: str,
        closing: Callable[[], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tickets: SimpleQueue[_Ticket | None] = SimpleQueue()
        self._clients: dict[int, _Client] = {}
        self._next_number = 1
        self._is_stopped = False
        # A coarse timer may be early.
        self._late_timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._late_timer.timeout.connect(self._on_late_progress_due)
        # No parent: a thread that would not stop must outlive the window that owned it.
        self._thread = QThread()
        self._thread.setObjectName(name)
        self._runner = _Runner(self._tickets, closing)
        self._runner.moveToThread(self._thread)
        self._woken.connect(self._runner._on_woken, Qt.ConnectionType.QueuedConnection)
        self._runner.answered.connect(self._on_answered, Qt.ConnectionType.QueuedConnection)
        self._thread.start()

    @property
    def is_busy(self) -> bool:
        return bool(self._clients)

    def submit(
        self,
        work: Callable[[CancelToken, Report], Result],
        done: Callable[[Result], None],
        failed: Callable[[Problem | None], None],
        progressed: Callable[[Any], None] | None = None,
        *,
        is_kept: bool = False,
    ) -> Job:
        """Queue `work`; see the class for what is called when.

        `is_kept`: `stop` does not cancel it, for what a person did is stored also when they leave at once.
        """
        if self._is_stopped:
            raise RuntimeError(f"{self._thread.objectName()} is stopped")
        number, self._next_number = self._next_number, self._next_number + 1
        token, mailbox = CancelToken(), _Mailbox()
        job = Job(token)
        self._clients[number] = _Client(job, mailbox, done, failed, progressed, is_kept=is_kept)
        self._tickets.put(_Ticket(number, work, token, mailbox))
        self._woken.emit()
        return job

    def stop(self, seconds: float = STOP_SECONDS) -> bool:
        """Cancel everything but what `is_kept`, and wait for the thread to end, at most `seconds`.

        False: some work did not stop. The thread is left alone (ending it by force can damage data),
        so the process has to end by `os._exit`.
        """
        if not self._is_stopped:
            self._is_stopped = True
            for client in self._clients.values():
                if not client.is_kept:
                    client.job.cancel()
            self._clients.clear()
            self._late_timer.stop()
            self._tickets.put(None)
            self._woken.emit()
        return self._thread.wait(round(seconds * 1000))

    @Slot(object)
    def _on_answered(self, answer: _Ended | _MailWaiting) -> None:
        client = self._clients.get(answer.number)
        if client is None:
            return
        if isinstance(answer, _MailWaiting):
            if client.seconds_until_next <= 0:
                client.tell_progress()
            else:
                self._late_timer.start(max(1, round(client.seconds_until_next * 1000)))
            return
        client.tell_progress()
        del self._clients[answer.number]
        if answer.is_done:
            client.done(answer.result)
            return
        if answer.bug is not None:
            sys.excepthook(type(answer.bug), answer.bug, answer.bug.__traceback__)
        client.failed(answer.problem)

    @Slot()
    def _on_late_progress_due(self) -> None:
        for client in list(self._clients.values()):
            client.tell_progress()
