"""The way into 各種設定: made when first asked for, told what the store holds, and what comes of it passed on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from goq_desktop.background.jobs import JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.handling import HandlingKind
from goq_desktop.domain.problems import Problem, ProblemError
from goq_desktop.domain.sight import StoreSight
from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui.frame.page import Page, PageCode, Then
from goq_desktop.ui.window import DeskWindow

if TYPE_CHECKING:
    from goq_desktop.demo import Demo
    from goq_desktop.ui.hub.hub import SettingsHub
    from goq_desktop.ui.wizard.actions import SetupActions


class HubDoor(QObject):
    """`made`: the hub, once; `saved`: the page that a person saved, or None when everything may have changed."""

    made = Signal(object)  # SettingsHub
    saved = Signal(object)
    orders_changed = Signal()
    problem_occurred = Signal(object)  # Problem

    def __init__(
        self,
        workspace: Workspace,
        thread: JobThread,
        actions: SetupActions,
        demo: Demo | None,
        window: DeskWindow,
    ) -> None:
        super().__init__(window)
        self._workspace = workspace
        self._thread = thread
        self._actions = actions
        self._demo = demo
        self._window = window
        self.hub: SettingsHub | None = None
        window.settings_chosen.connect(self._on_settings_chosen)
        window.add_page(
            Page(
                code=PageCode.SETTINGS,
                make=self._make,
                entered=self._enter,
                leave=self._leave,
                is_unsaved=self._is_unsaved,
            )
        )

    def open(self, page: SetupPage | None = None) -> None:
        """Show the tiles or one of them. Tells what hinders it, such as a mall profile that is wrong."""
        self._window.pages.ask(PageCode.SETTINGS, lambda: self._enter(page))

    def go_to(self, page: SetupPage, name: str) -> None:
        """Open the page with the keyboard in the field of this name."""

        def enter() -> None:
            if not self._is_unsaved():  # else it is asked about when the page is known
                self._enter()
            if self.hub is not None and self._window.is_hub_shown:
                self.hub.go_to(page, name)

        self._window.pages.ask(PageCode.SETTINGS, enter)

    def search(self, text: str) -> None:
        """Show what the settings have of `text`."""

        def enter() -> None:
            if not self._is_unsaved():  # else it is searched beside what is open
                self._enter()
            if self.hub is not None:
                self.hub.search(text)

        self._window.pages.ask(PageCode.SETTINGS, enter)

    def _enter(self, page: SetupPage | None = None) -> None:
        assert self.hub is not None
        try:
            self.hub.open(page)
        except ProblemError as error:
            self._window.show_orders()
            self.problem_occurred.emit(error.problem)
            return
        self._look()

    def _leave(self, then: Then) -> None:
        assert self.hub is not None
        self.hub.leave(then)

    def _is_unsaved(self) -> bool:
        return self.hub is not None and self.hub.is_unsaved

    def _make(self) -> SettingsHub:
        from goq_desktop.ui.set_up import make_hub

        self.hub = hub = make_hub(self._workspace, self._actions, self._demo)
        hub.saved.connect(self._on_saved)
        self.made.emit(hub)
        hub.orders_chosen.connect(self._window.show_orders)
        hub.export_chosen.connect(self._on_export_chosen)
        hub.import_chosen.connect(self._on_import_chosen)
        hub.reapply_chosen.connect(self._on_reapply_chosen)
        return hub

    def _look(self) -> None:
        """What the orders hold, read in the background; without it the hub only knows less."""

        def work(_: CancelToken, __: Report) -> StoreSight:
            self._workspace.database()  # first the store, which opens under a lock
            from goq_desktop.services.sight import look_at_store

            return look_at_store(self._workspace)

        def take(sight: StoreSight) -> None:
            if self.hub is not None:
                self.hub.show_sight(sight)

        def failed(_: Problem | None) -> None:
            """The list of orders tells it, in its own place."""

        self._thread.submit(work, take, failed)

    @Slot(str)
    def _on_settings_chosen(self, page: str) -> None:
        self.open(SetupPage(page) if page else None)

    @Slot(object)
    def _on_saved(self, page: SetupPage | None) -> None:
        self.saved.emit(page)
        if page in (SetupPage.OTHER, None):
            self._return_strays()

    def _return_strays(self) -> None:
        """A status may be gone: nobody would find the orders that stood in it."""

        def work(_: CancelToken, __: Report) -> int:
            self._workspace.database()
            from goq_desktop.services.applying import return_strays

            return return_strays(self._workspace)

        def done(count: int) -> None:
            if count:
                self.orders_changed.emit()

        def failed(problem: Problem | None) -> None:
            if problem is not None:
                self.problem_occurred.emit(problem)

        self._thread.submit(work, done, failed)

    @Slot()
    def _on_export_chosen(self) -> None:
        from goq_desktop.ui.settings.import_dialog import choose_and_export

        if choose_and_export(self._window, self._workspace.settings_store):
            self._note(HandlingKind.SETTINGS_EXPORTED)
            self._window.say(self.tr("設定を書き出しました。キーは含まれていません。"))

    @Slot()
    def _on_import_chosen(self) -> None:
        from goq_desktop.ui.settings.import_dialog import choose_and_import

        before = {shop.uid for shop in self._workspace.shops()}
        if not choose_and_import(self._window, self._workspace.settings_store):
            return
        self._note(HandlingKind.SETTINGS_IMPORTED)
        removed = before - {shop.uid for shop in self._workspace.shops()}
        if removed:
            self._actions.forget_shops(removed)
        if self.hub is not None:
            self.hub.reload()
        self._window.say(self.tr("設定を取り込みました。キーはモール詳細設定で入力してください。"))
        self._on_saved(None)

    def _note(self, kind: HandlingKind) -> None:
        def work(_: CancelToken, __: Report) -> None:
            from goq_desktop.services.handling import note_if_stored

            note_if_stored(self._workspace, kind)

        self._thread.submit(work, lambda _: None, lambda _: None)

    @Slot()
    def _on_reapply_chosen(self) -> None:
        from goq_desktop.ui.orders.reapply_dialog import make_reapply_dialog

        dialog = make_reapply_dialog(self._workspace, self._thread, self.hub)
        dialog.finished.connect(self.orders_changed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
