"""A home with an old pair of keys in a keyring that stops working on request, and changes of that pair."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from goq_desktop.cancellation import CancelToken
from goq_desktop.credentials.keyring_store import KeyringStore
from goq_desktop.domain.connection import KeyKind
from goq_desktop.paths import Home
from goq_desktop.practice.profile import MALL, write_profile
from goq_desktop.practice.server import PracticeServer
from goq_desktop.services.key_rotation import Condition, KeyChange, Rotation, rotate_keys
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import KEY_DATES, Shop, Shops
from tests.support.keys import keep_keys
from tests.support.malls import PatientToken
from tests.support.set_clock import SetClock
from tests.unit.credentials.fake_backends import FakeBackend, vault
from tests.unit.services.conftest import UID

OLD = {KeyKind.OPEN: "the old open key", KeyKind.MANAGER: "the old manager key"}
WRONG = {KeyKind.OPEN: "a wrong open key", KeyKind.MANAGER: "a wrong manager key"}


class Wallet(FakeBackend):
    """A keyring that stops working on request."""

    def __init__(self) -> None:
        super().__init__()
        self.is_lying = False
        self.is_locked = False
        self.is_keeping_all = False

    def get_password(self, service: str, username: str, /) -> str | None:
        self._look()
        return super().get_password(service, username)

    def set_password(self, service: str, username: str, password: str, /) -> None:
        self._look()
        super().set_password(service, username, password[:-1] if self.is_lying else password)

    def delete_password(self, service: str, username: str, /) -> None:
        self._look()
        if self.is_keeping_all:
            raise KeyringLocked
        super().delete_password(service, username)

    def _look(self) -> None:
        if self.is_locked:
            raise KeyringLocked


class KeyringLocked(Exception):
    """Known by its name, as that of the `keyring` package."""


def open_workspace(home: Home, wallet: Wallet, clock: SetClock) -> Workspace:
    return Workspace(home, KeyringStore(opener=lambda: vault(wallet)), clock)


def home_with_old_keys(home: Home, server: PracticeServer, clock: SetClock, wallet: Wallet) -> Workspace:
    """One shop and an old pair, which was set a year ago."""
    write_profile(home.malls_dir, server.url)
    workspace = open_workspace(home, wallet, clock)
    shop = Shop(uid=UID, mall=MALL, name="本店", shop_id=server.shop_id)
    workspace.settings_store.save(shops=Shops(shops=(shop,)))
    keep_keys(workspace, UID, OLD[KeyKind.OPEN], OLD[KeyKind.MANAGER])
    year_ago = workspace.today() - timedelta(days=365)
    workspace.settings_store.update_shop(UID, **dict.fromkeys((*KEY_DATES, "keys_issued_on"), year_ago))
    return workspace


def rotate(
    workspace: Workspace,
    typed: Mapping[KeyKind, str],
    condition: Condition = Condition.MUST_WORK,
    *,
    issued_on: date | None = None,
    is_exchanged: bool = False,
    token: CancelToken | None = None,
) -> Rotation:
    change = KeyChange(
        shop=workspace.shop(UID),
        typed=typed,
        issued_on=issued_on,
        is_exchanged=is_exchanged,
        condition=condition,
    )
    return rotate_keys(workspace, change, token or PatientToken())


def kept(workspace: Workspace) -> dict[KeyKind, str]:
    reveal = workspace.key_reader(UID)
    return {kind: reveal(kind) for kind in (KeyKind.OPEN, KeyKind.MANAGER)}


def secrets_in(wallet: Wallet) -> list[str]:
    return sorted(wallet.kept.values())


def noted(workspace: Workspace) -> tuple[str, ...]:
    return workspace.load_settings().settings.desk.keys_to_drop


def is_as_before(workspace: Workspace, wallet: Wallet, before: Shop) -> bool:
    return kept(workspace) == OLD and workspace.shop(UID) == before
