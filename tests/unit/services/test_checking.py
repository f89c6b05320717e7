"""A connection test proves what works, names what does not, and shows no key."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from datetime import timedelta

import msgspec
import pytest

from goq_desktop import logs
from goq_desktop.domain.connection import ConnectionProof, KeyKind
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.practice.misbehaviour import Fault, Misbehaviour
from goq_desktop.practice.server import PracticeServer
from goq_desktop.practice.shop import PracticeShop
from goq_desktop.services.checking import check_connection
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Shop
from tests.support.malls import PatientToken
from tests.support.set_clock import SetClock
from tests.unit.services.conftest import UID

WRONG = "not-a-key-of-this-shop"
NO_KEYS: Mapping[KeyKind, str] = {}


@pytest.fixture(autouse=True)
def _no_key_is_shown(
    workspace: Workspace, server: PracticeServer, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """After every test here: what was logged, also by the HTTP library, holds no key."""
    logs.configure(workspace.home, verbose=True)
    caplog.set_level(logging.DEBUG)
    yield
    written = "".join(file.read_text("utf-8") for file in workspace.home.logs.iterdir())
    assert "items/_search" in written, "calls are logged"
    for key in (server.open_key, server.manager_key, WRONG):
        assert key not in written + caplog.text


def check(workspace: Workspace, typed: Mapping[KeyKind, str] = NO_KEYS) -> ConnectionProof:
    return check_connection(workspace, workspace.shop(UID), typed, PatientToken())


def codes(proof: ConnectionProof) -> list[ProblemCode | None]:
    return [one.problem.code if one.problem else None for one in proof.checks]


def test_both_keys_right(workspace: Workspace, mall: PracticeShop, server: PracticeServer) -> None:
    proof = check(workspace)
    assert proof.is_working and proof.problem is None
    week = [order for order in mall.orders() if order.updated >= mall.now() - timedelta(days=7)]
    assert proof.orders_7_days == len(week)
    # Orders of one page are compared: the newest of those that came last is shown.
    newest = next(order for order in week if order.number == proof.newest_number)
    assert proof.newest_ordered == newest.ordered
    assert not proof.keys_look_swapped and proof.clock_off_minutes == 0
    assert workspace.shop(UID).open_key_worked_on == workspace.today()
    assert workspace.shop(UID).manager_key_worked_on == workspace.today()


def test_the_proof_shows_no_key(workspace: Workspace, server: PracticeServer) -> None:
    for typed in (NO_KEYS, {KeyKind.OPEN: WRONG}, {KeyKind.MANAGER: WRONG}):
        shown = repr(check(workspace, typed))
        assert not any(key in shown for key in (server.open_key, server.manager_key, WRONG))


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (KeyKind.OPEN, [ProblemCode.KEY_REFUSED, None]),
        (KeyKind.MANAGER, [None, ProblemCode.KEY_REFUSED]),
    ],
)
def test_one_wrong_key_is_named(
    workspace: Workspace, wrong: KeyKind, expected: list[ProblemCode | None]
) -> None:
    proof = check(workspace, {wrong: WRONG})
    assert codes(proof) == expected
    assert proof.problem is not None and proof.problem.params["key"] == wrong
    assert not proof.is_working and not proof.keys_look_swapped
    # The orders are read with the manager key alone.
    assert (proof.orders_7_days is None) == (wrong is KeyKind.MANAGER)
    assert workspace.shop(UID).open_key_worked_on is None


def test_two_wrong_keys_are_not_called_swapped(workspace: Workspace) -> None:
    proof = check(workspace, {KeyKind.OPEN: WRONG, KeyKind.MANAGER: WRONG + "2"})
    assert codes(proof) == [ProblemCode.KEY_REFUSED] * 2
    assert not proof.keys_look_swapped


def test_swapped_keys_are_noticed(workspace: Workspace, server: PracticeServer) -> None:
    proof = check(workspace, {KeyKind.OPEN: server.manager_key, KeyKind.MANAGER: server.open_key})
    assert proof.keys_look_swapped and not proof.is_working
    assert codes(proof) == [ProblemCode.KEY_REFUSED] * 2


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault.API_NOT_ENABLED, ProblemCode.API_NOT_ENABLED),
        (Fault.MAINTENANCE, ProblemCode.MAINTENANCE),
        (Fault.GARBAGE, ProblemCode.ANSWER_NOT_JSON),
        (Fault.REDIRECT, ProblemCode.REDIRECTED),
    ],
)
def test_a_shop_that_does_not_answer_rightly(
    workspace: Workspace, server: PracticeServer, fault: Fault, code: ProblemCode
) -> None:
    server.misbehave(Misbehaviour(fault=fault, path="items/"))
    proof = check(workspace)
    assert codes(proof) == [None, code]
    assert proof.orders_7_days is None and not proof.is_working


@pytest.mark.parametrize(
    ("fault", "code"),
    [(Fault.API_NOT_ENABLED, ProblemCode.API_NOT_ENABLED), (Fault.HTML, ProblemCode.ANSWER_NOT_JSON)],
)
def test_good_keys_are_no_proof_of_readable_orders(
    workspace: Workspace, server: PracticeServer, fault: Fault, code: ProblemCode
) -> None:
    server.misbehave(Misbehaviour(fault=fault, path="orders/"))
    proof = check(workspace)
    assert codes(proof) == [None, None]
    assert proof.problem is not None and proof.problem.code is code
    assert not proof.is_working
    assert workspace.shop(UID).manager_key_worked_on is None


@pytest.mark.parametrize("hours", [3, -3])
def test_a_wrong_clock_of_the_pc_is_measured(
    workspace: Workspace, server: PracticeServer, hours: int
) -> None:
    server.misbehave(Misbehaviour(fault=Fault.WRONG_CLOCK, hours=-hours))
    proof = check(workspace)
    assert proof.is_working
    assert proof.clock_off_minutes == hours * 60


def test_typed_keys_of_an_unsaved_shop_leave_no_note(workspace: Workspace, server: PracticeServer) -> None:
    typed = {KeyKind.OPEN: server.open_key, KeyKind.MANAGER: server.manager_key}
    unsaved = Shop(uid="unsaved", mall="practice", name="新しい店", shop_id=server.shop_id)
    before = workspace.load_settings()
    assert check_connection(workspace, unsaved, typed, PatientToken()).is_working
    assert workspace.load_settings() == before


def test_without_a_key_nothing_is_asked(
    workspace: Workspace, server: PracticeServer, clock: SetClock
) -> None:
    check(workspace)
    asked = len(server.requests)
    other = msgspec.structs.replace(workspace.shop(UID), uid="other")
    with pytest.raises(ProblemError) as caught:
        check_connection(workspace, other, {}, PatientToken())
    assert caught.value.problem.code is ProblemCode.KEY_MISSING
    assert len(server.requests) == asked
