"""On a disk that fills at any moment of a day nothing is lost, and with room again all goes on."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from goq_desktop.domain.problems import ProblemCode
from tests.faults.rows import row, size

pytestmark = pytest.mark.timeout(1200)

PROJECT: Final = Path(__file__).parents[3]
STEP_KIB: Final = size(16, 4)
LAST_KIB: Final = 16_384


def test_a_day_on_disks_of_every_size(tmp_path: Path) -> None:
    unshare = shutil.which("unshare")
    if (
        not unshare
        or subprocess.run([unshare, "--mount", "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("mounting a disk for one process needs root on Linux")
    words = [str(tmp_path), str(STEP_KIB), str(STEP_KIB), str(LAST_KIB)]
    with row(f"disk grown in {STEP_KIB} KiB steps through a day: lost / stuck") as figures:
        command = [unshare, "--mount", sys.executable, "-m", "tests.faults.disk_full.day", *words]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr[-2_000:]
        told = [json.loads(line) for line in done.stdout.splitlines()]
        figures.tried = len(told)
        assert [one for one in told if one["fault"]] == []
        figures.result = "0 / 0"
    codes = Counter(code for one in told for code in one["problems"])
    assert set(codes) == {ProblemCode.DISK_FULL.value}
    assert told[-1]["problems"] == [], "the last disk was large enough"
    assert len(told) > 1_000 // STEP_KIB, "the day is longer than the empty store"
