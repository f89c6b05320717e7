"""Keeps secrets in memory for this run only, when a person chose that."""

from __future__ import annotations

from goq_desktop.credentials.store import KeyringState, Secret, Slot, check_length


class SessionStore:
    """A `CredentialStore` that is always ready and forgets everything at the end."""

    backend = "memory"

    def __init__(self) -> None:
        self._secrets: dict[Slot, Secret] = {}

    def accept_backend(self) -> None:
        """Memory never changes its name."""

    def probe(self) -> KeyringState:
        return KeyringState.READY

    def read(self, slot: Slot) -> Secret | None:
        return self._secrets.get(slot)

    def write(self, slot: Slot, secret: Secret) -> None:
        check_length(secret)
        self._secrets[slot] = secret

    def delete(self, slot: Slot) -> None:
        self._secrets.pop(slot, None)
