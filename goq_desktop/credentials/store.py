"""What a place for secrets does, and the names under which they lie there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import ProblemCode, ProblemError

# Windows takes 2,560 bytes of UTF-16; the same bound everywhere keeps a home movable.
LONGEST_SECRET: Final = 1280


class Secret:
    """A text that no log, traceback or debugger prints by accident."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        return self._text

    def __repr__(self) -> str:
        return "Secret(•••)"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._text == other._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __reduce__(self) -> str:
        raise TypeError("a secret is never pickled")


def check_length(secret: Secret) -> None:
    """Raises KEY_TOO_LONG, by the count of the strictest keyring: units of UTF-16."""
    length = len(secret.reveal().encode("utf-16-le", "surrogatepass")) // 2
    if length > LONGEST_SECRET:
        raise ProblemError(ProblemCode.KEY_TOO_LONG, length=length, limit=LONGEST_SECRET)


@dataclass(frozen=True, slots=True)
class Slot:
    """The place of one secret. Each has a service name of its own.

    On Windows a shared service name leaves the old value behind when a second user name is written.
    """

    name: str

    @property
    def service(self) -> str:
        return f"GoQ Desktop {self.name}"

    @property
    def user(self) -> str:
        return "goq-desktop"


def shop_slot(shop_uid: str, key: KeyKind, generation: int = 0) -> Slot:
    """Each generation of a shop's pair has slots of its own; the first has the names of before there were any."""
    return Slot(f"shop {shop_uid} {key.value}" + (f" {generation}" if generation else ""))


def database_slot(salt: bytes) -> Slot:
    """The database's key lies under the salt in the file's first 16 bytes: found wherever the file goes."""
    return Slot(f"database {salt.hex()}")


class KeyringState(StrEnum):
    """One page of the wizard for each."""

    READY = "ready"
    LOCKED = "locked"
    ABSENT = "absent"
    SILENT = "silent"
    CHANGED = "changed"


class CredentialStore(Protocol):
    """A place for secrets.

    Every call ends within a deadline or raises `ProblemError` (KEYRING_*, KEY_TOO_LONG).
    """

    @property
    def backend(self) -> str:
        """The name of what is behind it, for people; empty before the first call."""
        ...

    def accept_backend(self) -> None:
        """What is behind it now is the right one from now on, whatever it was before."""
        ...

    def probe(self) -> KeyringState:
        """Whether secrets can be read now and, as far as one can tell without it, written. Never raises."""
        ...

    def read(self, slot: Slot) -> Secret | None:
        """None when nothing lies there."""
        ...

    def write(self, slot: Slot, secret: Secret) -> None:
        """Write, read back and compare.

        After an error the slot holds the old value or none; after KEYRING_SILENT the new one may yet arrive.
        """
        ...

    def delete(self, slot: Slot) -> None:
        """Nothing happens when nothing lies there."""
        ...
