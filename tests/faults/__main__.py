"""Runs the fault suite and prints its one table: `bash packaging/dev.sh faults [--release] [--minutes N] [pytest words]`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.faults import rows


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--release", action="store_true", help="the larger sizes")
    parser.add_argument("--minutes", type=float, help="no row whose sizes can be cut goes on for longer")
    parser.add_argument("--table", type=Path, help="run nothing: the table of the figures in this folder")
    arguments, words = parser.parse_known_args()
    if arguments.table:
        print(f"\n{table(rows.read(arguments.table))}")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            rows.FIGURES: folder,
            rows.SIZE: "release" if arguments.release else "everyday",
            rows.MINUTES: str(arguments.minutes or ""),
        }
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-m", "not window_system"]
        if arguments.release:
            command += ["-o", "timeout=86400"]
        chosen = words if any(word.startswith("tests/") for word in words) else [*words, "tests/faults"]
        status = subprocess.run([*command, *chosen], env=environment, check=False).returncode
        print(f"\n{table(rows.read(Path(folder)))}")
    return status


def table(figures: list[rows.Figure]) -> str:
    """As it stands in the README of the suite."""
    lines = ["| what | tried | result | seconds |", "|---|---|---|---|"]
    lines += [f"| {one.row} | {one.tried:,} | {one.result} | {one.seconds:.0f} |" for one in figures]
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
