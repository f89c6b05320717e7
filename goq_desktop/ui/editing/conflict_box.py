"""What a person had changed and the shop has changed since: both values, and a button for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from goq_desktop.domain.edits import WHOLE, Conflict, Edit
from goq_desktop.ui import theme
from goq_desktop.ui.editing.words import value_words
from goq_desktop.ui.orders.facts import value_label
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role
from goq_desktop.wording.fields import FIELD_NAMES


class ConflictBox(QFrame):
    """`decided` carries place, field and whether mine is kept."""

    decided = Signal(int, str, bool)

    def __init__(
        self,
        conflicts: Sequence[Conflict],
        edits: Sequence[Edit],
        lanes: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        theme.set_role(self, Role.NOTICE)
        mine = {(edit.place, edit.field): edit.mine for edit in edits}
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.SPACE] * 4)
        column.setSpacing(theme.SPACE // 2)
        for conflict in conflicts:
            name = FIELD_NAMES[conflict.field]
            if conflict.place not in (WHOLE, 0):
                name = self.tr("送付先{number} {field}").format(number=conflict.place + 1, field=name)
            head = MessageLine()
            head.say(Role.PROBLEM, self.tr("{field}が、ここでもショップでも変わりました").format(field=name))
            column.addWidget(head)
            own = value_words(conflict.field, mine[conflict.place, conflict.field], lanes)
            shops = value_words(conflict.field, conflict.shop, lanes, is_shops=True)
            for text in (
                self.tr("自分の値: {value}").format(value=own),
                self.tr("ショップの値: {value}").format(value=shops),
            ):
                column.addWidget(value_label(text))
            row = QHBoxLayout()
            for label, is_mine in (
                (self.tr("自分の値を使う(&Y)"), True),
                (self.tr("ショップの値を使う(&J)"), False),
            ):
                button = QPushButton(label)
                button.setAccessibleName(f"{name}: {label.partition('(&')[0]}")
                button.setProperty("choice", (conflict.place, conflict.field.value, is_mine))
                button.clicked.connect(self._on_clicked)
                row.addWidget(button)
            row.addStretch(1)
            column.addLayout(row)

    @Slot()
    def _on_clicked(self) -> None:
        place, field, is_mine = self.sender().property("choice")
        for button in self.findChildren(QPushButton):
            button.setEnabled(False)
        self.decided.emit(place, field, is_mine)
