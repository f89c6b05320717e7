"""Stops a piece of work before or after any of its steps that reach outside, as a killed process stops."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from goq_desktop.credentials.deadline import AbandoningCaller
from goq_desktop.malls.transport import Transport
from goq_desktop.settings import files


class Killed(BaseException):
    """Nothing that goes on after a problem catches this; what a killed process leaves is what it leaves."""


class KillPoints:
    """Counts the moments before and after each keyring operation, HTTP call and replacement of a file.

    Without `arm` nothing stops. After `arm(n)` the n-th moment from then on, counted from 0, raises `Killed`.
    """

    def __init__(self) -> None:
        self.passed: list[str] = []
        self._fatal: int | None = None

    def arm(self, number: int | None) -> None:
        self.passed = []
        self._fatal = number

    def around(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(*values: Any, **named: Any) -> Any:
            self._pass(f"before {name}")
            answer = work(*values, **named)
            self._pass(f"after {name}")
            return answer

        return guarded

    def _pass(self, moment: str) -> None:
        self.passed.append(moment)
        if self._fatal == len(self.passed) - 1:
            raise Killed(moment)


@pytest.fixture
def kill_points(monkeypatch: pytest.MonkeyPatch) -> KillPoints:
    """Keyring operations are those of the backend: one write of the store is several."""
    points = KillPoints()

    def at_once(_: AbandoningCaller, work: Callable[[], object], __: object) -> object:
        return work()

    monkeypatch.setattr(AbandoningCaller, "call", points.around("keyring", at_once))
    monkeypatch.setattr(Transport, "start", points.around("sending", Transport.start))
    monkeypatch.setattr(Transport, "finish", points.around("answer", Transport.finish))
    monkeypatch.setattr(files, "replace", points.around("settings", files.replace))
    return points
