"""各種設定 beside 受注一覧 in the main window: opened from everywhere, never closed over unsaved changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from goq_desktop.domain.problems import Problem, ProblemCode, ProblemError
from goq_desktop.domain.sight import SeenWording, ShopOrder, StoreSight
from goq_desktop.paths import Home
from goq_desktop.services.setup_flow import TILES, SetupPage
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Settings, Setup, Shops
from goq_desktop.ui.desk import Desk
from goq_desktop.ui.orders.reapply_dialog import ReapplyDialog
from goq_desktop.ui.task_list import TaskList
from goq_desktop.ui.window import DeskWindow
from goq_desktop.ui.wizard.names import page_title
from tests.qt.hub.person import CTRL, HubPerson
from tests.qt.hub.settings import USED
from tests.qt.wizard.fake_actions import FakeSetupActions
from tests.support.made_orders import made_order
from tests.support.set_up_desk import set_up_desk

P = SetupPage


@pytest.fixture
def desk(qtbot: QtBot, home: Home, store: SettingsStore, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The whole desk at the orders of a shop that is set up; no keyring, no network."""
    store.replace_all(USED)
    yield from set_up_desk(qtbot, home, monkeypatch)


@pytest.fixture
def window(desk: Desk) -> DeskWindow:
    assert desk.window is not None
    return desk.window


def person_of(qtbot: QtBot, desk: Desk, store: SettingsStore) -> HubPerson:
    hub = desk.hub_door.hub
    assert hub is not None
    return HubPerson(qtbot, hub, store, FakeSetupActions(store))


@pytest.fixture
def person(qtbot: QtBot, desk: Desk, window: DeskWindow, store: SettingsStore) -> HubPerson:
    """At the tiles."""
    qtbot.keyClick(window, Qt.Key.Key_Comma, CTRL)
    return person_of(qtbot, desk, store)


def has_wizard(desk: Desk) -> bool:
    return desk.wizard is not None


def shows_hub(window: DeskWindow) -> bool:
    return window.is_hub_shown


def action(window: DeskWindow, text: str) -> QAction:
    return next(each for each in window.findChildren(QAction) if each.text().partition("(&")[0] == text)


def test_a_key_leads_to_the_tiles_and_others_back(window: DeskWindow, person: HubPerson) -> None:
    assert shows_hub(window)
    assert person.hub.isVisible()
    person.press(Qt.Key.Key_Escape)
    assert not shows_hub(window)
    assert window.orders.isVisible()
    assert window.orders.table.hasFocus()
    person.press(Qt.Key.Key_Comma, CTRL)
    assert shows_hub(window)
    person.press(Qt.Key.Key_2, CTRL)
    assert not shows_hub(window)


def test_find_belongs_to_what_is_shown(window: DeskWindow, person: HubPerson) -> None:
    person.press(Qt.Key.Key_F, CTRL)
    assert person.hub.search_line.hasFocus()
    person.press(Qt.Key.Key_Escape)
    person.press(Qt.Key.Key_Escape)
    person.press(Qt.Key.Key_F, CTRL)
    assert window.orders.filter_row.text.hasFocus()


@pytest.mark.parametrize("page", TILES)
def test_the_menu_opens_every_tile(
    qtbot: QtBot, desk: Desk, window: DeskWindow, store: SettingsStore, page: SetupPage
) -> None:
    action(window, page_title(page)).trigger()
    assert desk.wizard is None
    assert person_of(qtbot, desk, store).page is page


def test_the_reminder_and_the_tasks_open_their_tiles(
    qtbot: QtBot, desk: Desk, window: DeskWindow, store: SettingsStore
) -> None:
    window.reminder.renewal_chosen.emit()
    person = person_of(qtbot, desk, store)
    assert person.is_at(P.SHOP_DETAIL)
    person.hub.go_back()
    person.hub.go_back()
    buttons = window.tasks.findChildren(QPushButton)
    assert [button.text() for button in buttons] == ["モール配送伝票", "その他設定", "オプション設定"]
    person.click(buttons[1])
    assert person.is_at(P.OTHER)


