"""元に戻す and やり直す of every step anybody stored, on every page, and the sentence that tells of each step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence

from goq_desktop.background.jobs import JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.history import StepResult, UndoState
from goq_desktop.domain.problems import Problem
from goq_desktop.services import editing
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui import theme
from goq_desktop.ui.availability import allow
from goq_desktop.ui.editing.words import step_words
from goq_desktop.ui.frame.page import PageCode
from goq_desktop.ui.window import DeskWindow

# Keys that are held down while steps are taken back; more would be nobody's wish.
_MOST_WAITING: Final = 20


class UndoDoor(QObject):
    """Steps, undos and redos are stored one after the other, as they were asked for."""

    undone = Signal(object)  # StepResult, as the other
    redone = Signal(object)

    def __init__(self, workspace: Workspace, thread: JobThread, window: DeskWindow) -> None:
        super().__init__(window)
        self._workspace, self._thread, self._window = workspace, thread, window
        self._orders = window.orders
        self._state = UndoState()
        self._reversals = 0  # on their way
        self.undo_action = self._action("undo", "Ctrl+Z", self._on_undo_triggered)
        self.redo_action = self._action("redo", "Ctrl+Shift+Z", self._on_redo_triggered)
        self.redo_action.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        self._offer()
        window.pages.page_shown.connect(self._on_page_shown)
        # Only when the first list is there: nothing may hold up the start.
        self._orders.listed.connect(self.ask_state, Qt.ConnectionType.SingleShotConnection)

    def run(self, step: Callable[[], StepResult]) -> None:
        """Store a step in the background, then tell of it."""
        self._write(step, self.tell, lambda: None)

    def take(self, result: StepResult) -> None:
        """A step that was stored elsewhere: it is the next to be undone."""
        self.ask_state()
        self.tell(result)

    def tell(self, result: StepResult) -> None:
        if result.label is None:
            self._window.say(self.tr("変わった受注はありません。") + self._left_alone(result))
        else:
            self._say(result, self.tr("{what}。Ctrl+Z で元に戻せます。"))

    @Slot()
    def ask_state(self) -> None:
        def work(_: CancelToken, __: Report) -> UndoState:
            return editing.undo_state(self._workspace)

        # What hinders it hinders the list too, which says so.
        self._thread.submit(work, self._show_state, lambda _: None)

    def _action(self, icon: str, keys: str, triggered: Callable[[], None]) -> QAction:
        action = QAction(theme.icon(icon), "", self._window)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(triggered)
        self._window.addAction(action)
        return action

    def _show_state(self, state: UndoState) -> None:
        self._state = state
        self._offer()

    def _offer(self) -> None:
        # The forms of 各種設定 have an undo of their own under the same keys.
        is_own = self._window.pages.shown is PageCode.SETTINGS
        own = self.tr("各種設定では、画面の中の「元に戻す」「やり直す」が使えます。")
        no_undo = self.tr("元に戻せる変更はまだありません。")
        no_redo = self.tr("やり直せる変更はありません。元に戻したあとで使えます。")
        for action, label, bare, nothing in (
            (self.undo_action, self._state.undo, self.tr("元に戻す(&U)"), no_undo),
            (self.redo_action, self._state.redo, self.tr("やり直す(&R)"), no_redo),
        ):
            words = "" if label is None else f": {step_words(label, self._orders.lanes)}"
            action.setText(bare + words.replace("&", "&&"))
            allow(action, own if is_own else nothing if label is None else None)

    @Slot(object)
    def _on_page_shown(self, _code: PageCode) -> None:
        self._offer()

    @Slot()
    def _on_undo_triggered(self) -> None:
        self._reverse(editing.undo, self._undone)

    @Slot()
    def _on_redo_triggered(self) -> None:
        self._reverse(editing.redo, self._redone)

    def _reverse(
        self, service: Callable[[Workspace], StepResult], done: Callable[[StepResult], None]
    ) -> None:
        def ended() -> None:
            self._reversals -= 1

        if self._reversals < _MOST_WAITING:
            self._reversals += 1
            self._write(lambda: service(self._workspace), done, ended)

    def _write(
        self, step: Callable[[], StepResult], done: Callable[[StepResult], None], ended: Callable[[], None]
    ) -> None:
        def work(_: CancelToken, __: Report) -> tuple[StepResult, UndoState]:
            return step(), editing.undo_state(self._workspace)

        def written(found: tuple[StepResult, UndoState]) -> None:
            ended()
            self._show_state(found[1])
            self._orders.refresh_at_once()
            done(found[0])

        def failed(problem: Problem | None) -> None:
            ended()
            self._window.problem.show_if_any(problem)

        self._thread.submit(work, written, failed, is_kept=True)

    def _undone(self, result: StepResult) -> None:
        self.undone.emit(result)
        self._say_reversed(result, self.tr("元に戻しました: {what}。Ctrl+Shift+Z でやり直せます。"))

    def _redone(self, result: StepResult) -> None:
        self.redone.emit(result)
        self._say_reversed(result, self.tr("やり直しました: {what}。Ctrl+Z で元に戻せます。"))

    def _say_reversed(self, result: StepResult, text: str) -> None:
        if result.label is None:
            return
        if not result.changed_ids and not result.people:
            text = self.tr("変えられたものはありません。")
        self._say(result, text)

    def _say(self, result: StepResult, text: str) -> None:
        assert result.label is not None
        self._window.say(
            text.format(what=step_words(result.label, self._orders.lanes)) + self._left_alone(result)
        )

    def _left_alone(self, result: StepResult) -> str:
        parts = []
        if result.moved_on:
            parts.append(
                self.tr("あとから変わった{count}件は、そのままにしました。").format(
                    count=f"{result.moved_on:,}"
                )
            )
        if result.erased:
            parts.append(
                self.tr("個人情報を消去した{count}件は、変えられません。").format(count=f"{result.erased:,}")
            )
        return "".join(f" {part}" for part in parts)
