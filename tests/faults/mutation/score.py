"""Tries the mutants of the sync core, in an order of chance that is always the same, and counts those noticed."""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

from tests.faults.mutation.core import MODULES
from tests.faults.mutation.operators import Mutant, mutants, mutated
from tests.faults.mutation.running import Known, file_of, in_fork, is_noticed, load_before, look_at_tests

# One a line, as `full_name` has it; before a group of them the reason, after "#".
EQUIVALENT: Final = Path(__file__).with_name("equivalent.txt")


@dataclass(slots=True)
class Score:
    """`all` are the core's mutants but those judged to change nothing; `tried` may be a sample of them."""

    all: int = 0
    tried: int = 0
    noticed: int = 0
    survivors: list[str] = field(default_factory=list)


def judged() -> frozenset[str]:
    """Mutants that change nothing that anybody could notice."""
    lines = EQUIVALENT.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def full_name(module: str, mutant: Mutant) -> str:
    return f"{module.removeprefix('goq_desktop.')}  {mutant.name}"


def all_mutants() -> Iterator[tuple[str, Mutant]]:
    for module in MODULES:
        for mutant in mutants(file_of(module).read_text("utf-8")):
            yield module, mutant


def try_mutants(words: Sequence[str], jobs: int, minutes: float, tell: Callable[[str], None]) -> Score:
    """`words`: parts of names, none: all mutants; `minutes`: as many as come to their turn by then.

    `tell` is given each mutant that no test notices.
    """
    equivalent = judged()
    wanted = [
        (module, mutant)
        for module, mutant in all_mutants()
        if (name := full_name(module, mutant)) not in equivalent
        and (not words or any(word in name for word in words))
    ]
    random.Random(1).shuffle(wanted)
    score, running = Score(all=len(wanted)), dict[int, str]()
    load_before()
    with tempfile.TemporaryDirectory() as folder:
        known = look_at_tests(Path(folder))
    end = time.monotonic() + minutes * 60
    while running or (wanted and time.monotonic() < end):
        if wanted and len(running) < jobs and time.monotonic() < end:
            module, mutant = wanted.pop()
            running[_begin(known, module, mutant)] = full_name(module, mutant)
            continue
        child, status = os.wait()
        name = running.pop(child)
        score.tried += 1
        if status:
            score.noticed += 1
        else:
            score.survivors.append(name)
            tell(f"{score.noticed} of {score.tried}, left over: {name}")
    return score


def _begin(known: Known, module: str, mutant: Mutant) -> int:
    tests = known.tests_of(module, range(mutant.line, mutant.last_line + 1))
    tree = mutated(file_of(module).read_text("utf-8"), mutant.number)
    return in_fork(partial(is_noticed, tests, module, tree))
