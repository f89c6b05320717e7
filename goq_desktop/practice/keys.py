"""The practice shop's id and its keys, derived when asked for: no key's text stands in a file."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256, sha512
from typing import Final

SHOP_ID: Final = "renshu.pr"


def open_key(seed: int) -> str:
    """40 hex characters, the one form in which real keys come."""
    return sha256(f"open {seed}".encode()).hexdigest()[:40]


def manager_key(seed: int) -> str:
    """The other form: it looks like a bcrypt hash, with `$`, `.` and `/`."""
    return "$2y$11$" + b64encode(sha512(f"manager {seed}".encode()).digest(), b"./")[:53].decode()
