"""表示を保存: asks for the name of a view, says what it keeps, and asks before it replaces another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from goq_desktop.ui import theme
from goq_desktop.ui.orders.columns import one_line
from goq_desktop.ui.orders.facts import plain_label
from goq_desktop.ui.orders.saved_views import LONGEST_NAME, tidy
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role

_LONGEST_PART = 120


class ViewNameDialog(QDialog):
    """`taken`: names of other views; `parts`: what the view keeps, in words. `name` is right once accepted."""

    def __init__(
        self, taken: Sequence[str], parts: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("表示を保存"))
        self._taken = taken
        self._replaced = ""  # the name that the question is about
        self.line = QLineEdit()
        self.line.setPlaceholderText(self.tr("例: 今日発送・ヤマト"))
        self.line.textChanged.connect(self._on_text_changed)
        self.message = MessageLine()
        # Two lines are kept for it: what stands below does not move when it comes.
        self.message.setMinimumHeight(2 * self.fontMetrics().lineSpacing() + theme.SPACE)
        kept = self.message.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self.message.setSizePolicy(kept)
        name = QLabel(self.tr("名前(&N)"))
        name.setBuddy(self.line)
        heading = plain_label(self.tr("この表示が覚えること"))
        theme.set_role(heading, Role.HEADING)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE * 2)
        grid.setVerticalSpacing(theme.SPACE)
        grid.setColumnStretch(1, 1)
        grid.addWidget(name, 0, 0)
        grid.addWidget(self.line, 0, 1)
        grid.addWidget(self.message, 1, 0, 1, 2)
        grid.addWidget(heading, 2, 0, 1, 2)
        for row, (part, text) in enumerate(parts, 3):
            label = plain_label(one_line(text)[:_LONGEST_PART])
            label.setWordWrap(True)
            title = plain_label(part)
            theme.set_role(title, Role.HINT)
            grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label, row, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.save = buttons.addButton("", QDialogButtonBox.ButtonRole.AcceptRole)
        theme.set_role(self.save, Role.PRIMARY)
        buttons.accepted.connect(self._on_accepted)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.SPACE * 3] * 4)
        column.setSpacing(theme.SPACE * 2)
        column.addLayout(grid)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(58 * theme.SPACE)
        self.save.setDefault(True)
        self._ask_nothing()

    @property
    def name(self) -> str:
        return tidy(self.line.text())

    def _ask_nothing(self) -> None:
        self._replaced = ""
        self.save.setText(self.tr("保存"))
        self.message.say(Role.HINT, "")

    @Slot()
    def _on_text_changed(self) -> None:
        self._ask_nothing()
        if len(self.name) > LONGEST_NAME:
            self._tell_too_long()

    @Slot()
    def _on_accepted(self) -> None:
        name = self.name
        if not name:
            self.message.say(Role.PROBLEM, self.tr("名前が空です。一覧で見分けられる名前を入れてください。"))
        elif len(name) > LONGEST_NAME:
            self._tell_too_long()
        elif name in self._taken and name != self._replaced:
            self._replaced = name
            question = self.tr(
                "「{name}」はもうあります。上書きしますか。別に残すときは名前を変えてください。"
            )
            self.message.say(Role.NOTICE, question.format(name=name))
            self.save.setText(self.tr("上書き"))
        else:
            self.accept()
            return
        self.line.setFocus()

    def _tell_too_long(self) -> None:
        text = self.tr("名前は{most}文字までです（いま{now}文字）。短くしてください。")
        self.message.say(Role.PROBLEM, text.format(most=LONGEST_NAME, now=len(self.name)))
