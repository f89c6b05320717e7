"""All that may take long during the set-up: the wizard asks here and is answered later, in its own thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from goq_desktop.credentials.store import KeyringState
from goq_desktop.domain.connection import ConnectionProof, KeyKind
from goq_desktop.domain.problems import Problem
from goq_desktop.settings.tiles import Shop


class SetupActions(Protocol):
    """Each `done` is called in the main thread, at most once; after `cancel` it may never be."""

    def probe_keyring(self, done: Callable[[KeyringState], None]) -> None: ...

    def unlock_keyring(self, done: Callable[[KeyringState], None]) -> None:
        """Ask the system to unlock; a person may have to answer its prompt."""
        ...

    def use_session_store(self) -> None:
        """Keep keys in memory for this run alone; at once, and only after a person's explicit choice."""
        ...

    def save_keys(
        self, shop_uid: str, keys: Mapping[KeyKind, str], done: Callable[[Problem | None], None]
    ) -> None:
        """Write into the credential store and note the days in the settings; None: all are kept."""
        ...

    def forget_shops(self, shop_uids: Iterable[str]) -> None:
        """Remove the keys of shops that were taken off the list; nobody waits for it."""
        ...

    def check(
        self, shop: Shop, typed: Mapping[KeyKind, str], done: Callable[[ConnectionProof | Problem], None]
    ) -> None:
        """Test with the typed keys, and with the kept one where none was typed."""
        ...

    def cancel(self) -> None:
        """Ask what is running to stop."""
        ...
