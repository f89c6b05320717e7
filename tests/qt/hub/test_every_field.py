"""モール選択 and モール詳細設定: what is typed into each field is saved, and there again at the next start."""

from __future__ import annotations

from datetime import date

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDateEdit, QSpinBox, QTreeWidget

from goq_desktop.domain.connection import KeyKind
from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.settings.tiles import Shop
from goq_desktop.ui.settings.optional_date import OptionalDate
from goq_desktop.ui.settings.shop_detail import ShopDetailForm
from goq_desktop.ui.settings.shops import ShopsForm
from tests.qt.hub.conftest import Open
from tests.qt.hub.person import HubPerson
from tests.qt.hub.settings import USED
from tests.qt.wizard.fake_actions import TODAY

P = SetupPage


def type_number(person: HubPerson, box: QSpinBox, number: int) -> None:
    box.setFocus()
    box.selectAll()
    person.qtbot.keyClicks(box, str(number))


def type_date(person: HubPerson, field: OptionalDate, text: str) -> None:
    if not field.box.isChecked():
        person.qtbot.keyClick(field.box, Qt.Key.Key_Space)
    edit = field.date
    assert isinstance(edit, QDateEdit)
    edit.setFocus()
    edit.setSelectedSection(QDateEdit.Section.YearSection)
    person.qtbot.keyClicks(edit, text)


def saved_again(person: HubPerson, open_hub: Open, page: SetupPage) -> HubPerson:
    """Save, and open the tile at the next start."""
    person.click(person.tile.save_button)
    person.wait()
    again = open_hub(person.saved)
    again.choose(page)
    return again


def test_each_field_of_a_shop(open_hub: Open) -> None:
    person = open_hub(USED)
    person.choose(P.SHOP_DETAIL)
    form = person.detail
    person.type_into("shop_id", "xyz789.wc")
    type_number(person, form.days, 21)
    if not form.is_automatic.isChecked():
        person.qtbot.keyClick(form.is_automatic, Qt.Key.Key_Space)
    type_number(person, form.interval, 45)
    type_date(person, form.import_from, "20261031")
    for kind in KeyKind:
        person.click(form.keys[kind].change_button)
        person.qtbot.keyClicks(form.keys[kind].line, f"right-{kind.value}-key")
    type_date(person, form.issued_on, "20261102")
    again = saved_again(person, open_hub, P.SHOP_DETAIL)
    assert person.actions.kept == {("a", kind): f"right-{kind.value}-key" for kind in KeyKind}
    [shop, *_] = again.saved.shops.shops
    before = USED.shops.shops[0]
    assert shop == msgspec.structs.replace(
        before,
        shop_id="xyz789.wc",
        fetch_days=21,
        auto_fetch=True,
        interval_minutes=45,
        import_from=date(2026, 10, 31),
        keys_issued_on=date(2026, 11, 2),
        open_key_set_on=TODAY,
        manager_key_set_on=TODAY,
    )
    shown: ShopDetailForm = again.detail
    assert [shown.shop_id.text(), shown.days.value(), shown.interval.value()] == ["xyz789.wc", 21, 45]
    assert shown.is_automatic.isChecked()
    assert (shown.import_from.value, shown.issued_on.value) == (date(2026, 10, 31), date(2026, 11, 2))
    assert [entry.line.text() for entry in shown.keys.values()] == ["", ""]
    assert all(entry.is_set for entry in shown.keys.values())


def test_a_shop_of_the_list(open_hub: Open) -> None:
    person = open_hub(USED)
    person.choose(P.SHOPS)
    form = person.form
    assert isinstance(form, ShopsForm)
    form.name.setFocus()
    person.qtbot.keyClicks(form.name, "third shop")
    person.press(Qt.Key.Key_Return)
    tree = form.findChild(QTreeWidget)
    assert isinstance(tree, QTreeWidget)
    tree.setFocus()
    person.press(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    again = saved_again(person, open_hub, P.SHOPS)
    shops: tuple[Shop, ...] = again.saved.shops.shops
    first, third, second = shops
    assert [first.uid, second.uid] == ["a", "b"]
    assert (third.name, third.mall) == ("third shop", "shopserve")
    assert third.uid not in ("a", "b")
    shown = again.form.findChild(QTreeWidget)
    assert isinstance(shown, QTreeWidget)
    assert [shown.topLevelItem(row).text(0) for row in range(3)] == [shop.name for shop in shops]  # type: ignore[union-attr]
