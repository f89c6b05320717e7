"""Both ways lead to the first fetch, and no way loses what was typed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLabel, QWizard
from pytestqt.qtbot import QtBot

from goq_desktop.services.setup_flow import TILES, SetupPage
from goq_desktop.settings.tiles import Shop
from tests.qt.wizard.person import Person

P = SetupPage
Finish = QWizard.WizardButton.FinishButton


def test_the_long_way_keeps_every_page_and_ends_in_a_fetch(person: Person, qtbot: QtBot) -> None:
    assert person.page is P.CONTRACTOR
    person.fill_contractor()
    for page in (P.CARRIERS, P.SHOPS, P.PAYMENTS, P.SHOP_DETAIL):
        person.next()
        assert person.page is page
    person.fill_detail()
    person.next()
    person.arrive(P.SLIPS)
    for page in (P.OTHER, P.OPTIONS, P.CONFIRM):
        person.next()
        person.arrive(page)
    with qtbot.waitSignal(person.wizard.setup_completed) as completed:
        person.connect()
    assert completed.args == [True]
    assert not person.wizard.isVisible()
    saved = person.saved
    assert saved.contractor.company == "Kakuu Shoten"
    assert saved.carriers.used
    assert saved.payments.methods
    assert saved.setup.is_done
    assert saved.setup.saved == TILES
    assert person.actions.checked == [saved.shops.shops[0].name]


def test_the_quick_way_asks_two_pages_and_leaves_the_rest_open(person: Person, qtbot: QtBot) -> None:
    pages = [person.page]
    person.click(person.wizard.start_page.quick_button)
    pages.append(person.page)
    person.next()
    pages.append(person.page)
    person.fill_detail()
    person.next()
    person.arrive(P.CONFIRM)
    assert pages == [P.CONTRACTOR, P.SHOPS, P.SHOP_DETAIL]
    with qtbot.waitSignal(person.wizard.setup_completed):
        person.connect()
    assert not person.saved.carriers.used
    assert not person.saved.payments.methods
    assert person.saved.setup.saved == (P.SHOPS, P.SHOP_DETAIL)
    assert person.saved.setup.is_quick


def test_the_quick_way_keeps_what_was_typed_before_it_was_chosen(person: Person) -> None:
    person.type_into("company", "Kakuu")
    person.click(person.wizard.start_page.quick_button)
    assert person.saved.contractor.company == "Kakuu"


def test_next_explains_what_is_missing_and_stays(person: Person) -> None:
    person.next()
    assert person.page is P.CONTRACTOR
    assert person.form(P.CONTRACTOR).form.fields["company"].problem
    assert person.control("company").hasFocus()
    assert person.button(QWizard.WizardButton.NextButton).isEnabled()


def test_next_after_the_quick_way_leads_along_the_long_one(person: Person) -> None:
    person.click(person.wizard.start_page.quick_button)
    person.back()
    person.fill_contractor()
    person.next()
    assert person.page is P.CARRIERS


def test_back_keeps_everything_even_keys_that_are_not_kept_yet(person: Person) -> None:
    person.go_quickly_to_detail()
    person.fill_detail()
    uid = person.detail.current_uid
    person.back()
    person.back()
    assert person.page is P.CONTRACTOR
    assert person.saved.shops.shops[0].shop_id == "abc123.wc"
    person.choose_step(P.SHOP_DETAIL)
    assert person.control("shop_id").text() == "abc123.wc"
    assert set(person.detail.entered_keys(uid).values()) == {"right-open-key", "right-manager-key"}


def test_back_keeps_what_is_not_valid_yet(person: Person) -> None:
    person.fill_contractor()
    person.next()
    person.back()
    person.type_into("phone", "12")
    person.choose_step(P.CARRIERS)
    person.back()
    assert person.control("phone").text() == "12"


def test_back_leads_through_the_steps_wherever_one_came_from(person: Person) -> None:
    person.fill_contractor()
    for _ in range(4):
        person.next()
    person.choose_step(P.CONTRACTOR)
    person.choose_step(P.SHOP_DETAIL)
    pages = []
    while person.page is not P.CONTRACTOR:
        person.back()
        pages.append(person.page)
    assert pages == [P.PAYMENTS, P.SHOPS, P.CARRIERS, P.CONTRACTOR]


def test_only_visited_steps_can_be_clicked(person: Person) -> None:
    person.click(person.wizard.start_page.quick_button)
    buttons = person.wizard.step_list.buttons
    assert [page for page, button in buttons.items() if button.isEnabled()] == [P.CONTRACTOR, P.SHOPS]


def test_every_line_of_the_confirmation_can_be_changed_and_leads_back(person: Person) -> None:
    person.go_quickly_to_confirmation()
    for page in TILES[1:]:
        person.click(person.wizard.confirm_page.change_buttons[page])
        assert person.page is page
        person.next()
        person.arrive(P.CONFIRM)
    assert person.saved.carriers.used
    assert set(TILES) - set(person.saved.setup.saved) == {P.CONTRACTOR}


def test_a_shop_added_at_the_end_is_asked_for_its_details(person: Person) -> None:
    person.go_quickly_to_confirmation()
    person.click(person.wizard.confirm_page.change_buttons[P.SHOPS])
    first = person.saved.shops
    with_second = first.with_shop(Shop(uid="second", name="2号店"))
    person.form(P.SHOPS).form.load(person.saved.__class__(shops=with_second))
    person.next()
    person.arrive(P.SHOP_DETAIL)
    person.detail.show_shop("second")
    assert person.control("shop_id").text() == ""


def test_a_killed_set_up_goes_on_at_its_page(start: Callable[[], Person]) -> None:
    before = start()
    before.click(before.wizard.start_page.quick_button)
    before.next()
    before.arrive(P.SHOP_DETAIL)
    before.type_into("shop_id", "abc123.wc")
    before.back()
    before.next()
    before.arrive(P.SHOP_DETAIL)
    # The process is killed here: nothing is closed, nothing is asked.
    after = start()
    after.arrive(P.SHOP_DETAIL)
    assert "続き" in after.wizard.shown_page().notice
    assert after.control("shop_id").text() == "abc123.wc"
    after.back()
    assert after.page is P.SHOPS
    assert after.wizard.shown_page().notice == ""


def test_a_first_start_speaks_of_no_earlier_one(person: Person) -> None:
    assert person.wizard.shown_page().notice == ""


def test_closing_early_keeps_the_open_page_and_its_keys(person: Person, qtbot: QtBot) -> None:
    person.go_quickly_to_detail()
    person.fill_detail()
    with qtbot.waitSignal(person.wizard.rejected):
        person.click(person.button(QWizard.WizardButton.CancelButton))
    assert person.saved.shops.shops[0].shop_id == "abc123.wc"
    assert set(person.actions.kept.values()) == {"right-open-key", "right-manager-key"}
    assert not person.saved.setup.is_done


def test_a_page_that_was_only_passed_by_does_not_count_as_saved(person: Person) -> None:
    person.fill_contractor()
    person.next()
    person.back()
    assert person.saved.carriers.used
    assert person.saved.setup.saved == (P.CONTRACTOR,)


def test_optional_pages_say_so_and_are_not_done_before_they_are_saved(person: Person) -> None:
    person.go_quickly_to_confirmation()
    lines = {page: person.wizard.confirm_page.value_of(page) for page in TILES}
    assert [page for page, text in lines.items() if "任意" in text] == [P.SLIPS, P.OTHER, P.OPTIONS]
    person.click(person.wizard.confirm_page.change_buttons[P.OTHER])
    labels = [label.text() for label in person.wizard.shown_page().findChildren(QLabel) if label.isVisible()]
    assert any(text.startswith("任意") for text in labels)
    person.next()
    person.arrive(P.CONFIRM)
    assert "任意" not in person.wizard.confirm_page.value_of(P.OTHER)
    assert person.wizard.step_list.buttons[P.OTHER].is_done
