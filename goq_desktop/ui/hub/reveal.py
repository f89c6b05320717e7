"""Brings a control of a form into sight, on whatever tab and however far down it lies, and goes to it."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QScrollArea, QStackedWidget, QTabWidget, QWidget
from shiboken6 import isValid


def reveal(widget: QWidget, within: QWidget) -> bool:
    """False when the control is gone, or is not shown as the form stands now; then nothing has the focus yet."""
    if not isValid(widget) or not within.isAncestorOf(widget):
        return False
    # From the outside in: what chooses among inner pages may itself be on a page that is not shown yet.
    for part in reversed((widget, *ancestors(widget, within))):
        _show_page(part)
    if not widget.isVisibleTo(within) or not widget.isEnabled():
        return False
    for area in ancestors(widget, within):
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(widget)
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
    return True


def can_be_shown(widget: QWidget, within: QWidget) -> bool:
    """Whether it is in sight, or would be on another tab."""
    return not any(
        part.isHidden() and _chooser_of(part) is None for part in (widget, *ancestors(widget, within))
    )


def end_cell_editing(form: QWidget) -> None:
    """What is being typed into a table's cell is in the table only when the cell is left."""
    focused = form.window().focusWidget()
    for part in ancestors(focused, form) if focused is not None and form.isAncestorOf(focused) else ():
        if isinstance(part, QAbstractItemView):
            part.setFocus(Qt.FocusReason.OtherFocusReason)


def is_in_cell(widget: QWidget, form: QWidget) -> bool:
    """Whether it is the editor of a table's cell, whose text is in no tile yet."""
    return any(isinstance(part, QAbstractItemView) for part in ancestors(widget, form))


def ancestors(widget: QWidget, within: QWidget) -> Iterator[QWidget]:
    """From the nearest up to but without `within`."""
    parent = widget.parentWidget()
    while parent is not None and parent is not within:
        yield parent
        parent = parent.parentWidget()


def _show_page(page: QWidget) -> None:
    chooser = _chooser_of(page)
    if isinstance(chooser, QTabWidget):
        chooser.setCurrentWidget(page)
    elif chooser is not None:
        stack = page.parentWidget()
        assert isinstance(stack, QStackedWidget)
        chooser.setCurrentRow(stack.indexOf(page))


def _chooser_of(page: QWidget) -> QTabWidget | QListWidget | None:
    """What a person would use to see this page: its tabs, or the list beside it with a row for each page."""
    stack = page.parentWidget()
    around = stack.parentWidget() if isinstance(stack, QStackedWidget) else None
    if around is None or isinstance(around, QTabWidget):
        return around
    assert isinstance(stack, QStackedWidget)
    lists = around.findChildren(QListWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return next((rows for rows in lists if rows.count() == stack.count()), None)
