"""What a person can do in the window when the store, the keyring or the settings are not as they were."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from goq_desktop.credentials.store import database_slot, shop_slot
from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import Problem, ProblemCode, ProblemError
from goq_desktop.practice.server import PracticeServer
from goq_desktop.settings.tiles import Shops
from goq_desktop.storage.cipher import read_salt
from goq_desktop.ui.crash import CrashReporter
from tests.support.desk_person import PATIENCE, DeskPerson

pytestmark = pytest.mark.usefixtures("real_keyring")

Start = Callable[[], DeskPerson]


def test_a_store_whose_key_is_gone_is_kept_beside_a_new_one(
    start: Start, server: PracticeServer, qtbot: QtBot
) -> None:
    first = start()
    first.set_up_quickly(server)
    assert first.desk.stop()
    workspace = first.desk.workspace
    salt = read_salt(workspace.home.database)
    assert salt is not None
    workspace.credentials.delete(database_slot(salt))
    old = workspace.home.database.read_bytes()

    person = start()
    bar = person.window.problem
    qtbot.waitUntil(lambda: "鍵が見つかりません" in bar.text, timeout=PATIENCE)
    bar.action_button.click()
    qtbot.waitUntil(lambda: person.desk.workspace.is_store_open, timeout=PATIENCE)
    person.window.fetch_action.trigger()
    qtbot.waitUntil(lambda: person.window.orders.table.model().rowCount() > 0, timeout=PATIENCE)
    assert bar.text == ""
    kept = list(workspace.home.data_dir.glob("orders.unopened-*.db"))
    assert [file.read_bytes() for file in kept] == [old]


def test_a_store_that_was_lost_is_told_and_begun_anew_when_a_person_says_so(
    start: Start, server: PracticeServer, qtbot: QtBot
) -> None:
    first = start()
    first.set_up_quickly(server)
    assert first.desk.stop()
    first.desk.workspace.home.database.write_bytes(b"")

    person = start()
    bar = person.window.problem
    qtbot.waitUntil(lambda: "受注データがなくなっています" in bar.text, timeout=PATIENCE)
    assert person.desk.workspace.home.database.read_bytes() == b""
    bar.action_button.click()
    qtbot.waitUntil(lambda: person.desk.workspace.is_store_open, timeout=PATIENCE)
    person.window.fetch_action.trigger()
    qtbot.waitUntil(lambda: person.window.orders.table.model().rowCount() > 0, timeout=PATIENCE)
    assert bar.text == ""


def test_the_set_up_opens_once_and_takes_its_typed_keys_with_it(
    start: Start, server: PracticeServer, qtbot: QtBot
) -> None:
    person = start()
    person.set_up_quickly(server)
    desk = person.desk
    qtbot.waitUntil(lambda: desk.wizard is None)
    person.window.setup_chosen.emit()
    opened = desk.wizard
    person.window.setup_chosen.emit()
    assert opened is not None
    assert desk.wizard is opened
    assert opened.isModal(), "the table cannot start a second one behind it"
    opened.reject()
    qtbot.waitUntil(lambda: desk.wizard is None)


def test_keys_of_a_removed_shop_leave_the_keyring(start: Start, server: PracticeServer, qtbot: QtBot) -> None:
    person = start()
    person.set_up_quickly(server)
    workspace = person.desk.workspace
    uid = workspace.shops()[0].uid
    generation = workspace.key_generation(uid)
    slots = [shop_slot(uid, kind, generation) for kind in KeyKind]
    assert all(workspace.credentials.read(slot) is not None for slot in slots)
    workspace.settings_store.save(shops=Shops())
    person.desk.actions.forget_shops([uid])
    qtbot.waitUntil(lambda: not person.desk.task_thread.is_busy, timeout=PATIENCE)
    assert all(workspace.credentials.read(slot) is None for slot in slots)


def test_the_keys_of_a_shop_removed_in_a_run_that_was_killed_go_at_the_next_start(
    start: Start, server: PracticeServer, qtbot: QtBot
) -> None:
    first = start()
    first.set_up_quickly(server)
    workspace = first.desk.workspace
    (shop,) = workspace.shops()
    assert first.desk.stop()
    workspace.settings_store.save(shops=Shops())
    second = start()
    qtbot.waitUntil(lambda: not second.desk.task_thread.is_busy, timeout=PATIENCE)
    slots = [shop_slot(shop.uid, kind, shop.key_generation) for kind in KeyKind]
    assert all(second.desk.workspace.credentials.read(slot) is None for slot in slots)


def test_a_problem_that_nobody_caught_is_told_in_its_own_words(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Problem] = []
    monkeypatch.setattr("goq_desktop.ui.crash.tell_problem", told.append)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr("threading.excepthook", lambda _: None)
    reporter = CrashReporter()
    reporter.install()
    error = ProblemError(ProblemCode.DISK_FULL, path="settings.toml")
    with qtbot.waitSignal(reporter.problem_reported):
        sys.excepthook(ProblemError, error, None)
    qtbot.waitUntil(lambda: told == [error.problem])
