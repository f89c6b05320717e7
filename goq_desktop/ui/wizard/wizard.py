"""初期設定ウィザード: walks the pages of the set-up flow and keeps each one on leaving it."""

from __future__ import annotations

from typing import Final

import msgspec
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget, QWizard

from goq_desktop.credentials.store import KeyringState
from goq_desktop.domain.problems import ProblemError
from goq_desktop.services.setup_flow import STEPS, SetupFlow, SetupPage, step_of
from goq_desktop.services.tile_saving import save_page
from goq_desktop.settings.store import SettingsStore
from goq_desktop.ui import theme
from goq_desktop.ui.settings.tile_forms import TileForms
from goq_desktop.ui.theme import Role
from goq_desktop.ui.wizard.actions import SetupActions
from goq_desktop.ui.wizard.confirm_page import ConfirmPage
from goq_desktop.ui.wizard.form_page import FormPage
from goq_desktop.ui.wizard.keyring_page import KeyringPage
from goq_desktop.ui.wizard.page import StepPage
from goq_desktop.ui.wizard.shop_detail_page import ShopDetailPage
from goq_desktop.ui.wizard.start_page import StartPage
from goq_desktop.ui.wizard.step_list import StepList

_SMALLEST: Final = (900, 640)
_IDS: Final = {page: number for number, page in enumerate(SetupPage)}
_PAGES: Final = tuple(SetupPage)
_Button = QWizard.WizardButton


