"""The window's place for a problem, with the one button that does something about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.ui import theme
from goq_desktop.ui.problem_box import ProblemBox
from goq_desktop.ui.theme import Role

# The store cannot be read: it is kept, and another one takes its place.
UNOPENABLE: Final = (ProblemCode.STORE_KEY_MISSING, ProblemCode.STORE_DAMAGED, ProblemCode.STORE_LOST)


class ProblemBar(QFrame):
    """Hidden until `show_problem`; a person may close it."""

    action_chosen = Signal()
    restore_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.set_role(self, Role.NOTICE)
        self.problem: Problem | None = None
        self.has_backups: Callable[[], bool] = lambda: False  # whether there is one to be put back
        self.box = ProblemBox()
        self.action_button = QPushButton()
        self.action_button.clicked.connect(self.action_chosen)
        self.restore_button = QPushButton(self.tr("バックアップから元に戻す(&B)"))
        self.restore_button.setAccessibleName(self.tr("最新のバックアップから元に戻す"))
        self.restore_button.clicked.connect(self.restore_chosen)
        theme.set_role(self.restore_button, Role.PRIMARY)
        close = QToolButton()
        close.setIcon(theme.icon("close"))
        close.setAutoRaise(True)
        close.setAccessibleName(self.tr("この知らせを閉じる"))
        close.clicked.connect(self._on_close_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE // 2, 0, theme.SPACE, 0)
        row.setSpacing(theme.SPACE)
        row.addWidget(self.box, 1)
        row.addWidget(self.restore_button)
        row.addWidget(self.action_button)
        row.addWidget(close)
        self.hide()

    @property
    def text(self) -> str:
        """All that is shown; empty while hidden."""
        return "" if self.isHidden() else self.box.text

    def show_problem(self, problem: Problem) -> None:
        self.problem = problem
        self.box.show_problem(problem)
        self.restore_button.setVisible(problem.code in UNOPENABLE and self.has_backups())
        text = self._action_text(problem.code)
        self.action_button.setText(text)
        self.action_button.setVisible(bool(text))
        self.action_button.setAccessibleName(text.partition("(&")[0])
        self.show()

    def show_if_any(self, problem: Problem | None) -> None:
        """As a job's `failed` tells it; None: there is nothing to tell."""
        if problem is not None:
            self.show_problem(problem)

    def clear_of(self, code: ProblemCode) -> None:
        """This one is answered; another stays."""
        if self.problem is not None and self.problem.code is code:
            self.clear()

    def clear(self) -> None:
        self.problem = None
        self.hide()

    def _action_text(self, code: ProblemCode) -> str:
        match code:
            case ProblemCode.KEYRING_LOCKED:
                return self.tr("ロックを解除する(&U)")
            case code if code in UNOPENABLE:
                return self.tr("新しい受注データで始める(&N)")
            case ProblemCode.WORKED_ON_CHANGED:
                return ""  # the answer to it stands in the shop's line
            case _:
                return self.tr("もう一度(&T)")

    @Slot()
    def _on_close_clicked(self) -> None:
        self.clear()
