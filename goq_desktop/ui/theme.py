"""How the desk looks: palette, fonts, roles of widgets and tinted line icons, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QRectF, Qt, Slot
from PySide6.QtGui import QAction, QColor, QFont, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from goq_desktop import resources

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer

SPACE: Final = 8  # logical pixels; every gap is a multiple of it
BASE_POINTS: Final = 10
FAMILIES: Final = ("Yu Gothic UI", "Meiryo UI", "Hiragino Sans", "Noto Sans CJK JP")
_FIXED_FAMILIES: Final = ("BIZ UDGothic", "MS Gothic", "Osaka-Mono", "Noto Sans Mono CJK JP")
_ICON_SIZES: Final = (16, 24, 32, 48)  # at 100, 150 and 200 % too
_PRIMARY: Final = """
QPushButton {{ background: {c.accent}; color: {c.on_accent}; border: 1px solid {c.accent};
               border-radius: 3px; padding: 4px 14px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:focus {{ border: 2px solid {c.text}; padding: 3px 13px; }}
QPushButton:disabled {{ background: {c.line}; color: {c.disabled}; border-color: {c.line}; }}
"""
# What a person fills in or ticks: its outline is all that tells where it is.
_FILLED_IN: Final = (
    "QCheckBox",
    "QRadioButton",
    "QLineEdit",
    "QComboBox",
    "QAbstractSpinBox",
    "QPlainTextEdit",
    "QListWidget",
    "QMenu",
)
# Where the colour of a selection tells of the focus itself or of a part of a text, not of a row.
_FOCUSED: Final = (*_FILLED_IN[:-2], "QPushButton", "QToolButton")
_ROLE_PROPERTY: Final = "themeRole"


class Role(StrEnum):
    """What a widget says to the eye; colour is never the only sign of it."""

    TITLE = "title"  # the name of a page
    HEADING = "heading"  # the name of a part of a page
    HINT = "hint"  # a quiet explanation
    PROBLEM = "problem"  # something to mend
    NOTICE = "notice"  # a tinted box: worth reading, nothing wrong
    GOOD = "good"  # it worked
    PRIMARY = "primary"  # the button that goes on


@dataclass(frozen=True, slots=True)
class Colours:
    """One scheme. Text pairs have a contrast of at least 4.5; disabled text, and outlines, of at least 3.

    `outlined` and `focused`: of these Fusion makes the outlines of controls, without and with the keyboard,
    some shades darker; `on_focused` is for text on the latter.
    """

    window: str
    base: str
    alternate: str
    button: str
    text: str
    placeholder: str
    disabled: str
    line: str
    accent: str
    on_accent: str
    link: str
    hint: str
    problem: str
    good: str
    notice: str
    outlined: str
    focused: str
    on_focused: str


LIGHT: Final = Colours(
    window="#f3f4f6",
    base="#ffffff",
    alternate="#f7f8fa",
    button="#fafbfc",
    text="#1f2530",
    placeholder="#6c7482",
    disabled="#767d8a",
    line="#d9dce2",
    accent="#1f5f8b",
    on_accent="#ffffff",
    link="#1f5f8b",
    hint="#59616f",
    problem="#b3261e",
    good="#1a6b3a",
    notice="#e3edf5",
    outlined="#aab3c2",
    focused="#1f5f8b",
    on_focused="#ffffff",
)
DARK: Final = Colours(
    window="#2b2e34",
    base="#1a1c20",
    alternate="#202227",
    button="#3e424b",
    text="#e5e7eb",
    placeholder="#949cab",
    disabled="#9097a4",
    line="#454a53",
    accent="#35759f",
    on_accent="#ffffff",
    link="#8cc4ea",
    hint="#adb4c0",
    problem="#ff9d90",
    good="#86d6a2",
    notice="#2f4150",
    outlined="#b9c4d6",
    focused="#8cc4ea",
    on_focused="#1a1c20",
)

# What a status may be coloured with, in the light and in the dark scheme; readable as text in both.
LANE_COLOURS: Final = {
    "amber": ("#a34e00", "#f5b25c"),
    "blue": ("#1f5f9e", "#86bdf2"),
    "green": ("#1a6b3a", "#86d6a2"),
    "violet": ("#6d3fa8", "#c5a5f2"),
    "red": ("#b3261e", "#ff9d90"),
    "grey": ("#59616f", "#adb4c0"),
}


def apply(app: QApplication, scheme: Qt.ColorScheme | None = None) -> None:
    """Dress the application. Without `scheme` it follows the system, also while it runs."""
    app.setStyle("Fusion")
    font = QFont(list(FAMILIES))
    font.setPointSize(BASE_POINTS)
    app.setFont(font)
    hints = app.styleHints()
    _dress(app, scheme or hints.colorScheme())
    if scheme is None:
        hints.colorSchemeChanged.connect(_on_color_scheme_changed)


def colours() -> Colours:
    """The scheme that is on now."""
    return DARK if QApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def lane_colour(name: str) -> str:
    """The colour of this name in the scheme that is on now; empty for none and for a name not known here."""
    light, dark = LANE_COLOURS.get(name, ("", ""))
    return dark if colours() is DARK else light


def swatch(name: str) -> QIcon:
    """A square of a lane's colour, an empty one for none. It does not follow a change of the scheme."""
    c = colours()
    drawing = _drawing("swatch" if lane_colour(name) else "swatch-none", lane_colour(name) or c.hint)
    ground = _drawing("swatch", c.base)
    result = QIcon()
    for size in _ICON_SIZES:
        result.addPixmap(_drawn(drawing, size), QIcon.Mode.Normal)
        # On the colour of a selection a square of nearly the same colour needs a rim.
        rimmed = _drawn(ground, size)
        painter = QPainter(rimmed)
        drawing.render(painter, QRectF(rimmed.rect()).adjusted(*_rim(size)))
        painter.end()
        result.addPixmap(rimmed, QIcon.Mode.Selected)
    return result


def _rim(size: int) -> tuple[float, float, float, float]:
    return size * 0.14, size * 0.14, size * -0.14, size * -0.14


def fixed_font() -> QFont:
    """For ids and keys, where 0 and O, 1 and l must differ."""
    font = QFont(list(_FIXED_FAMILIES))
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setPointSize(BASE_POINTS)
    return font


def set_role(widget: QWidget, role: Role) -> None:
    """Give `widget` the look of `role`; it keeps it when the scheme changes."""
    widget.setProperty(_ROLE_PROPERTY, role.value)
    _dress_role(widget, role)


def icon(name: str) -> QIcon:
    """The line icon resources/icons/<name>.svg in the colour of the text; sharp at any scale.

    On buttons and actions it is tinted anew when the scheme changes. Within `late_icons` it is an empty place
    of the same size there.
    """
    return _empty(name) if _is_late.get() else _tinted(name, colours().text)


@contextmanager
def late_icons() -> Iterator[None]:
    """For what is painted first: the icons of buttons and actions made within are drawn by `draw_icons`."""
    token = _is_late.set(True)
    try:
        yield
    finally:
        _is_late.reset(token)


def draw_icons(app: QApplication) -> None:
    """Those that `late_icons` left out."""
    for widget in app.allWidgets():
        _draw_icons_of(widget)


def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon in a colour, `size` logical pixels wide for a screen of `ratio`."""
    return _drawn(_drawing(name, colour), size, ratio)


def _drawing(name: str, colour: str) -> QSvgRenderer:
    # Kept out of the top: the library is not needed before the first icon is.
    from PySide6.QtSvg import QSvgRenderer

    return QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))


def _drawn(drawing: QSvgRenderer, size: int, ratio: float = 1.0) -> QPixmap:
    result = QPixmap(round(size * ratio), round(size * ratio))
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    drawing.render(painter, QRectF(result.rect()))
    painter.end()
    result.setDevicePixelRatio(ratio)
    return result


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return resources.path("icons", f"{name}.svg").read_text("utf-8")


@lru_cache(maxsize=128)
def _tinted(name: str, colour: str) -> QIcon:
    result = QIcon()
    for tint, mode in (
        (colour, QIcon.Mode.Normal),
        (colours().disabled, QIcon.Mode.Disabled),
        (colours().on_accent, QIcon.Mode.Selected),
    ):
        drawing = _drawing(name, tint)
        for size in _ICON_SIZES:
            result.addPixmap(_drawn(drawing, size), mode)
    _names[result.cacheKey()] = name
    return result


def _empty(name: str) -> QIcon:
    place = QPixmap(_ICON_SIZES[-1], _ICON_SIZES[-1])
    place.fill(Qt.GlobalColor.transparent)
    result = QIcon(place)
    _names[result.cacheKey()] = name
    return result


_is_late: Final = ContextVar("is_late", default=False)
# From an icon on a widget back to its name; an icon's copies share its key.
_names: Final[dict[int, str]] = {}


@Slot(Qt.ColorScheme)
def _on_color_scheme_changed(scheme: Qt.ColorScheme) -> None:
    app = QApplication.instance()
    if isinstance(app, QApplication):
        _dress(app, scheme)


def _dress(app: QApplication, scheme: Qt.ColorScheme) -> None:
    c = DARK if scheme is Qt.ColorScheme.Dark else LIGHT
    app.setPalette(_palette(c))
    _outline(app, c)
    for widget in app.allWidgets():
        role = widget.property(_ROLE_PROPERTY)
        if role:
            _dress_role(widget, Role(role))
        _draw_icons_of(widget)


def _draw_icons_of(widget: QWidget) -> None:
    wearers: list[QAbstractButton | QAction] = [*widget.actions()]
    if isinstance(widget, QAbstractButton):
        wearers.append(widget)
    for wearer in wearers:
        name = _names.get(wearer.icon().cacheKey())
        if name:
            wearer.setIcon(icon(name))


def _outline(app: QApplication, c: Colours) -> None:
    """Fusion's outlines are shades of the window and of a selection: too faint, above all in the dark.

    None of these controls paints its ground with the colour of the window.
    """
    for name in dict.fromkeys((*_FILLED_IN, *_FOCUSED)):
        palette = app.palette()
        if name in _FILLED_IN:
            palette.setColor(QPalette.ColorRole.Window, QColor(c.outlined))
        if name in _FOCUSED:
            palette.setColor(QPalette.ColorRole.Highlight, QColor(c.focused))
            palette.setColor(QPalette.ColorRole.HighlightedText, QColor(c.on_focused))
        app.setPalette(palette, name)  # type: ignore[arg-type]  # the stub wants bytes, Qt takes text alone


def _palette(c: Colours) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette(QColor(c.button), QColor(c.window))
    for name, colour in (
        (role.Window, c.window),
        (role.WindowText, c.text),
        (role.Base, c.base),
        (role.AlternateBase, c.alternate),
        (role.Text, c.text),
        (role.PlaceholderText, c.placeholder),
        (role.Button, c.button),
        (role.ButtonText, c.text),
        (role.ToolTipBase, c.base),
        (role.ToolTipText, c.text),
        (role.Highlight, c.accent),
        (role.HighlightedText, c.on_accent),
        (role.Accent, c.accent),
        (role.Link, c.link),
        (role.LinkVisited, c.link),
        (role.Midlight, c.line),
        (role.Mid, c.line),
    ):
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(c.disabled))
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(c.line))
    # Flat, so that its text can be read; Fusion lightens a button's own colour.
    palette.setColor(QPalette.ColorGroup.Disabled, role.Button, QColor(c.window))
    return palette


def _dress_role(widget: QWidget, role: Role) -> None:
    c = colours()
    font = QFont(QApplication.font())
    palette = QPalette()
    text = {Role.HINT: c.hint, Role.PROBLEM: c.problem, Role.GOOD: c.good}.get(role, c.text)
    palette.setColor(QPalette.ColorRole.WindowText, QColor(text))
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.WindowText, QColor(c.disabled))
    if role is Role.TITLE:
        font.setPointSizeF(BASE_POINTS * 1.6)
        font.setWeight(QFont.Weight.DemiBold)
    elif role is Role.HEADING:
        font.setPointSizeF(BASE_POINTS * 1.1)
        font.setWeight(QFont.Weight.DemiBold)
    elif role is Role.HINT:
        font.setPointSizeF(BASE_POINTS * 0.95)
    elif role is Role.NOTICE:
        palette.setColor(QPalette.ColorRole.Window, QColor(c.notice))
        widget.setAutoFillBackground(True)
        if isinstance(widget, QLabel):
            widget.setMargin(SPACE)
    elif role is Role.PRIMARY:
        font.setWeight(QFont.Weight.DemiBold)
        # Fusion lightens a coloured button until white text on it cannot be read.
        widget.setStyleSheet(_PRIMARY.format(c=c, hover=QColor(c.accent).lighter(112).name()))
    widget.setFont(font)
    widget.setPalette(palette)