class SetupWizard(QWizard):
    """The state is in the settings file and in `SetupFlow`; QWizard shows it and keeps the way back.

    No page registers a field with QWizard: those are what 戻る would reset.
    `setup_completed` says whether orders are to be fetched at once. A wizard is shown once; closing it
    early (`rejected`) keeps everything, and a new one goes on at the same page.
    """

    setup_completed = Signal(bool)

    def __init__(
        self, store: SettingsStore, forms: TileForms, actions: SetupActions, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._actions = actions
        self._settings = store.load().settings
        self._is_quick = self._settings.setup.is_quick
        self._visited: set[SetupPage] = set()
        self._left: StepPage | None = None  # shown last, its tiles not kept yet
        self._walk: tuple[SetupPage, ...] = ()  # pages that pass by unseen, up to the last
        self._target: SetupPage | None = None  # where a page that has to wait first leads to
        self._is_changing = False  # a page was opened by 変更 and leads back to 確認
        self._is_closing = False
        self._is_finished = False
        self.start_page = StartPage(forms.contractor)
        self.keyring_page = KeyringPage(actions)
        self.shop_detail_page = ShopDetailPage(forms.shop_detail, actions, store)
        numbered: list[StepPage] = [
            self.start_page,
            FormPage(SetupPage.CARRIERS, forms.carriers),
            FormPage(SetupPage.SHOPS, forms.shops),
            FormPage(SetupPage.PAYMENTS, forms.payments),
            self.shop_detail_page,
            FormPage(SetupPage.SLIPS, forms.slips),
            FormPage(SetupPage.OTHER, forms.other),
            FormPage(SetupPage.OPTIONS, forms.options),
        ]
        self.confirm_page = ConfirmPage(actions)
        self.step_list = StepList()
        self._pages = {page.page: page for page in (*numbered, self.keyring_page, self.confirm_page)}
        self._assemble()
        self._begin()

    def page_of(self, page: SetupPage) -> StepPage:
        return self._pages[page]

    def shown_page(self) -> StepPage:
        return self._pages[_PAGES[self.currentId()]]

    def nextId(self) -> int:
        if self.currentId() < 0:
            return -1
        here = _PAGES[self.currentId()]
        if self._walk:
            ahead = self._walk[self._walk.index(here) + 1 :]
            if ahead:
                return _IDS[ahead[0]]
        following = self._following(here)
        return -1 if following is None else _IDS[following]

    def validateCurrentPage(self) -> bool:
        if self._walk or self._is_finished:
            return True
        self._target = None
        self._is_closing = False
        return self._is_leaving_allowed()

    def reject(self) -> None:
        """あとで続ける: keep what is there, keys too, and close; a second try closes in any case."""
        page = self.shown_page()
        if page.is_waiting:
            page.stop_waiting()
            return
        is_insisting, self._is_closing = self._is_closing, True
        is_kept = self._keep(page) and (page is not self.shop_detail_page or page.begin_leaving())
        if is_kept or is_insisting:
            super().reject()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Asked while the first page is read: the answer is there when keys are to be typed.
        if self.keyring_page.state is None and not self.keyring_page.is_waiting:
            QTimer.singleShot(0, self.keyring_page, self.keyring_page.probe)

    def _assemble(self) -> None:
        self.setWindowTitle(self.tr("初期設定 - GoQ Desktop"))
        self.setWizardStyle(QWizard.WizardStyle.ClassicStyle)
        self.setOption(QWizard.WizardOption.NoBackButtonOnStartPage)
        self.setButtonLayout(
            [
                _Button.CancelButton,
                _Button.Stretch,
                _Button.BackButton,
                _Button.NextButton,
                _Button.FinishButton,
            ]
        )
        self.setMinimumSize(*_SMALLEST)
        self.setSideWidget(self.step_list)
        for page in self._pages.values():
            self.setPage(_IDS[page.page], page)
            page.cleared.connect(self._on_page_cleared)
            page.waiting_changed.connect(self._on_waiting_changed)
            page.page_requested.connect(self._on_change_requested)
        self.setButtonText(_Button.BackButton, self.tr("戻る(&B)"))
        self.setButtonText(_Button.CancelButton, self.tr("あとで続ける"))
        for which in (_Button.NextButton, _Button.FinishButton):
            theme.set_role(self.button(which), Role.PRIMARY)
        self.start_page.quick_chosen.connect(self._on_quick_chosen)
        self.shop_detail_page.keyring_failed.connect(self._on_keyring_failed)
        self.step_list.step_chosen.connect(self._on_step_chosen)
        self.currentIdChanged.connect(self._on_current_id_changed)

    def _begin(self) -> None:
        page = self._flow.resume_page(self._settings)
        self._visited.update(self._flow.path_to(page))
        self._visited.discard(SetupPage.KEYRING)
        is_resumed = bool(self._settings.setup.page) and not self._settings.setup.is_done
        self._walk_to(page)
        # The steps come last: from a field, Tab leads on to the buttons. They are in the window only now.
        before: QWidget = self.button(_Button.CancelButton)
        for step_button in self.step_list.buttons.values():
            QWidget.setTabOrder(before, step_button)
            before = step_button
        if is_resumed:
            self.shown_page().say(self.tr("前回の続きから始めます。これまでの入力は保存されています。"))

    # -- where to go

    @property
    def _flow(self) -> SetupFlow:
        has_keyring_page = SetupPage.KEYRING in self._visited or not self.keyring_page.is_usable
        return SetupFlow(self._is_quick, has_keyring_page)

    def _following(self, here: SetupPage) -> SetupPage | None:
        if not self._is_changing or here is SetupPage.CONFIRM:
            return self._flow.next_page(here)
        return self._past_keyring(here, self._flow.way_back(here, self._settings))

    def _past_keyring(self, here: SetupPage, page: SetupPage) -> SetupPage:
        """`page`, or the keyring's page when it lies between and has something to say."""
        lies_between = _IDS[here] < _IDS[SetupPage.KEYRING] < _IDS[page]
        return SetupPage.KEYRING if lies_between and not self.keyring_page.is_usable else page

    def _jump_to(self, page: SetupPage) -> None:
        """From a step that a fetch needs, forwards only with all its questions."""
        here = self.shown_page()
        if here.is_waiting or page is here.page:
            return
        self._target = page
        is_asking = _IDS[page] > _IDS[here.page] and step_of(here.page).is_needed
        if not is_asking or self._is_leaving_allowed():
            self._leave()

    def _leave(self) -> None:
        """Go where the shown page was to lead."""
        page, self._target = self._target, None
        self._walk_to(page or self._following(self.shown_page().page) or SetupPage.CONFIRM)

    def _walk_to(self, page: SetupPage) -> None:
        """Lay QWizard's history anew, so that 戻る leads through the flow wherever one came from."""
        page = self._flow.nearest(page, self._settings)
        if self._past_keyring(SetupPage.CONTRACTOR, page) is not page:
            self._target, page = page, SetupPage.KEYRING
        self._walk = self._flow.path_to(page)
        self.setUpdatesEnabled(False)
        self.restart()
        while self.currentId() != _IDS[page]:
            self.next()
        self._walk = ()
        self.setUpdatesEnabled(True)
        self._arrive()

    def _arrive(self) -> None:
        page = self.shown_page()
        left, self._left = self._left, page
        if left is not None and left is not page:
            # The keyring's page may pass by in a moment: what it had to say is said on the next one.
            page.say(left.notice if left is self.keyring_page else "")
            left.say("")
            self._keep(left)
        self._is_closing = False
        self._is_changing = self._is_changing and page is not self.confirm_page
        self._visited.add(page.page)
        self._remember(page)
        page.fill(self._settings)
        self._show_where()
        page.focus_first()

    # -- keeping

    def _is_leaving_allowed(self) -> bool:
        page = self.shown_page()
        if page.is_waiting or not page.validatePage():
            return False
        if page is self.start_page and not self._is_changing:
            self._is_quick = False
        return self._keep(page, is_confirmed=True) and page.begin_leaving()

    def _keep(self, page: StepPage, *, is_confirmed: bool = False) -> bool:
        """Save a page's tiles; what hinders it is told on the page that is shown.

        `is_confirmed`: the page was looked at and found good, it counts as saved by a person.
        """
        page.clear_problem()
        before = {shop.uid for shop in self._settings.shops.shops}
        try:
            tiles = page.tiles()
            if is_confirmed and tiles:
                self._settings = save_page(self._store, page.page, tiles)
            else:
                self._settings = self._store.save(based_on=None, **tiles)
        except ProblemError as error:
            self.shown_page().show_problem(error.problem)
            return False
        page.note_saved()
        removed = before - {shop.uid for shop in self._settings.shops.shops}
        if removed:
            self._actions.forget_shops(removed)
        return True

    def _remember(self, page: StepPage) -> None:
        setup = msgspec.structs.replace(self._settings.setup, page=page.page.value, is_quick=self._is_quick)
        try:
            self._settings = self._store.save(setup=setup)
        except ProblemError as error:
            page.show_problem(error.problem)

    def _finish(self) -> None:
        setup = msgspec.structs.replace(self._settings.setup, page="", is_done=True)
        try:
            self._store.save(setup=setup)
        except ProblemError as error:
            self.confirm_page.show_problem(error.problem)
            return
        self._is_finished = True
        self.accept()
        self.setup_completed.emit(self.confirm_page.is_fetch_wanted)

    # -- what is shown around the page

    def _show_where(self) -> None:
        here = self.shown_page()
        current = step_of(here.page)
        for step in STEPS:
            is_done = step.is_done(self._settings)
            is_known = is_done or step.page in self._visited
            self.step_list.buttons[step.page].show_state(
                is_current=step is current,
                is_done=is_done,
                is_later=step.page not in self._flow.path and not is_done,
                is_open=is_known and self._flow.nearest(step.page, self._settings) is step.page,
            )
        self.step_list.preparation.setVisible(here is not self.confirm_page)
        text = self.tr("次へ(&N)")
        if self._is_changing:
            text = self.tr("保存して確認へ戻る(&N)")
        elif here is self.shop_detail_page:
            text = self.tr("設定を保存して次へ進む(&N)")
        self.setButtonText(_Button.NextButton, text)
        self._on_waiting_changed()

    @Slot()
    def _on_waiting_changed(self) -> None:
        is_free = not self.shown_page().is_waiting
        for which in (_Button.BackButton, _Button.NextButton, _Button.FinishButton, _Button.CancelButton):
            self.button(which).setEnabled(is_free)
        self.step_list.steps.setEnabled(is_free)

    @Slot(int)
    def _on_current_id_changed(self, number: int) -> None:
        if number >= 0 and not self._walk:
            self._arrive()

    @Slot()
    def _on_page_cleared(self) -> None:
        self._settings = self._store.load().settings
        if self._is_closing:
            super().reject()
            return
        page = self.shown_page()
        if page is self.confirm_page:
            self._finish()
            return
        if page is self.keyring_page and self.keyring_page.state is KeyringState.READY:
            # Nothing to say any more: the way back does not lead through it.
            self._visited.discard(SetupPage.KEYRING)
        self._leave()

    @Slot()
    def _on_quick_chosen(self) -> None:
        self._is_quick = True
        self._walk_to(SetupPage.SHOPS)

    @Slot(object)
    def _on_step_chosen(self, page: SetupPage) -> None:
        self._is_changing = False
        self._jump_to(page)

    @Slot(object)
    def _on_change_requested(self, page: SetupPage) -> None:
        self._is_changing = True
        self._jump_to(page)

    @Slot()
    def _on_keyring_failed(self) -> None:
        """The store was ready before and is not now: its page says what to do. What was typed stays."""
        self._is_closing = False
        self.keyring_page.forget()
        self._walk_to(SetupPage.KEYRING)
        self.keyring_page.probe()
