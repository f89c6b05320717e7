"""Everything that lies in one home, opened when first asked for: settings, secrets, profiles, orders."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from goq_desktop.clock import Clock
from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.credentials.store import CredentialStore, Secret, database_slot, shop_slot
from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.domain.times import JST
from goq_desktop.paths import Home
from goq_desktop.settings.store import Loaded, SettingsStore
from goq_desktop.settings.tiles import Desk, Shop

if TYPE_CHECKING:
    from goq_desktop.malls.profile import MallProfile
    from goq_desktop.storage.database import Database


class Workspace:
    """One home in use. Safe to share between threads; the parts open once, on first use.

    `is_session_only`: secrets and orders are kept for this run alone, after a person's explicit choice
    on a PC without a usable keyring. An encrypted file whose key is gone would only look like a loss.
    """

    def __init__(self, home: Home, credentials: CredentialStore, clock: Clock | None = None) -> None:
        self.home = home
        self.credentials = credentials
        self.clock = clock or Clock()
        self.settings_store = SettingsStore(home.settings_file)
        self.is_session_only = False
        self._lock = threading.RLock()
        self._database: Database | None = None
        self._profiles: dict[str, MallProfile] = {}

    @classmethod
    def on_keyring(cls, home: Home) -> Workspace:
        """With the OS keyring, which says so when it is another than last time. Raises SETTINGS_NEWER."""
        from goq_desktop.credentials.keyring_store import KeyringStore

        expected = SettingsStore(home.settings_file).load().settings.desk.keyring_backend
        return cls(home, KeyringStore(expected))

    def prepare(self) -> None:
        """Make the home's folders. Raises STORE_UNWRITABLE."""
        try:
            self.home.ensure()
        except OSError as error:
            raise ProblemError(ProblemCode.STORE_UNWRITABLE, path=error.filename or "") from error

    def load_settings(self) -> Loaded:
        return self.settings_store.load()

    def shops(self) -> tuple[Shop, ...]:
        return self.load_settings().settings.shops.shops

    def shop(self, uid: str) -> Shop:
        """Raises SHOP_NOT_SET_UP."""
        for shop in self.shops():
            if shop.uid == uid:
                return shop
        raise ProblemError(ProblemCode.SHOP_NOT_SET_UP)

    def shop_named(self, name: str | None) -> Shop:
        """The shop of this display name or shop id; without a name the first. SHOP_MISSING, SHOP_NOT_SET_UP."""
        shops = self.shops()
        if not shops:
            raise ProblemError(ProblemCode.SHOP_NOT_SET_UP)
        if name is None:
            return shops[0]
        for shop in shops:
            if name in (shop.name, shop.shop_id, shop.uid):
                return shop
        known = "、".join(shop.name for shop in shops)
        raise ProblemError(ProblemCode.SHOP_MISSING, name=name, known=known)

    def profile(self, mall: str) -> MallProfile:
        """Raises PROFILE_MISSING and PROFILE_INVALID."""
        from goq_desktop.malls.profile_loading import load_profile

        with self._lock:
            if mall not in self._profiles:
                self._profiles[mall] = load_profile(mall, self.home.malls_dir)
            return self._profiles[mall]

    def key_reader(self, shop_uid: str) -> Callable[[KeyKind], str]:
        """A function that reads a key of the shop at the moment of use; it raises KEY_MISSING, KEYRING_*."""

        def reveal(kind: KeyKind) -> str:
            secret = self.credentials.read(shop_slot(shop_uid, kind))
            if secret is None:
                raise ProblemError(ProblemCode.KEY_MISSING, key=kind.value)
            return secret.reveal()

        return reveal

    def save_key(self, shop_uid: str, kind: KeyKind, text: str) -> None:
        """Keep one key of a shop, then note the day. Raises KEYRING_*, KEY_TOO_LONG and what a save raises."""
        self.credentials.write(shop_slot(shop_uid, kind), Secret(text))
        self.settings_store.update_shop(shop_uid, **{f"{kind.value}_key_set_on": self.today()})
        self.remember_keyring()

    def remember_keyring(self) -> None:
        """Note the keyring's name, to say so when it is another one day."""
        desk = Desk(keyring_backend=self.credentials.backend)
        if not self.is_session_only and self.load_settings().settings.desk != desk:
            self.settings_store.save(desk=desk)

    def note_keys_worked(self, shop_uid: str, kinds: tuple[KeyKind, ...]) -> None:
        """Remember the day on which keys were last accepted; written at most once a day."""
        shop, today = self.shop(shop_uid), self.today()
        changes = {f"{kind.value}_key_worked_on": today for kind in kinds}
        if any(getattr(shop, name) != day for name, day in changes.items()):
            self.settings_store.update_shop(shop_uid, **changes)

    def today(self) -> date:
        """The day in Japan, whatever the PC's time zone."""
        return self.clock.now().astimezone(JST).date()

    def use_session_only(self) -> None:
        """Keep secrets and orders of this run in memory and in a file that nobody can open afterwards."""
        with self._lock:
            self.close()
            self.credentials = SessionStore()
            self.is_session_only = True

    @property
    def database_path(self) -> Path:
        name = "this-run-only.db" if self.is_session_only else self.home.database.name
        return self.home.database.with_name(name)

    def database(self) -> Database:
        """The open encrypted store, made on first use. Raises STORE_*, DISK_FULL, KEYRING_*."""
        with self._lock:
            if self._database is None:
                self._database = self._open_database(self.database_path)
            return self._database

    def close(self) -> None:
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None
            if self.is_session_only:
                self._forget_session()

    def _forget_session(self) -> None:
        """The keys end with this run: nothing may say at the next start that they are set."""
        self._remove_session_files()
        for shop in self.shops():
            self.settings_store.update_shop(shop.uid, open_key_set_on=None, manager_key_set_on=None)

    def _open_database(self, path: Path) -> Database:
        from goq_desktop.storage.database import Database, new_salt, read_salt

        self.prepare()
        if self.is_session_only:
            self._remove_session_files()
        salt = read_salt(path)
        if salt is None:
            # The key is kept before the file exists: a kill in between leaves an unused key, never a lost file.
            salt, key = new_salt(), secrets.token_bytes(32)
            self.credentials.write(database_slot(salt), Secret(key.hex()))
            database = Database(path, key, salt)
            database.create()
            return database
        secret = self.credentials.read(database_slot(salt))
        if secret is None:
            raise ProblemError(ProblemCode.STORE_KEY_MISSING, path=str(path))
        database = Database(path, bytes.fromhex(secret.reveal()), salt)
        database.open()
        return database

    def _remove_session_files(self) -> None:
        for file in self.database_path.parent.glob("this-run-only.db*"):
            file.unlink(missing_ok=True)
