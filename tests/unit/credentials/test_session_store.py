"""Secrets for one run, and the texts that must not give them away."""

from __future__ import annotations

import pickle

import pytest

from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.credentials.store import (
    CredentialStore,
    KeyringState,
    Secret,
    Slot,
    database_slot,
    shop_slot,
)
from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import ProblemCode, ProblemError


def test_it_keeps_secrets_for_itself() -> None:
    store: CredentialStore = SessionStore()
    store.write(Slot("x"), Secret("not-a-real-key"))
    assert store.probe() is KeyringState.READY
    assert store.read(Slot("x")) == Secret("not-a-real-key")
    assert SessionStore().read(Slot("x")) is None
    store.delete(Slot("x"))
    store.delete(Slot("x"))
    assert store.read(Slot("x")) is None


def test_it_holds_no_more_than_a_keyring() -> None:
    with pytest.raises(ProblemError) as caught:
        SessionStore().write(Slot("x"), Secret("x" * 1281))
    assert caught.value.problem.code is ProblemCode.KEY_TOO_LONG


def test_a_secret_is_neither_printed_nor_pickled() -> None:
    secret = Secret("not-a-real-key")
    assert "not-a-real-key" not in f"{secret} {secret!r} {[secret]}"
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_each_slot_has_a_service_of_its_own() -> None:
    slots = [shop_slot("a", KeyKind.OPEN), shop_slot("a", KeyKind.MANAGER), shop_slot("b", KeyKind.OPEN)]
    assert len({slot.service for slot in [*slots, database_slot(b"0" * 16)]}) == 4
