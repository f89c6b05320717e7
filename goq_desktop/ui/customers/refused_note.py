"""A note that could not be kept since its person is nobody any more: the text, why, and what to do with it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from goq_desktop.ui import theme
from goq_desktop.ui.orders.facts import value_label
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role


class RefusedNote(QFrame):
    """Hidden while there is none. `add_asked`: the text is to stand with the person who is shown."""

    add_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, Role.NOTICE)
        self.why = MessageLine()
        self.text = value_label("")
        self.add = QPushButton(self.tr("表示中の顧客のメモに加える"))
        self.add.clicked.connect(self._on_add_clicked)
        self.drop = QPushButton(self.tr("このメモを捨てる"))
        self.drop.clicked.connect(self._on_drop_clicked)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        row.addWidget(self.add)
        row.addWidget(self.drop)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.SPACE] * 4)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.why)
        column.addWidget(self.text)
        column.addLayout(row)
        self.hide()

    @property
    def is_kept(self) -> bool:
        """Whether a note stands here, also while the page is out of sight."""
        return not self.isHidden()

    def keep(self, note: str, *, is_gone: bool = True) -> None:
        """One that is still here is kept with it. Not `is_gone`: the person is there, the store failed."""
        before = "" if self.isHidden() else self.text.text()
        # What was typed on in the meantime begins with what was refused before.
        self.text.setText(note if note.startswith(before) else f"{before}\n{note}")
        self.text.setAccessibleName(self.tr("保存できなかったメモ"))
        failed = self.tr(
            "入力したメモを保存できませんでした。理由は画面の上に出ています。入力した文はここに残っています。"
            "理由がなくなったら、一覧で顧客を選んで、メモに加えてください。"
        )
        gone = self.tr(
            "入力したメモを保存できませんでした。この顧客は、同じ人の別の顧客とまとめられたか、消去されました。"
            "入力した文はここに残っています。一覧で正しい顧客を選んで、メモに加えてください。"
        )
        self.why.say(Role.PROBLEM, gone if is_gone else failed)
        self.show()

    @Slot()
    def _on_add_clicked(self) -> None:
        note = self.text.text()
        self._empty()
        self.add_asked.emit(note)

    @Slot()
    def _on_drop_clicked(self) -> None:
        self._empty()

    def _empty(self) -> None:
        self.text.clear()
        self.hide()