def test_a_saved_tile_is_no_task_any_more(window: DeskWindow, person: HubPerson) -> None:
    for page in (P.SLIPS, P.OTHER):
        person.choose(page)
        person.click(person.tile.save_button)
        person.hub.go_back()
    person.hub.go_back()
    assert [button.text() for button in window.tasks.findChildren(QPushButton) if button.isVisible()] == [
        "オプション設定"
    ]
    person.press(Qt.Key.Key_Comma, CTRL)
    person.choose(P.OPTIONS)
    person.click(person.tile.next_button)
    person.hub.go_back()
    assert not window.tasks.isVisible()


def change(person: HubPerson) -> None:
    person.choose(P.CONTRACTOR)
    person.type_into("company", "Kakuu")


def test_the_window_is_not_closed_over_unsaved_changes(window: DeskWindow, person: HubPerson) -> None:
    change(person)
    assert not window.close()
    assert window.isVisible()
    assert "保存していない変更" in person.question
    person.answer("編集に戻る")
    assert window.isVisible()
    window.close()
    person.answer("保存しない")
    assert not window.isVisible()
    assert person.saved == USED


def test_saved_on_the_way_out_the_window_closes(window: DeskWindow, person: HubPerson) -> None:
    change(person)
    window.close()
    person.answer("保存する")
    assert not window.isVisible()
    assert person.saved.contractor.company == "Kakuu"


def test_the_orders_wait_for_the_answer_too(window: DeskWindow, person: HubPerson) -> None:
    change(person)
    person.press(Qt.Key.Key_2, CTRL)
    assert shows_hub(window)
    assert person.question
    person.answer("保存しない")
    assert not shows_hub(window)


def test_the_first_set_up_can_be_walked_again(
    desk: Desk, window: DeskWindow, person: HubPerson, qtbot: QtBot
) -> None:
    change(person)
    window.setup_chosen.emit()
    assert QApplication.activeModalWidget() is None, "no wizard before the answer"
    person.answer("保存しない")
    wizard = desk.wizard
    assert wizard is not None
    assert wizard.shown_page().page is P.CONTRACTOR
    qtbot.waitUntil(lambda: not wizard.keyring_page.is_waiting)
    wizard.reject()
    qtbot.waitUntil(lambda: desk.wizard is None)
    assert window.isVisible()


