"""What all pages of the wizard share: heading, notice, problem, waiting, and the two ways of leaving."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget, QWizardPage

from goq_desktop.domain.problems import Problem
from goq_desktop.services.setup_flow import SetupPage, step_of
from goq_desktop.settings.tiles import Settings, Tile
from goq_desktop.ui import theme
from goq_desktop.ui.problem_box import ProblemBox
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role
from goq_desktop.ui.wizard.busy_line import BusyLine


class StepPage(QWizardPage):
    """A page of the set-up.

    It is left forwards in three steps: `validatePage` looks at what was typed, the wizard saves `tiles`,
    `begin_leaving` does what takes time. That one answers False when it has to wait; then the page emits
    `cleared` when the wizard may go on, or shows why not. While it waits its body is closed, and the
    wizard's buttons too (`waiting_changed`).
    """

    cleared = Signal()
    waiting_changed = Signal(bool)
    page_requested = Signal(object)  # SetupPage

    def __init__(self, page: SetupPage, title: str, explanation: str, body: QWidget) -> None:
        super().__init__()
        self.page = page
        self.body = body
        self.closed_while_waiting = [body]
        self._wait_number = 0
        self._on_stop: Callable[[], None] | None = None
        self._focus_before: QWidget | None = None
        self.setAccessibleName(title)
        self.setAccessibleDescription(explanation)
        self._notice = MessageLine()
        self.problem_box = ProblemBox()
        self.busy_line = BusyLine()
        self.busy_line.stopped.connect(self._on_stopped)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE * 2, theme.SPACE // 2, 0, 0)
        column.setSpacing(theme.SPACE)
        # Beside the title: a notice that comes and goes moves nothing on the page.
        top = QHBoxLayout()
        top.setSpacing(theme.SPACE * 3)
        top.addWidget(_heading_label(title, Role.TITLE))
        if step_of(page).is_optional:
            top.addWidget(_heading_label(self.tr("任意（初期値のままで使えます）"), Role.HINT))
        top.addWidget(self._notice, 100)
        top.addStretch(1)
        column.addLayout(top)
        hint = _heading_label(explanation, Role.HINT)
        hint.setWordWrap(True)
        column.addWidget(hint)
        column.addSpacing(theme.SPACE // 2)
        column.addWidget(body, 1)
        column.addWidget(self.problem_box)
        column.addWidget(self.busy_line)

    @property
    def is_waiting(self) -> bool:
        return not self.busy_line.isHidden()

    @property
    def notice(self) -> str:
        return self._notice.text

    def fill(self, settings: Settings) -> None:
        """Show what the settings hold; called at each arrival. What was typed here stays."""

    def tiles(self) -> Mapping[str, Tile]:
        """What is kept on leaving, as keyword arguments for `SettingsStore.save`."""
        return {}

    def note_saved(self) -> None:
        """What is on the page is in the settings file now."""

    def begin_leaving(self) -> bool:
        """Start what takes time; True when there is nothing to wait for."""
        return True

    def focus_first(self) -> None:
        """Put the keyboard where the page's work begins."""
        if self.is_waiting:
            self.busy_line.stop_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        focus_next(self.body)

    def say(self, text: str) -> None:
        """A quiet line beside the title; empty hides it."""
        self._notice.say(Role.NOTICE, text)

    def show_problem(self, problem: Problem) -> None:
        self.problem_box.show_problem(problem)

    def clear_problem(self) -> None:
        self.problem_box.hide()

    def wait_for(self, text: str, on_stop: Callable[[], None]) -> int:
        """Close the page until `end_wait`; gives the number by which a late answer is known."""
        self._wait_number += 1
        self._on_stop = on_stop
        self.clear_problem()
        if not self.is_waiting:
            self._focus_before = self.window().focusWidget() if self.isVisible() else None
        self.busy_line.begin(text)
        for widget in self.closed_while_waiting:
            widget.setEnabled(False)
        self.waiting_changed.emit(True)
        return self._wait_number

    def end_wait(self, number: int) -> bool:
        """False: this answer comes too late, nobody waits for it any more."""
        if number != self._wait_number or not self.is_waiting:
            return False
        self._open()
        return True

    def stop_waiting(self) -> None:
        if self.is_waiting and self._on_stop is not None:
            self._on_stop()
            self._open()

    def _open(self) -> None:
        self.busy_line.end()
        for widget in self.closed_while_waiting:
            widget.setEnabled(True)
        self.waiting_changed.emit(False)
        if self._focus_before is not None:
            self._focus_before.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_stopped(self) -> None:
        self.stop_waiting()


def _heading_label(text: str, role: Role) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    theme.set_role(label, role)
    return label


def focus_next(area: QWidget) -> None:
    """Put the keyboard on the first control inside `area` that takes it."""
    widget = area.nextInFocusChain()
    while widget is not None and widget is not area:
        is_ready = area.isAncestorOf(widget) and widget.isVisibleTo(area) and widget.isEnabled()
        if is_ready and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        widget = widget.nextInFocusChain()
