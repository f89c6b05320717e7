"""Every control of every tile has a name, and every tile has room in a small window, in both schemes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLabel,
    QScrollArea,
    QTabBar,
    QTabWidget,
    QWidget,
)

from goq_desktop.domain.sight import SeenWording, StoreSight
from goq_desktop.services.setup_flow import TILES, SetupPage
from goq_desktop.settings.tiles import Settings
from goq_desktop.ui import theme
from goq_desktop.ui.hub.question import Question
from tests.qt.hub.conftest import Open
from tests.qt.hub.person import HubPerson
from tests.qt.hub.settings import USED

LONG = "とても長い表記" * 12
SIGHT = StoreSight(
    payments=(SeenWording(LONG, 12_345), SeenWording("見本ペイ", 3)),
    carriers=(SeenWording(LONG, 12_345), SeenWording("架空急便", 3)),
    slots=(SeenWording(LONG, 12_345), SeenWording("夜", 3)),
)


def name_of(widget: QWidget) -> str:
    """What a screen reader says; a tool tip is not a name."""
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")


def focusable(within: QWidget) -> list[QWidget]:
    """What the keyboard or a click can be on, on every tab; without Qt's own parts of a compound control."""
    return [
        widget
        for widget in within.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not isinstance(widget, QTabWidget | QHeaderView | QScrollArea)
        and not widget.objectName().startswith("qt_")
        and not is_inside(widget, within, QComboBox | QAbstractSpinBox | QTabBar | Question)
    ]


def is_inside(widget: QWidget, within: QWidget, kinds: object) -> bool:
    parent = widget.parentWidget()
    while parent is not None and parent is not within:
        if isinstance(parent, kinds):  # type: ignore[arg-type]
            return True
        parent = parent.parentWidget()
    return False


@pytest.mark.parametrize("page", TILES)
@pytest.mark.parametrize("settings", [Settings(), USED], ids=["fresh", "used"])
def test_every_control_has_a_name(open_hub: Open, page: SetupPage, settings: Settings) -> None:
    person = open_hub(settings)
    person.hub.show_sight(SIGHT)
    person.hub.open(page)
    controls = focusable(person.tile)
    assert len(controls) > 5
    unnamed = [f"{type(widget).__name__} {widget.toolTip()}" for widget in controls if not name_of(widget)]
    assert unnamed == []


def test_every_control_around_the_tiles_has_a_name(person: HubPerson) -> None:
    for text in ("", "キー"):
        person.search(text)
        shown = [widget for widget in focusable(person.hub) if widget.isVisible()]
        assert len(shown) > 1
        assert [widget for widget in shown if not name_of(widget)] == []


def sideways(person: HubPerson) -> dict[str, int]:
    """How far each area that is shown can be scrolled sideways."""
    QApplication.processEvents()
    areas = person.tile.findChildren(QAbstractScrollArea)
    return {
        area.accessibleName() or type(area).__name__: area.horizontalScrollBar().maximum()
        for area in areas
        if area.isVisible() and area.horizontalScrollBar().maximum() > 0
    }


@pytest.mark.parametrize("size", [(900, 548), (0, 0)])
@pytest.mark.parametrize("page", TILES)
def test_no_form_scrolls_sideways_in_a_small_window(
    open_hub: Open, page: SetupPage, size: tuple[int, int]
) -> None:
    """0: as small as the window lets a person make it."""
    person = open_hub(USED)
    person.hub.show_sight(SIGHT)
    person.hub.open(page)
    person.hub.resize(*size)
    assert (person.hub.width(), person.hub.height()) == size or size == (0, 0)
    assert sideways(person) == {}
    for tabs in person.form.findChildren(QTabWidget):
        for number in range(tabs.count()):
            tabs.setCurrentIndex(number)
            assert sideways(person) == {}, tabs.tabText(number)


@pytest.mark.parametrize("page", TILES)
def test_nor_with_every_problem_shown(open_hub: Open, page: SetupPage) -> None:
    person = open_hub(Settings())
    person.hub.open(page)
    person.form.check()
    assert sideways(person) == {}
    assert (person.hub.width(), person.hub.height()) == (900, 548)


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
def test_every_text_of_the_tiles_has_room(
    person: HubPerson, qapp: QApplication, scheme: Qt.ColorScheme
) -> None:
    person.hub.show_sight(SIGHT)
    theme.apply(qapp, scheme)
    QApplication.processEvents()
    for tile in person.hub.grid.tiles.values():
        for label in tile.findChildren(QLabel):
            if label.text():
                needed = (
                    label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
                )
                assert label.height() >= needed, label.text()
                assert label.wordWrap() or label.width() >= label.sizeHint().width(), label.text()


def test_every_label_shows_plain_text(person: HubPerson) -> None:
    rich = [
        label.text()
        for label in person.hub.findChildren(QLabel)
        if label.text() and label.textFormat() is not Qt.TextFormat.PlainText
    ]
    assert rich == []
