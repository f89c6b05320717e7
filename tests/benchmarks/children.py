"""Runs the processes that are measured, each as a fresh Python."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

_LONGEST: Final = 3600.0


def prepare_environment(folder: Path, bus: str) -> None:
    """For this process and its children: the keyring of `bus`, no display, bytecode kept in `folder`.

    An environment without bytecode would measure the compiler.
    """
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = bus
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_LOGGING_RULES"] = "default.warning=false"


def result_of(module: str, *words: str) -> Any:
    """What the module of this package prints as its last line, JSON; `{started}` in its words is the time now."""
    started = str(time.monotonic_ns())
    command = [
        sys.executable,
        "-m",
        f"tests.benchmarks.{module}",
        *(started if w == "{started}" else w for w in words),
    ]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=_LONGEST)
    return json.loads(done.stdout.splitlines()[-1])


def resident_bytes() -> int:
    """The memory that this process holds now; 0 where the system does not tell it so simply."""
    sizes = Path("/proc/self/statm")
    return int(sizes.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if sizes.exists() else 0


@contextmanager
def practice_shop(orders: int) -> Iterator[str]:
    """A practice shop in a process of its own; gives its address."""
    command = [sys.executable, "-m", "goq_desktop", "practice-shop", "--port", "0", "--orders", str(orders)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        try:
            assert process.stdout is not None
            yield next(line.split(": ")[1].strip() for line in process.stdout if line.startswith("接続先: "))
        finally:
            process.terminate()
