"""Each platform's backend is made directly, and its errors are read."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from goq_desktop.credentials.keyring_store import KeyringStore
from goq_desktop.credentials.store import KeyringState, Secret, Slot
from goq_desktop.credentials.vaults import open_vault, problem_of
from goq_desktop.domain.problems import ProblemCode, ProblemError
from tests.unit.credentials.fake_win32cred import FakeWinError

PROJECT = Path(__file__).parents[3]
SLOT = Slot("shop a open")


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
