"""Every field of the settings is found in the command box by its name, and its line leads to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from goq_desktop.domain.carriers import CARRIERS
from goq_desktop.paths import Home
from goq_desktop.services.setup_flow import TILES, SetupPage
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Carriers, CarrierUse
from goq_desktop.ui.desk import Desk
from goq_desktop.ui.hub.field_names import FIELD_NAMES
from goq_desktop.ui.settings.form import Field
from tests.qt.hub.settings import USED
from tests.support.set_up_desk import set_up_desk

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def desk(qtbot: QtBot, home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    store = SettingsStore(home.settings_file)
    store.replace_all(USED)
    store.save(carriers=Carriers(used=tuple(CarrierUse(carrier=one.code) for one in CARRIERS)))
    yield from set_up_desk(qtbot, home, monkeypatch)


def test_each_name_leads_to_the_keyboard_in_that_field(desk: Desk, qtbot: QtBot) -> None:
    assert set(FIELD_NAMES) == set(TILES)
    lost = []
    for page, names in FIELD_NAMES.items():
        for name in names:
            if any(name.startswith(carrier.name) for carrier in CARRIERS[2:]):
                continue  # as the others, and each takes its time
            desk.hub_door.go_to(page, name)
            hub = desk.hub_door.hub
            assert hub is not None and hub.shown_page is page
            held = QApplication.focusWidget()
            form = hub.tiles[page].page.form
            if held is None or not form.isAncestorOf(held) or name not in _names(form, held):
                lost.append((page.value, name, held))
    assert not lost


def _names(form: QWidget, held: QWidget) -> list[str]:
    """What the focused control, or a part around it, is called."""
    labels = {field.control: field.label.text() for field in form.findChildren(Field)}
    found: list[str] = []
    widget: QWidget | None = held
    while widget is not None and widget is not form:
        found += [widget.accessibleName(), labels.get(widget, "")]
        found += [widget.text()] if isinstance(widget, QAbstractButton) else []
        found += [label for control, label in labels.items() if control.focusProxy() is widget]
        widget = widget.parentWidget()
    return [name.partition("(&")[0].strip() for name in found]


def test_every_field_of_a_form_is_known(desk: Desk) -> None:
    desk.hub_door.go_to(SetupPage.CONTRACTOR, "番地")
    hub = desk.hub_door.hub
    assert hub is not None
    for page in (SetupPage.CONTRACTOR, SetupPage.SHOP_DETAIL):
        labels = {
            field.label.text().partition("(&")[0] for field in hub.tiles[page].page.form.findChildren(Field)
        }
        assert labels - {"ショップ", ""} <= set(FIELD_NAMES[page])


def test_a_field_is_opened_by_its_name_and_listed_first_afterwards(desk: Desk, qtbot: QtBot) -> None:
    window, door = desk.window, desk.command_door
    assert window is not None
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    box = door.box
    assert box is not None
    assert not any(command.code.startswith("field:") for command in box.shown)
    box.line.insert("同梱候補")  # as the input method does
    assert box.shown[0].label == "同梱候補を探す日数"
    assert box.shown[0].place == "各種設定 › その他設定"
    qtbot.keyClick(box.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.is_hub_shown)
    hub = desk.hub_door.hub
    assert hub is not None
    qtbot.waitUntil(lambda: hub.shown_page is SetupPage.OTHER)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    assert door.box is not None
    assert door.box.shown[0].label == "同梱候補を探す日数"
    door.box.reject()


def test_another_word_for_a_field_finds_it(desk: Desk, qtbot: QtBot) -> None:
    window = desk.window
    assert window is not None
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    box = desk.command_door.box
    assert box is not None
    box.line.insert("パスワード")
    assert {"オープン認証キー", "マネジャー認証キー"} <= {command.label for command in box.shown}
    box.reject()
