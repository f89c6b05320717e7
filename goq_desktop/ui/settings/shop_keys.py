"""The entry of one key: pasted and cleaned, never shown, and replaced only on request."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import date

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from goq_desktop.credentials.cleaning import Removed, clean_key
from goq_desktop.ui import theme
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role


class KeyEntry(QWidget):
    """A password field, or 設定済み with a button 変更 when a key lies in the keyring.

    The text never leaves by a signal: whoever needs it asks for `text`.
    """

    edited = Signal()
    cleaned = Signal(str)  # the sentence that says what was removed from the pasted text, without the text

    def __init__(self, name: str) -> None:
        super().__init__()
        self._is_set = False
        self.line = QLineEdit()
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setFont(theme.fixed_font())
        self.line.setPlaceholderText(self.tr("コピーして貼り付け"))
        self.line.textEdited.connect(self._on_text_edited)
        self.state = MessageLine()
        self.change_button = QPushButton(self.tr("変更"))
        self.change_button.setAccessibleName(self.tr("{key}を変更").format(key=name))
        self.change_button.clicked.connect(self._on_change_clicked)
        self.keep_button = QPushButton(self.tr("やめる"))
        self.keep_button.setAccessibleName(self.tr("{key}の変更をやめる").format(key=name))
        self.keep_button.clicked.connect(self._on_keep_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        row.addWidget(self.state, 1)
        row.addWidget(self.line, 1)
        for button in (self.change_button, self.keep_button):
            button.setAutoDefault(False)
            row.addWidget(button)
        self.setFocusProxy(self.line)

    @property
    def text(self) -> str:
        """The cleaned key that was typed or pasted; empty when none was."""
        return self.line.text()

    @property
    def is_set(self) -> bool:
        return self._is_set

    def enter(self, text: str) -> None:
        """As if a person had pasted it."""
        self._show_entry(True)
        self.line.setText(text)
        self._on_text_edited(text)

    def load(self, set_on: date | None, entered: str) -> None:
        """`entered`: what was typed for this shop before and is not kept in the keyring yet."""
        self._is_set = set_on is not None
        with QSignalBlocker(self.line):
            self.line.setText(entered)
        self.state.say(Role.GOOD, self.tr("設定済み"))
        self._show_entry(not self._is_set or bool(entered))

    def _show_entry(self, is_open: bool) -> None:
        self.line.setVisible(is_open)
        self.keep_button.setVisible(is_open and self._is_set)
        self.state.setVisible(not is_open)
        self.change_button.setVisible(not is_open)
        self.setFocusProxy(self.line if is_open else self.change_button)

    @Slot(str)
    def _on_text_edited(self, text: str) -> None:
        key = clean_key(text)
        if key.removed:
            with QSignalBlocker(self.line):
                self.line.setText(key.text)
        self.edited.emit()
        if key.removed:
            self.cleaned.emit(removed_message(key.removed))

    @Slot()
    def _on_change_clicked(self) -> None:
        self._show_entry(True)
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_keep_clicked(self) -> None:
        self.line.clear()
        self._show_entry(False)
        self.change_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()


def removed_message(removed: AbstractSet[Removed]) -> str:
    """What was taken from a pasted key, in one sentence."""
    tr = QCoreApplication.translate
    names = {
        Removed.SPACES: tr("KeyEntry", "前後の空白"),
        Removed.LINE_ENDS: tr("KeyEntry", "改行"),
        Removed.INVISIBLE: tr("KeyEntry", "見えない文字"),
        Removed.QUOTES: tr("KeyEntry", "引用符"),
    }
    parts = [name for kind, name in names.items() if kind in removed]
    sentences = []
    if parts:
        sentences.append(tr("KeyEntry", "{parts}を取り除きました。").format(parts="・".join(parts)))
    if Removed.FULL_WIDTH in removed:
        sentences.append(tr("KeyEntry", "全角文字を半角に直しました。"))
    return "".join(sentences)
