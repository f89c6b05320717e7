"""The OS keyrings that are allowed, one a platform, and what their errors mean.

They are made directly: the choosing of the `keyring` package can be turned by one environment variable
or one line of a file to a backend that keeps nothing, or keeps plain text.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from goq_desktop.domain.problems import Problem, ProblemCode


class Backend(Protocol):
    """The part of `keyring`'s backends that is used."""

    def get_password(self, service: str, username: str, /) -> str | None: ...

    def set_password(self, service: str, username: str, password: str, /) -> None: ...

    def delete_password(self, service: str, username: str, /) -> None: ...


@dataclass(frozen=True, slots=True)
class Vault:
    """A backend with what is particular about it. `name` is for people and for noticing a change."""

    name: str
    backend: Backend
    is_cleared_before_write: bool = False
    unlock: Callable[[], None] | None = None


def open_vault(platform: str = sys.platform) -> Vault:
    """Slow at first (imports). Raises whatever the platform raises; `problem_of` reads it."""
    if platform == "win32":
        return _windows()
    if platform == "darwin":
        return _macos()
    return _linux()


def _windows() -> Vault:
    from keyring.backends.Windows import WinVaultKeyring

    backend = WinVaultKeyring()  # type: ignore[no-untyped-call]
    vars(backend).clear()  # what KEYRING_PROPERTY_… variables put there
    backend.persist = "local machine"
    # A write over an old value would first copy that one to a second place and leave it there.
    return Vault("Windows Credential Manager", backend, is_cleared_before_write=True)


def _macos() -> Vault:
    from keyring.backends.macOS import Keyring

    backend = Keyring()  # type: ignore[no-untyped-call]
    vars(backend).clear()
    backend.keychain = None
    return Vault("macOS Keychain", backend)


def _linux() -> Vault:
    from goq_desktop.credentials import secret_service

    backend = secret_service.PromptlessKeyring()
    return Vault(secret_service.product(), backend, unlock=secret_service.ask_for_unlocking)


def problem_of(error: Exception, backend: str) -> Problem:
    """What an error of a backend means; nothing of its text is kept, which may hold the secret."""
    names = {kind.__name__ for kind in type(error).__mro__}
    if names & {"KeyringLocked", "LockedException", "PromptDismissedException"} or (
        getattr(error, "name", "") == "org.freedesktop.Secret.Error.IsLocked"
    ):
        return Problem(ProblemCode.KEYRING_LOCKED)
    if getattr(error, "winerror", None) == 1312 or names & {  # ERROR_NO_SUCH_LOGON_SESSION
        "NoKeyringError",
        "InitError",
        "SecretServiceNotAvailableException",
        "ImportError",
        "ConnectionError",
        "FileNotFoundError",
        "EOFError",
    }:
        return Problem(ProblemCode.KEYRING_ABSENT)
    return Problem(ProblemCode.KEYRING_REFUSED, {"backend": backend})
