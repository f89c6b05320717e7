"""Each platform's backend is made directly, and its errors are read."""

from __future__ import annotations

import importlib
import subprocess
import sys
import types
from collections.abc import Iterator
from pathlib import Path

import pytest

from goq_desktop.credentials.keyring_store import KeyringStore
from goq_desktop.credentials.store import KeyringState, Secret, Slot
from goq_desktop.credentials.vaults import open_vault, problem_of
from goq_desktop.domain.problems import ProblemCode, ProblemError

PROJECT = Path(__file__).parents[3]
SLOT = Slot("shop a open")


class FakeWinError(Exception):
    """As pywintypes.error."""

    def __init__(self, winerror: int, funcname: str) -> None:
        super().__init__(winerror, funcname)
        self.winerror = winerror
        self.funcname = funcname


class FakeWinCred(types.ModuleType):
    """As win32cred on the Credential Manager, with its limit of 2,560 bytes."""

    CRED_TYPE_GENERIC = 1
    CRED_PERSIST_LOCAL_MACHINE = 2
    CRED_PERSIST_ENTERPRISE = 3

    def __init__(self) -> None:
        super().__init__("win32cred")
        self.kept: dict[str, dict[str, object]] = {}

    def CredRead(self, Type: int, TargetName: str) -> dict[str, object]:
        if TargetName not in self.kept:
            raise FakeWinError(1168, "CredRead")
        return self.kept[TargetName]

    def CredWrite(self, credential: dict[str, object], flags: int) -> None:
        blob = str(credential["CredentialBlob"]).encode("utf-16-le")
        if len(blob) > 2560:
            raise FakeWinError(1783, "CredWrite")
        self.kept[str(credential["TargetName"])] = credential | {"CredentialBlob": blob}

    def CredDelete(self, Type: int, TargetName: str) -> None:
        del self.kept[TargetName]


@pytest.fixture
def credential_manager(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeWinCred]:
    """The real WinVault backend on a fake Credential Manager."""
    fake = FakeWinCred()
    pywin32 = types.ModuleType("win32ctypes.pywin32")
    errors = types.ModuleType("pywintypes")
    vars(errors)["error"] = FakeWinError
    vars(pywin32).update(pywintypes=errors, win32cred=fake)
    monkeypatch.setitem(sys.modules, "win32ctypes", types.ModuleType("win32ctypes"))
    monkeypatch.setitem(sys.modules, "win32ctypes.pywin32", pywin32)
    backend = importlib.import_module("keyring.backends.Windows")
    importlib.reload(backend)
    yield fake
    monkeypatch.undo()
    importlib.reload(backend)


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


class FakeKeychain:
    """As keyring.backends.macOS.api on the login keychain."""

    class Error(Exception):
        pass

    class NotFound(Error):
        pass

    class KeychainDenied(Error):
        pass

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.is_denied = False

    def find_generic_password(self, keychain: str | None, service: str, username: str) -> str:
        assert keychain is None
        if self.is_denied:
            raise self.KeychainDenied
        if (service, username) not in self.kept:
            raise self.NotFound
        return self.kept[service, username]

    def set_generic_password(self, keychain: str | None, service: str, username: str, text: str) -> None:
        self.kept[service, username] = text

    def delete_generic_password(self, keychain: str | None, service: str, username: str) -> None:
        del self.kept[service, username]


def test_macos_uses_the_login_keychain(monkeypatch: pytest.MonkeyPatch) -> None:
    keychain = FakeKeychain()
    backend = importlib.import_module("keyring.backends.macOS")
    monkeypatch.setattr(backend, "api", keychain, raising=False)
    monkeypatch.setattr(backend.Keyring, "keychain", "/elsewhere")
    store = KeyringStore(opener=lambda: open_vault("darwin"))
    assert store.probe() is KeyringState.READY
    store.write(SLOT, Secret("not-a-real-key"))
    assert list(keychain.kept) == [(SLOT.service, SLOT.user)]
    store.delete(SLOT)
    assert keychain.kept == {}
    keychain.is_denied = True
    assert store.probe() is KeyringState.LOCKED


@pytest.mark.parametrize("name", ["null", "fail", "chainer"])
def test_no_variable_and_no_file_chooses_another_backend(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "python_keyring"
    config.mkdir()
    chosen = f"keyring.backends.{name}.Keyring"
    config.joinpath("keyringrc.cfg").write_text(f"[backend]\ndefault-keyring={chosen}\n")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", chosen)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/no-bus")
    store = KeyringStore(opener=lambda: open_vault("linux"))
    with pytest.raises(ProblemError) as caught:
        store.write(SLOT, Secret("not-a-real-key"))
    assert caught.value.problem.code is ProblemCode.KEYRING_ABSENT


def test_the_store_is_imported_without_the_slow_package() -> None:
    script = "import sys, goq_desktop.credentials.keyring_store; sys.exit('keyring' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], cwd=PROJECT, check=True)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (FakeWinError(5, "CredWrite"), ProblemCode.KEYRING_REFUSED),
        (FakeWinError(1312, "CredWrite"), ProblemCode.KEYRING_ABSENT),
        (ConnectionResetError(), ProblemCode.KEYRING_ABSENT),
        (FileNotFoundError(), ProblemCode.KEYRING_ABSENT),
        (UnicodeDecodeError("utf-8", b"secret", 0, 1, "bad"), ProblemCode.KEYRING_REFUSED),
    ],
)
def test_what_an_error_means(error: Exception, code: ProblemCode) -> None:
    assert problem_of(error, "x").code is code
