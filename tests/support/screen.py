"""What a person reads on the screen: the texts of the window in front, and where the keyboard is."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QModelIndex, QRect
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
    QStatusBar,
    QTabBar,
    QTableView,
    QTreeView,
    QWidget,
)


def in_front() -> QWidget | None:
    """The menu, dialog or window that gets the keys."""
    return QApplication.activePopupWidget() or QApplication.activeModalWidget() or QApplication.activeWindow()


def manage_windows() -> None:
    """What a window manager does and the platform without windows does not: who closes a dialog is back behind it."""
    window = QGuiApplication.focusWindow()
    if window is None or not window.isVisible():
        shown = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each.isWindow()]
        back = QApplication.activeModalWidget() or next(iter(shown), None)
        if back is not None:
            back.activateWindow()


def keyboard_at() -> str:
    """The accessible name of the control that has the keyboard, and what is typed or chosen in it."""
    popup = QApplication.activePopupWidget()
    if isinstance(popup, QMenu):
        action = popup.activeAction()
        return "" if action is None else action.text()
    widget = QApplication.focusWidget()
    if widget is None:
        return ""
    name = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
    return f"{name} {' '.join(_own_texts(widget))}"


def read_screen() -> str:
    """Every text of the window in front that is shown, a line each; of lists and tables what is in sight."""
    window = in_front()
    if window is None:
        return ""
    lines = [window.windowTitle()]
    for widget in (window, *window.findChildren(QWidget)):
        if widget.isVisible():
            lines += _own_texts(widget)
    return "\n".join(line for line in lines if line)


def _own_texts(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, (QLabel, QAbstractButton)):
        yield widget.text()
    elif isinstance(widget, QLineEdit):
        yield widget.displayText()
    elif isinstance(widget, QAbstractSpinBox):
        yield widget.text()
    elif isinstance(widget, QPlainTextEdit):
        yield widget.toPlainText()
    elif isinstance(widget, QComboBox):
        yield widget.currentText()
    elif isinstance(widget, QGroupBox):
        yield widget.title()
    elif isinstance(widget, QStatusBar):
        yield widget.currentMessage()
    elif isinstance(widget, QTabBar):
        yield from (_tab(widget, place) for place in range(widget.count()) if widget.isTabVisible(place))
    elif isinstance(widget, QMenu):
        yield from (action.text() for action in widget.actions() if not action.isSeparator())
    elif isinstance(widget, QAbstractItemView) and not isinstance(widget, QHeaderView):
        yield from _rows(widget)


def _tab(tabs: QTabBar, place: int) -> str:
    """With the number of its badge; the chosen one is marked."""
    name = tabs.accessibleTabName(place) or tabs.tabText(place)
    return f"▸{name}" if place == tabs.currentIndex() else name


def _rows(view: QAbstractItemView) -> Iterator[str]:
    """A line each of the rows in sight; the current one is marked."""
    index = _first(view)
    shown = view.viewport().rect()
    while index.isValid() and view.visualRect(index.siblingAtColumn(0)).top() <= shown.bottom():
        mark = "▸" if index.row() == view.currentIndex().row() else ""
        yield mark + " ".join(_cells(view, index))
        below = view.indexBelow(index) if isinstance(view, QTreeView) else index.sibling(index.row() + 1, 0)
        index = below if below != index else QModelIndex()


def _first(view: QAbstractItemView) -> QModelIndex:
    if isinstance(view, (QTableView, QListView)):
        top = view.indexAt(QRect(view.viewport().rect()).topLeft())
        return top.siblingAtColumn(0) if top.isValid() else QModelIndex()
    return view.model().index(0, 0)


def _cells(view: QAbstractItemView, index: QModelIndex) -> Iterator[str]:
    for column in range(view.model().columnCount(index.parent())):
        if not (isinstance(view, (QTableView, QTreeView)) and view.isColumnHidden(column)):
            text = index.siblingAtColumn(column).data()
            if text:
                yield str(text)
