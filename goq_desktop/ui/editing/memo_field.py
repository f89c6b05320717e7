"""ひとことメモ above the order's facts: read where it stands, and written in the same place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from goq_desktop.domain.edits import EditField
from goq_desktop.services.editing import LONGEST_NOTE
from goq_desktop.ui import theme
from goq_desktop.ui.orders.facts import plain_label
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role
from goq_desktop.ui.yielding_undo import is_left_to_window

if TYPE_CHECKING:
    from goq_desktop.storage.stored_order import StoredOrder

_MOST_LINES: Final = 4
_RETURN: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def memo_of(stored: StoredOrder) -> str:
    return next((one.mine for one in stored.edits if one.field is EditField.NOTE), "")


class MemoField(QWidget):
    """`written`: an order's id, what a person wrote, and the memo that they began with.

    What is written stays in sight until `show_memo` brings it as it is stored, or `show_refused` says why not.
    """

    written = Signal(int, str, str)
    ended = Signal()  # by a key: the keyboard goes back to where it came from

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order_id: int | None = None
        self._stored = ""  # as it was last read, and what an edit begins with
        self._is_locked = False
        self._waiting: tuple[int, str] | None = None  # on its way into the store
        self.text = _MemoText()
        self.text.setAccessibleName(self.tr("ひとことメモ"))
        self.text.begin_asked.connect(self.begin)
        self.text.save_asked.connect(self._on_save_asked)
        self.text.cancel_asked.connect(self._on_cancel_asked)
        self.text.left.connect(self.keep)
        self.text.textChanged.connect(self._on_text_changed)
        self.message = MessageLine()
        name = plain_label(self.tr("ひとことメモ"))
        theme.set_role(name, Role.HINT)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.SPACE, theme.SPACE, 2 * theme.SPACE, theme.SPACE)
        column.setSpacing(theme.SPACE // 2)
        for part in (name, self.text, self.message):
            column.addWidget(part)
        self._rest()

    @property
    def is_writing(self) -> bool:
        return not self.text.isReadOnly()

    @property
    def _typed(self) -> str:
        return self.text.toPlainText().strip()

    def show_memo(self, order_id: int | None, memo: str, *, is_locked: bool = False) -> None:
        """The memo of an order as it is stored; what was being written on another one is kept first.

        `is_locked`: it cannot be written, since the order's people were erased.
        """
        if order_id != self._order_id:
            self.keep()
            self._order_id, self._stored, self._is_locked = order_id, memo, is_locked
            if self._waiting is None or self._waiting[0] != order_id:
                self._rest()
            return
        if self.is_writing:
            if memo != self._stored:
                self._stored = memo
                self._tell_of_another()
            return
        self._stored, self._is_locked = memo, is_locked
        if self._waiting is None or self._waiting[0] != order_id:
            self._rest()

    def show_kept(self, order_id: int) -> None:
        """It is stored; what is read from now on counts."""
        if self._waiting is not None and self._waiting[0] == order_id:
            self._waiting = None

    def show_refused(self, order_id: int, text: str, why: str = "", *, stored: str | None = None) -> None:
        """It was not stored: it stands in the field again, to be mended, while its order is shown.

        `stored`: somebody else wrote that meanwhile.
        """
        self._waiting = None
        if order_id != self._order_id:
            return
        if stored is not None:
            self._stored = stored
        self._write(text)
        if stored is not None:
            self._tell_of_another()
        else:
            self.message.say(Role.PROBLEM, why)

    @Slot()
    def begin(self) -> None:
        """Write; the whole memo is there, with the cursor at its end."""
        if self._order_id is None or self._is_locked:
            return
        if not self.is_writing:
            self._write(self.text.toPlainText())
            self.message.say(
                Role.HINT,
                self.tr("Ctrl+Enter で保存、Esc で取り消し（{count}文字まで）").format(count=LONGEST_NOTE),
            )
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def keep(self) -> None:
        """Hand over what was written; the same as before is nothing."""
        if not self.is_writing or self._order_id is None:
            return
        typed = self._typed
        if typed == self._stored:
            self._rest()
            return
        self._waiting = self._order_id, typed
        self._close(typed)
        self.written.emit(self._order_id, typed, self._stored)

    def _write(self, text: str) -> None:
        self.text.setReadOnly(False)
        if text != self.text.toPlainText():
            self.text.setPlainText(text)
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rest(self) -> None:
        self._close(self._stored)

    def _close(self, text: str) -> None:
        self.text.setReadOnly(True)
        with QSignalBlocker(self.text):
            self.text.setPlainText(text)
        self.text.fit(_MOST_LINES)
        hint = self.tr("消去した受注には書けません") if self._is_locked else self.tr("なし（F2 で書く）")
        self.text.setPlaceholderText(hint)
        self.message.clear()

    def _tell_of_another(self) -> None:
        now = " ".join(self._stored.split())[:60] or self.tr("なし")
        text = self.tr(
            "書いている間に、メモが「{now}」に変わりました。保存すると置き換えます。Esc でそのままにします。"
        )
        self.message.say(Role.PROBLEM, text.format(now=now))

    @Slot()
    def _on_save_asked(self) -> None:
        self.keep()
        self.ended.emit()

    @Slot()
    def _on_cancel_asked(self) -> None:
        self._rest()
        self.ended.emit()

    @Slot()
    def _on_text_changed(self) -> None:
        text = self.text.toPlainText()
        if len(text) > LONGEST_NOTE:
            cursor = self.text.textCursor()
            place = min(cursor.position(), LONGEST_NOTE)
            with QSignalBlocker(self.text):
                self.text.setPlainText(text[:LONGEST_NOTE])
            cursor = self.text.textCursor()
            cursor.setPosition(place)
            self.text.setTextCursor(cursor)
            self.message.say(
                Role.PROBLEM,
                self.tr("{count}文字までです。超えた分は入りません。").format(count=LONGEST_NOTE),
            )
        self.text.fit(_MOST_LINES)


class _MemoText(QPlainTextEdit):
    """Read-only it is a line to step on; Enter, F2 or a double click begin to write."""

    begin_asked = Signal()
    save_asked = Signal()
    cancel_asked = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.fit(1)

    def fit(self, most: int) -> None:
        """As high as its text, up to so many lines."""
        lines = min(max(1, int(self.document().size().height())), most)
        frame = 2 * (self.frameWidth() + int(self.document().documentMargin()))
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + frame + 2)

    def event(self, event: QEvent) -> bool:
        # The keys that end writing are nobody else's meanwhile, and undo belongs to the letters.
        if not self.isReadOnly() and (_ends_writing(event) or _is_undo(event)):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_return = event.key() in _RETURN
        is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if self.isReadOnly():
            if is_return or event.key() == Qt.Key.Key_F2:
                self.begin_asked.emit()
                return
        elif is_return and is_control:
            self.save_asked.emit()
            return
        elif event.key() == Qt.Key.Key_Escape:
            self.cancel_asked.emit()
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.isReadOnly():
            self.begin_asked.emit()
        else:
            super().mouseDoubleClickEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        # A menu of the field itself, such as the one for pasting, is no leaving.
        if event.reason() is not Qt.FocusReason.PopupFocusReason:
            self.left.emit()


def _ends_writing(event: QEvent) -> bool:
    if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    is_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return event.key() == Qt.Key.Key_Escape or (is_control and event.key() in _RETURN)


def _is_undo(event: QEvent) -> bool:
    return is_left_to_window(event, can_undo=False, can_redo=False)
