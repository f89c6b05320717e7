"""A keyring in memory that stands for the real one, which tens of thousands of stops would take hours of."""

from __future__ import annotations

from collections.abc import Mapping

from keyring.errors import PasswordDeleteError

from goq_desktop.credentials.vaults import Vault

Entries = Mapping[tuple[str, str], str]
NAME = "keyring in memory"


class MemoryKeyring:
    """A backend behind the app's own `KeyringStore`; `reach` is called before and after each operation."""

    def __init__(self, entries: Entries | None = None) -> None:
        self._entries = dict(entries or {})

    def entries(self) -> Entries:
        """As they are now, by service and user."""
        return dict(self._entries)

    def reach(self) -> None:
        """Replaced by whoever watches."""

    def vault(self) -> Vault:
        return Vault(NAME, self)

    def get_password(self, service: str, username: str, /) -> str | None:
        self.reach()
        found = self._entries.get((service, username))
        self.reach()
        return found

    def set_password(self, service: str, username: str, password: str, /) -> None:
        self.reach()
        self._entries[service, username] = password
        self.reach()

    def delete_password(self, service: str, username: str, /) -> None:
        self.reach()
        if (service, username) not in self._entries:
            raise PasswordDeleteError("not found")
        del self._entries[service, username]
        self.reach()
