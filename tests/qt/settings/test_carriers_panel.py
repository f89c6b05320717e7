"""What is set about each carrier: software, codes, slips, ways to pay and slots; typed, saved and read again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QStyle, QWidget
from pytestqt.qtbot import QtBot

from goq_desktop.domain.carriers import CARRIERS, Carrier, Charge
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Carriers, CarrierUse, Settings
from goq_desktop.ui.settings.carrier_panel import CarrierPanel
from goq_desktop.ui.settings.carriers import CarriersForm
from goq_desktop.ui.settings.form import Field
from goq_desktop.ui.theme import Role

Show = Callable[[CarriersForm, Settings], CarriersForm]
Write = Callable[[QWidget, str], None]
YAMATO, SAGAWA, JAPAN_POST, SEINO, FUKUYAMA = range(5)


@pytest.fixture
def form(shown: Show) -> CarriersForm:
    return shown(CarriersForm(), Settings())


def panel(form: CarriersForm) -> CarrierPanel:
    """The one on screen."""
    (found,) = (each for each in form.panels if each.isVisible())
    return found


def go_to(form: CarriersForm, row: int) -> CarrierPanel:
    """A click on the carrier's name."""
    form.list.viewport().setFocus()
    rect = form.list.visualItemRect(form.list.item(row))
    QTest.mouseClick(
        form.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center() + QPoint(rect.width() // 4, 0)
    )
    assert form.panels[row].isVisible()
    return form.panels[row]


def click_mark(form: CarriersForm, row: int) -> None:
    """A click on the check mark in the list."""
    rect = form.list.visualItemRect(form.list.item(row))
    width = form.list.style().pixelMetric(QStyle.PixelMetric.PM_IndicatorWidth)
    at = QPoint(rect.left() + width // 2 + 3, rect.center().y())
    QTest.mouseClick(form.list.viewport(), Qt.MouseButton.LeftButton, pos=at)


def box(form: CarriersForm, name: str) -> QCheckBox:
    (found,) = (each for each in form.findChildren(QCheckBox) if each.accessibleName() == name)
    assert found.isVisible()
    return found


def press(form: CarriersForm, name: str) -> None:
    QTest.keyClick(box(form, name), Qt.Key.Key_Space)


def line(form: CarriersForm, name: str) -> QLineEdit:
    control = panel(form).fields[name].control
    assert isinstance(control, QLineEdit)
    return control


def type_code(form: CarriersForm, name: str, text: str) -> None:
    """Typed over what is there, and left with Tab."""
    target = line(form, name)
    target.setFocus()
    target.selectAll()
    QTest.keyClicks(target, text)
    QTest.keyClick(target, Qt.Key.Key_Tab)


def choose(form: CarriersForm, name: str, text: str) -> None:
    """By keyboard: Down until it shows."""
    combo = panel(form).fields[name].control
    assert isinstance(combo, QComboBox)
    combo.setFocus()
    for _ in range(combo.count()):
        if combo.currentText() == text:
            return
        QTest.keyClick(combo, Qt.Key.Key_Down)
    assert combo.currentText() == text


def uses(form: CarriersForm) -> dict[str, CarrierUse]:
    tile = form.tiles()["carriers"]
    assert isinstance(tile, Carriers)
    return {use.carrier: use for use in tile.used}


def field(form: CarriersForm, carrier: str, name: str) -> Field:
    place = list(uses(form)).index(carrier)
    return form.fields[f"used[{place}].{name}"]


def test_everything_that_is_typed_is_saved_and_shown_again(
    form: CarriersForm, shown: Show, tmp_path: Path
) -> None:
    choose(form, "default_slip", "コレクト（代引）")
    press(form, "ヤマト運輸のネコポス")
    type_code(form, "customer_code", "0312345678")
    type_code(form, "category_code", "001")
    type_code(form, "freight_code", "01")
    press(form, "ヤマト運輸の着払")
    press(form, "ヤマト運輸の代引")
    press(form, "ヤマト運輸の19時～21時")
    go_to(form, SAGAWA)
    choose(form, "software", "e飛伝Ⅱ")
    type_code(form, "customer_code", "123456789012")
    go_to(form, JAPAN_POST)
    press(form, "日本郵便を使う")
    click_mark(form, SEINO)
    type_code(form, "customer_code", "12345678901")
    assert form.check()

    store = SettingsStore(tmp_path / "settings.toml")
    store.save(carriers=form.tiles()["carriers"])
    kept = store.load()
    assert kept.problems == ()
    assert kept.settings.carriers == Carriers(
        used=(
            CarrierUse(
                carrier="yamato",
                services=("takkyubin", "nekopos"),
                customer_code="0312345678",
                category_code="001",
                freight_code="01",
                default_slip="collect",
                charges=(Charge.SENDER, Charge.RECIPIENT, Charge.COD),
                slots=("am", "14-16", "16-18", "18-20"),
            ),
            CarrierUse(
                carrier="sagawa",
                services=("hikyaku",),
                software="e_hiden_2",
                customer_code="123456789012",
            ),
            CarrierUse(carrier="seino", services=("kangaroo",), customer_code="12345678901"),
        )
    )
    again = shown(CarriersForm(), kept.settings)
    assert again.tiles() == {"carriers": kept.settings.carriers}
    assert line(again, "customer_code").text() == "0312345678"
    assert panel(again).slip.currentText() == "コレクト（代引）"
    assert not box(again, "ヤマト運輸の19時～21時").isChecked()
    assert again.check()


@pytest.mark.parametrize("carrier", CARRIERS, ids=lambda carrier: carrier.code)
def test_what_is_loaded_comes_back_whatever_it_is(form: CarriersForm, carrier: Carrier) -> None:
    whole = CarrierUse(
        carrier=carrier.code,
        services=tuple(service.code for service in carrier.services),
        software=carrier.software[-1].code,
        customer_code="1" * carrier.customer_code_lengths[1],
        category_code="001" if carrier.needs_category_code else "",
        freight_code="01" if carrier.needs_freight_code else "",
        default_slip=carrier.slips[-1].code,
        charges=carrier.charges,
        slots=carrier.slots,
    )
    for use in (whole, CarrierUse(carrier=carrier.code, services=(carrier.services[0].code,))):
        tile = Carriers(used=(use,))
        form.load(Settings(carriers=tile))
        assert form.tiles() == {"carriers": tile}
        assert form.check()


def test_a_click_on_a_name_shows_its_panel_and_changes_nothing(form: CarriersForm) -> None:
    before = form.tiles()
    for row, carrier in enumerate(CARRIERS):
        assert go_to(form, row).carrier is carrier
        assert box(form, f"{carrier.name}を使う").isVisible()
    assert form.tiles() == before


def test_the_mark_in_the_list_and_the_box_on_the_panel_are_one(form: CarriersForm) -> None:
    click_mark(form, FUKUYAMA)
    assert panel(form).carrier.name == "福山通運"
    assert box(form, "福山通運を使う").isChecked()
    assert uses(form)["fukuyama"].services == ("parcel",)
    press(form, "福山通運を使う")
    assert form.list.item(FUKUYAMA).checkState() is Qt.CheckState.Unchecked
    assert "fukuyama" not in uses(form)


def test_the_list_is_worked_by_keyboard(form: CarriersForm) -> None:
    form.list.setFocus()
    for _ in range(3):
        QTest.keyClick(form.list, Qt.Key.Key_Down)
    assert panel(form).carrier.name == "西濃運輸"
    QTest.keyClick(form.list, Qt.Key.Key_Space)
    assert "seino" in uses(form)
    QTest.keyClick(form.list, Qt.Key.Key_Space)
    assert "seino" not in uses(form)


def test_nothing_but_the_use_can_be_changed_while_a_carrier_is_off(form: CarriersForm) -> None:
    go_to(form, SEINO)
    assert box(form, "西濃運輸を使う").isEnabled()
    assert not any(each.control.isEnabled() for each in panel(form).fields.values())


def test_only_yamato_is_asked_for_a_category_and_a_freight_number(form: CarriersForm) -> None:
    assert {"category_code", "freight_code"} <= set(panel(form).fields)
    for row in (SAGAWA, JAPAN_POST, SEINO, FUKUYAMA):
        assert not {"category_code", "freight_code"} & set(go_to(form, row).fields)


def test_a_code_that_a_carrier_does_not_have_is_dropped_since_nobody_could_mend_it(
    form: CarriersForm,
) -> None:
    use = CarrierUse(carrier="sagawa", services=("hikyaku",), category_code="abc")
    form.load(Settings(carriers=Carriers(used=(use,))))
    assert form.check()
    assert uses(form)["sagawa"].category_code == ""


def test_full_width_digits_and_hyphens_are_tidied_on_leaving(form: CarriersForm, write: Write) -> None:
    target = line(form, "customer_code")
    target.setFocus()
    write(target, "０３－１２３４－５６７８ ")
    assert target.text() == "０３－１２３４－５６７８ ", "not while it is being typed"
    QTest.keyClick(target, Qt.Key.Key_Tab)
    assert target.text() == "0312345678"
    assert uses(form)["yamato"].customer_code == "0312345678"
    assert form.check()


def test_a_pasted_code_is_tidied_even_without_leaving_the_line(form: CarriersForm) -> None:
    QApplication.clipboard().setText("03ー1234ー5678\n")
    line(form, "customer_code").setFocus()
    line(form, "customer_code").paste()
    assert uses(form)["yamato"].customer_code == "0312345678"


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("customer_code", "123456789", "1234567890"),
        ("customer_code", "1234567890123", "123456789012"),
        ("customer_code", "03123456AB", "031234567812"),
        ("category_code", "1", "001"),
        ("freight_code", "001", "01"),
    ],
)
def test_a_code_that_cannot_be_right_is_told_at_its_field(
    form: CarriersForm, name: str, wrong: str, right: str
) -> None:
    type_code(form, name, wrong)
    go_to(form, JAPAN_POST)
    assert not form.check()
    assert panel(form).carrier.name == "ヤマト運輸", "the field is brought on screen"
    assert line(form, name).hasFocus()
    problem = field(form, "yamato", name).problem
    assert problem and problem in line(form, name).accessibleDescription()
    type_code(form, name, right)
    assert not field(form, "yamato", name).problem
    assert form.check()


