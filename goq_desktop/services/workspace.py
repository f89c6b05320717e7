"""Everything that lies in one home, opened when first asked for: settings, secrets, profiles, orders."""

from __future__ import annotations

import errno
import threading
from collections.abc import Callable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from goq_desktop.clock import Clock
from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.credentials.store import CredentialStore, shop_slot
from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import Problem, ProblemCode, ProblemError
from goq_desktop.domain.times import JST
from goq_desktop.paths import Home
from goq_desktop.redaction import hide
from goq_desktop.services.store_opening import (
    SESSION_FILE,
    ask_ahead,
    open_store,
    remove_session_files,
    set_aside,
)
from goq_desktop.services.store_place import place_warning, refuse_unsafe_place
from goq_desktop.settings.glance import Glance, glance
from goq_desktop.storage.staged import all_staged, untold

if TYPE_CHECKING:
    from goq_desktop.malls.profile import MallProfile
    from goq_desktop.settings.store import Loaded, SettingsStore
    from goq_desktop.settings.tiles import Settings, Shop
    from goq_desktop.storage.database import Database


def hidden_in_logs(secret: str) -> str:
    """The same text; from now on no log shows it, whatever spelling of it turns up there."""
    hide(secret)
    return secret


class Workspace:
    """One home in use. Safe to share between threads; the parts open once, on first use.

    `is_session_only`: secrets and orders are kept for this run alone, after a person's explicit choice
    on a PC without a usable keyring. An encrypted file whose key is gone would only look like a loss.
    """

    def __init__(self, home: Home, credentials: CredentialStore, clock: Clock | None = None) -> None:
        self.home = home
        self.credentials = credentials
        self.clock = clock or Clock()
        self.is_session_only = False
        # Two locks: whoever waits for the keyring to open the store holds up nobody who wants a profile.
        self._store_lock = threading.Lock()
        self._profile_lock = threading.Lock()
        self._session_generations: dict[str, int] = {}
        self._database: Database | None = None
        self._profiles: dict[str, MallProfile] = {}

    @classmethod
    def on_keyring(cls, home: Home) -> Workspace:
        """With the OS keyring, which says so when it is another than last time. Raises SETTINGS_NEWER."""
        from goq_desktop.credentials.keyring_store import KeyringStore

        workspace = cls(home, SessionStore())
        seen = workspace.glance()
        expected = seen.keyring_backend if seen else workspace.load_settings().settings.desk.keyring_backend
        workspace.credentials = KeyringStore(expected)
        return workspace

    @cached_property
    def settings_store(self) -> SettingsStore:
        from goq_desktop.settings.store import SettingsStore

        return SettingsStore(self.home.settings_file)

    def glance(self) -> Glance | None:
        """The little of the settings that the first paint needs; None: it takes `load_settings` to tell."""
        return glance(self.home.settings_file)

    def ask_ahead(self) -> None:
        """Ask the keyring for the store's key before the store is opened; meant for a thread beside the start.

        Nothing is told from here: `database` finds the answer, or asks again and tells.
        """
        ask_ahead(self.home.database, self.credentials)

    def prepare(self) -> None:
        """Make the home's folders. Raises STORE_ON_SYNCED, STORE_ON_NETWORK, STORE_UNWRITABLE, DISK_FULL."""
        refuse_unsafe_place(self.home.data_dir)
        try:
            self.home.ensure()
        except OSError as error:
            code = ProblemCode.DISK_FULL if error.errno == errno.ENOSPC else ProblemCode.STORE_UNWRITABLE
            raise ProblemError(code, path=error.filename or "") from error

    def load_settings(self) -> Loaded:
        return self.settings_store.load()

    def problems_at_start(self) -> tuple[Problem, ...]:
        """What a person is to hear of at the start though everything works: the settings' and the place's."""
        warning = place_warning(self.home.data_dir)
        return (*self.load_settings().problems, *([warning] if warning else ()))

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

        with self._profile_lock:
            if mall not in self._profiles:
                self._profiles[mall] = load_profile(mall, self.home.malls_dir)
            return self._profiles[mall]

    def key_reader(self, shop_uid: str) -> Callable[[KeyKind], str]:
        """A function that reads a key of the shop at the moment of use; it raises KEY_MISSING, KEYRING_*."""

        generation = self.key_generation(shop_uid)

        def reveal(kind: KeyKind) -> str:
            nonlocal generation
            secret = self.credentials.read(shop_slot(shop_uid, kind, generation))
            if secret is None and generation != self.key_generation(shop_uid):
                generation = self.key_generation(shop_uid)  # the keys were changed since
                secret = self.credentials.read(shop_slot(shop_uid, kind, generation))
            if secret is None:
                raise ProblemError(ProblemCode.KEY_MISSING, key=kind.value)
            return hidden_in_logs(secret.reveal())

        return reveal

    def key_generation(self, shop_uid: str) -> int:
        """Which of the shop's pairs of keys counts; the first, which may not be there, for an unknown shop."""
        if shop_uid in self._session_generations:
            return self._session_generations[shop_uid]
        shop = self.load_settings().settings.shops.find(shop_uid)
        return shop.key_generation if shop else 0

    def is_counted(self, shop_uid: str, generation: int) -> bool:
        """Whether this is the pair of a shop that is set up here."""
        is_known = self.load_settings().settings.shops.find(shop_uid) is not None
        return is_known and self.key_generation(shop_uid) == generation

    def note_session_pair(self, shop_uid: str, generation: int) -> None:
        """For this run the pair in memory counts; what the settings say of the keyring's stays true."""
        self._session_generations[shop_uid] = generation

    def remember_keyring(self) -> None:
        """The keyring that is there is the right one; note its name, to say so when it is another one day."""
        import msgspec

        self.credentials.accept_backend()
        name = self.credentials.backend

        def note(settings: Settings) -> Settings:
            return msgspec.structs.replace(
                settings, desk=msgspec.structs.replace(settings.desk, keyring_backend=name)
            )

        if not self.is_session_only and self.load_settings().settings.desk.keyring_backend != name:
            self.settings_store.change(note)

    def note_keys_worked(self, shop_uid: str, kinds: tuple[KeyKind, ...]) -> None:
        """Remember the day on which keys were last accepted; written at most once a day."""
        from goq_desktop.settings.tiles import KEY_WORKED_ON

        shop, today = self.shop(shop_uid), self.today()
        changes = {KEY_WORKED_ON[kind]: today for kind in kinds}
        if any(getattr(shop, name) != day for name, day in changes.items()):
            self.settings_store.update_shop(shop_uid, **changes)

    def today(self) -> date:
        """The day in Japan, whatever the PC's time zone."""
        return self.clock.now().astimezone(JST).date()

    def use_session_only(self) -> None:
        """From now on keys stay in memory. A store that is open stays; else orders go into one for this run."""
        self.credentials = SessionStore()
        self.is_session_only = True

    def sweep_session(self) -> None:
        """After a run that was killed: its file cannot be opened, and the days of its keys are not true."""
        if remove_session_files(self.home.data_dir):
            for shop in self.shops():
                self._forget_days(shop.uid)

    def database(self) -> Database:
        """The open encrypted store, made on first use. Raises STORE_*, DISK_FULL, KEYRING_*."""
        with self._store_lock:
            if self._database is None:
                self.prepare()
                path = self.home.database
                if self.is_session_only:
                    remove_session_files(self.home.data_dir)
                    path = path.with_name(SESSION_FILE)
                else:
                    self._end_restoring(path)
                self._database = open_store(path, self.credentials)
            return self._database

    def _end_restoring(self, path: Path) -> None:
        if self.is_restoring_due:
            from goq_desktop.storage.restoring import put_in_place

            put_in_place(path)

    @property
    def is_restoring_due(self) -> bool:
        """Whether a backup takes the store's place when that is opened."""
        return bool(all_staged(self.home.database))

    @property
    def restored_name(self) -> str:
        """Of the copy that was put in the store's place, in this run or one before, until somebody has told it."""
        return "" if self.is_session_only else untold(self.home.database)

    @property
    def is_store_open(self) -> bool:
        return self._database is not None

    def set_aside_store(self) -> None:
        """Keep the store that cannot be opened, and let the next use make a new one."""
        with self._store_lock:
            if self._database is None:
                set_aside(self.home.database, self.clock.now().strftime("%Y%m%dT%H%M%SZ"))

    def close(self) -> None:
        with self._store_lock:
            if self._database is not None:
                self._database.close()
                self._database = None
            if self.is_session_only:
                remove_session_files(self.home.data_dir)
        for uid in self._session_generations:
            self._forget_days(uid)
        self._session_generations.clear()

    def _forget_days(self, shop_uid: str) -> None:
        """Nothing may say at the next start that keys are set which ended with their run."""
        from goq_desktop.settings.tiles import KEY_DATES

        if self.load_settings().settings.shops.find(shop_uid) is None:
            return
        self.settings_store.update_shop(shop_uid, **dict.fromkeys(KEY_DATES))
