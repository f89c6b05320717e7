"""Fixtures for keys: no test reaches a person's keyring, and few reach any."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NoReturn

import pytest

from tests.support import canaries
from tests.support.canaries import CanaryKeys
from tests.support.own_bus import own_bus
from tests.support.private_session import KEYS_FILE, RUN_DIR, why_not_private

_BUS: Final = "DBUS_SESSION_BUS_ADDRESS"


@pytest.fixture(scope="session")
def canary_keys() -> CanaryKeys:
    """The run's open and manager key: for practice shops and stores whose files are scanned afterwards."""
    file = os.environ.get(KEYS_FILE)
    return canaries.read(Path(file)) if file else canaries.make()


@pytest.fixture(autouse=True)
def _no_keyring(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without `real_keyring` every keyring is absent for a test and for the processes it starts."""
    if "real_keyring" in request.fixturenames:
        return
    # All ways to a Secret Service or KWallet go over this bus.
    monkeypatch.setenv(_BUS, "unix:path=/nonexistent/no-keyring-in-this-test")
    if sys.platform == "win32":
        _shut(monkeypatch, "keyring.backends.Windows.WinVaultKeyring")
    elif sys.platform == "darwin":
        _shut(monkeypatch, "keyring.backends.macOS.Keyring")


def _shut(monkeypatch: pytest.MonkeyPatch, backend: str) -> None:
    for method in ("get_password", "set_password", "delete_password", "get_credential"):
        monkeypatch.setattr(f"{backend}.{method}", _refuse)


def _refuse(*_: object) -> NoReturn:
    from keyring.errors import NoKeyringError

    raise NoKeyringError("this test has no keyring")


@pytest.fixture
def real_keyring() -> None:
    """The Secret Service of the run's private session.

    In the run it must be there, so a broken session fails the test. Elsewhere the test skips: it never
    falls back to the keyring of the person who runs it.
    """
    _need_private_session()


@pytest.fixture(scope="module")
def _own_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    _need_private_session()
    with own_bus(tmp_path_factory.mktemp("bus")) as bus, bus.real_keyring():
        yield bus.address


@pytest.fixture
def own_keyring(real_keyring: None, _own_service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real Secret Service of this file's own, for tests whose processes are killed in the middle of a call.

    GNOME's once ended when two such files ran beside each other, and every test behind them found no keyring.
    """
    monkeypatch.setenv(_BUS, _own_service)


def _need_private_session() -> None:
    reason = why_not_private()
    if reason and RUN_DIR in os.environ:
        pytest.fail(f"the private session is broken: {reason}")
    if reason:
        pytest.skip(reason)
