"""What holds for each form: names for screen readers, room on its page, silence while loading."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from goq_desktop.clock import Clock
from goq_desktop.malls.profile import KeyHelp
from goq_desktop.postal.dictionary import Postcodes
from goq_desktop.settings.tiles import Settings, Shop, Shops
from goq_desktop.ui.settings.carriers import CarriersForm
from goq_desktop.ui.settings.contractor import ContractorForm
from goq_desktop.ui.settings.form import TileForm
from goq_desktop.ui.settings.options import OptionsForm
from goq_desktop.ui.settings.other import OtherForm
from goq_desktop.ui.settings.payments import PaymentsForm
from goq_desktop.ui.settings.shop_detail import ShopDetailForm
from goq_desktop.ui.settings.shops import ShopsForm
from goq_desktop.ui.settings.slips import SlipsForm

PAGE_WIDTH, PAGE_HEIGHT = 660, 510
CONTROLS = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit)
SETTINGS = Settings(shops=Shops(shops=(Shop(uid="aa", name="本店"), Shop(uid="bb", name="2号店"))))


@pytest.fixture(
    params=["contractor", "carriers", "shops", "payments", "shop_detail", "slips", "other", "options"]
)
def form(
    request: pytest.FixtureRequest, shown: Callable[[TileForm, Settings], TileForm], postcodes: Postcodes
) -> TileForm:
    help_ = {"shopserve": KeyHelp(key_page="画面", key_steps=("とても長い説明が続きます。" * 3,) * 5)}
    forms: dict[str, Callable[[], TileForm]] = {
        "contractor": lambda: ContractorForm(postcodes),
        "carriers": CarriersForm,
        "shops": ShopsForm,
        "payments": PaymentsForm,
        "shop_detail": lambda: ShopDetailForm(help_, Clock()),
        "slips": lambda: SlipsForm(postcodes),
        "other": lambda: OtherForm(Clock()),
        "options": OptionsForm,
    }
    return shown(forms[request.param](), SETTINGS)


def controls(form: TileForm) -> list[QWidget]:
    """What a person can reach; Qt's own parts of a compound control have names of their own."""
    inner = (QComboBox, QAbstractSpinBox, QAbstractItemView)
    return [
        widget
        for widget in form.findChildren(QWidget)
        if isinstance(widget, CONTROLS)
        and not widget.objectName().startswith("qt_")
        and not any(isinstance(parent, inner) for parent in _parents(widget, form))
    ]


def _parents(widget: QWidget, form: TileForm) -> list[QWidget]:
    parents = []
    parent = widget.parentWidget()
    while parent is not None and parent is not form:
        parents.append(parent)
        parent = parent.parentWidget()
    return parents


def test_every_control_has_a_name_for_screen_readers(form: TileForm) -> None:
    found = controls(form)
    assert found
    unnamed = [
        widget
        for widget in found
        if not widget.accessibleName() and not (isinstance(widget, QAbstractButton) and widget.text())
    ]
    assert unnamed == []


def test_it_says_what_it_is_for(form: TileForm) -> None:
    assert form.title
    assert form.explanation.endswith("。")


def test_it_fits_its_page_even_with_every_problem_shown(form: TileForm) -> None:
    form.check()
    layout = form.layout()
    assert layout is not None
    least = layout.totalMinimumSize()
    assert max(layout.totalMinimumHeightForWidth(PAGE_WIDTH), least.height()) <= PAGE_HEIGHT
    assert least.width() <= PAGE_WIDTH


def test_loading_is_silent(form: TileForm, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(form.edited):
        form.load(SETTINGS)
        form.load(Settings())
        form.load(SETTINGS)


def test_every_label_shows_plain_text(form: TileForm) -> None:
    labels = [label for label in form.findChildren(QLabel) if label.text()]
    assert [label.text() for label in labels if label.textFormat() is not Qt.TextFormat.PlainText] == []


def test_tab_reaches_every_control_from_top_to_bottom(form: TileForm) -> None:
    reachable = {
        widget
        for widget in controls(form)
        if widget.isVisible() and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    start = QApplication.focusWidget() or form
    seen: set[QWidget] = set()
    for _ in range(2 * len(reachable) + 2):
        focused = QApplication.focusWidget()
        if focused is not None:
            seen.add(focused)
        QTest.keyClick(focused or start, Qt.Key.Key_Tab)
    assert reachable <= seen
