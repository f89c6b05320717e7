"""The look: icons that are there and sharp, readable colours, roles that follow the scheme."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from goq_desktop import resources
from goq_desktop.ui import i18n, theme
from goq_desktop.ui.theme import DARK, LIGHT, Colours, Role

ICONS = sorted(path.stem for path in resources.path("icons").glob("*.svg"))


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2."""

    def luminance(colour: str) -> float:
        c = QColor(colour)
        red, green, blue = (
            part / 12.92 if part <= 0.04045 else math.pow((part + 0.055) / 1.055, 2.4)
            for part in (c.redF(), c.greenF(), c.blueF())
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_text_is_readable_on_what_it_stands_on(scheme: Colours) -> None:
    pairs = [(scheme.on_accent, scheme.accent), (scheme.placeholder, scheme.base)]
    for ground in (scheme.window, scheme.base, scheme.alternate, scheme.notice):
        pairs += [(text, ground) for text in (scheme.text, scheme.hint, scheme.problem, scheme.good)]
    pairs += [(scheme.text, scheme.button), (scheme.link, scheme.window)]
    assert [pair for pair in pairs if contrast(*pair) < 4.5] == []
    assert all(QColor(colour).isValid() for colour in astuple(scheme))


def row_of_pixels(widget: QWidget, x: int = 0, y: int | None = None) -> list[str]:
    """From left to right, of a control on the ground of a window."""
    image = widget.grab().toImage()
    line = image.height() // 2 if y is None else y
    return [image.pixelColor(at, line).name() for at in range(x, image.width())]


def tickable_list() -> QListWidget:
    view = QListWidget()
    item = QListWidgetItem("x")
    item.setCheckState(Qt.CheckState.Unchecked)
    view.addItem(item)
    return view


def tickable_menu() -> QMenu:
    menu = QMenu()
    menu.addAction("x").setCheckable(True)
    return menu


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark], ids=["light", "dark"])
@pytest.mark.parametrize(
    "control", [QCheckBox, QRadioButton, QLineEdit, QComboBox, QSpinBox, QDateEdit, QPlainTextEdit]
)
def test_what_is_filled_in_has_an_outline_that_is_seen(
    qapp: QApplication, qtbot: QtBot, scheme: Qt.ColorScheme, control: type[QWidget]
) -> None:
    theme.apply(qapp, scheme)
    host = QWidget()
    qtbot.addWidget(host)
    layout = QVBoxLayout(host)
    layout.addWidget(control())
    host.show()
    line = row_of_pixels(host)
    ground = theme.colours().window
    outline = next(colour for colour in line if colour != ground)
    assert contrast(outline, ground) >= 3, outline


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark], ids=["light", "dark"])
@pytest.mark.parametrize("make", [tickable_list, tickable_menu])
def test_boxes_in_lists_and_menus_are_seen(
    qapp: QApplication, qtbot: QtBot, scheme: Qt.ColorScheme, make: Callable[[], QWidget]
) -> None:
    theme.apply(qapp, scheme)
    widget = make()
    qtbot.addWidget(widget)
    line = row_of_pixels(widget, 2, 12)
    ground = line[0]
    outline = next(colour for colour in line if colour != ground)
    assert contrast(outline, ground) >= 3, outline


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark], ids=["light", "dark"])
@pytest.mark.parametrize("control", [QCheckBox, QRadioButton, QLineEdit, QComboBox, QPushButton, QToolButton])
def test_disabled_text_can_be_read(
    qapp: QApplication, qtbot: QtBot, scheme: Qt.ColorScheme, control: type[QWidget]
) -> None:
    theme.apply(qapp, scheme)
    host, widget = QWidget(), control()
    qtbot.addWidget(host)
    QVBoxLayout(host).addWidget(widget)
    if isinstance(widget, QComboBox):
        widget.addItem("HHHHHHHH")
    else:
        widget.setProperty("text", "HHHHHHHH")
    widget.setEnabled(False)
    host.show()
    middle = widget.geometry().center().y()
    colours = Counter(row_of_pixels(host, widget.x() + 24, middle))
    text = theme.colours().disabled
    assert colours[text] > 4, colours
    ground = next(colour for colour, _ in colours.most_common() if colour != text)
    assert contrast(text, ground) >= 3, ground


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark], ids=["light", "dark"])
def test_the_field_with_the_keyboard_stands_out(
    qapp: QApplication, qtbot: QtBot, scheme: Qt.ColorScheme
) -> None:
    theme.apply(qapp, scheme)
    host, fields = QWidget(), [QLineEdit(), QLineEdit()]
    qtbot.addWidget(host)
    layout = QVBoxLayout(host)
    for field in fields:
        layout.addWidget(field)
    host.show()
    host.activateWindow()
    fields[0].setFocus()
    qtbot.waitUntil(fields[0].hasFocus)
    with_it, without = (row_of_pixels(host, 0, field.geometry().center().y()) for field in fields)
    ground = theme.colours().window
    focused, calm = (next(one for one in line if one != ground) for line in (with_it, without))
    assert contrast(focused, ground) >= contrast(calm, ground) and focused != calm


def test_disabled_text_can_be_read_on_the_button_that_goes_on() -> None:
    for scheme in (LIGHT, DARK):
        for ground in (scheme.window, scheme.base, scheme.line, scheme.notice):
            assert contrast(scheme.disabled, ground) >= 3


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_can_be_drawn_in_the_colour_of_the_text(qapp: QApplication, name: str) -> None:
    theme.apply(qapp, Qt.ColorScheme.Light)
    image = theme.pixmap(name, "#ff0000", 16, 2.0).toImage()
    assert image.width() == 32
    colours = {image.pixelColor(x, y).name() for x in range(32) for y in range(32)}
    assert len(colours) > 1, "something is drawn"
    if name != "app":
        assert "#ff0000" in colours


def test_an_unknown_icon_is_an_error_at_once(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        theme.icon("no-such-icon")


def test_roles_and_icons_follow_a_change_of_the_scheme(qapp: QApplication, qtbot: QtBot) -> None:
    theme.apply(qapp, Qt.ColorScheme.Light)
    label, button = QLabel("x"), QPushButton(theme.icon("refresh"), "x")
    qtbot.addWidget(label)
    qtbot.addWidget(button)
    theme.set_role(label, Role.PROBLEM)
    key = button.icon().cacheKey()
    theme.apply(qapp, Qt.ColorScheme.Dark)
    assert label.palette().color(QPalette.ColorRole.WindowText) == QColor(DARK.problem)
    assert theme.colours() is DARK
    assert button.icon().cacheKey() != key
    theme.apply(qapp, Qt.ColorScheme.Light)
    assert button.icon().cacheKey() == key


def test_qts_own_buttons_are_japanese(qapp: QApplication, qtbot: QtBot) -> None:
    assert i18n.install(qapp)
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "キャンセル"


def test_the_icons_take_no_colour_of_their_own() -> None:
    def has_own_colour(path: Path) -> bool:
        return "currentColor" not in path.read_text("utf-8")

    assert [path.stem for path in resources.path("icons").glob("*.svg") if has_own_colour(path)] == ["app"]