def test_the_fields_follow_the_places_of_the_carriers_in_use(form: CarriersForm) -> None:
    press(form, "ヤマト運輸を使う")
    go_to(form, SAGAWA)
    type_code(form, "customer_code", "1234567890123")
    assert not form.check()
    assert form.fields["used[0].customer_code"] is form.panels[SAGAWA].fields["customer_code"]
    assert form.fields["used[0].customer_code"].problem


def test_every_code_may_be_left_empty(form: CarriersForm) -> None:
    for name in ("customer_code", "category_code", "freight_code"):
        assert panel(form).fields[name].mark.text() == "任意"
        assert line(form, name).text() == ""
    assert form.check()


def test_a_length_that_is_hearsay_is_a_hint_and_does_not_block(form: CarriersForm) -> None:
    click_mark(form, SEINO)
    type_code(form, "customer_code", "123456789012")
    assert form.check()
    message = field(form, "seino", "customer_code").message
    assert message.role is Role.NOTICE
    assert "控え" in message.text


def test_all_slots_are_meant_until_one_is_taken_away(form: CarriersForm) -> None:
    assert panel(form).slots.has_all
    assert uses(form)["yamato"].slots == ()
    press(form, "ヤマト運輸の午前中")
    assert uses(form)["yamato"].slots == ("14-16", "16-18", "18-20", "19-21")
    press(form, "ヤマト運輸の午前中")
    assert uses(form)["yamato"].slots == ()


