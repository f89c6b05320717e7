"""The tests have teeth for the sync core: of the small faults put into its source they notice nearly all."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from typing import Final

import pytest

from tests.faults.mutation.operators import mutants, mutated
from tests.faults.mutation.score import all_mutants, full_name, judged
from tests.faults.rows import FIGURES, MINUTES, SIZE, row

LEAST: Final = 0.85

_SOURCE: Final = '''
LIMIT = 3

def first(values: list[int], most: int = LIMIT) -> int | None:
    """What no run reads stays."""
    if not values or len(values) > most:
        raise ValueError(values)
    return min(values, default=0)
'''


@pytest.mark.skipif(
    os.environ.get(SIZE) != "release", reason="an hour of two cores: only in the larger suite"
)
@pytest.mark.timeout(86_400)
def test_the_tests_notice_nearly_all_mutants_of_the_sync_core() -> None:
    with row("mutation score of the sync core") as figures:
        command = [sys.executable, "-m", "tests.faults.mutation"]
        if minutes := os.environ.get(MINUTES):
            command += ["--minutes", minutes]
        # The rows of the tests that it runs are none of the table's.
        alone = {name: value for name, value in os.environ.items() if name != FIGURES}
        said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=alone).stdout
        score = json.loads(said.splitlines()[-1])
        figures.tried = score["tried"]
        figures.result = f"{score['noticed']} of {score['tried']} noticed, of {score['all']}"
        print(*score["survivors"], sep="\n")
        assert score["noticed"] >= LEAST * score["tried"]


def test_each_mutant_is_one_small_fault_with_a_name_of_its_own() -> None:
    found = mutants(_SOURCE)
    whole = ast.unparse(ast.parse(_SOURCE))
    changed = {ast.unparse(mutated(_SOURCE, one.number)) for one in found}
    assert len(changed) == len(found) and whole not in changed
    assert [one.name for one in found] == [
        "LIMIT: 3 -> 4",
        "LIMIT: 3 -> 2",
        "first: not values or len(values) > most -> not (not values or len(values) > most)",
        "first: not values or len(values) > most -> not values and len(values) > most",
        "first: not values -> values",
        "first: len(values) > most -> len(values) >= most",
        "first: len(values) > most -> len(values) <= most",
        "first: raise ValueError(values) -> pass",
        "first: return min(values, default=0) -> return None",
        "first: min(values, default=0) -> max(values, default=0)",
        "first: min(values, default=0) -> min(values)",
        "first: 0 -> 1",
        "first: 0 -> -1",
    ]


def test_what_is_judged_to_change_nothing_is_still_there_to_be_judged() -> None:
    names = [full_name(module, mutant) for module, mutant in all_mutants()]
    assert len(set(names)) == len(names)
    assert judged() <= set(names), "left over from source that has changed"
