"""Brings the keyring into a state: by the bus, by the environment, or by a backend that misbehaves."""

from __future__ import annotations

import functools
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest

from goq_desktop.credentials import keyring_store
from goq_desktop.credentials.keyring_store import KeyringStore
from goq_desktop.credentials.store import Secret, Slot
from goq_desktop.credentials.vaults import Vault
from goq_desktop.paths import Home
from goq_desktop.services.workspace import Workspace
from tests.support.own_bus import OwnBus, own_bus, read_line
from tests.unit.credentials.fake_backends import FakeBackend, LyingBackend, NullBackend

# As `keyrings.alt` has it: it says of itself that it is the best, and writes plain text.
_PLAINTEXT = """
import pathlib
from keyring.backend import KeyringBackend
class PlaintextKeyring(KeyringBackend):
    priority = 99
    def get_password(self, service, username):
        return None
    def set_password(self, service, username, password):
        (pathlib.Path({home!r}) / "keyring_pass.cfg").write_text(password)
    def delete_password(self, service, username):
        pass
"""


class Arranged:
    """What the states are made with; everything ends with the test."""

    def __init__(self, folder: Path, home: Home, patch: pytest.MonkeyPatch, stack: ExitStack) -> None:
        self.home = home
        self._folder = folder
        self._patch = patch
        self._stack = stack

    def bus(self) -> OwnBus:
        bus = self._stack.enter_context(own_bus(self._folder / "bus"))
        self._patch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        return bus

    def real(self) -> OwnBus:
        bus = self.bus()
        self._stack.enter_context(bus.real_keyring())
        return bus

    def silent(self) -> subprocess.Popen[str]:
        return self._stack.enter_context(self.bus().silent_keyring())

    def no_bus(self) -> None:
        self._patch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={self._folder}/no-bus")

    def chosen(self, backend: str) -> None:
        """By the variable that the `keyring` package asks first."""
        self._patch.setenv("PYTHON_KEYRING_BACKEND", backend)

    def configured(self, backend: str) -> None:
        folder = self._folder / "config" / "python_keyring"
        folder.mkdir(parents=True)
        (folder / "keyringrc.cfg").write_text(f"[backend]\ndefault-keyring={backend}\n")
        self._patch.setenv("XDG_CONFIG_HOME", str(folder.parent))

    def plaintext_installed(self) -> None:
        package = self._folder / "installed" / "keyrings" / "alt"
        package.mkdir(parents=True)
        (package / "file.py").write_text(_PLAINTEXT.format(home=str(self.home.data_dir)))
        (package.parent.parent / "keyrings.alt-5.dist-info").mkdir()
        (package.parent.parent / "keyrings.alt-5.dist-info" / "METADATA").write_text(
            "Metadata-Version: 2.1\nName: keyrings.alt\nVersion: 5\n"
        )
        (package.parent.parent / "keyrings.alt-5.dist-info" / "entry_points.txt").write_text(
            "[keyring.backends]\nfile = keyrings.alt.file\n"
        )
        self._patch.syspath_prepend(str(package.parent.parent))
        self.chosen("keyrings.alt.file.PlaintextKeyring")

    def backend(self, backend: FakeBackend, name: str = "Fake Wallet") -> None:
        """In place of the platform's own."""
        opener: Callable[[], Vault] = lambda: Vault(name, backend)  # noqa: E731
        self._patch.setattr(keyring_store, "KeyringStore", functools.partial(KeyringStore, opener=opener))

    def seen_before(self, name: str) -> None:
        """The keyring that the settings remember from last time."""
        workspace = Workspace(self.home, KeyringStore(opener=lambda: Vault(name, FakeBackend())))
        workspace.credentials.probe()
        workspace.remember_keyring()


@contextmanager
def arranged(folder: Path, home: Home, patch: pytest.MonkeyPatch) -> Iterator[Arranged]:
    with ExitStack() as stack:
        yield Arranged(folder, home, patch, stack)


def lock() -> None:
    import secretstorage

    KeyringStore().write(Slot("before"), Secret("not-a-real-key"))
    with closing(secretstorage.dbus_init()) as connection:
        secretstorage.get_default_collection(connection).lock()


def kill_when_asked(service: subprocess.Popen[str]) -> None:
    """As a keyring that crashes over a question."""

    def kill() -> None:
        if read_line(service.stdout) == "asked":
            service.kill()

    threading.Thread(target=kill, daemon=True).start()


class SlowBackend(FakeBackend):
    """Answers every question, each after a while."""

    def get_password(self, service: str, username: str, /) -> str | None:
        threading.Event().wait(1.0)
        return super().get_password(service, username)


def slow(state: Arranged) -> None:
    state.backend(SlowBackend())


def lying(state: Arranged) -> None:
    state.backend(LyingBackend())


def forgetful(state: Arranged) -> None:
    state.backend(NullBackend())