def test_no_slot_and_no_way_to_pay_at_all_are_told_at_their_fields(form: CarriersForm) -> None:
    go_to(form, JAPAN_POST)
    for name in ("午前中", "12時～14時", "14時～16時", "16時～18時", "18時～20時", "19時～21時", "元払"):
        press(form, f"日本郵便の{name}")
    go_to(form, YAMATO)
    assert not form.check()
    assert panel(form).carrier.name == "日本郵便"
    assert field(form, "japan_post", "slots").problem
    assert field(form, "japan_post", "charges").problem
    assert box(form, "日本郵便の元払").hasFocus()
    press(form, "日本郵便の元払")
    assert not field(form, "japan_post", "charges").problem
    assert field(form, "japan_post", "slots").problem, "mending one says nothing about the other"
    go_to(form, YAMATO)
    assert not form.check(), "an empty list in the settings would mean every slot"
    assert box(form, "日本郵便の午前中").hasFocus()
    press(form, "日本郵便の午前中")
    assert form.check()


def test_a_slip_that_goes_with_nothing_that_is_chosen_is_noticed(form: CarriersForm) -> None:
    choose(form, "default_slip", "コレクト（代引）")
    notice = field(form, "yamato", "default_slip")
    assert "支払い区分" in notice.message.text
    choose(form, "default_slip", "ネコポス")
    assert "サービス" in notice.message.text
    assert form.check()
    assert "サービス" in notice.message.text, "a check takes no notice away"
    assert notice.message.role is Role.NOTICE
    press(form, "ヤマト運輸のネコポス")
    assert "サービス" not in notice.message.text