def test_what_the_orders_hold_comes_from_the_background(
    desk: Desk, window: DeskWindow, store: SettingsStore, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sight = StoreSight(payments=(SeenWording("見本ペイ", 2),), recent=(ShopOrder("a", made_order(1)),))
    monkeypatch.setattr("goq_desktop.services.sight.look_at_store", lambda _: sight)
    window.settings_chosen.emit("")
    person = person_of(qtbot, desk, store)
    qtbot.waitUntil(lambda: person.hub.grid.tiles[P.PAYMENTS].text_shown.startswith("要確認"))
    person.choose(P.OTHER)
    person.click(person.tile.save_button)
    person.click(person.hub.offer.take_button)
    dialogs = [each for each in QApplication.topLevelWidgets() if isinstance(each, ReapplyDialog)]
    (dialog,) = [each for each in dialogs if each.isVisible()]
    dialog.reject()
    qtbot.waitUntil(lambda: not desk.task_thread.is_busy)


def test_a_hub_whose_store_does_not_open_knows_less_and_works(
    desk: Desk, window: DeskWindow, store: SettingsStore, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Workspace) -> StoreSight:
        raise ProblemError(ProblemCode.KEYRING_LOCKED)

    monkeypatch.setattr("goq_desktop.services.sight.look_at_store", fail)
    window.settings_chosen.emit("")
    qtbot.waitUntil(lambda: not desk.task_thread.is_busy)
    person = person_of(qtbot, desk, store)
    assert person.hub.grid.tiles[P.PAYMENTS].text_shown == "済"


def test_a_wrong_mall_profile_is_told_and_the_orders_stay(desk: Desk, window: DeskWindow, home: Home) -> None:
    (home.malls_dir / "shopserve.toml").write_text("extends = 1\n", encoding="utf-8")
    window.settings_chosen.emit("")
    assert not shows_hub(window)
    assert window.problem.text
    problem = window.problem.problem
    assert isinstance(problem, Problem)
    assert problem.code is ProblemCode.PROFILE_INVALID


def test_imported_settings_are_on_the_tiles_and_removed_shops_are_forgotten(
    desk: Desk,
    window: DeskWindow,
    person: HubPerson,
    store: SettingsStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forgotten: list[set[str]] = []
    monkeypatch.setattr(desk.actions, "forget_shops", lambda uids: forgotten.append(set(uids)))

    def choose(_: QWidget, target: SettingsStore) -> bool:
        target.replace_all(Settings(shops=Shops(shops=USED.shops.shops[1:]), setup=Setup(is_done=True)))
        return True

    monkeypatch.setattr("goq_desktop.ui.settings.import_dialog.choose_and_import", choose)
    person.click(person.hub.grid.import_button)
    assert forgotten == [{"a"}]
    assert person.hub.grid.tiles[P.CONTRACTOR].text_shown.startswith("未設定")
    person.hub.go_back()
    assert window.tasks.isVisible()


def test_given_up_imports_change_nothing(
    desk: Desk, window: DeskWindow, person: HubPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    desk.hub_door.saved.connect(told.append)
    monkeypatch.setattr("goq_desktop.ui.settings.import_dialog.choose_and_import", lambda *_: False)
    monkeypatch.setattr("goq_desktop.ui.settings.import_dialog.choose_and_export", lambda *_: True)
    person.click(person.hub.grid.import_button)
    person.click(person.hub.grid.export_button)
    assert told == []
    assert "書き出しました" in window.statusBar().currentMessage()


@pytest.mark.parametrize("width", [900, 1280])
def test_open_tasks_never_widen_the_window(window: DeskWindow, width: int) -> None:
    window.resize(width, 640)
    window.tasks.load(Settings())
    QApplication.processEvents()
    assert window.tasks.isVisible()
    assert window.width() == width
    assert window.tasks.minimumSizeHint().width() <= 900
    buttons = window.tasks.findChildren(QPushButton)
    assert [button.text() for button in buttons if button.isVisible()] == [
        "契約者情報",
        "配達業者設定",
        "モール選択",
        "ほか 5件",
    ]


def test_the_rest_of_the_tasks_is_on_the_tiles(
    qtbot: QtBot, desk: Desk, window: DeskWindow, store: SettingsStore
) -> None:
    window.tasks.load(Settings())
    rest = window.tasks.findChildren(QPushButton)[-1]
    assert rest.accessibleName()
    qtbot.mouseClick(rest, Qt.MouseButton.LeftButton)
    person = person_of(qtbot, desk, store)
    assert person.is_at(None)
    assert shows_hub(window)


def test_the_count_is_of_eight(qtbot: QtBot) -> None:
    tasks = TaskList()
    qtbot.addWidget(tasks)
    tasks.load(USED)
    assert tasks.text == "準備 5/8"


class _Shown(QObject):
    """Notes every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.windows: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.windows.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


def test_opening_tiles_shows_no_other_window_even_for_a_moment(
    desk: Desk, window: DeskWindow, store: SettingsStore, qtbot: QtBot, qapp: QApplication
) -> None:
    shown = _Shown()
    qapp.installEventFilter(shown)
    try:
        window.settings_chosen.emit("")
        person = person_of(qtbot, desk, store)
        person.hub.show_sight(StoreSight(payments=(SeenWording("見本ペイ", 2),)))
        for page in TILES:
            person.choose(page)
            person.form.check()
            person.hub.go_back()
    finally:
        qapp.removeEventFilter(shown)
    assert shown.windows == []
    assert window.isActiveWindow()


def test_a_hub_that_is_going_away_takes_no_notice_of_the_keyboard(person: HubPerson, qtbot: QtBot) -> None:
    """The collector may empty it while the keyboard still moves; then nothing of it may be asked."""
    person.choose(P.CONTRACTOR)
    person.hub.go_back()
    hidden = person.hub.tiles[P.CONTRACTOR]
    kept = dict(hidden.__dict__)
    hidden.__dict__.clear()
    try:
        with qtbot.captureExceptions() as exceptions:
            person.hub.search_line.setFocus()
            person.hub.grid.tiles[P.SLIPS].setFocus()
        assert exceptions == []
    finally:
        hidden.__dict__.update(kept)
