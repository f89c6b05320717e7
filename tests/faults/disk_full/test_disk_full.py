"""On a disk that fills at any moment of a day nothing is lost, and with room again all goes on."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest

from goq_desktop.domain.problems import ProblemCode
from tests.faults.rows import row, size

pytestmark = pytest.mark.timeout(size(1_200, 86_400))

PROJECT: Final = Path(__file__).parents[3]
STEP_KIB: Final = size(16, 4)
LAST_KIB: Final = 16_384
# From where the store fits and its copy does not.
TEETH_KIB: Final = (1_280, 128)


def days(
    place: Path, first: int, step: int, *words: str, program: str = "tests.faults.disk_full.day"
) -> list[dict[str, Any]]:
    """What a day came to on each size of disk, up to the one on which it fits."""
    unshare = shutil.which("unshare")
    if (
        not unshare
        or subprocess.run([unshare, "--mount", "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("mounting a disk for one process needs root on Linux")
    sizes = [str(place), str(first), str(step), str(LAST_KIB)]
    command = [unshare, "--mount", sys.executable, "-m", program, *sizes, *words]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2_000:]
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_a_day_on_disks_of_every_size(tmp_path: Path) -> None:
    with row(f"disk grown in {STEP_KIB} KiB steps through a day: lost / stuck") as figures:
        told = days(tmp_path, STEP_KIB, STEP_KIB)
        figures.tried = len(told)
        assert [one for one in told if one["fault"]] == []
        figures.result = "0 / 0"
    codes = Counter(code for one in told for code in one["problems"])
    assert set(codes) == {ProblemCode.DISK_FULL.value}
    assert told[-1]["problems"] == [], "the last disk was large enough"
    assert len(told) > 1_000 // STEP_KIB, "the day is longer than the empty store"


def test_a_backup_that_is_not_whole_or_none_would_be_seen(tmp_path: Path) -> None:
    """The suite's teeth."""
    with row("disk grown, teeth: backups written in their own place, days with a fault") as figures:
        told = days(tmp_path, *TEETH_KIB, "careless")
        faults = [one["fault"] for one in told if one["fault"]]
        figures.tried, figures.result = len(told), str(len(faults))
        assert any("backups" in fault for fault in faults)
