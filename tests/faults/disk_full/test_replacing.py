"""On a disk that fills while a store is migrated or restored, the old one or the new one is there, and all goes on."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

import pytest

from goq_desktop.domain.problems import ProblemCode
from goq_desktop.storage.migrations import REVISIONS
from tests.faults.disk_full.test_disk_full import STEP_KIB, days
from tests.faults.rows import row, size

pytestmark = pytest.mark.timeout(size(300, 3_600))

RESTORINGS: Final = ("restore", "erased")
# From a disk with no room at all.
TEETH_KIB: Final = (0, 32)

on_disks = partial(days, program="tests.faults.disk_full.replacing")


@pytest.mark.parametrize("what", [*REVISIONS[:-1], *RESTORINGS])
def test_the_store_is_the_old_one_or_the_new_one(tmp_path: Path, what: str) -> None:
    doing = "restoring" if what in RESTORINGS else "migration"
    with row(f"disk grown in {STEP_KIB} KiB steps through a {doing}: a mixture / stuck") as figures:
        told = on_disks(tmp_path, 0, STEP_KIB, what)
        figures.tried = len(told)
        assert [one for one in told if one["fault"]] == []
        figures.result = "0 / 0"
    codes = {code for one in told for code in one["problems"]}
    assert codes == {ProblemCode.DISK_FULL.value}
    assert told[-1]["problems"] == [], "the last disk was large enough"


@pytest.mark.parametrize(("what", "seen"), [(REVISIONS[0], "a mixture"), ("restore", "store_damaged")])
def test_a_store_that_is_replaced_in_parts_would_be_seen(tmp_path: Path, what: str, seen: str) -> None:
    """The suite's teeth: statements of a migration that count by themselves, a copy that counts half written."""
    with row("disk grown, teeth: a store replaced in parts") as figures:
        told = on_disks(tmp_path, *TEETH_KIB, what, "careless")
        faults = [one["fault"] for one in told if one["fault"]]
        figures.tried, figures.result = len(told), "seen"
        assert faults and all(seen in fault.lower() for fault in faults), faults
