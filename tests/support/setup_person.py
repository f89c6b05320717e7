"""A person in front of the wizard: reads, types and clicks, and waits as long as the page asks for it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QWizard
from pytestqt.qtbot import QtBot

from goq_desktop.domain.connection import KeyKind
from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Settings
from goq_desktop.ui.settings.shop_detail import ShopDetailForm
from goq_desktop.ui.wizard.form_page import FormPage
from goq_desktop.ui.wizard.shop_detail_page import ShopDetailPage
from goq_desktop.ui.wizard.wizard import SetupWizard

CONTRACTOR = {
    "company": "Kakuu Shoten",
    "manager": "Kakuu Taro",
    "street": "1-1",
    "phone": "0300000000",
    "email": "kakuu@example.jp",
}


class SetupPerson:
    def __init__(self, qtbot: QtBot, wizard: SetupWizard, store: SettingsStore) -> None:
        self.qtbot = qtbot
        self.wizard = wizard
        self._store = store

    @property
    def page(self) -> SetupPage:
        return self.wizard.shown_page().page

    @property
    def saved(self) -> Settings:
        return self._store.load().settings

    @property
    def detail(self) -> ShopDetailForm:
        form = self.form(SetupPage.SHOP_DETAIL).form
        assert isinstance(form, ShopDetailForm)
        return form

    @property
    def shop_detail_page(self) -> ShopDetailPage:
        return self.wizard.shop_detail_page

    def form(self, page: SetupPage) -> FormPage:
        found = self.wizard.page_of(page)
        assert isinstance(found, FormPage)
        return found

    def control(self, field: str) -> QLineEdit:
        """The control of a field on the page that is shown."""
        control = self.form(self.page).form.fields[field].control
        assert isinstance(control, QLineEdit)
        return control

    def type_into(self, field: str, text: str) -> None:
        control = self.control(field)
        control.setFocus()
        control.selectAll()
        self.qtbot.keyClicks(control, text)

    def fill_contractor(self) -> None:
        for field, text in CONTRACTOR.items():
            self.type_into(field, text)
        form = self.form(SetupPage.CONTRACTOR).form
        prefecture = form.fields["prefecture"].control
        assert isinstance(prefecture, QComboBox)
        prefecture.setCurrentText("東京都")
        self.type_into("city", "Chiyoda")
        self.type_into("postcode", "1000001")

    def type_keys(self, open_key: str = "right-open-key", manager_key: str = "right-manager-key") -> None:
        self.retype(KeyKind.OPEN, open_key)
        self.retype(KeyKind.MANAGER, manager_key)

    def retype(self, kind: KeyKind, text: str) -> None:
        """Type one key, over what stands there or in place of a kept one."""
        entry = self.detail.keys[kind]
        if entry.change_button.isVisible():
            self.click(entry.change_button)
        entry.line.setFocus()
        entry.line.selectAll()
        self.qtbot.keyClicks(entry.line, text)

    def fill_detail(self) -> None:
        self.type_into("shop_id", "abc123.wc")
        self.type_keys()

    def click(self, button: QAbstractButton) -> None:
        assert button.isVisible()
        assert button.isEnabled()
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def button(self, which: QWizard.WizardButton) -> QAbstractButton:
        return self.wizard.button(which)

    def next(self) -> None:
        self.click(self.button(QWizard.WizardButton.NextButton))
        self.wait()

    def back(self) -> None:
        self.click(self.button(QWizard.WizardButton.BackButton))

    def connect(self) -> None:
        self.click(self.button(QWizard.WizardButton.FinishButton))

    def choose_step(self, page: SetupPage) -> None:
        self.click(self.wizard.step_list.buttons[page])
        self.wait()

    def wait(self) -> None:
        """Until the page answers."""
        self.qtbot.waitUntil(lambda: not self.wizard.shown_page().is_waiting)

    def arrive(self, page: SetupPage) -> None:
        self.qtbot.waitUntil(lambda: self.page is page)

    def go_quickly_to_detail(self) -> None:
        self.click(self.wizard.start_page.quick_button)
        self.next()
        self.arrive(SetupPage.SHOP_DETAIL)

    def go_quickly_to_confirmation(self) -> None:
        self.go_quickly_to_detail()
        self.fill_detail()
        self.next()
        self.arrive(SetupPage.CONFIRM)
