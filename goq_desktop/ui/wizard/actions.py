"""All that may take long during the set-up: the wizard asks here and is answered later, in its own thread."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from goq_desktop.credentials.store import KeyringState
from goq_desktop.domain.connection import ConnectionProof, KeyKind
from goq_desktop.domain.problems import Problem
from goq_desktop.services.key_rotation import KeyChange, Rotation
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

    def change_keys(self, change: KeyChange, done: Callable[[Rotation | Problem], None]) -> None:
        """Keep a pair of keys and let it count, when it passes its test; see `services.key_rotation`."""
        ...

    def forget_shops(self, shop_uids: Iterable[str]) -> None:
        """Remove the keys of shops that are no longer in the settings; nobody waits for it."""
        ...

    def check(
        self, shop: Shop, typed: Mapping[KeyKind, str], done: Callable[[ConnectionProof | Problem], None]
    ) -> None:
        """Test with the typed keys, and with the kept one where none was typed."""
        ...

    def cancel(self) -> None:
        """Ask what is running to stop."""
        ...
