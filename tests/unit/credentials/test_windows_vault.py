"""On a fake Credential Manager under the real backend: one value of a slot, whatever was left there before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from goq_desktop.credentials.keyring_store import KeyringStore
from goq_desktop.credentials.store import KeyringState, Secret, Slot
from goq_desktop.credentials.vaults import open_vault
from tests.unit.credentials.fake_win32cred import (
    FakeWinCred,
    FakeWinError,
    fake_credential_manager,
)

SLOT = Slot("shop a open")
# What the backend makes of a slot when a second value comes to its place.
COMPOUND = f"{SLOT.user}@{SLOT.service}"


@pytest.fixture
def credential_manager() -> Iterator[FakeWinCred]:
    with fake_credential_manager() as fake:
        yield fake


def windows_store() -> KeyringStore:
    return KeyringStore(opener=lambda: open_vault("win32"))


def test_windows_keeps_one_value_of_a_slot_on_this_machine_only(
    credential_manager: FakeWinCred, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEYRING_PROPERTY_PERSIST", "enterprise")
    store = windows_store()
    assert store.probe() is KeyringState.READY
    assert store.backend == "Windows Credential Manager"
    store.write(SLOT, Secret("first"))
    store.write(SLOT, Secret("second"))
    assert list(credential_manager.kept) == [SLOT.service]
    kept = credential_manager.kept[SLOT.service]
    assert kept["Persist"] == FakeWinCred.CRED_PERSIST_LOCAL_MACHINE
    assert kept["CredentialBlob"] == "second".encode("utf-16-le")
    assert windows_store().read(SLOT) == Secret("second")
    store.delete(SLOT)
    assert credential_manager.kept == {}


def test_what_a_write_over_has_left_behind_goes_and_never_comes_back(credential_manager: FakeWinCred) -> None:
    """As of a process that was killed in the backend's own moving, or of a version that wrote over."""
    credential_manager.keep(SLOT.service, SLOT.user, "newer")
    credential_manager.keep(COMPOUND, SLOT.user, "older")
    store = windows_store()
    assert store.read(SLOT) == Secret("newer")
    store.write(SLOT, Secret("newest"))
    assert list(credential_manager.kept) == [SLOT.service]
    credential_manager.keep(COMPOUND, SLOT.user, "older")
    store.delete(SLOT)
    assert credential_manager.kept == {}
    assert windows_store().read(SLOT) is None


def test_an_older_value_that_is_alone_at_its_second_place_is_deleted_too(
    credential_manager: FakeWinCred,
) -> None:
    credential_manager.keep(COMPOUND, SLOT.user, "older")
    store = windows_store()
    store.delete(SLOT)
    assert credential_manager.kept == {}
    store.delete(SLOT)


def test_an_entry_of_somebody_else_in_the_slot_s_place_is_kept_and_never_taken_for_a_key(
    credential_manager: FakeWinCred,
) -> None:
    credential_manager.keep(SLOT.service, "somebody", "of somebody else")
    store = windows_store()
    assert store.read(SLOT) is None
    store.write(SLOT, Secret("first"))
    store.write(SLOT, Secret("second"))
    store.delete(SLOT)
    assert windows_store().read(SLOT) is None
    (left,) = credential_manager.kept.values()
    assert left["UserName"] == "somebody"
    assert left["CredentialBlob"] == "of somebody else".encode("utf-16-le")


class AnyOrder(RuleBasedStateMachine):
    """Writes, deletes and other programs in any order, beside a dictionary."""

    is_cleared_before_write = True

    def __init__(self) -> None:
        super().__init__()
        self._fake = fake_credential_manager()
        self.manager = self._fake.__enter__()
        self.store = KeyringStore(opener=self._open)
        self.kept: dict[Slot, str] = {}

    def _open(self) -> Any:
        return replace(open_vault("win32"), is_cleared_before_write=self.is_cleared_before_write)

    def teardown(self) -> None:
        self._fake.__exit__(None, None, None)

    slots = st.sampled_from([SLOT, Slot("shop a manager")])

    @rule(slot=slots, text=st.sampled_from(["one", "two", "three"]))
    def write(self, slot: Slot, text: str) -> None:
        self.store.write(slot, Secret(text))
        self.kept[slot] = text

    @rule(slot=slots)
    def delete(self, slot: Slot) -> None:
        self.store.delete(slot)
        self.kept.pop(slot, None)

    @rule()
    def start_again(self) -> None:
        self.store = KeyringStore(opener=self._open)

    @rule(slot=slots)
    def somebody_else_writes(self, slot: Slot) -> None:
        if slot.service not in self.manager.kept:
            self.manager.keep(slot.service, "somebody", "else")

    @invariant()
    def each_slot_holds_its_value_once(self) -> None:
        ours = [one for one in self.manager.kept.values() if one["UserName"] == SLOT.user]
        assert len(ours) == len(self.kept), "a value was left behind"
        for slot in (SLOT, Slot("shop a manager")):
            found = KeyringStore(opener=self._open).read(slot)
            assert (found.reveal() if found else None) == self.kept.get(slot)


class WithoutClearing(AnyOrder):
    """The suite's teeth: the backend's own writing over."""

    is_cleared_before_write = False


def run(machine: type[RuleBasedStateMachine]) -> None:
    run_state_machine_as_test(machine, settings=settings(max_examples=60, stateful_step_count=12))


def test_in_any_order_no_value_is_left_behind() -> None:
    run(AnyOrder)


def test_without_clearing_an_older_value_is_left_behind() -> None:
    with pytest.raises(AssertionError, match="left behind"):
        run(WithoutClearing)


def test_the_longest_key_fits_on_windows(credential_manager: FakeWinCred) -> None:
    windows_store().write(SLOT, Secret("x" * 1280))
    assert windows_store().read(SLOT) == Secret("x" * 1280)


def test_windows_without_a_session_for_secrets(
    credential_manager: FakeWinCred, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(**_: object) -> None:
        raise FakeWinError(1312, "CredRead")

    monkeypatch.setattr(credential_manager, "CredRead", refuse)
    assert windows_store().probe() is KeyringState.ABSENT
