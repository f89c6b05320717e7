"""A keyring in trouble and other people at work cost no key: the old pair stays until the new one counts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest

from goq_desktop.cancellation import Cancelled
from goq_desktop.credentials.store import Secret, Slot
from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.paths import Home
from goq_desktop.practice.server import PracticeServer
from goq_desktop.services.key_rotation import Condition, drop_noted_keys
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings import files
from goq_desktop.settings.tiles import Shops
from tests.support.malls import PatientToken
from tests.support.set_clock import SetClock
from tests.unit.services.conftest import UID
from tests.unit.services.old_keys import (
    OLD,
    WRONG,
    Wallet,
    home_with_old_keys,
    is_as_before,
    kept,
    noted,
    open_workspace,
    rotate,
    secrets_in,
)

C = Condition
P = ProblemCode


@pytest.fixture
def wallet() -> Wallet:
    return Wallet()


@pytest.fixture
def workspace(home: Home, server: PracticeServer, clock: SetClock, wallet: Wallet) -> Workspace:
    return home_with_old_keys(home, server, clock, wallet)


@pytest.fixture
def right(server: PracticeServer) -> dict[KeyKind, str]:
    return {KeyKind.OPEN: server.open_key, KeyKind.MANAGER: server.manager_key}


def code_of(workspace: Workspace, typed: Mapping[KeyKind, str], condition: Condition) -> ProblemCode:
    with pytest.raises(ProblemError) as caught:
        rotate(workspace, typed, condition)
    for secret in (*typed.values(), *OLD.values()):
        assert secret not in repr(caught.value) + repr(caught.value.problem)
    return caught.value.problem.code


# -- keyrings in trouble


def test_a_keyring_that_reads_back_something_else_changes_nothing(
    workspace: Workspace, wallet: Wallet, right: dict[KeyKind, str], server: PracticeServer
) -> None:
    before = workspace.shop(UID)
    wallet.is_lying = True
    assert code_of(workspace, right, C.MUST_WORK) is P.KEYRING_MISMATCH
    assert server.requests == []
    assert is_as_before(workspace, wallet, before)
    assert secrets_in(wallet) == sorted(OLD.values()) and noted(workspace) == ()


def test_an_old_pair_that_cannot_be_removed_goes_at_a_later_start(
    workspace: Workspace, wallet: Wallet, right: dict[KeyKind, str], home: Home, clock: SetClock
) -> None:
    wallet.is_keeping_all = True
    assert rotate(workspace, right).is_adopted
    assert kept(workspace) == right
    assert set(OLD.values()) < set(secrets_in(wallet))
    still = open_workspace(home, wallet, clock)
    drop_noted_keys(still)
    assert len(noted(still)) == 1
    wallet.is_keeping_all = False
    drop_noted_keys(still)
    assert secrets_in(wallet) == sorted(right.values()) and noted(still) == ()
    assert kept(still) == right


def test_a_write_that_was_given_up_and_comes_late_meets_no_pair_that_counts(
    workspace: Workspace, wallet: Wallet, right: dict[KeyKind, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    late: list[tuple[Slot, Secret]] = []
    write = workspace.credentials.write

    def silent(slot: Slot, secret: Secret) -> None:
        late.append((slot, secret))
        raise ProblemError(P.KEYRING_SILENT, seconds=5)

    monkeypatch.setattr(workspace.credentials, "write", silent)
    assert code_of(workspace, WRONG, C.UNTESTED) is P.KEYRING_SILENT
    monkeypatch.setattr(workspace.credentials, "write", write)
    assert rotate(workspace, right).is_adopted
    for slot, secret in late:
        wallet.set_password(slot.service, slot.user, secret.reveal())
    assert kept(workspace) == right
    drop_noted_keys(workspace)
    assert secrets_in(wallet) == sorted(right.values())


def test_the_keys_of_a_removed_shop_go_when_the_keyring_opens_again(
    workspace: Workspace, wallet: Wallet
) -> None:
    wallet.is_locked = True
    workspace.settings_store.save(shops=Shops())
    drop_noted_keys(workspace, [UID])
    assert len(noted(workspace)) == 1
    wallet.is_locked = False
    assert secrets_in(wallet) == sorted(OLD.values())
    drop_noted_keys(workspace)
    assert secrets_in(wallet) == [] and noted(workspace) == ()


def test_a_shop_removed_in_a_run_without_the_keyring_loses_its_keys_in_one_with_it(
    workspace: Workspace, wallet: Wallet, home: Home, clock: SetClock
) -> None:
    workspace.use_session_only()
    workspace.settings_store.save(shops=Shops())
    drop_noted_keys(workspace, [UID])
    workspace.close()
    assert secrets_in(wallet) == sorted(OLD.values())
    drop_noted_keys(open_workspace(home, wallet, clock))
    assert secrets_in(wallet) == []


def test_a_start_without_leftovers_does_not_touch_the_keyring(workspace: Workspace, wallet: Wallet) -> None:
    wallet.calls.clear()
    drop_noted_keys(workspace)
    assert wallet.calls == []


@pytest.mark.parametrize("is_written", [False, True])
@pytest.mark.parametrize("number", range(3))
def test_a_disk_that_fails_leaves_the_whole_pair_that_the_file_names(
    workspace: Workspace,
    wallet: Wallet,
    right: dict[KeyKind, str],
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    is_written: bool,
) -> None:
    """`is_written`: the file is replaced, and only then the system says that it is not."""
    replace, calls = files.replace, iter(range(99))

    def failing(path: Path, data: bytes) -> None:
        is_failing = next(calls) == number
        if is_written or not is_failing:
            replace(path, data)
        if is_failing:
            raise ProblemError(P.DISK_FULL, path=str(path))

    monkeypatch.setattr(files, "replace", failing)
    if number < 2:  # the third only notes that the old pair is gone
        assert code_of(workspace, right, C.MUST_WORK) is P.DISK_FULL
    else:
        assert rotate(workspace, right).is_adopted
    found = kept(workspace)
    assert found == (right if number == 2 or (number == 1 and is_written) else OLD)
    drop_noted_keys(workspace)
    assert secrets_in(wallet) == sorted(found.values()) and noted(workspace) == ()


# -- other people at work


def test_a_stopped_change_leaves_the_old_pair_alone(
    workspace: Workspace, wallet: Wallet, right: dict[KeyKind, str]
) -> None:
    class Stopping(PatientToken):
        def __init__(self, after: int) -> None:
            super().__init__()
            self.left = after

        def check(self) -> None:
            self.left -= 1
            if self.left < 0:
                raise Cancelled

    before = workspace.shop(UID)
    checks = 0
    while True:
        try:
            rotate(workspace, right, token=Stopping(checks))
            break
        except Cancelled:
            assert is_as_before(workspace, wallet, before)
            assert secrets_in(wallet) == sorted(OLD.values()) and noted(workspace) == ()
            checks += 1
    assert checks > 3
    assert kept(workspace) == right


def test_a_shop_removed_meanwhile_gets_no_keys(
    workspace: Workspace, wallet: Wallet, right: dict[KeyKind, str]
) -> None:
    class Removing(PatientToken):
        def check(self) -> None:
            workspace.settings_store.save(shops=Shops())

    with pytest.raises(ProblemError) as caught:
        rotate(workspace, right, token=Removing())
    assert caught.value.problem.code is P.SHOP_MISSING
    drop_noted_keys(workspace)
    assert secrets_in(wallet) == [] and workspace.shops() == ()


def test_a_form_that_was_opened_before_does_not_bring_the_old_pair_back(
    workspace: Workspace, right: dict[KeyKind, str]
) -> None:
    opened = workspace.load_settings().settings
    rotate(workspace, right)
    renamed = msgspec.structs.replace(opened.shops.shops[0], name="新しい名前")
    workspace.settings_store.save(shops=Shops(shops=(renamed,)), desk=opened.desk)
    assert workspace.shop(UID).name == "新しい名前"
    assert kept(workspace) == right


def test_what_another_is_trying_is_no_leftover(workspace: Workspace, wallet: Wallet) -> None:
    """While one process tries a new pair, the start of another does not remove it, nor wait for it."""
    workspace.settings_store.save(shops=Shops())
    with files.locked(workspace.home.settings_dir / "keys"):
        drop_noted_keys(workspace)
        assert secrets_in(wallet) == sorted(OLD.values())
    drop_noted_keys(workspace)
    assert secrets_in(wallet) == []


def test_a_fetch_that_runs_while_keys_are_changed_goes_on_with_the_new_ones(
    workspace: Workspace, right: dict[KeyKind, str]
) -> None:
    reveal = workspace.key_reader(UID)
    assert reveal(KeyKind.MANAGER) == OLD[KeyKind.MANAGER]
    rotate(workspace, right)
    assert reveal(KeyKind.MANAGER) == right[KeyKind.MANAGER]