def test_what_is_not_certain_is_said_where_it_is_chosen(form: CarriersForm) -> None:
    go_to(form, SAGAWA)
    assert panel(form).fields["software"].message.text == ""
    choose(form, "software", "e飛伝PRO")
    assert "確かな資料がありません" in panel(form).fields["software"].message.text
    assert "18時～21時" in panel(form).fields["slots"].message.text
    click_mark(form, FUKUYAMA)
    for name in ("software", "default_slip", "slots"):
        assert "確かな資料" in panel(form).fields[name].message.text


def test_each_panel_says_when_and_from_where_its_choices_are(form: CarriersForm) -> None:
    for row, carrier in enumerate(CARRIERS):
        texts = [label.text() for label in go_to(form, row).findChildren(QLabel) if label.isVisible()]
        assert any("2026年11月時点の公開情報" in text and carrier.source in text for text in texts)


def test_every_person_made_change_is_an_edit(form: CarriersForm) -> None:
    edits: list[bool] = []
    form.edited.connect(lambda: edits.append(True))
    changes: tuple[Callable[[], None], ...] = (
        lambda: press(form, "ヤマト運輸の代引"),
        lambda: press(form, "ヤマト運輸の午前中"),
        lambda: press(form, "ヤマト運輸のネコポス"),
        lambda: choose(form, "default_slip", "ネコポス"),
        lambda: type_code(form, "freight_code", "01"),
        lambda: click_mark(form, SEINO),
    )
    for change in changes:
        edits.clear()
        change()
        assert edits
    edits.clear()
    for row in range(5):
        go_to(form, row)
    assert edits == []


def test_the_carrier_on_screen_stays_when_the_settings_are_loaded_again(form: CarriersForm) -> None:
    go_to(form, JAPAN_POST)
    form.load(Settings(carriers=Carriers(used=(CarrierUse(carrier="seino", services=("mini",)),))))
    assert panel(form).carrier.name == "日本郵便"


def test_a_group_of_boxes_tells_of_a_persons_change_only(form: CarriersForm, qtbot: QtBot) -> None:
    group = panel(form).slots
    with qtbot.assertNotEmitted(group.toggled):
        group.choose(("am",))
    assert group.chosen == ("am",)
    with qtbot.waitSignal(group.toggled):
        press(form, "ヤマト運輸の午前中")
    assert not group.boxes["am"].isChecked()
