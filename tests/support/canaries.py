"""Test keys made at random for one run, so that a scan afterwards can tell whether they leaked."""

from __future__ import annotations

import os
import secrets
import string
import sys
from dataclasses import dataclass, fields
from pathlib import Path


@dataclass(frozen=True, slots=True)
class CanaryKeys:
    """In the two forms in which real keys come: 40 hex characters, and what looks like a bcrypt hash."""

    open: str
    manager: str

    def __repr__(self) -> str:
        return "CanaryKeys(•••)"


def make() -> CanaryKeys:
    alphabet = string.ascii_letters + string.digits + "./"
    # `/` and `.` in any case: they are what URLs, JSON and Base64 spell in other ways.
    body = "/." + "".join(secrets.choice(alphabet) for _ in range(51))
    return CanaryKeys(open=secrets.token_hex(20), manager=f"$2y$11${body}")


def write(keys: CanaryKeys, file: Path) -> None:
    """A new file that only its owner can read."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "w", encoding="ascii") as stream:
        stream.writelines(f"{getattr(keys, field.name)}\n" for field in fields(keys))


def read(file: Path) -> CanaryKeys:
    return CanaryKeys(*file.read_text("ascii").split())


if __name__ == "__main__":
    write(make(), Path(sys.argv[1]))
