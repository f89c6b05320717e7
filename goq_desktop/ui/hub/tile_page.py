"""One tile's form in the hub: saved by itself, undone step by step, never left with unsaved changes unasked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from goq_desktop.domain.problems import Problem, ProblemCode, ProblemError
from goq_desktop.services.tile_saving import save_page
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Settings
from goq_desktop.ui import theme
from goq_desktop.ui.hub.history import FormHistory
from goq_desktop.ui.hub.question import Answer, Question
from goq_desktop.ui.hub.reveal import end_cell_editing, is_in_cell, reveal
from goq_desktop.ui.settings.shop_detail import ShopDetailForm
from goq_desktop.ui.theme import Role
from goq_desktop.ui.wizard.actions import SetupActions
from goq_desktop.ui.wizard.form_page import FormPage
from goq_desktop.ui.wizard.shop_detail_page import ShopDetailPage

_UNDO: Final = ("Ctrl+Z",)
_REDO: Final = ("Ctrl+Y", "Ctrl+Shift+Z")
Then = Callable[[], None]


class TilePage(QWidget):
    """`saved` comes after everything is kept, keys too; `next_chosen` after that, when one asked to go on."""

    saved = Signal()
    next_chosen = Signal()
    back_chosen = Signal()

    def __init__(self, page: FormPage, store: SettingsStore, actions: SetupActions) -> None:
        super().__init__()
        self.page = page
        self._store = store
        self._actions = actions
        self._settings = Settings()
        self._kept: object = None
        self._then: Then | None = None
        self._watched: QWidget | None = None
        self.question = Question()
        self.history = FormHistory(page.form, lambda: self._settings)
        self.back_button = _button("back", self.tr("戻る(&B)"))
        self.undo_button = _button("undo", self.tr("元に戻す"))
        self.redo_button = _button("redo", self.tr("やり直す"))
        self.save_button = _button("", self.tr("保存"))
        self.next_button = _button("", self.tr("設定を保存して次へ進む(&N)"))
        theme.set_role(self.next_button, Role.PRIMARY)
        for button, keys, slot in (
            (self.back_button, ("",), self._on_back_clicked),
            (self.undo_button, _UNDO, self._on_undo_asked),
            (self.redo_button, _REDO, self._on_redo_asked),
            (self.save_button, ("Ctrl+S",), self._on_save_asked),
            (self.next_button, ("",), self._on_next_clicked),
        ):
            button.clicked.connect(slot)
            self._set_keys(button, keys, slot)
        self._lay_out()
        self.history.changed.connect(self._on_history_changed)
        page.form.edited.connect(self._on_edited)
        page.cleared.connect(self._on_cleared)
        page.waiting_changed.connect(self._on_waiting_changed)
        if isinstance(page, ShopDetailPage):
            page.exchanged.connect(self._on_cleared)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._on_focus_changed)

    def enter(self, settings: Settings) -> None:
        """Show what is saved; what was typed before and not saved is gone."""
        self._settings = settings
        self._forget_keys()
        self.page.refill(settings)
        self._note_kept()
        self.history.begin()
        self.question.hide()
        self.page.clear_problem()
        self.page.say("")

    def is_unsaved(self) -> bool:
        end_cell_editing(self.page.form)
        return self._kept != self._shown() or bool(self._typed_uids())

    def leave(self, then: Then) -> None:
        """Go on with `then`, at once or after the question was answered; one question for all who ask."""
        if self.page.is_waiting:
            self.page.stop_waiting()
        elif not self.is_unsaved():
            self.question.hide()
            then()
        else:
            self.question.ask(
                self.tr("「{title}」に保存していない変更があります。").format(title=self.page.form.title),
                (
                    Answer(self.tr("保存する"), lambda: self.save(then)),
                    Answer(self.tr("保存しない"), lambda: self._discard(then)),
                    Answer(self.tr("編集に戻る"), self.page.focus_first),
                ),
            )

    def save(self, then: Then | None = None) -> None:
        """Save this tile alone, keys too; then go on. What hinders it is shown, and nothing else happens."""
        end_cell_editing(self.page.form)
        self.question.hide()
        if not self.page.is_waiting and self.page.validatePage():
            self._write(then, self._settings)

    def go_to(self, widget: QWidget | None) -> None:
        if widget is None or not reveal(widget, self.page.body):
            self.page.focus_first()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A line of text would undo its own letters: in this page the keys belong to the whole form."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            is_ours = any(_is(event, keys) for keys in (*_UNDO, *_REDO))
            if is_ours and isinstance(watched, QWidget) and not is_in_cell(watched, self.page.form):
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def _write(self, then: Then | None, based_on: Settings | None) -> None:
        self.page.clear_problem()
        try:
            now = save_page(self._store, self.page.page, self.page.tiles(), based_on)
        except ProblemError as error:
            if error.problem.code is ProblemCode.SETTINGS_CHANGED:
                self._ask_which(then)
            else:
                self.page.show_problem(error.problem)
            return
        before = based_on or self._settings
        removed = {shop.uid for shop in before.shops.shops if now.shops.find(shop.uid) is None}
        if removed:
            self._actions.forget_shops(removed)
        self._settings = now
        self.page.note_saved()
        self._note_kept()
        self._then = then
        if self.page.begin_leaving():
            self._on_cleared()

    def _ask_which(self, then: Then | None) -> None:
        """Somebody else saved this tile since it was opened: nobody's work is overwritten silently."""
        self.question.ask(
            self.tr("この設定は、開いたあとに別の画面で変わりました。"),
            (
                Answer(self.tr("読み込み直す"), self._reload),
                Answer(self.tr("このまま保存する"), lambda: self._write(then, None)),
                Answer(self.tr("編集に戻る"), self.page.focus_first),
            ),
        )

    def _reload(self) -> None:
        settings = self._loaded()
        if settings is not None:
            self.enter(settings)
            self.page.say(self.tr("いまの設定を読み込みました。"))
            self.page.focus_first()

    def _discard(self, then: Then) -> None:
        self.enter(self._settings)
        then()

    def _loaded(self) -> Settings | None:
        try:
            return self._store.load().settings
        except ProblemError as error:
            self.show_problem(error.problem)
            return None

    def show_problem(self, problem: Problem) -> None:
        self.page.show_problem(problem)

    def _note_kept(self) -> None:
        self._kept = self._shown()

    def _shown(self) -> object:
        """What is in the form, to compare."""
        return dict(self.page.form.tiles()), self.page.form.unfinished()

    def _typed_uids(self) -> list[str]:
        form = self.page.form
        if not isinstance(form, ShopDetailForm):
            return []
        shops = self._settings.shops.shops
        return [shop.uid for shop in shops if any(form.entered_keys(shop.uid).values())]

    def _forget_keys(self) -> None:
        form = self.page.form
        if isinstance(form, ShopDetailForm):
            for uid in self._typed_uids():
                form.forget_keys(uid)

    def _set_keys(self, button: QPushButton, keys: tuple[str, ...], slot: Callable[[], None]) -> None:
        if not keys[0]:
            return
        shortcut = QShortcut(self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setKeys([QKeySequence(key) for key in keys])
        shortcut.activated.connect(slot)
        native = [QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys]
        button.setToolTip("、".join(native))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE)
        for button in (self.back_button, self.undo_button, self.redo_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.save_button, self.next_button):
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, theme.SPACE * 2, theme.SPACE)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.page, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(theme.SPACE * 2, 0, 0, 0)
        foot.setSpacing(theme.SPACE)
        foot.addWidget(self.question)
        foot.addLayout(buttons)
        column.addLayout(foot)

    @Slot()
    def _on_edited(self) -> None:
        # Whoever goes on editing has answered.
        self.question.hide()
        self.page.say("")

    @Slot()
    def _on_history_changed(self) -> None:
        is_free = not self.page.is_waiting
        self.undo_button.setEnabled(is_free and self.history.can_undo)
        self.redo_button.setEnabled(is_free and self.history.can_redo)

    @Slot()
    def _on_waiting_changed(self) -> None:
        is_free = not self.page.is_waiting
        for button in (self.back_button, self.save_button, self.next_button):
            button.setEnabled(is_free)
        self._on_history_changed()

    @Slot()
    def _on_cleared(self) -> None:
        """Everything is kept."""
        settings = self._loaded()
        if settings is None:
            return
        self._settings = settings
        self.page.fill(settings)
        self._note_kept()
        self.page.say(self.tr("保存しました。"))
        self.saved.emit()
        then, self._then = self._then, None
        if then is not None:
            then()

    @Slot()
    def _on_back_clicked(self) -> None:
        self.back_chosen.emit()

    @Slot()
    def _on_save_asked(self) -> None:
        self.save()

    @Slot()
    def _on_next_clicked(self) -> None:
        self.save(self.next_chosen.emit)

    @Slot()
    def _on_undo_asked(self) -> None:
        self._step(self.history.undo)

    @Slot()
    def _on_redo_asked(self) -> None:
        self._step(self.history.redo)

    def _step(self, step: Callable[[], QWidget | None]) -> None:
        if self.page.is_waiting:
            return
        end_cell_editing(self.page.form)
        is_by_button = QApplication.focusWidget() in (self.undo_button, self.redo_button)
        where = step()
        self._on_edited()
        # Seen where it happens; but whoever presses the button again must find it under the finger.
        if is_by_button or (where is not None and reveal(where, self.page.body)):
            return
        if not self.isAncestorOf(self.window().focusWidget() or self):
            self.page.focus_first()

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, _: QWidget | None, now: QWidget | None) -> None:
        """Watch the one control that has the keyboard, also one that did not exist a moment ago."""
        if not self.isVisible():
            return  # the keyboard is elsewhere, or this page is about to go
        self.history.end_stretch()
        # The editor of a cell is gone by now.
        if self._watched is not None and isValid(self._watched):
            self._watched.removeEventFilter(self)
        self._watched = None
        if now is not None and self.page.form.isAncestorOf(now):
            now.installEventFilter(self)
            self._watched = now


def _is(event: QKeyEvent, keys: str) -> bool:
    return QKeySequence(event.keyCombination()) == QKeySequence(keys)


def _button(icon: str, text: str) -> QPushButton:
    button = QPushButton(text)
    if icon:
        button.setIcon(theme.icon(icon))
    button.setAccessibleName(text.partition("(&")[0])
    button.setAutoDefault(True)
    return button
