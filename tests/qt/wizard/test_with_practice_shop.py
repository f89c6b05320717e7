"""The wizard on real parts: the worker thread, the practice shop over HTTP, keys in memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWizard
from pytestqt.qtbot import QtBot

from goq_desktop.background.jobs import JobThread
from goq_desktop.background.set_up import BackgroundSetUp
from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.domain.connection import KeyKind
from goq_desktop.paths import Home
from goq_desktop.practice.profile import MALL, write_profile
from goq_desktop.practice.server import PracticeServer
from goq_desktop.practice.shop import PracticeShop
from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Shop, Shops
from goq_desktop.ui.set_up import make_wizard
from goq_desktop.ui.settings.shop_detail import ShopDetailForm
from goq_desktop.ui.wizard.wizard import SetupWizard

P = SetupPage
Which = QWizard.WizardButton


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    with PracticeServer(PracticeShop(orders=30, seed=1)) as server:
        yield server


@pytest.fixture
def workspace(home: Home, server: PracticeServer) -> Workspace:
    write_profile(home.malls_dir, server.url)
    workspace = Workspace(home, SessionStore())
    workspace.settings_store.save(shops=Shops(shops=(Shop(uid="a", mall=MALL, name="練習ショップ"),)))
    return workspace


@pytest.fixture
def wizard(qtbot: QtBot, workspace: Workspace) -> Iterator[SetupWizard]:
    thread = JobThread("set-up")
    wizard = make_wizard(workspace, BackgroundSetUp(thread, thread, workspace), None)
    qtbot.addWidget(wizard)
    with qtbot.waitActive(wizard):
        wizard.show()
        wizard.activateWindow()
    yield wizard
    assert thread.stop()


def press(qtbot: QtBot, wizard: SetupWizard, which: QWizard.WizardButton) -> None:
    qtbot.mouseClick(wizard.button(which), Qt.MouseButton.LeftButton)


def fill(qtbot: QtBot, form: ShopDetailForm, shop_id: str, open_key: str, manager_key: str) -> None:
    form.shop_id.clear()
    qtbot.keyClicks(form.shop_id, shop_id)
    for kind, key in ((KeyKind.OPEN, open_key), (KeyKind.MANAGER, manager_key)):
        entry = form.keys[kind]
        if entry.change_button.isVisible():
            qtbot.mouseClick(entry.change_button, Qt.MouseButton.LeftButton)
        entry.line.clear()
        qtbot.keyClicks(entry.line, key)


def test_a_wrong_key_then_the_right_one_then_the_proof(
    qtbot: QtBot, wizard: SetupWizard, workspace: Workspace, server: PracticeServer
) -> None:
    qtbot.mouseClick(wizard.start_page.quick_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: wizard.keyring_page.is_usable)
    press(qtbot, wizard, Which.NextButton)
    qtbot.waitUntil(lambda: wizard.shown_page().page is P.SHOP_DETAIL)
    form = wizard.shop_detail_page.form
    assert isinstance(form, ShopDetailForm)
    fill(qtbot, form, server.shop_id, server.open_key, "wrong-key")
    press(qtbot, wizard, Which.NextButton)
    qtbot.waitUntil(lambda: "マネジャー認証キー: 使えません" in form.proof.text, timeout=20_000)
    assert wizard.shown_page().page is P.SHOP_DETAIL
    assert workspace.shop("a").open_key_set_on is None

    fill(qtbot, form, server.shop_id, server.open_key, server.manager_key)
    press(qtbot, wizard, Which.NextButton)
    qtbot.waitUntil(lambda: wizard.shown_page() is wizard.confirm_page, timeout=20_000)
    view = wizard.confirm_page.proof_view
    with qtbot.waitSignal(wizard.setup_completed, timeout=20_000) as completed:
        press(qtbot, wizard, Which.FinishButton)
    assert completed.args == [True]
    assert "最近7日間の受注: " in view.text
    assert workspace.key_reader("a")(KeyKind.MANAGER) == server.manager_key
    assert workspace.shop("a").manager_key_worked_on == workspace.today()
