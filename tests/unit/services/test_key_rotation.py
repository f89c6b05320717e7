"""Keys are changed only for a pair that the shop takes, or that a person wants without a test."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from goq_desktop import logs
from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.credentials.store import Secret, Slot, shop_slot
from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.paths import Home
from goq_desktop.practice.misbehaviour import Fault, Misbehaviour
from goq_desktop.practice.profile import MALL
from goq_desktop.practice.server import PracticeServer
from goq_desktop.services.key_rotation import Condition, KeyChange, Rotation, rotate_keys
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Shop
from tests.support.keys import keep_keys
from tests.support.malls import PatientToken
from tests.support.set_clock import SetClock
from tests.unit.services.conftest import UID
from tests.unit.services.old_keys import (
    OLD,
    WRONG,
    Wallet,
    home_with_old_keys,
    is_as_before,
    kept,
    noted,
    rotate,
    secrets_in,
)

C = Condition
P = ProblemCode


@pytest.fixture
def wallet() -> Wallet:
    return Wallet()


@pytest.fixture
def workspace(home: Home, server: PracticeServer, clock: SetClock, wallet: Wallet) -> Workspace:
    return home_with_old_keys(home, server, clock, wallet)


@pytest.fixture
def right(server: PracticeServer) -> dict[KeyKind, str]:
    return {KeyKind.OPEN: server.open_key, KeyKind.MANAGER: server.manager_key}


# -- what counts


def test_a_pair_that_works_takes_the_place_of_the_old_one(
    workspace: Workspace, wallet: Wallet, right: dict[KeyKind, str]
) -> None:
    rotation = rotate(workspace, right)
    assert rotation.is_adopted and rotation.proof is not None and rotation.proof.is_working
    assert kept(workspace) == right
    assert secrets_in(wallet) == sorted(right.values())
    assert noted(workspace) == ()


def test_the_new_pair_is_tested_while_the_old_one_lies_there(
    workspace: Workspace, wallet: Wallet, right: dict[KeyKind, str], server: PracticeServer
) -> None:
    lying: list[list[str]] = []

    class Watching(PatientToken):
        def check(self) -> None:
            lying.append(secrets_in(wallet))

    rotate(workspace, right, token=Watching())
    assert server.requests, "it was tested"
    assert all(set(OLD.values()) <= set(each) for each in lying)
    assert set(right.values()) <= set(lying[-1])


def test_one_key_takes_the_other_along(
    workspace: Workspace, wallet: Wallet, right: dict[KeyKind, str]
) -> None:
    keep_keys(workspace, UID, OLD[KeyKind.OPEN], right[KeyKind.MANAGER])
    year_ago = workspace.today() - timedelta(days=365)
    workspace.settings_store.update_shop(UID, manager_key_set_on=year_ago)
    assert rotate(workspace, {KeyKind.OPEN: right[KeyKind.OPEN]}).is_adopted
    assert kept(workspace) == right
    shop = workspace.shop(UID)
    assert (shop.open_key_set_on, shop.manager_key_set_on) == (workspace.today(), year_ago)
    assert secrets_in(wallet) == sorted(right.values())


@pytest.mark.parametrize("condition", [C.MUST_WORK, C.IF_REACHED])
@pytest.mark.parametrize("wrong", [{KeyKind.OPEN}, {KeyKind.MANAGER}, set(KeyKind)])
def test_a_refused_pair_is_never_adopted(
    workspace: Workspace,
    wallet: Wallet,
    right: dict[KeyKind, str],
    wrong: set[KeyKind],
    condition: Condition,
) -> None:
    before = workspace.shop(UID)
    typed = {kind: WRONG[kind] if kind in wrong else right[kind] for kind in right}
    rotation = rotate(workspace, typed, condition)
    assert not rotation.is_adopted and rotation.is_refused
    assert is_as_before(workspace, wallet, before)
    assert secrets_in(wallet) == sorted(OLD.values()) and noted(workspace) == ()


@pytest.mark.parametrize("condition", [C.MUST_WORK, C.IF_REACHED])
def test_a_swapped_pair_is_never_adopted_and_named(
    workspace: Workspace, wallet: Wallet, right: dict[KeyKind, str], condition: Condition
) -> None:
    before = workspace.shop(UID)
    swapped = {KeyKind.OPEN: right[KeyKind.MANAGER], KeyKind.MANAGER: right[KeyKind.OPEN]}
    rotation = rotate(workspace, swapped, condition)
    assert not rotation.is_adopted and rotation.is_refused
    assert rotation.proof is not None and rotation.proof.keys_look_swapped
    assert is_as_before(workspace, wallet, before)
    assert secrets_in(wallet) == sorted(OLD.values())


def test_kept_keys_are_exchanged_where_they_lie(workspace: Workspace, right: dict[KeyKind, str]) -> None:
    keep_keys(workspace, UID, right[KeyKind.MANAGER], right[KeyKind.OPEN])
    assert rotate(workspace, {}, is_exchanged=True).is_adopted
    assert kept(workspace) == right
    assert not rotate(workspace, {}, is_exchanged=True).is_adopted, "not twice: that pair is refused"
    assert kept(workspace) == right


def test_an_api_that_is_not_enabled_is_a_refusal(
    workspace: Workspace, wallet: Wallet, right: dict[KeyKind, str], server: PracticeServer
) -> None:
    server.misbehave(Misbehaviour(fault=Fault.API_NOT_ENABLED))
    rotation = rotate(workspace, right, C.IF_REACHED)
    assert rotation.is_refused and not rotation.is_adopted
    assert kept(workspace) == OLD


def test_where_the_shop_cannot_be_reached_the_old_pair_stays_unless_asked_otherwise(
    workspace: Workspace, wallet: Wallet, right: dict[KeyKind, str], server: PracticeServer
) -> None:
    before = workspace.shop(UID)
    server.stop()
    rotation = rotate(workspace, right)
    assert not rotation.is_adopted and not rotation.is_refused
    assert rotation.proof is not None and rotation.proof.problem is not None
    assert is_as_before(workspace, wallet, before)
    assert secrets_in(wallet) == sorted(OLD.values())

    assert rotate(workspace, right, C.IF_REACHED).is_adopted
    assert kept(workspace) == right
    assert secrets_in(wallet) == sorted(right.values())
    assert workspace.shop(UID).open_key_worked_on is None, "never used yet"


def test_a_shop_that_refuses_one_key_and_then_is_gone_has_refused(
    workspace: Workspace, right: dict[KeyKind, str], server: PracticeServer
) -> None:
    server.misbehave(Misbehaviour(fault=Fault.HTML, path="items/"))
    typed = right | {KeyKind.OPEN: WRONG[KeyKind.OPEN]}
    rotation = rotate(workspace, typed, C.IF_REACHED)
    assert rotation.is_refused and not rotation.is_adopted


def test_untested_asks_nobody(
    workspace: Workspace, right: dict[KeyKind, str], server: PracticeServer
) -> None:
    assert rotate(workspace, right, C.UNTESTED) == Rotation(is_adopted=True)
    assert server.requests == []
    assert kept(workspace) == right


# -- dates


def test_the_dates_are_those_of_the_new_pair(workspace: Workspace, right: dict[KeyKind, str]) -> None:
    rotate(workspace, right)
    shop, today = workspace.shop(UID), workspace.today()
    days = [shop.open_key_set_on, shop.open_key_worked_on, shop.manager_key_set_on]
    assert [*days, shop.manager_key_worked_on, shop.keys_issued_on] == [today] * 5


def test_a_day_of_issue_that_was_typed_is_taken(workspace: Workspace, right: dict[KeyKind, str]) -> None:
    typed = workspace.today() - timedelta(days=3)
    rotate(workspace, right, issued_on=typed)
    assert workspace.shop(UID).keys_issued_on == typed


def test_first_keys_get_no_day_of_issue_that_nobody_knows(
    workspace: Workspace, right: dict[KeyKind, str]
) -> None:
    first = Shop(uid="first", mall=MALL, name="2号店", shop_id=workspace.shop(UID).shop_id)
    workspace.settings_store.save(shops=workspace.load_settings().settings.shops.with_shop(first))
    rotate_keys(workspace, KeyChange(shop=first, typed=right), PatientToken())
    assert workspace.shop("first").keys_issued_on is None
    assert workspace.shop("first").open_key_set_on == workspace.today()


# -- one key alone, memory, and before there were generations


def test_half_a_pair_is_never_kept(workspace: Workspace, wallet: Wallet, right: dict[KeyKind, str]) -> None:
    first = Shop(uid="first", mall=MALL, name="2号店", shop_id="renshu.pr")
    typed = {KeyKind.OPEN: right[KeyKind.OPEN]}
    with pytest.raises(ProblemError) as caught:
        rotate_keys(workspace, KeyChange(shop=first, typed=typed, condition=C.UNTESTED), PatientToken())
    assert caught.value.problem.code is P.KEY_MISSING
    assert secrets_in(wallet) == sorted(OLD.values())
    assert len(workspace.shops()) == 1


def test_keys_from_before_there_were_generations_count_until_they_are_changed(
    workspace: Workspace, right: dict[KeyKind, str]
) -> None:
    shop = Shop(uid="long-there", mall=MALL, name="2号店", shop_id=workspace.shop(UID).shop_id)
    workspace.settings_store.save(shops=workspace.load_settings().settings.shops.with_shop(shop))
    for kind, text in OLD.items():
        workspace.credentials.write(Slot(f"shop long-there {kind.value}"), Secret(text))
    assert workspace.key_reader("long-there")(KeyKind.OPEN) == OLD[KeyKind.OPEN]
    rotate_keys(workspace, KeyChange(shop=shop, typed=right), PatientToken())
    assert workspace.key_reader("long-there")(KeyKind.OPEN) == right[KeyKind.OPEN]
    assert workspace.credentials.read(shop_slot("long-there", KeyKind.OPEN)) is None


def test_in_memory_the_same_rules_hold_and_the_keyring_s_pair_is_left(
    workspace: Workspace, wallet: Wallet, right: dict[KeyKind, str]
) -> None:
    generation = workspace.shop(UID).key_generation
    workspace.use_session_only()
    assert rotate(workspace, right).is_adopted
    assert kept(workspace) == right
    assert not rotate(workspace, WRONG).is_adopted
    assert kept(workspace) == right
    assert rotate(workspace, {KeyKind.OPEN: right[KeyKind.OPEN]}).is_adopted
    assert isinstance(workspace.credentials, SessionStore)
    assert workspace.shop(UID).key_generation == generation and noted(workspace) == ()
    assert secrets_in(wallet) == sorted(OLD.values())
    workspace.close()
    assert workspace.shop(UID).open_key_set_on is None


# -- secrecy


def test_no_key_is_logged_or_written_to_a_file(
    workspace: Workspace,
    wallet: Wallet,
    right: dict[KeyKind, str],
    server: PracticeServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    logs.configure(workspace.home, verbose=True)
    caplog.set_level(logging.DEBUG)
    keys = (*right.values(), *WRONG.values(), *OLD.values())
    rotate(workspace, WRONG)
    wallet.is_keeping_all = True
    rotate(workspace, right)
    change = KeyChange(shop=workspace.shop(UID), typed=right)
    home = workspace.home.settings_dir.parent
    written = "".join(file.read_text("utf-8") for file in home.rglob("*") if file.is_file())
    assert "items/_search" in written, "calls are logged"
    assert [key for key in keys if key in written + caplog.text + repr(change)] == []
