"""Whenever a change of keys is killed, the next start finds one whole pair, old or new, and nothing else."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from goq_desktop.cancellation import CancelToken
from goq_desktop.credentials.keyring_store import KeyringStore
from goq_desktop.credentials.store import shop_slot
from goq_desktop.domain.connection import KeyKind
from goq_desktop.paths import Home
from goq_desktop.practice.profile import MALL, write_profile
from goq_desktop.practice.server import PracticeServer
from goq_desktop.practice.shop import PracticeShop
from goq_desktop.services.key_rotation import Condition, KeyChange, drop_noted_keys, rotate_keys
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Shop, Shops
from tests.support.keys import keep_keys
from tests.support.kill_points import Killed, KillPoints, kill_points
from tests.unit.credentials.fake_backends import FakeBackend, vault

UID = "shop-1"
Pair = tuple[str, str]
OLD: Pair = ("the old open key", "the old manager key")

__all__ = ["kill_points"]


@dataclass
class Pc:
    """A home and a keyring, which outlive each process on them."""

    home: Home
    server: PracticeServer
    keyring: FakeBackend = field(default_factory=FakeBackend)

    def open(self) -> Workspace:
        return Workspace(self.home, KeyringStore(opener=lambda: vault(self.keyring)))

    def start(self) -> Workspace:
        """As the app starts: what was noted for removal goes."""
        workspace = self.open()
        drop_noted_keys(workspace)
        return workspace

    @property
    def secrets(self) -> list[str]:
        return sorted(self.keyring.kept.values())

    @property
    def right(self) -> Pair:
        return self.server.open_key, self.server.manager_key


def pair_of(workspace: Workspace) -> Pair | None:
    """What a fetch would use; None without any key. A lone key fails."""
    generation = workspace.key_generation(UID)
    slots = [shop_slot(UID, kind, generation) for kind in (KeyKind.OPEN, KeyKind.MANAGER)]
    found = [secret.reveal() for slot in slots if (secret := workspace.credentials.read(slot))]
    assert len(found) in (0, 2), "one key without the other"
    return (found[0], found[1]) if found else None


@pytest.fixture(scope="module")
def server() -> Iterator[PracticeServer]:
    with PracticeServer(PracticeShop(orders=12, seed=3)) as server:
        yield server


@pytest.fixture
def new_pc(tmp_path: Path, server: PracticeServer) -> Callable[[], Pc]:
    """A PC with the shop, and no keys."""

    def make() -> Pc:
        home = Home.at(tmp_path / uuid.uuid4().hex)
        home.ensure()
        write_profile(home.malls_dir, server.url)
        pc = Pc(home, server)
        shop = Shop(uid=UID, mall=MALL, name="本店", shop_id=server.shop_id)
        pc.start().settings_store.save(shops=Shops(shops=(shop,)))
        return pc

    return make


def change(workspace: Workspace, typed: Mapping[KeyKind, str], **named: object) -> None:
    asked = KeyChange(shop=workspace.shop(UID), typed=typed, **named)  # type: ignore[arg-type]
    assert rotate_keys(workspace, asked, CancelToken()).is_adopted


def moments_of(points: KillPoints, pc: Pc, work: Callable[[Workspace], None]) -> list[str]:
    workspace = pc.start()
    points.arm(None)
    work(workspace)
    return points.passed


def killed_at(points: KillPoints, number: int, pc: Pc, work: Callable[[Workspace], None]) -> None:
    workspace = pc.start()
    points.arm(number)
    with pytest.raises(Killed):
        work(workspace)
    points.arm(None)


def both(pc: Pc) -> tuple[Pair, Callable[[Workspace], None]]:
    keys = {KeyKind.OPEN: pc.right[0], KeyKind.MANAGER: pc.right[1]}
    return OLD, lambda workspace: change(workspace, keys)


def open_alone(pc: Pc) -> tuple[Pair, Callable[[Workspace], None]]:
    return (OLD[0], pc.right[1]), lambda workspace: change(workspace, {KeyKind.OPEN: pc.right[0]})


def manager_alone(pc: Pc) -> tuple[Pair, Callable[[Workspace], None]]:
    return (pc.right[0], OLD[1]), lambda workspace: change(workspace, {KeyKind.MANAGER: pc.right[1]})


def untested(pc: Pc) -> tuple[Pair, Callable[[Workspace], None]]:
    keys = {KeyKind.OPEN: pc.right[0], KeyKind.MANAGER: pc.right[1]}
    return OLD, lambda workspace: change(workspace, keys, condition=Condition.UNTESTED)


def exchanged(pc: Pc) -> tuple[Pair, Callable[[Workspace], None]]:
    swapped = (pc.right[1], pc.right[0])

    def work(workspace: Workspace) -> None:
        if pair_of(workspace) != pc.right:  # to exchange again would be another wish
            change(workspace, {}, is_exchanged=True)

    return swapped, work


@pytest.mark.parametrize("way", [both, open_alone, manager_alone, untested, exchanged])
def test_a_change_killed_at_any_moment_leaves_one_pair(
    new_pc: Callable[[], Pc],
    kill_points: KillPoints,
    way: Callable[[Pc], tuple[Pair, Callable[[Workspace], None]]],
) -> None:
    def set_up() -> tuple[Pc, Pair, Callable[[Workspace], None]]:
        pc = new_pc()
        old, work = way(pc)
        keep_keys(pc.start(), UID, *old)
        return pc, old, work

    pc, _, work = set_up()
    moments = moments_of(kill_points, pc, work)
    assert len(moments) > 20 and {"before keyring", "after settings"} <= set(moments)
    assert ("after answer" in moments) == (way is not untested), "the shop is asked"
    seen = set()
    for number in range(len(moments)):
        pc, old, work = set_up()
        killed_at(kill_points, number, pc, work)
        # What counts is known before anything is tidied up, too: the keyring may be locked at the next start.
        found = pair_of(pc.open())
        assert found in (old, pc.right), (number, moments[number])
        seen.add(found)

        after = pc.start()
        assert pair_of(after) == found
        assert pc.secrets == sorted(found), "no other secret is left"
        assert after.load_settings().settings.desk.keys_to_drop == ()

        work(after)
        again = pc.start()
        assert pair_of(again) == pc.right
        assert pc.secrets == sorted(pc.right)
    assert seen == {old, pc.right}


def test_a_first_set_up_killed_at_any_moment_leaves_the_pair_or_none(
    new_pc: Callable[[], Pc], kill_points: KillPoints
) -> None:
    _, work = both(new_pc())
    moments = moments_of(kill_points, new_pc(), work)
    seen = set()
    for number in range(len(moments)):
        pc = new_pc()
        killed_at(kill_points, number, pc, work)
        after = pc.start()
        found = pair_of(after)
        seen.add(found)
        assert found in (None, pc.right), (number, moments[number])
        assert pc.secrets == sorted(found or ())
        shop = after.shop(UID)
        assert (shop.manager_key_set_on is not None) == (found is not None), "what is said is what is there"
        work(after)
        assert pair_of(pc.start()) == pc.right
        assert pc.secrets == sorted(pc.right)
    assert seen == {None, pc.right}


def test_a_registration_killed_at_any_moment_leaves_the_shop_with_its_keys_or_not_at_all(
    new_pc: Callable[[], Pc], kill_points: KillPoints
) -> None:
    def register(workspace: Workspace) -> None:
        right = {KeyKind.OPEN: pc.right[0], KeyKind.MANAGER: pc.right[1]}
        shop = Shop(uid=UID, mall=MALL, name="本店", shop_id=pc.server.shop_id)
        assert rotate_keys(workspace, KeyChange(shop=shop, typed=right), CancelToken()).is_adopted

    def empty() -> Pc:
        pc = new_pc()
        pc.start().settings_store.save(shops=Shops())
        pc.start()
        return pc

    pc = empty()
    for number in range(len(moments_of(kill_points, pc, register))):
        pc = empty()
        killed_at(kill_points, number, pc, register)
        after = pc.start()
        is_there = after.load_settings().settings.shops.find(UID) is not None
        assert pair_of(after) == (pc.right if is_there else None)
        assert pc.secrets == (sorted(pc.right) if is_there else [])


def test_a_removal_killed_at_any_moment_leaves_no_key_of_a_removed_shop(
    new_pc: Callable[[], Pc], kill_points: KillPoints
) -> None:
    def remove(workspace: Workspace) -> None:
        workspace.settings_store.save(shops=Shops())
        drop_noted_keys(workspace, [UID])

    def set_up() -> Pc:
        pc = new_pc()
        keep_keys(pc.start(), UID, *OLD)
        return pc

    moments = moments_of(kill_points, set_up(), remove)
    assert len(moments) > 8
    for number in range(len(moments)):
        pc = set_up()
        killed_at(kill_points, number, pc, remove)
        after = pc.start()
        is_there = after.load_settings().settings.shops.find(UID) is not None
        assert pair_of(after) == (OLD if is_there else None)
        assert pc.secrets == (sorted(OLD) if is_there else [])
        assert after.load_settings().settings.desk.keys_to_drop == ()
