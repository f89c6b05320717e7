"""契約者情報 as a person fills it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget

from goq_desktop.postal.dictionary import Postcodes
from goq_desktop.settings import checks
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Contractor, Settings
from goq_desktop.ui.settings.contractor import ContractorForm
from goq_desktop.ui.theme import Role

FULL = Contractor(
    company="山田商店",
    representative="山田 太郎",
    manager="髙﨑 花子",
    postcode="100-0001",
    prefecture="東京都",
    city="千代田区",
    street="千代田1-1",
    building="見本ビル 3F",
    phone="03-1234-5678",
    fax="0312345679",
    email="shop@example.jp",
    invoice_number="T8010001234567",
    bank_account="見本銀行 本店 普通 1234567 ヤマダシヨウテン",
)


@pytest.fixture
def form(shown: Callable[[ContractorForm, Settings], ContractorForm], postcodes: Postcodes) -> ContractorForm:
    return shown(ContractorForm(postcodes), Settings())


def line(form: ContractorForm, name: str) -> QLineEdit:
    control = form.fields[name].control
    assert isinstance(control, QLineEdit)
    return control


def prefecture(form: ContractorForm) -> QComboBox:
    control = form.fields["prefecture"].control
    assert isinstance(control, QComboBox)
    return control


def address(form: ContractorForm) -> tuple[str, str, str]:
    return prefecture(form).currentData(), line(form, "city").text(), line(form, "street").text()


def type_all(form: ContractorForm, write: Callable[[QWidget, str], None], tile: Contractor) -> None:
    """Field by field with Tab, the address and the names by the input method, as a person does."""
    start = line(form, "company")
    start.setFocus()
    for name, field in form.fields.items():
        focused = QApplication.focusWidget()
        assert focused is field.control, f"{name} is the next by Tab"
        if isinstance(field.control, QComboBox):
            assert field.control.currentData() == tile.prefecture, "filled from the postcode"
        else:
            line(form, name).selectAll()
            if getattr(tile, name).isascii():
                QTest.keyClicks(field.control, getattr(tile, name))
            else:
                write(field.control, getattr(tile, name))
        QTest.keyClick(field.control, Qt.Key.Key_Tab)


def test_every_field_is_typed_saved_and_shown_again(
    form: ContractorForm,
    shown: Callable[[ContractorForm, Settings], ContractorForm],
    postcodes: Postcodes,
    write: Callable[[QWidget, str], None],
    tmp_path: Path,
) -> None:
    type_all(form, write, FULL)
    assert form.check()
    store = SettingsStore(tmp_path / "settings.toml")
    store.save(contractor=form.tiles()["contractor"])
    kept = store.load()
    assert kept.problems == ()
    assert kept.settings.contractor == FULL
    again = shown(ContractorForm(postcodes), kept.settings)
    assert again.tiles() == {"contractor": FULL}
    for name in form.fields:
        if name != "prefecture":
            assert line(again, name).text() == getattr(FULL, name)
    assert prefecture(again).currentText() == "東京都"
    assert again.check()


def test_the_fields_are_those_that_goq_asks_for(form: ContractorForm) -> None:
    marks = {field.label.text(): field.mark.text() for field in form.fields.values()}
    assert marks == {
        "会社名・屋号": "必須",
        "代表者名": "任意",
        "管理責任者名": "必須",
        "郵便番号": "必須",
        "都道府県": "必須",
        "市区町村": "必須",
        "番地": "必須",
        "ビル名": "任意",
        "電話番号": "必須",
        "FAX": "任意",
        "メールアドレス": "必須",
        "インボイス番号": "任意",
        "振込先": "任意",
    }


def test_what_is_loaded_comes_back_unchanged(form: ContractorForm) -> None:
    form.load(Settings(contractor=FULL))
    assert form.tiles() == {"contractor": FULL}


def test_loading_is_no_edit_and_typing_is(form: ContractorForm) -> None:
    edits: list[bool] = []
    form.edited.connect(lambda: edits.append(True))
    form.load(Settings(contractor=FULL))
    assert edits == []
    QTest.keyClicks(line(form, "company"), "x")
    assert edits


def test_a_postcode_fills_the_address(form: ContractorForm) -> None:
    QTest.keyClicks(line(form, "postcode"), "1000001")
    assert address(form) == ("東京都", "千代田区", "千代田")


def test_a_pasted_full_width_postcode_fills_the_address_and_is_kept_half_width(form: ContractorForm) -> None:
    QApplication.clipboard().setText("１００－０００１")
    line(form, "postcode").setFocus()
    line(form, "postcode").paste()
    assert address(form) == ("東京都", "千代田区", "千代田")
    line(form, "company").setFocus()
    assert line(form, "postcode").text() == "100-0001"


def test_several_places_are_offered_and_the_chosen_one_is_filled(form: ContractorForm) -> None:
    QTest.keyClicks(line(form, "postcode"), "4980000")
    choice = form.finder.choice
    assert choice.isVisible()
    assert address(form) == ("", "", "")
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Down)
    QTest.keyClick(choice, Qt.Key.Key_Down)
    assert address(form) == ("三重県", "桑名郡木曽岬町", "")


def test_what_all_places_share_is_filled_at_once(form: ContractorForm) -> None:
    QTest.keyClicks(line(form, "postcode"), "7614101")
    assert address(form) == ("香川県", "小豆郡土庄町", "")
    assert form.finder.choice.isVisible()


def test_another_postcode_replaces_what_the_first_one_filled(form: ContractorForm) -> None:
    QTest.keyClicks(line(form, "postcode"), "1000001")
    line(form, "postcode").selectAll()
    QTest.keyClicks(line(form, "postcode"), "0600041")
    assert address(form) == ("北海道", "札幌市中央区", "大通東")


def test_a_typed_address_is_never_replaced_unasked(form: ContractorForm) -> None:
    form.load(Settings(contractor=FULL))
    line(form, "postcode").selectAll()
    QTest.keyClicks(line(form, "postcode"), "0600041")
    assert address(form) == ("東京都", "千代田区", "千代田1-1")
    assert form.finder.choice.isVisible()


def test_an_unknown_postcode_says_so_and_leaves_the_address_to_the_person(form: ContractorForm) -> None:
    QTest.keyClicks(line(form, "postcode"), "9999999")
    assert form.finder.message.isVisible()
    assert "辞書にない" in form.finder.message.text
    assert address(form) == ("", "", "")


def test_an_empty_form_shows_every_missing_field_and_goes_to_the_first(form: ContractorForm) -> None:
    line(form, "fax").setFocus()
    assert not form.check()
    missing = {name for name, field in form.fields.items() if field.problem}
    assert missing == {problem.field for problem in checks.check_contractor(Contractor())}
    assert line(form, "company").hasFocus()


def test_the_marks_say_which_fields_are_needed(form: ContractorForm) -> None:
    needed = {problem.field for problem in checks.check_contractor(Contractor())}
    assert {name for name, field in form.fields.items() if field.mark.text() == "必須"} == needed
    assert {field.mark.text() for name, field in form.fields.items() if name not in needed} == {"任意"}


def test_a_problem_is_read_out_with_its_field(form: ContractorForm) -> None:
    form.load(Settings(contractor=FULL))
    line(form, "phone").selectAll()
    QTest.keyClicks(line(form, "phone"), "12")
    assert not form.check()
    assert "10桁" in form.fields["phone"].problem
    assert form.fields["phone"].problem in line(form, "phone").accessibleDescription()


def test_a_mended_problem_goes_away(form: ContractorForm) -> None:
    form.check()
    form.load(Settings(contractor=FULL))
    assert form.check()
    assert not any(field.problem for field in form.fields.values())


def test_a_problem_goes_away_when_somebody_types_there(form: ContractorForm) -> None:
    form.check()
    line(form, "company").setText("見")
    assert not form.fields["company"].problem
    assert form.fields["manager"].problem


def test_a_doubtful_check_digit_is_a_hint_and_does_not_block(form: ContractorForm) -> None:
    form.load(Settings(contractor=FULL))
    line(form, "invoice_number").setText("Ｔ1010001234567")
    assert form.check()
    message = form.fields["invoice_number"].message
    assert message.role is Role.NOTICE
    assert "打ち間違い" in message.text


def notice(form: ContractorForm) -> str:
    message = form.fields["postcode"].message
    return message.text if message.role is Role.NOTICE else ""


def type_city(form: ContractorForm, write: Callable[[QWidget, str], None], city: str) -> None:
    line(form, "city").setFocus()
    line(form, "city").selectAll()
    write(line(form, "city"), city)
    QTest.keyClick(line(form, "city"), Qt.Key.Key_Tab)


def test_a_postcode_of_another_city_is_noticed_and_does_not_block(
    form: ContractorForm, write: Callable[[QWidget, str], None]
) -> None:
    form.load(Settings(contractor=FULL))
    assert notice(form) == ""
    type_city(form, write, "港区")
    assert "合わない" in notice(form)
    assert notice(form) in line(form, "postcode").accessibleDescription()
    assert form.check()
    assert "合わない" in notice(form), "a check takes it not away"
    type_city(form, write, "千代田区")
    assert notice(form) == ""


def test_half_a_city_is_not_judged(form: ContractorForm) -> None:
    form.load(Settings(contractor=FULL))
    line(form, "city").setFocus()
    line(form, "city").selectAll()
    QTest.keyClicks(line(form, "city"), "x")
    assert notice(form) == ""


def test_another_prefecture_is_noticed(form: ContractorForm) -> None:
    form.load(Settings(contractor=FULL))
    prefecture(form).setFocus()
    QTest.keyClick(prefecture(form), Qt.Key.Key_Down)
    assert "合わない" in notice(form)
    QTest.keyClick(prefecture(form), Qt.Key.Key_Up)
    assert notice(form) == ""


def test_another_postcode_over_a_typed_address_is_noticed_until_its_place_is_chosen(
    form: ContractorForm,
) -> None:
    form.load(Settings(contractor=FULL))
    line(form, "postcode").setFocus()
    line(form, "postcode").selectAll()
    QTest.keyClicks(line(form, "postcode"), "0600041")
    QTest.keyClick(line(form, "postcode"), Qt.Key.Key_Tab)
    assert "合わない" in notice(form)
    form.finder.choice.setFocus()
    QTest.keyClick(form.finder.choice, Qt.Key.Key_Down)
    assert address(form) == ("北海道", "札幌市中央区", "大通東")
    assert notice(form) == ""


def test_an_address_that_was_saved_with_a_wrong_postcode_says_so(form: ContractorForm) -> None:
    form.load(Settings(contractor=Contractor(postcode="060-0041", prefecture="東京都", city="千代田区")))
    assert "合わない" in notice(form)


@pytest.mark.parametrize(
    ("postcode", "prefecture_", "city"),
    [
        ("301-0000", "茨城県", "龍ケ崎市"),
        ("301-0000", "茨城県", "龍ヶ崎市"),
        ("305-0001", "茨城県", "つくば市"),
        ("498-0000", "三重県", "木曽岬町"),  # without its district
        ("498-0000", "愛知県", "弥富市"),  # the other place of this postcode
        ("100-0001", "東京都", "千代田区千代田"),
        ("100-0001", "", ""),
        ("999-9999", "東京都", "千代田区"),  # not in the dictionary
        ("12", "東京都", "千代田区"),
    ],
)
def test_what_fits_or_cannot_be_told_is_not_noticed(
    form: ContractorForm, postcode: str, prefecture_: str, city: str
) -> None:
    form.load(Settings(contractor=Contractor(postcode=postcode, prefecture=prefecture_, city=city)))
    assert notice(form) == ""
