"""--tour: walks wizard, order list and settings on the practice shop and saves a picture of every screen."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
    QWizard,
)

from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.edits import EditField
from goq_desktop.domain.orders import Lane
from goq_desktop.domain.printing.content import PrintKind
from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.services.setup_flow import TILES, SetupPage
from goq_desktop.ui import theme
from goq_desktop.ui.desk import Desk
from goq_desktop.ui.frame.page import PageCode
from goq_desktop.ui.list_tour import walk_list
from goq_desktop.ui.settings.shop_detail import ShopDetailForm

Walk = Generator[Callable[[], bool], None, None]

_LOOK_EVERY_MS: Final = 30
_PATIENCE_MS: Final = 30_000
_CONTRACTOR: Final = {
    "company": "見本商店",
    "manager": "見本 花子",
    "street": "9-9-9",
    "phone": "03-0000-0000",
    "email": "shop@example.jp",
}


class Tour(QObject):
    """Each step of `_walk` yields what it waits for; a step that never comes ends the tour with status 1."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        super().__init__()
        self._desk = desk
        self._folder = folder
        self._number = 0
        self._walking = self._walk()
        self._awaited: Callable[[], bool] = lambda: True
        self._looks = 0
        self._timer = QTimer(self, interval=_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._on_look_due)

    def start(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        self._timer.start()

    @Slot()
    def _on_look_due(self) -> None:
        self._looks += 1
        if self._looks > _PATIENCE_MS // _LOOK_EVERY_MS:
            self._end(1, f"the tour stopped after picture {self._number}")
        elif self._awaited():
            self._looks = 0
            try:
                self._awaited = next(self._walking)
            except StopIteration:
                self._end(0, f"{self._number * 2} pictures in {self._folder}")

    def _end(self, status: int, text: str) -> None:
        self._timer.stop()
        sys.stderr.write(text + "\n")
        QApplication.exit(status)

    def _picture(self, name: str, window: QWidget) -> None:
        """The window, light and dark."""
        self._number += 1
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        for scheme in (Qt.ColorScheme.Dark, Qt.ColorScheme.Light):
            theme.apply(app, scheme)
            QApplication.processEvents()
            file = self._folder / f"{self._number:02}-{name}-{scheme.name.lower()}.png"
            if not window.grab().save(str(file)):
                raise OSError(f"cannot write {file}")

    # -- the way

    def _walk(self) -> Walk:
        self._desk.start()
        yield lambda: self._desk.wizard is not None and self._desk.wizard.isVisible()
        yield from self._through_wizard()
        yield lambda: self._desk.window is not None and not self._desk.fetches.is_running
        yield from self._through_orders()
        yield from self._through_home()
        yield from self._through_checks()
        yield from self._through_sales_and_customers()
        yield from self._through_hub()
        yield from self._through_duties()

    def _through_wizard(self) -> Walk:
        wizard = self._desk.wizard
        assert wizard is not None
        self._picture("wizard-contractor-empty", wizard)
        form = wizard.start_page.form
        self._press(wizard, QWizard.WizardButton.NextButton)
        self._picture("wizard-contractor-missing", wizard)
        _type(form.fields["postcode"].control, "1500001")
        for name, text in _CONTRACTOR.items():
            _type(form.fields[name].control, text)
        self._picture("wizard-contractor", wizard)
        for page, name in (
            (SetupPage.CARRIERS, "wizard-carriers"),
            (SetupPage.SHOPS, "wizard-shops"),
            (SetupPage.PAYMENTS, "wizard-payments"),
            (SetupPage.SHOP_DETAIL, "wizard-shop-detail-empty"),
        ):
            self._press(wizard, QWizard.WizardButton.NextButton)
            yield lambda page=page: wizard.shown_page().page is page  # type: ignore[misc]
            self._picture(name, wizard)
        yield from self._through_keys()

    def _through_keys(self) -> Walk:
        wizard, demo = self._desk.wizard, self._desk.demo
        assert wizard is not None and demo is not None
        page = wizard.shop_detail_page
        form = page.form
        assert isinstance(form, ShopDetailForm)
        _type(form.shop_id, demo.shop_id)
        for kind, other in ((KeyKind.OPEN, KeyKind.MANAGER), (KeyKind.MANAGER, KeyKind.OPEN)):
            _type(form.keys[kind].line, demo.keys[other])
        form.test_button.click()
        yield lambda: not page.is_waiting
        self._picture("wizard-shop-detail-exchanged", wizard)
        form.exchange_button.click()
        form.test_button.click()
        yield lambda: not page.is_waiting
        self._picture("wizard-shop-detail-proof", wizard)
        for following, name in (
            (SetupPage.SLIPS, "wizard-slips"),
            (SetupPage.OTHER, "wizard-other"),
            (SetupPage.OPTIONS, "wizard-options"),
            (SetupPage.CONFIRM, "wizard-confirm"),
        ):
            self._press(wizard, QWizard.WizardButton.NextButton)
            yield lambda following=following: wizard.shown_page().page is following  # type: ignore[misc]
            self._picture(name, wizard)
        self._press(wizard, QWizard.WizardButton.FinishButton)
        yield lambda: "7日間" in wizard.confirm_page.proof_view.text
        self._picture("wizard-confirm-proof", wizard)

    def _through_orders(self) -> Walk:
        window = self._desk.window
        assert window is not None
        view = window.orders
        yield lambda: view.table.model().rowCount() > 0
        view.table.select_first()
        yield _settled()
        self._picture("orders", window)
        yield from self._through_an_order()
        yield from self._through_printing()
        yield from walk_list(self._desk, self._picture)
        for text, name in (("<", "orders-markup"), ("さとう", "orders-no-hit")):
            view.filter_row.text.setText(text)
            yield _settled()
            yield lambda: not self._desk.listing.is_running
            view.table.select_first()
            yield _settled()
            self._picture(name, window)
        view.filter_row.clear()
        view.filter_row.tabs.choose(Lane.NEW)
        yield lambda: not self._desk.listing.is_running
        self._picture("orders-new", window)

    def _through_an_order(self) -> Walk:
        """Its memo is changed, in place and in the dialog, and what happened to it is shown."""
        window = self._desk.window
        assert window is not None
        self._desk.memo_door.begin()
        yield _settled()
        self._picture("orders-memo", window)
        self._desk.memo_door.field.text.cancel_asked.emit()
        door, detail = self._desk.edit_door, window.orders.detail
        door.edit_action.trigger()
        dialog = door.dialog
        assert dialog is not None
        note = dialog.row(EditField.NOTE).control
        assert isinstance(note, QPlainTextEdit)
        note.setPlainText("のしを付ける")
        yield dialog.apply_button.isEnabled
        self._picture("orders-edit", dialog)
        dialog.apply_button.click()
        yield lambda: door.dialog is None and not self._desk.listing.is_running
        detail.tabs.setCurrentWidget(detail.timeline)
        yield lambda: detail.timeline.rowCount() > 1
        self._picture("orders-history", window)
        detail.tabs.setCurrentIndex(0)
        undo = self._desk.undo_door
        undo.undo_action.trigger()
        yield lambda: undo.redo_action.isEnabled() and not self._desk.listing.is_running

    def _through_printing(self) -> Walk:
        """The list, a slip, and what is said on a PC without a printer."""
        door = self._desk.print_door
        door.action.trigger()
        dialog = door.dialog
        assert dialog is not None
        for kind, button in zip(PrintKind, dialog.choices.kinds.buttons(), strict=True):
            button.click()
            yield dialog.print_button.isEnabled
            self._picture(f"print-{kind.value.replace('_', '-')}", dialog)
        dialog.problem.show_problem(Problem(ProblemCode.PRINTER_MISSING))
        yield _settled()
        self._picture("print-no-printer", dialog)
        dialog.reject()

    def _through_home(self) -> Walk:
        window = self._desk.window
        assert window is not None
        window.pages.ask(PageCode.HOME)
        yield lambda: not self._desk.task_thread.is_busy
        self._picture("home", window)
        self._desk.command_door.open_box()
        box = self._desk.command_door.box
        assert box is not None
        box.line.setText("設定")
        yield _settled()
        self._picture("command-box", box)
        box.reject()
        self._desk.command_door.open_keys()
        keys = QApplication.activeModalWidget()
        assert isinstance(keys, QDialog)
        self._picture("keys", keys)
        keys.reject()

    def _through_checks(self) -> Walk:
        window = self._desk.window
        assert window is not None
        window.pages.ask(PageCode.CHECKS)
        yield lambda: not self._desk.task_thread.is_busy
        self._picture("checks", window)

    def _through_sales_and_customers(self) -> Walk:
        window = self._desk.window
        assert window is not None
        window.pages.ask(PageCode.SALES)
        yield lambda: not self._desk.task_thread.is_busy
        self._picture("sales", window)
        window.pages.ask(PageCode.CUSTOMERS)
        yield lambda: not self._desk.task_thread.is_busy
        yield _settled()
        self._picture("customers", window)

    def _through_hub(self) -> Walk:
        window = self._desk.window
        assert window is not None
        window.settings_chosen.emit("")
        yield lambda: not self._desk.task_thread.is_busy
        hub = self._desk.hub_door.hub
        assert hub is not None
        self._picture("hub", window)
        for page in TILES:
            hub.open(page)
            yield _settled()
            self._picture(f"hub-{page.value.replace('_', '-')}", window)
        hub.open(SetupPage.OTHER)
        tabs = hub.other_form.tabs
        for number in range(1, tabs.count()):
            tabs.setCurrentIndex(number)
            yield _settled()
            self._picture(f"hub-other-{number + 1}", window)
        yield from self._through_backups()
        for text, name in (("住所", "hub-search"), ("ロケット", "hub-search-no-hit")):
            hub.search_line.setText(text)
            yield _settled()
            self._picture(name, window)

    def _through_backups(self) -> Walk:
        hub, door = self._desk.hub_door.hub, self._desk.restore_door
        assert hub is not None
        keeping = hub.other_form.keeping
        keeping.backup_button.click()
        yield lambda: self._desk.keeping.last_backup != ""
        keeping.restore_button.click()
        dialog = door.dialog
        assert dialog is not None
        yield lambda: not dialog.busy.isVisible()
        self._picture("restore", dialog)
        dialog.reject()

    def _through_duties(self) -> Walk:
        door = self._desk.duties_door
        door.record_action.trigger()
        duties = door.duties
        assert duties is not None
        yield lambda: "改ざん" in duties.record.verdict.text
        self._picture("handling-record", duties)
        duties.tabs.setCurrentWidget(duties.people)
        duties.people.ask()
        yield lambda: "人分" in duties.people.held.text and "人分" in duties.people.result.text
        self._picture("handling-people", duties)
        duties.close()
        door.erasing_action.trigger()
        erasing = door.erasing
        assert erasing is not None
        yield lambda: "消去する" in erasing.question.text or "消去しますか" in erasing.question.text
        self._picture("erasing", erasing)
        erasing.reject()
        door.support_action.trigger()
        support = door.support
        assert support is not None
        yield lambda: support.list.count() > 0
        self._picture("support-file", support)
        support.reject()

    def _press(self, wizard: QWizard, which: QWizard.WizardButton) -> None:
        button = wizard.button(which)
        assert isinstance(button, QAbstractButton)
        button.click()


def _type(control: QWidget, text: str) -> None:
    """As a person types or pastes: what was there is replaced."""
    line = control if isinstance(control, QLineEdit) else control.findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    line.selectAll()
    typed = QInputMethodEvent()
    typed.setCommitString(text)
    QApplication.sendEvent(line, typed)
    line.editingFinished.emit()


def _settled() -> Callable[[], bool]:
    """True after some looks: detail and filter follow the keyboard with a short delay."""
    looks = iter([False] * 10)
    return lambda: next(looks, True)
