"""One call in a thread of its own: a blocked read cannot be interrupted, but it can be left alone."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Final

from goq_desktop.cancellation import CancelToken
from goq_desktop.clock import Clock
from goq_desktop.domain.problems import ProblemError
from goq_desktop.malls.connection import Connection
from goq_desktop.malls.failures import CallFacts, failure_of_exception, timed_out

# How often a waiting caller looks whether it was cancelled, in seconds.
_LOOK: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A good answer. `received` is the PC's time of its first bytes, `server_time` the shop's own."""

    host: str
    body: bytes
    content_type: str
    received: datetime
    server_time: datetime | None


class UnexpectedCallError(Exception):
    """A fault of ours inside a call: the kind and place of an exception whose own text may hold a key."""


class PendingCall:
    """A call on its way. It owns its connection until it is done; an abandoned one closes it itself."""

    def __init__(
        self,
        connection: Connection,
        facts: CallFacts,
        total_seconds: float,
        clock: Clock,
        token: CancelToken,
    ) -> None:
        self.connection = connection
        self.facts = facts
        self._total_seconds = total_seconds
        self._clock = clock
        self._token = token
        self._deadline = clock.elapsed() + total_seconds
        self._done = threading.Event()
        self._outcome: Answer | Exception | None = None
        self._is_abandoned = False
        self._ending = threading.Lock()

    def begin(self, make: Callable[[PendingCall], Answer]) -> None:
        threading.Thread(target=self._run, args=(make,), name="mall call", daemon=True).start()

    def result(self) -> Answer:
        """Waits for the answer.

        Raises ProblemError, TIMED_OUT when it does not come in time, or Cancelled as soon as the token is.
        """
        while not self._done.wait(_LOOK):
            self._token.check()
            if self._clock.elapsed() > self._deadline:
                raise timed_out(self.facts, self._total_seconds)
        self._token.check()
        if isinstance(self._outcome, Answer):
            return self._outcome
        assert self._outcome is not None
        raise self._outcome

    def give_up(self) -> None:
        """Nobody waits any more: the call's thread closes the connection when it wakes."""
        with self._ending:
            self._is_abandoned = True
            if self._done.is_set():
                self.connection.close()

    def check(self) -> None:
        """For the call's own thread, between two chunks: stop when nobody waits or the time is over."""
        if self._is_abandoned or self._clock.elapsed() > self._deadline:
            raise timed_out(self.facts, self._total_seconds)

    def _run(self, make: Callable[[PendingCall], Answer]) -> None:
        """Nothing the HTTP library raises leaves this thread: its exceptions hold requests, with keys."""
        outcome: Answer | Exception
        try:
            outcome = make(self)
        except ProblemError as error:
            outcome = error
        except Exception as error:  # noqa: BLE001 - it is handed to the waiting thread, without its text
            outcome = failure_of_exception(error, self.facts) or _nameless(error)
        if isinstance(outcome, Exception):
            outcome.__context__ = outcome.__cause__ = outcome.__traceback__ = None
        with self._ending:
            self._outcome = outcome
            self._done.set()
            if self._is_abandoned:
                self.connection.close()


def _nameless(error: Exception) -> UnexpectedCallError:
    places = traceback.extract_tb(error.__traceback__)
    place = f" at {PurePath(places[-1].filename).name}:{places[-1].lineno}" if places else ""
    return UnexpectedCallError(f"{type(error).__name__}{place}")
