"""From a fresh home by widgets alone to the shop's orders, and back to them at the next start."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.payments import AWAITING_PAYMENT, PaymentKind
from goq_desktop.domain.query import OrderColumn
from goq_desktop.paths import Home
from goq_desktop.practice.server import PracticeServer
from goq_desktop.services.setup_flow import SetupPage
from tests.support.canaries import CanaryKeys
from tests.support.desk_person import PATIENCE, DeskPerson, listed, shown_form
from tests.support.practice import exported_form
from tests.support.secret_scan import needles_of, scan
from tests.support.set_clock import SetClock

pytestmark = pytest.mark.usefixtures("real_keyring")

C = OrderColumn
P = SetupPage
WEEK = timedelta(days=7)
Start = Callable[[], DeskPerson]


def assert_table_holds(person: DeskPerson, server: PracticeServer, clock: SetClock, file: Path) -> None:
    """The last 7 days, all of them and nothing else, on the screen and in the store."""
    expected = listed(server, clock.now() - WEEK)
    assert 0 < len(expected) < len(list(server.shop.orders()))
    assert Counter(person.cells(C.NUMBER, C.TOTAL)) == shown_form(expected)
    (shop,) = person.desk.workspace.shops()
    forms: dict[str, dict[str, object]] = {
        key: exported_form(order, shop.name) for key, order in expected.items()
    }
    methods = person.desk.workspace.load_settings().settings.payments.methods
    prepaid = {method.wording for method in methods if method.kind is PaymentKind.PREPAID}
    for form in forms.values():
        # What 支払い方法 says counts from the first fetch on: whoever pays beforehand is waited for.
        if form["lane"] == "new" and form["payment_method"] in prepaid and form["paid"] is None:
            form["lane"] = AWAITING_PAYMENT
    assert person.export(file) == forms


def test_the_full_way_leads_to_the_orders_of_seven_days(
    start: Start, server: PracticeServer, clock: SetClock, tmp_path: Path
) -> None:
    person = start()
    setup = person.open_setup()
    setup.fill_contractor()
    for page in (P.CARRIERS, P.SHOPS, P.PAYMENTS, P.SHOP_DETAIL):
        setup.next()
        assert setup.page is page
    person.fill_detail(server)
    for page in (P.SLIPS, P.OTHER, P.OPTIONS):
        setup.next()
        setup.arrive(page)
    person.go_on_to_confirmation()
    summary = person.connect()
    assert person.desk.wizard is None
    assert summary.is_complete
    assert_table_holds(person, server, clock, tmp_path / "orders.json")
    assert not person.window.tasks.isVisible()
    assert person.window.problem.text == ""


def test_the_quick_way_leads_there_too_and_says_what_is_left(
    start: Start, server: PracticeServer, clock: SetClock, tmp_path: Path
) -> None:
    person = start()
    summary = person.set_up_quickly(server)
    assert summary.is_complete
    assert_table_holds(person, server, clock, tmp_path / "orders.json")
    assert person.window.tasks.isVisible()


def test_the_keys_lie_in_the_keyring_and_in_no_file(
    start: Start, server: PracticeServer, home: Home, canary_keys: CanaryKeys
) -> None:
    person = start()
    person.set_up_quickly(server)
    # Not compared inside the assert: its message would show them.
    are_kept = person.kept_keys() == {KeyKind.OPEN: canary_keys.open, KeyKind.MANAGER: canary_keys.manager}
    assert are_kept
    assert person.desk.stop()
    assert home.database.exists()
    assert scan([home.settings_dir.parent], needles_of(canary_keys)) == []


def test_the_next_start_opens_on_the_table(start: Start, server: PracticeServer, qtbot: QtBot) -> None:
    person = start()
    summary = person.set_up_quickly(server)
    before = person.cells(C.ID, C.NUMBER)
    assert person.desk.stop()
    asked = len(server.requests)

    again = start()
    again.arrive_at_table()
    assert again.desk.wizard is None
    qtbot.waitUntil(lambda: again.cells(C.ID, C.NUMBER) == before, timeout=PATIENCE)
    qtbot.waitUntil(lambda: again.has_freshness and "最終取得" in again.freshness_text, timeout=PATIENCE)
    assert f"新着 {summary.new}件" in again.freshness_text
    assert "自動取得 オフ" in again.freshness_text
    assert len(server.requests) == asked


def test_a_killed_set_up_goes_on_where_it_was_until_orders_are_there(
    start: Start, server: PracticeServer
) -> None:
    first = start()
    first.go_quickly_to_detail()
    # Killed here, and again below: nothing is closed, nothing is asked.
    second = start()
    setup = second.open_setup()
    setup.arrive(P.SHOP_DETAIL)
    assert "続き" in setup.wizard.shown_page().notice
    second.fill_detail(server)
    second.go_on_to_confirmation()

    third = start()
    third.open_setup().arrive(P.CONFIRM)
    summary = third.connect()
    assert summary.is_complete
    assert len(third.cells(C.NUMBER)) == summary.new > 0


def test_a_wrong_key_is_named_and_the_right_one_opens(
    start: Start, server: PracticeServer, qtbot: QtBot
) -> None:
    person = start()
    setup = person.go_quickly_to_detail()
    setup.type_into("shop_id", server.shop_id)
    setup.type_keys(server.open_key, "not-the-manager-key")
    setup.next()
    proof = setup.detail.proof
    qtbot.waitUntil(lambda: "マネジャー認証キー: 使えません" in proof.text, timeout=PATIENCE)
    assert "オープン認証キー: 使えます" in proof.text
    assert "次にすること" in proof.text
    assert setup.page is P.SHOP_DETAIL
    assert person.desk.window is None

    setup.retype(KeyKind.MANAGER, server.manager_key)
    person.go_on_to_confirmation()
    summary = person.connect()
    assert summary.is_complete and summary.new > 0


def test_keys_typed_into_each_other_s_field_are_exchanged_at_a_click(
    start: Start, server: PracticeServer, qtbot: QtBot, canary_keys: CanaryKeys
) -> None:
    person = start()
    setup = person.go_quickly_to_detail()
    setup.type_into("shop_id", server.shop_id)
    setup.type_keys(server.manager_key, server.open_key)
    form = setup.detail
    setup.click(form.test_button)
    qtbot.waitUntil(form.exchange_button.isVisible, timeout=PATIENCE)
    assert "逆" in form.proof.text
    setup.click(form.exchange_button)
    qtbot.waitUntil(lambda: "マネジャー認証キー: 使えます" in form.proof.text, timeout=PATIENCE)
    assert not form.exchange_button.isVisible()
    person.go_on_to_confirmation()
    assert person.connect().is_complete
    are_kept = person.kept_keys() == {KeyKind.OPEN: canary_keys.open, KeyKind.MANAGER: canary_keys.manager}
    assert are_kept


def test_without_a_connection_the_set_up_can_end_and_the_window_says_so(
    start: Start, server: PracticeServer, qtbot: QtBot
) -> None:
    person = start()
    person.go_quickly_to_detail()
    person.fill_detail(server)
    person.go_on_to_confirmation()
    server.stop()
    page = person.setup.wizard.confirm_page
    person.setup.connect()
    qtbot.waitUntil(page.without_fetch_button.isVisible, timeout=PATIENCE)
    person.setup.click(page.without_fetch_button)
    person.arrive_at_table()
    qtbot.waitUntil(
        lambda: person.has_freshness and "まだ取得していません" in person.freshness_text, timeout=PATIENCE
    )

    server.start()
    assert person.fetch().is_complete
    assert person.cells(C.NUMBER)


def test_what_the_quick_way_left_open_is_done_from_the_window(start: Start, server: PracticeServer) -> None:
    person = start()
    person.set_up_quickly(server)
    tasks = person.window.tasks
    assert person.open_tasks() == ["契約者情報", "配達業者設定", "支払い方法", "ほか 3件"]

    person.click(person.task_button("配達業者設定"))
    hub = person.desk.hub_door.hub
    assert hub is not None
    assert hub.shown_page is P.CARRIERS
    person.click(hub.tiles[P.CARRIERS].save_button)
    hub.open()
    person.click(hub.back_button)
    assert not person.window.is_hub_shown
    assert person.open_tasks() == ["契約者情報", "支払い方法", "モール配送伝票", "ほか 2件"]
    assert person.desk.workspace.load_settings().settings.carriers.used

    person.click(tasks.findChildren(QToolButton)[0])
    assert not tasks.isVisible()
    assert person.desk.stop()
    again = start()
    again.arrive_at_table()
    assert not again.window.tasks.isVisible()
