"""No test reaches the network, a person's keyring or a person's folders."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from goq_desktop.credentials.keyring_store import KeyringStore
from goq_desktop.credentials.store import KeyringState, Secret, Slot
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.paths import Home
from tests.support.canaries import CanaryKeys
from tests.support.network import is_local
from tests.support.private_session import RUN_DIR, why_not_private

# A block that is reserved for documentation: nobody is there, even without the guard.
AWAY = "192.0.2.1"
ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost", ""])
def test_loopback_is_local(host: str) -> None:
    assert is_local(host)


@pytest.mark.parametrize(
    "host", [AWAY, "10.0.0.1", "2001:db8::1", "shop.example", "localhost.example", "0.0.0.0"]
)
def test_everything_else_is_away(host: str) -> None:
    assert not is_local(host)


def test_a_connection_away_is_refused_and_noted(network_attempts: list[str]) -> None:
    with pytest.raises(OSError, match="no network in tests"):
        socket.create_connection((AWAY, 443), timeout=1)
    with socket.socket() as connection:
        assert connection.connect_ex((AWAY, 443)) != 0
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("shop.example", 443)
    assert network_attempts == [AWAY, AWAY, "shop.example"]
    network_attempts.clear()  # they were wanted


def test_an_unknown_host_is_unknown_without_asking(network_attempts: list[str]) -> None:
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("shop.invalid", 443)
    assert network_attempts == []


def test_loopback_works(network_attempts: list[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()
    assert network_attempts == []


def test_a_test_that_reaches_away_fails(pytester: pytest.Pytester) -> None:
    pytester.makeconftest("pytest_plugins = ['tests.support.network']")
    pytester.makepyfile(
        f"""
        import contextlib, socket
        def test_polite():
            with contextlib.suppress(OSError):
                socket.create_connection(("{AWAY}", 443), timeout=1)
        """
    )
    pytester.makeini(f"[pytest]\npythonpath = {ROOT}")
    outcome = pytester.runpytest_subprocess("-p", "no:pytest-qt", "-p", "no:cacheprovider")
    outcome.assert_outcomes(passed=1, errors=1)
    outcome.stdout.fnmatch_lines([f"*reached for the network: {AWAY}*"])


def test_without_the_fixture_there_is_no_keyring() -> None:
    if sys.platform == "linux":
        assert os.environ["DBUS_SESSION_BUS_ADDRESS"].startswith("unix:path=/nonexistent/")
    store = KeyringStore()
    assert store.probe() is KeyringState.ABSENT
    with pytest.raises(ProblemError) as caught:
        store.write(Slot("test of the guard"), Secret("value"))
    assert caught.value.problem.code is ProblemCode.KEYRING_ABSENT


def test_the_usual_places_are_not_a_person_s(tmp_path_factory: pytest.TempPathFactory) -> None:
    if sys.platform == "linux":
        assert Home.default().data_dir.is_relative_to(tmp_path_factory.getbasetemp())


def private(run: Path, **changed: str) -> dict[str, str]:
    bus = f"unix:path={run}/bus,guid=0123456789abcdef0123456789abcdef"
    return {RUN_DIR: str(run), "HOME": f"{run}/home", "DBUS_SESSION_BUS_ADDRESS": bus} | changed


def test_the_private_session_is_told_by_where_things_lie(tmp_path: Path) -> None:
    assert why_not_private(private(tmp_path)) == ""
    spaced = private(tmp_path / "a b")
    spaced["DBUS_SESSION_BUS_ADDRESS"] = f"unix:path={tmp_path}/a%20b/bus"
    assert why_not_private(spaced) == ""


@pytest.mark.parametrize(
    "changed",
    [
        {RUN_DIR: ""},
        {"DBUS_SESSION_BUS_ADDRESS": ""},
        {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/run/user/1000/bus"},
        {"DBUS_SESSION_BUS_ADDRESS": "unix:abstract=/tmp/dbus-1"},
        {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent/bus;unix:path=/run/user/1000/bus"},
        {"HOME": "/home/person"},
        {"HOME": ""},
    ],
)
def test_a_person_s_session_is_never_taken_for_it(tmp_path: Path, changed: dict[str, str]) -> None:
    assert why_not_private(private(tmp_path, **changed))
    assert "is not set" in why_not_private({})


def test_a_bus_that_leaves_the_run_s_folder_is_not_private(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    bus = f"unix:path={tmp_path}/run/../bus"
    assert why_not_private(private(tmp_path / "run", DBUS_SESSION_BUS_ADDRESS=bus))


def test_keys_of_the_run_have_the_two_forms(canary_keys: CanaryKeys) -> None:
    assert len(bytes.fromhex(canary_keys.open)) == 20
    assert canary_keys.manager.startswith("$2y$11$")
    assert len(canary_keys.manager) == 60
    assert canary_keys.open not in "".join(os.environ.values())
