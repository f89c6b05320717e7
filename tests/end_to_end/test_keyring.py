"""The keyring store on a real Secret Service, in each state a person can meet."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from goq_desktop.credentials.keyring_store import KeyringStore
from goq_desktop.credentials.store import KeyringState, Secret, Slot
from goq_desktop.domain.problems import ProblemCode, ProblemError
from tests.support.canaries import CanaryKeys
from tests.support.own_bus import OwnBus, own_bus, read_line

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's")

SLOT = Slot("end-to-end")
# A call that is meant to be given up waits this long.
SHORT = 0.3

READ_IN_ANOTHER_PROCESS = """
from goq_desktop.credentials.keyring_store import KeyringStore
from goq_desktop.credentials.store import Slot
secret = KeyringStore().read(Slot("end-to-end"))
print("" if secret is None else len(secret.reveal()))
"""


@pytest.fixture
def bus(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnBus]:
    """A bus for this test alone; what a test does to it, locking and killing, touches no other."""
    with own_bus(tmp_path_factory.mktemp("bus")) as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        yield bus


def lock_collection() -> None:
    import secretstorage

    with closing(secretstorage.dbus_init()) as connection:
        secretstorage.get_default_collection(connection).lock()


def code_of_read(store: KeyringStore) -> ProblemCode:
    with pytest.raises(ProblemError) as caught:
        store.read(SLOT)
    return caught.value.problem.code


@pytest.mark.usefixtures("real_keyring")
def test_ready_and_kept_for_other_processes(canary_keys: CanaryKeys) -> None:
    store = KeyringStore()
    assert store.probe() is KeyringState.READY
    assert store.backend == "GNOME Keyring"
    for key in (canary_keys.open, canary_keys.manager):
        store.write(SLOT, Secret(key))
        assert KeyringStore().read(SLOT) == Secret(key)
        assert read_elsewhere() == str(len(key))
    store.delete(SLOT)
    assert KeyringStore().read(SLOT) is None
    assert read_elsewhere() == ""


def read_elsewhere() -> str:
    project = Path(__file__).parents[2]
    command = [sys.executable, "-c", READ_IN_ANOTHER_PROCESS]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.usefixtures("real_keyring")
@pytest.mark.parametrize("text", ["$2y$11$ab./c", "x" * 1280, "鍵 ＄", "\t a\n", "-----"])
def test_any_text_comes_back_to_the_letter(text: str) -> None:
    store = KeyringStore()
    store.write(SLOT, Secret(text))
    assert KeyringStore().read(SLOT) == Secret(text)
    store.delete(SLOT)


@pytest.mark.usefixtures("real_keyring")
def test_changed() -> None:
    store = KeyringStore(expected_backend="KWallet")
    assert store.probe() is KeyringState.CHANGED
    with pytest.raises(ProblemError) as caught:
        store.read(Slot("set in the other one"))
    assert caught.value.problem.params == {"before": "KWallet", "now": "GNOME Keyring"}


def test_locked_is_told_at_once_and_prompts_nobody(bus: OwnBus) -> None:
    with bus.real_keyring():
        before = KeyringStore()
        before.write(SLOT, Secret("not-a-real-key"))
        lock_collection()
        store = KeyringStore()
        assert store.probe() is KeyringState.LOCKED
        assert store.backend == "GNOME Keyring"
        assert code_of_read(store) is ProblemCode.KEYRING_LOCKED
        calls: list[Callable[[], object]] = [
            lambda: store.write(SLOT, Secret("other")),
            lambda: store.delete(SLOT),
        ]
        for call in calls:
            with pytest.raises(ProblemError) as caught:
                call()
            assert caught.value.problem.code is ProblemCode.KEYRING_LOCKED
        assert before.read(SLOT) == Secret("not-a-real-key")


def test_an_unlocking_that_cannot_be_asked_for_ends(bus: OwnBus) -> None:
    with bus.real_keyring():
        KeyringStore().write(SLOT, Secret("not-a-real-key"))
        lock_collection()
        with pytest.raises(ProblemError) as caught:
            KeyringStore().unlock(SHORT)  # nothing on this bus can show a prompt
        assert caught.value.problem.code in (ProblemCode.KEYRING_LOCKED, ProblemCode.KEYRING_SILENT)


def test_a_keyring_that_was_never_set_up_needs_unlocking(bus: OwnBus) -> None:
    with bus.real_keyring(is_unlocked=False):
        store = KeyringStore()
        assert store.probe() is KeyringState.LOCKED
        assert code_of_read(store) is ProblemCode.KEYRING_LOCKED


def test_unlocking_what_is_open_asks_nobody(bus: OwnBus) -> None:
    with bus.real_keyring():
        store = KeyringStore()
        store.unlock(5.0)
        assert store.probe() is KeyringState.READY


@pytest.mark.usefixtures("bus")
def test_absent_on_a_bus_without_a_keyring() -> None:
    store = KeyringStore()
    assert store.probe() is KeyringState.ABSENT
    assert code_of_read(store) is ProblemCode.KEYRING_ABSENT


@pytest.mark.parametrize("address", ["unix:path=/nonexistent/bus", "nonsense", ""])
def test_absent_without_a_bus(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    assert KeyringStore().probe() is KeyringState.ABSENT
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
    assert code_of_read(KeyringStore()) is ProblemCode.KEYRING_ABSENT


def test_a_keyring_that_comes_later_is_found(bus: OwnBus) -> None:
    store = KeyringStore()
    assert store.probe() is KeyringState.ABSENT
    with bus.real_keyring():
        assert store.probe() is KeyringState.READY


def test_silent(bus: OwnBus) -> None:
    with bus.silent_keyring():
        store = KeyringStore(deadline=SHORT)
        assert store.probe() is KeyringState.SILENT
        assert code_of_read(store) is ProblemCode.KEYRING_SILENT


@pytest.mark.parametrize("dying", ["keyring", "bus"])
def test_a_keyring_that_dies_in_the_middle_of_a_call_is_absent(bus: OwnBus, dying: str) -> None:
    codes: list[ProblemCode] = []
    with bus.silent_keyring() as service:
        reading = threading.Thread(target=lambda: codes.append(code_of_read(KeyringStore(deadline=60))))
        reading.start()
        assert read_line(service.stdout) == "asked"
        (service if dying == "keyring" else bus.process).kill()
        reading.join(30)
    assert codes == [ProblemCode.KEYRING_ABSENT]


def test_after_a_restart_of_the_keyring_the_store_goes_on(bus: OwnBus) -> None:
    store = KeyringStore()
    with bus.real_keyring():
        store.write(SLOT, Secret("not-a-real-key"))
    assert store.probe() is KeyringState.ABSENT
    with bus.real_keyring():
        assert store.probe() is KeyringState.READY
        assert KeyringStore().read(SLOT) == Secret("not-a-real-key")
