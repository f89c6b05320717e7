"""A change of keys whose process is killed at any moment leaves one whole pair in the real keyring."""

from __future__ import annotations

import random
import secrets
import signal
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from goq_desktop.credentials.store import shop_slot
from goq_desktop.domain.connection import KeyKind
from goq_desktop.paths import Home
from goq_desktop.practice.profile import MALL, write_profile
from goq_desktop.practice.server import PracticeServer
from goq_desktop.practice.shop import PracticeShop
from goq_desktop.services.key_rotation import drop_noted_keys
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Shop
from goq_desktop.settings.transfer import export_settings
from tests.support.command_forks import CommandForks

pytestmark = [pytest.mark.usefixtures("own_keyring"), pytest.mark.timeout(600)]

KILLS, FEWER_KILLS = 30, 12
NAME = "練習ショップ"
PLACES = (KeyKind.OPEN, KeyKind.MANAGER)
Pair = tuple[str, str]


@pytest.fixture
def forks() -> Iterator[CommandForks]:
    with CommandForks() as forks:
        yield forks


class Shopkeeper:
    """A shop on real HTTP whose keys are issued anew, and a home with a real keyring."""

    def __init__(self, folder: Path, server: PracticeServer, forks: CommandForks) -> None:
        self.folder = folder
        self.home = Home.at(folder)
        self.server = server
        self.issued: set[str] = set()
        self._forks = forks
        self.home.ensure()
        write_profile(self.home.malls_dir, server.url)

    def issue(self) -> Pair:
        """New keys; the shop refuses the old ones from now on."""
        self.server.stop()
        pair = (secrets.token_hex(20), f"$2y$11${secrets.token_hex(26)}")
        self.server.open_key, self.server.manager_key = pair
        self.server.start()
        self.issued.update(pair)
        return pair

    def set_keys(self, pair: Pair, kill_after: float | None = None) -> int:
        return self.run("keys", "set", "--shop", NAME, "--shop-id", self.server.shop_id, "--mall", MALL,
                        stdin="\n".join(pair) + "\n", kill_after=kill_after)  # fmt: skip

    def run(self, *words: str, stdin: str = "", kill_after: float | None = None) -> int:
        return self._forks([*words, "--home", str(self.folder)], stdin, kill_after=kill_after)

    def seconds_of(self, pair: Pair) -> float:
        """How long a change takes that nobody disturbs."""
        begun = time.perf_counter()
        assert self.set_keys(pair) == 0
        return time.perf_counter() - begun

    def start(self, *, is_sweeping: bool = True) -> tuple[Shop | None, Pair | None]:
        """What the next start finds: the shop, and its pair. A lone key fails."""
        workspace = Workspace.on_keyring(self.home)
        if is_sweeping:
            drop_noted_keys(workspace)
            assert workspace.load_settings().settings.desk.keys_to_drop == ()
        shop = next(iter(workspace.shops()), None)
        generation = workspace.key_generation(shop.uid) if shop else 0
        slots = [shop_slot(shop.uid if shop else "", kind, generation) for kind in PLACES]
        found = [secret.reveal() for slot in slots if (secret := workspace.credentials.read(slot))]
        assert len(found) in (0, 2), "one key without the other"
        return shop, (found[0], found[1]) if found else None

    def in_keyring(self) -> list[str]:
        """Which of the keys that were ever issued lie in the keyring, wherever."""
        import secretstorage
        from jeepney import DBusErrorResponse  # type: ignore[import-untyped]
        from secretstorage.exceptions import ItemNotFoundException

        with closing(secretstorage.dbus_init()) as connection:
            kept = []
            for item in secretstorage.get_default_collection(connection).get_all_items():
                # What the killed process had asked for may still be done.
                with suppress(ItemNotFoundException, DBusErrorResponse):
                    kept.append(item.get_secret().decode())
        return sorted(text for text in kept if text in self.issued)


@pytest.fixture
def keeper(tmp_path: Path, forks: CommandForks) -> Iterator[Shopkeeper]:
    with PracticeServer(PracticeShop(orders=20, seed=3)) as server:
        yield Shopkeeper(tmp_path / "home", server, forks)


def test_killed_changes_leave_one_pair_and_end_in_the_new_one(keeper: Shopkeeper) -> None:
    moments = random.Random(8)
    seconds = keeper.seconds_of(keeper.issue())
    _, old = keeper.start()
    seen, killed = [], 0
    while killed < KILLS:
        new = keeper.issue()
        status = keeper.set_keys(new, kill_after=moments.uniform(0, seconds * 1.2))
        assert status in (0, -signal.SIGKILL)
        killed += status == -signal.SIGKILL
        _, found = keeper.start(is_sweeping=False)
        assert found in (old, new), "neither pair, or a mixture"
        assert found is not None
        seen.append(found == new)
        assert keeper.start()[1] == found
        assert keeper.in_keyring() == sorted(found)
        assert keeper.set_keys(new) == 0
        assert keeper.start()[1] == new
        assert keeper.in_keyring() == sorted(new)
        old = new
    assert True in seen and False in seen


def test_killed_first_set_ups_leave_the_shop_with_its_pair_or_nothing(
    tmp_path: Path, keeper: Shopkeeper, forks: CommandForks
) -> None:
    moments = random.Random(9)
    seconds = keeper.seconds_of(keeper.issue())
    killed = number = 0
    while killed < FEWER_KILLS:
        number += 1
        fresh = Shopkeeper(tmp_path / f"home-{number}", keeper.server, forks)
        new = fresh.issue()
        status = fresh.set_keys(new, kill_after=moments.uniform(0, seconds * 1.2))
        assert status in (0, -signal.SIGKILL)
        killed += status == -signal.SIGKILL
        shop, found = fresh.start()
        assert found == (new if shop else None)
        assert fresh.in_keyring() == sorted(found or ())
        assert fresh.set_keys(new) == 0
        assert fresh.start()[1] == new
        assert fresh.in_keyring() == sorted(new)


def test_killed_removals_leave_no_key_of_a_removed_shop(tmp_path: Path, keeper: Shopkeeper) -> None:
    moments = random.Random(10)
    empty = tmp_path / "empty.toml"
    empty.write_text(export_settings(Workspace.on_keyring(keeper.home).load_settings().settings), "utf-8")
    begun = time.perf_counter()
    assert keeper.run("settings", "import", str(empty)) == 0
    seconds = time.perf_counter() - begun
    pair, killed = keeper.issue(), 0
    while killed < FEWER_KILLS:
        assert keeper.set_keys(pair) == 0
        status = keeper.run("settings", "import", str(empty), kill_after=moments.uniform(0, seconds * 2))
        assert status in (0, -signal.SIGKILL)
        killed += status == -signal.SIGKILL
        shop, found = keeper.start()
        assert found == (pair if shop else None)
        assert keeper.in_keyring() == sorted(found or ())
