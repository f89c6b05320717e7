"""その他設定 as a person fills it: tab by tab, saved in a file of settings, and read again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QLineEdit,
    QRadioButton,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from goq_desktop.domain.backups import BackupRhythm
from goq_desktop.domain.sight import SeenWording, StoreSight
from goq_desktop.domain.tax import Rounding
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import (
    Calendar,
    Lanes,
    LaneSetting,
    Other,
    Settings,
    SlotName,
    SlotNames,
    Tile,
)
from goq_desktop.ui import theme
from goq_desktop.ui.settings.other import OtherForm
from tests.support.set_clock import SetClock

Write = Callable[[QWidget, str], None]
Show = Callable[[OtherForm, Settings], OtherForm]
WIDTH = 690
SET = Settings(
    lanes=Lanes(
        lanes=(
            LaneSetting(code="awaiting_payment", name="入金待ち", colour="amber"),
            LaneSetting(code="lane_a", name="発送準備", colour="blue"),
        )
    ),
    slot_names=SlotNames(names=(SlotName(wording="夕方", slot="16-18"),)),
    calendar=Calendar(
        closed_weekdays=(2, 6),
        rests_on_holidays=False,
        closed_days=(date(2026, 12, 29),),
        open_days=(date(2026, 11, 29),),
    ),
    other=Other(
        rounding=Rounding.UP,
        backup_folder=str(Path.cwd()),
        backup_rhythm=BackupRhythm.WEEKLY,
        erase_after_days=90,
    ),
)


@pytest.fixture
def form(shown: Show) -> OtherForm:
    return shown(OtherForm(SetClock(datetime(2026, 11, 24, 3, tzinfo=UTC))), SET)


@pytest.fixture
def store(tmp_path: Path) -> SettingsStore:
    return SettingsStore(tmp_path / "settings.toml")


def of_form(settings: Settings) -> dict[str, Tile]:
    return {name: getattr(settings, name) for name in ("lanes", "slot_names", "calendar", "other")}


def save(form: OtherForm, store: SettingsStore) -> None:
    tiles = form.tiles()
    assert set(tiles) == {"lanes", "slot_names", "calendar", "other"}
    store.save(
        lanes=tiles["lanes"],
        slot_names=tiles["slot_names"],
        calendar=tiles["calendar"],
        other=tiles["other"],
    )


def go_to(form: OtherForm, section: QWidget) -> None:
    """By the keyboard, on the bar of the tabs."""
    bar = form.tabs.tabBar()
    bar.setFocus()
    while form.tabs.currentWidget() is not section:
        before = form.tabs.currentIndex()
        QTest.keyClick(bar, Qt.Key.Key_Right)
        assert form.tabs.currentIndex() != before


def click(widget: QWidget) -> None:
    assert widget.isVisible() and widget.isEnabled()
    # At its left end: a check box may be wider than its text, and only that takes a click.
    place = QPoint(10, widget.height() // 2)
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=place)


def test_what_is_loaded_comes_back_unchanged(form: OtherForm) -> None:
    assert dict(form.tiles()) == of_form(SET)
    form.load(Settings())
    assert dict(form.tiles()) == of_form(Settings())
    assert form.check()


def test_every_field_is_filled_saved_and_read_again(
    form: OtherForm,
    store: SettingsStore,
    write: Write,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    form.load(Settings())
    form.lanes.name.setFocus()
    write(form.lanes.name, "保留")
    QTest.keyClick(form.lanes.name, Qt.Key.Key_Return)
    QTest.keyClick(form.lanes.colour, Qt.Key.Key_End)

    go_to(form, form.calendar)
    for weekday in (5, 2):
        form.calendar.weekdays[weekday].setFocus()
        QTest.keyClick(form.calendar.weekdays[weekday], Qt.Key.Key_Space)
    QTest.keyClick(form.calendar.holidays, Qt.Key.Key_Space)
    form.calendar.month.table.setFocus()
    QTest.keyClick(form.calendar.month.table, Qt.Key.Key_Right)
    QTest.keyClick(form.calendar.month.table, Qt.Key.Key_Space)

    go_to(form, form.slot_names)
    click(form.slot_names.list.add_button)
    qtbot.waitUntil(lambda: bool(form.slot_names.list.table.findChildren(QLineEdit)))
    editor = form.slot_names.list.table.findChildren(QLineEdit)[0]
    write(editor, "夜間")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not form.slot_names.list.table.findChildren(QLineEdit))
    QTest.keyClick(form.slot_names.list.choice_box(0), Qt.Key.Key_End)

    go_to(form, form.rounding)
    form.rounding.choices[Rounding.DOWN].setFocus()
    QTest.keyClick(form.rounding.choices[Rounding.DOWN], Qt.Key.Key_Down)

    go_to(form, form.keeping)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    click(form.keeping.browse_button)
    QTest.keyClick(form.keeping.rhythm, Qt.Key.Key_Down)
    QTest.keyClick(form.keeping.erases, Qt.Key.Key_Space)
    form.keeping.days.selectAll()
    QTest.keyClicks(form.keeping.days, "45")

    assert form.check()
    save(form, store)
    saved = store.load()
    assert saved.problems == ()
    lane = saved.settings.lanes.lanes[1]
    assert of_form(saved.settings) == {
        "lanes": Lanes(
            lanes=(*Lanes().lanes, LaneSetting(code=lane.code, name="保留", colour="grey")),
        ),
        "slot_names": SlotNames(names=(SlotName(wording="夜間", slot="19-21"),)),
        "calendar": Calendar(
            closed_weekdays=(2, 6), rests_on_holidays=False, open_days=(date(2026, 11, 25),)
        ),
        "other": Other(
            rounding=Rounding.NEAREST,
            backup_folder=str(tmp_path),
            backup_rhythm=BackupRhythm.WEEKLY,
            erase_after_days=45,
        ),
    }
    before = dict(form.tiles())
    form.load(saved.settings)
    assert dict(form.tiles()) == before


def test_no_status_of_its_own_is_saved_too(form: OtherForm, store: SettingsStore) -> None:
    for _ in SET.lanes.lanes:
        click(form.lanes.remove_button)
        click(form.lanes.confirmation.yes)
    assert form.check()
    save(form, store)
    assert store.load().settings.lanes == Lanes(lanes=())


def test_the_tab_that_is_shown_stays_when_the_form_is_loaded(form: OtherForm) -> None:
    go_to(form, form.rounding)
    form.load(Settings())
    assert form.tabs.currentWidget() is form.rounding


def test_a_problem_is_gone_to_and_its_tab_is_marked(form: OtherForm) -> None:
    bar = form.tabs.tabBar()
    form.load(msgspec.structs.replace(SET, other=Other(backup_folder="backups")))
    assert not form.check()
    assert form.tabs.currentWidget() is form.keeping
    assert QApplication.focusWidget() is form.keeping.folder
    assert form.keeping.fields["backup_folder"].problem
    place = form.tabs.indexOf(form.keeping)
    assert not form.tabs.tabIcon(place).isNull()
    assert "直すところ" in bar.accessibleTabName(place)
    form.keeping.folder.clear()
    assert form.check()
    assert form.tabs.tabIcon(place).isNull()
    form.keeping.folder.setText("backups")
    assert not form.check()
    form.load(SET)
    assert form.tabs.tabIcon(place).isNull()
    assert bar.accessibleTabName(place) == form.tabs.tabText(place)


def test_of_two_problems_the_one_that_is_seen_goes_first(form: OtherForm) -> None:
    lanes = Lanes(lanes=(LaneSetting(code="lane_b", name="処理済"),))
    form.load(msgspec.structs.replace(SET, lanes=lanes, other=Other(backup_folder="backups")))
    go_to(form, form.keeping)
    assert not form.check()
    assert form.tabs.currentWidget() is form.keeping
    form.keeping.folder.clear()
    assert not form.check()
    assert form.tabs.currentWidget() is form.lanes
    assert form.lanes.problem
    assert QApplication.focusWidget() is form.lanes.tree


def test_from_the_bar_of_the_tabs_too_the_focus_goes_to_the_field(form: OtherForm) -> None:
    form.load(msgspec.structs.replace(SET, other=Other(backup_folder="backups")))
    go_to(form, form.rounding)
    assert not form.check()
    assert QApplication.focusWidget() is form.keeping.folder


def test_what_orders_hold_comes_to_the_table(form: OtherForm) -> None:
    form.show_sight(StoreSight(slots=(SeenWording("夜8時ごろ", 3),)))
    assert form.slot_names.list.wording(0) == "夜8時ごろ"


def test_every_change_is_told_and_loading_is_not(form: OtherForm, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(form.edited):
        form.load(Settings())
        form.load(SET)
    changes: tuple[tuple[QWidget, QWidget, Qt.Key], ...] = (
        (form.lanes, form.lanes.tree, Qt.Key.Key_Down),
        (form.calendar, form.calendar.month.table, Qt.Key.Key_Space),
        (form.slot_names, form.slot_names.list.choice_box(0), Qt.Key.Key_End),
        (form.rounding, form.rounding.choices[Rounding.UP], Qt.Key.Key_Up),
        (form.keeping, form.keeping.rhythm, Qt.Key.Key_End),
    )
    for section, control, key in changes:
        form.tabs.setCurrentWidget(section)
        control.setFocus()
        modifier = (
            Qt.KeyboardModifier.AltModifier if control is form.lanes.tree else Qt.KeyboardModifier.NoModifier
        )
        with qtbot.waitSignal(form.edited):
            QTest.keyClick(control, key, modifier)


def test_a_backup_can_be_asked_for_where_somebody_listens(form: OtherForm, qtbot: QtBot) -> None:
    form.tabs.setCurrentWidget(form.keeping)
    button = form.keeping.backup_button
    assert not button.isVisible()
    form.offer_backup(True)
    form.show_last_backup("")
    assert "まだありません" in form.keeping.last_backup
    form.show_last_backup("2026-11-24 10:12")
    assert "2026-11-24 10:12" in form.keeping.last_backup
    with qtbot.waitSignal(form.backup_requested), qtbot.assertNotEmitted(form.edited):
        click(button)


def test_erasing_starts_with_sixty_days_and_goes_back_to_never(form: OtherForm) -> None:
    form.load(Settings())
    form.tabs.setCurrentWidget(form.keeping)
    assert not form.keeping.days.isEnabled()
    click(form.keeping.erases)
    assert other(form).erase_after_days == 60
    form.keeping.days.setFocus()
    form.keeping.days.selectAll()
    QTest.keyClicks(form.keeping.days, "7")
    QTest.keyClick(form.keeping.days, Qt.Key.Key_Tab)
    assert other(form).erase_after_days == 30
    click(form.keeping.erases)
    assert other(form).erase_after_days == 0


def test_a_shorter_time_from_a_file_is_shown_as_it_is_and_named(form: OtherForm) -> None:
    form.load(Settings(other=Other(erase_after_days=7)))
    assert other(form).erase_after_days == 7
    assert not form.check()
    assert "30" in form.keeping.fields["erase_after_days"].problem


def test_a_choice_of_folder_that_is_given_up_changes_nothing(
    form: OtherForm, monkeypatch: pytest.MonkeyPatch
) -> None:
    form.tabs.setCurrentWidget(form.keeping)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: "")
    click(form.keeping.browse_button)
    assert other(form) == SET.other


def test_the_examples_follow_the_rounding(form: OtherForm) -> None:
    form.tabs.setCurrentWidget(form.rounding)
    seen = {}
    for rounding, button in form.rounding.choices.items():
        click(button)
        seen[rounding] = form.rounding.examples
    assert seen[Rounding.DOWN][0] == "1,234円・10% → 内消費税 112円"
    assert seen[Rounding.UP][0] == "1,234円・10% → 内消費税 113円"
    assert len({tuple(examples) for examples in seen.values()}) == 3


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
def test_nothing_is_wider_than_the_page_in_any_tab(
    form: OtherForm, qapp: QApplication, scheme: Qt.ColorScheme
) -> None:
    theme.apply(qapp, scheme)
    form.offer_backup(True)
    form.show_last_backup("2026-11-24 10:12")
    form.resize(WIDTH, 470)
    for place in range(form.tabs.count()):
        form.tabs.setCurrentIndex(place)
        section = form.tabs.widget(place)
        assert section is not None
        assert section.minimumSizeHint().width() <= WIDTH
        right = [
            child
            for child in section.findChildren(QWidget)
            if child.parent() is section and child.isVisible()
        ]
        assert right and all(child.geometry().right() <= section.width() for child in right)
    assert form.minimumSizeHint().width() <= WIDTH
    bar = form.findChildren(QTabBar)[0]
    assert bar.tabRect(bar.count() - 1).right() <= WIDTH


def other(form: OtherForm) -> Other:
    tile = form.tiles()["other"]
    assert isinstance(tile, Other)
    return tile


@pytest.mark.parametrize("place", range(5))
def test_the_tab_key_reaches_every_control_of_every_tab(form: OtherForm, place: int) -> None:
    form.offer_backup(True)
    form.tabs.setCurrentIndex(place)
    section = form.tabs.widget(place)
    assert section is not None
    inside = (QAbstractItemView, QComboBox, QAbstractSpinBox)
    controls = {
        widget
        for widget in section.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not isinstance(widget, QHeaderView)
        and not (isinstance(widget, QRadioButton) and not widget.isChecked())
        and not any(isinstance(each, inside) and each is not widget for each in parents(widget, section))
    }
    assert controls
    assert [widget for widget in controls if not spoken_name(widget)] == []
    form.tabs.tabBar().setFocus()
    seen: set[QWidget] = set()
    for _ in range(3 * len(controls) + 20):
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.add(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert controls <= seen


def parents(widget: QWidget, section: QWidget) -> list[QWidget]:
    found = []
    parent = widget.parentWidget()
    while parent is not None and parent is not section:
        found.append(parent)
        parent = parent.parentWidget()
    return found


def spoken_name(widget: QWidget) -> str:
    return widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
