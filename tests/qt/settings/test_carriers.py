"""配達業者設定 as a person fills it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from goq_desktop.settings.tiles import Carriers, CarrierUse, Settings
from goq_desktop.ui.settings.carriers import CarriersForm


@pytest.fixture
def form(shown: Callable[[CarriersForm, Settings], CarriersForm]) -> CarriersForm:
    return shown(CarriersForm(), Settings())


def box(form: CarriersForm, name: str) -> QCheckBox:
    """The box of this name, its panel brought on screen by a choice in the list."""
    for panel in form.panels:
        for found in panel.findChildren(QCheckBox):
            if found.accessibleName() == name:
                form.list.setCurrentRow(form.panels.index(panel))
                assert found.isVisible()
                return found
    raise AssertionError(name)


def used(form: CarriersForm) -> dict[str, tuple[str, ...]]:
    tile = form.tiles()["carriers"]
    assert isinstance(tile, Carriers)
    return {use.carrier: use.services for use in tile.used}


def test_the_first_proposal_is_the_plain_parcel_of_the_three_large_carriers(form: CarriersForm) -> None:
    assert used(form) == {"yamato": ("takkyubin",), "sagawa": ("hikyaku",), "japan_post": ("yu_pack",)}
    assert form.check()


def test_what_is_loaded_comes_back_unchanged(form: CarriersForm) -> None:
    tile = Carriers(
        used=(
            CarrierUse(carrier="yamato", services=("compact", "nekopos")),
            CarrierUse(carrier="fukuyama", services=("freight",)),
        )
    )
    form.load(Settings(carriers=tile))
    assert form.tiles() == {"carriers": tile}


def test_loading_another_choice_is_no_edit(form: CarriersForm, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(form.edited):
        form.load(Settings(carriers=Carriers(used=(CarrierUse(carrier="seino", services=("mini",)),))))
    assert used(form) == {"seino": ("mini",)}


def test_a_carrier_is_switched_on_by_the_space_key_with_its_plain_parcel(form: CarriersForm) -> None:
    QTest.keyClick(box(form, "西濃運輸を使う"), Qt.Key.Key_Space)
    assert used(form)["seino"] == ("kangaroo",)


def test_services_of_a_carrier_that_is_off_cannot_be_changed(form: CarriersForm) -> None:
    assert not box(form, "福山通運の路線便").isEnabled()
    QTest.keyClick(box(form, "福山通運を使う"), Qt.Key.Key_Space)
    assert box(form, "福山通運の路線便").isEnabled()


def test_switching_off_and_on_again_keeps_the_services(form: CarriersForm) -> None:
    QTest.keyClick(box(form, "ヤマト運輸のネコポス"), Qt.Key.Key_Space)
    for _ in range(2):
        QTest.keyClick(box(form, "ヤマト運輸を使う"), Qt.Key.Key_Space)
    assert used(form)["yamato"] == ("takkyubin", "nekopos")


def test_no_carrier_at_all_is_asked_about(form: CarriersForm) -> None:
    for name in ("ヤマト運輸を使う", "佐川急便を使う", "日本郵便を使う"):
        QTest.keyClick(box(form, name), Qt.Key.Key_Space)
    assert not form.check()
    assert "1つ以上" in form.problem
    QTest.keyClick(box(form, "ヤマト運輸を使う"), Qt.Key.Key_Space)
    assert form.problem == ""
    assert form.check()


def test_a_carrier_without_a_service_is_named_and_gets_the_focus(form: CarriersForm) -> None:
    QTest.keyClick(box(form, "佐川急便の飛脚宅配便"), Qt.Key.Key_Space)
    form.list.setCurrentRow(0)
    assert not form.check()
    assert "佐川急便" in form.problem
    assert form.panels[1].use_box.isVisible()
    assert form.panels[1].use_box.hasFocus()
