"""Threads give way to the window soon, and what a start makes is no garbage to look through."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator

import pytest

from goq_desktop.background import turns


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    interval = sys.getswitchinterval()
    yield
    sys.setswitchinterval(interval)
    gc.unfreeze()
    gc.enable()


def test_a_start_is_not_held_up_and_its_end_looks_for_new_garbage_only() -> None:
    turns.begin_start()
    assert sys.getswitchinterval() < 0.001
    assert not gc.isenabled()
    kept = [object() for _ in range(10)]
    holder = {"kept": kept}
    turns.end_start()
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    assert not any(one is holder for one in gc.get_objects())
