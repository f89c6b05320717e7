"""The keyring store against backends that lie, hang, leak and vanish."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable

import pytest

from goq_desktop.credentials.keyring_store import KeyringStore
from goq_desktop.credentials.store import KeyringState, Secret, Slot
from goq_desktop.credentials.vaults import Vault
from goq_desktop.domain.problems import ProblemCode, ProblemError
from tests.unit.credentials.fake_backends import (
    FakeBackend,
    LyingBackend,
    NullBackend,
    StuckBackend,
    TalkativeBackend,
    vault,
)

SLOT = Slot("shop a open")
SECRET = Secret("not-a-real-key $./")
SHORT = 0.05


def store_on(backend: FakeBackend, expected: str = "", deadline: float = 5.0) -> KeyringStore:
    return KeyringStore(expected, deadline, opener=lambda: vault(backend))


def problem_code(caught: pytest.ExceptionInfo[ProblemError]) -> ProblemCode:
    return caught.value.problem.code


def test_a_secret_comes_back() -> None:
    store = store_on(FakeBackend())
    store.write(SLOT, SECRET)
    assert store.read(SLOT) == SECRET
    assert store.backend == "Fake Wallet"
    store.delete(SLOT)
    assert store.read(SLOT) is None
    store.delete(SLOT)


def test_a_write_is_read_back_and_then_known_without_asking() -> None:
    backend = FakeBackend()
    store = store_on(backend)
    store.write(SLOT, SECRET)
    assert backend.calls == ["set", "get"]
    assert store.read(SLOT) == SECRET
    assert backend.calls == ["set", "get"]


def test_a_secret_is_asked_for_once_a_run() -> None:
    backend = FakeBackend()
    store_on(backend).write(SLOT, SECRET)
    store = store_on(backend)
    backend.calls.clear()
    assert [store.read(SLOT), store.read(SLOT)] == [SECRET, SECRET]
    assert backend.calls == ["get"]


def test_what_another_process_sets_later_is_found() -> None:
    backend = FakeBackend()
    store = store_on(backend)
    assert store.read(SLOT) is None
    store_on(backend).write(SLOT, SECRET)
    assert store.read(SLOT) == SECRET


@pytest.mark.parametrize("backend", [LyingBackend(), NullBackend()])
def test_a_write_that_does_not_come_back_is_an_error_and_leaves_nothing(backend: FakeBackend) -> None:
    store = store_on(backend)
    with pytest.raises(ProblemError) as caught:
        store.write(SLOT, SECRET)
    assert problem_code(caught) is ProblemCode.KEYRING_MISMATCH
    assert backend.kept == {}
    assert store.read(SLOT) is None


def test_a_keyring_that_never_answers_is_given_up() -> None:
    backend = StuckBackend()
    store = store_on(backend, deadline=SHORT)
    calls: list[Callable[[], object]] = [
        lambda: store.read(SLOT),
        lambda: store.write(SLOT, SECRET),
        lambda: store.delete(SLOT),
    ]
    for call in calls:
        with pytest.raises(ProblemError) as caught:
            call()
        assert problem_code(caught) is ProblemCode.KEYRING_SILENT
    assert store.probe() is KeyringState.SILENT
    backend.released.set()


def test_a_keyring_that_wakes_up_is_used_again() -> None:
    backend = StuckBackend()
    store = store_on(backend, deadline=SHORT)
    assert store.probe() is KeyringState.SILENT
    backend.released.set()
    assert backend.done.acquire(timeout=10)
    store = store_on(backend)
    store.write(SLOT, SECRET)
    assert store.read(SLOT) == SECRET


def test_a_write_that_was_given_up_does_not_undo_a_later_one() -> None:
    backend = StuckBackend()
    store = store_on(backend, deadline=SHORT)
    with pytest.raises(ProblemError):
        store.write(SLOT, Secret("first"))
    backend.released.set()
    assert backend.done.acquire(timeout=10)
    store_on(backend).write(SLOT, SECRET)
    assert list(backend.kept.values()) == [SECRET.reveal()]
    assert "delete" not in backend.calls


def test_stuck_calls_do_not_gather_without_end() -> None:
    backend = StuckBackend()
    store = store_on(backend, deadline=0.01)
    before = threading.active_count()
    for _ in range(30):
        assert store.probe() is KeyringState.SILENT
    assert threading.active_count() - before <= 8
    backend.released.set()


def test_a_second_caller_waits_no_longer_than_its_deadline() -> None:
    backend = StuckBackend()
    slow = store_on(backend, deadline=SHORT)
    results: list[KeyringState] = []
    threads = [threading.Thread(target=lambda: results.append(slow.probe())) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert results == [KeyringState.SILENT] * 3
    backend.released.set()


def test_no_error_holds_the_secret() -> None:
    with pytest.raises(ProblemError) as caught:
        store_on(TalkativeBackend()).write(SLOT, SECRET)
    assert problem_code(caught) is ProblemCode.KEYRING_REFUSED
    assert caught.value.problem.params == {"backend": "Fake Wallet"}
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    told = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert SECRET.reveal() not in told


@pytest.mark.parametrize("text", ["x" * 1281, "𠮷" * 641])
def test_a_key_that_windows_could_not_hold_is_refused_everywhere(text: str) -> None:
    backend = FakeBackend()
    with pytest.raises(ProblemError) as caught:
        store_on(backend).write(SLOT, Secret(text))
    assert problem_code(caught) is ProblemCode.KEY_TOO_LONG
    assert caught.value.problem.params["limit"] == 1280
    assert backend.calls == []
    store_on(backend).write(SLOT, Secret("x" * 1280))


def test_an_old_value_is_cleared_first_where_a_write_would_copy_it() -> None:
    backend = FakeBackend()
    store = KeyringStore(opener=lambda: vault(backend, is_cleared_before_write=True))
    store.write(SLOT, Secret("old"))
    backend.calls.clear()
    store.write(SLOT, SECRET)
    assert backend.calls == ["get", "delete", "set", "get"]


def test_a_secret_that_is_missing_in_another_keyring_does_not_look_unset() -> None:
    backend = FakeBackend()
    store = store_on(backend, expected="KWallet")
    assert store.probe() is KeyringState.CHANGED
    with pytest.raises(ProblemError) as caught:
        store.read(SLOT)
    assert problem_code(caught) is ProblemCode.KEYRING_CHANGED
    assert caught.value.problem.params == {"before": "KWallet", "now": "Fake Wallet"}
    store.write(SLOT, SECRET)  # a person enters it anew
    assert store.read(SLOT) == SECRET


def test_the_expected_keyring_is_ready() -> None:
    assert store_on(FakeBackend(), expected="Fake Wallet").probe() is KeyringState.READY


def test_a_keyring_that_is_replaced_in_the_run_is_noticed() -> None:
    names = ["KWallet", "GNOME Keyring"]
    store = KeyringStore("KWallet", opener=lambda: vault(FakeBackend(), names.pop(0)))
    assert store.probe() is KeyringState.READY
    assert store.probe() is KeyringState.CHANGED
    assert store.backend == "GNOME Keyring"


def test_a_missing_backend_is_absent_until_it_comes() -> None:
    backend = FakeBackend()
    missing = [ImportError("no module"), ConnectionRefusedError("no bus")]

    def opener() -> Vault:
        if missing:
            raise missing.pop()
        return vault(backend)

    store = KeyringStore(opener=opener)
    assert store.probe() is KeyringState.ABSENT
    with pytest.raises(ProblemError) as caught:
        store.read(SLOT)
    assert problem_code(caught) is ProblemCode.KEYRING_ABSENT
    assert store.backend == ""
    assert store.probe() is KeyringState.READY


def test_unlocking_is_asked_for_only_on_demand() -> None:
    asked: list[str] = []
    backend = FakeBackend()
    locked_vault = Vault("Fake Wallet", backend, unlock=lambda: asked.append("prompt"))
    store = KeyringStore(opener=lambda: locked_vault)
    store.probe()
    store.write(SLOT, SECRET)
    assert asked == []
    store.unlock()
    assert asked == ["prompt"]


def test_other_calls_go_on_while_the_prompt_is_open() -> None:
    is_open, is_answered = threading.Event(), threading.Event()

    def prompt() -> None:
        is_open.set()
        is_answered.wait()

    prompting = Vault("Fake Wallet", FakeBackend(), unlock=prompt)
    store = KeyringStore(opener=lambda: prompting)
    waiting = threading.Thread(target=store.unlock)
    waiting.start()
    assert is_open.wait(10)
    assert store.probe() is KeyringState.READY
    is_answered.set()
    waiting.join(10)
    assert not waiting.is_alive()


def test_a_prompt_nobody_answers_is_given_up() -> None:
    never = threading.Event()
    prompting = Vault("Fake Wallet", FakeBackend(), unlock=lambda: _wait(never))
    with pytest.raises(ProblemError) as caught:
        KeyringStore(opener=lambda: prompting).unlock(SHORT)
    assert problem_code(caught) is ProblemCode.KEYRING_SILENT
    never.set()


def _wait(event: threading.Event) -> None:
    event.wait()
