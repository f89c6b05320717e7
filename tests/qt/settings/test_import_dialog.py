"""An import is seen before it is done, done as a whole or not at all, and given up with Escape."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from goq_desktop.domain.payments import PaymentKind
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Contractor, PaymentMethod, Payments, Settings, Shop, Shops
from goq_desktop.settings.transfer import carried_over, export_settings
from goq_desktop.ui.settings.import_dialog import ImportDialog, choose_and_export, choose_and_import

HERE = Contractor(company="雪乃商店")
THERE = Settings(
    contractor=Contractor(company="霜月商店"),
    payments=Payments(methods=(PaymentMethod(wording="銀行振込", kind=PaymentKind.PREPAID, fee=330),)),
)


@pytest.fixture
def store(tmp_path: Path) -> SettingsStore:
    store = SettingsStore(tmp_path / "settings" / "settings.toml")
    store.save(contractor=HERE, shops=Shops(shops=(Shop(uid="a", name="本店"),)))
    return store


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    return parent


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that the person chooses, whatever is asked for."""
    file = tmp_path / "carried.toml"
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_: (str(file), ""))
    return file


@pytest.fixture
def answering(qtbot: QtBot) -> Callable[[Callable[[QDialog], None]], list[QDialog]]:
    """Do something with the next dialog as soon as it is there."""

    def prepare(answer: Callable[[QDialog], None]) -> list[QDialog]:
        seen: list[QDialog] = []

        def look() -> None:
            dialog = QApplication.activeModalWidget()
            if not isinstance(dialog, QDialog) or not dialog.isVisible():
                QTimer.singleShot(0, look)
                return
            seen.append(dialog)
            answer(dialog)

        QTimer.singleShot(0, look)
        return seen

    return prepare


def company(store: SettingsStore) -> str:
    return store.load().settings.contractor.company


def cells(dialog: ImportDialog) -> list[list[str]]:
    table = dialog.table
    rows = range(table.rowCount())
    return [
        [item.text() for column in range(3) if (item := table.item(row, column)) is not None] for row in rows
    ]


def opened(qtbot: QtBot, store: SettingsStore, new: Settings = THERE) -> ImportDialog:
    here = store.load().settings
    dialog = ImportDialog(store, carried_over(new, here), here)
    qtbot.addWidget(dialog)
    with qtbot.waitActive(dialog):
        dialog.show()
        dialog.activateWindow()
    return dialog


def test_it_shows_what_is_and_what_will_be(qtbot: QtBot, store: SettingsStore) -> None:
    dialog = opened(qtbot, store)
    assert cells(dialog) == [
        ["契約者情報の会社名・屋号", "雪乃商店", "霜月商店"],
        ["モール選択「本店」", "あり", "（なし）"],
        ["支払い方法「銀行振込」の種類", "（なし）", "前払い（入金待ち）"],
        ["支払い方法「銀行振込」の手数料", "（なし）", "330円"],
    ]
    headers = [dialog.table.horizontalHeaderItem(column) for column in range(3)]
    assert [header.text() for header in headers if header] == ["項目", "今", "取り込み後"]
    assert "「本店」" in dialog.notice.text and "キー" in dialog.notice.text
    assert company(store) == "雪乃商店"


def test_nothing_in_it_can_be_changed(qtbot: QtBot, store: SettingsStore) -> None:
    dialog = opened(qtbot, store)
    before = cells(dialog)
    qtbot.keyClick(dialog.table, Qt.Key.Key_F2)
    qtbot.keyClicks(dialog.table, "x")
    assert cells(dialog) == before
    assert dialog.table.state() is dialog.table.State.NoState


def test_the_keyboard_reads_it_and_reaches_both_answers(qtbot: QtBot, store: SettingsStore) -> None:
    dialog = opened(qtbot, store)
    assert dialog.table.hasFocus()
    qtbot.keyClick(dialog.table, Qt.Key.Key_Down)
    assert dialog.table.currentRow() == 1
    qtbot.keyClick(dialog.table, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert company(store) == "雪乃商店"
    reached = set()
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    assert {dialog.go, dialog.stop} <= reached
    assert all(each.accessibleName() for each in (dialog.table, dialog.go, dialog.stop))


def test_importing_saves_and_keeps_the_file_of_before(
    qtbot: QtBot, store: SettingsStore, tmp_path: Path
) -> None:
    dialog = opened(qtbot, store)
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert dialog.result() == QDialog.DialogCode.Accepted
    assert company(store) == "霜月商店"
    [copy] = (tmp_path / "settings").glob("settings.toml.before-import-*")
    assert "雪乃商店" in copy.read_text("utf-8")


@pytest.mark.parametrize("way", ["button", "escape"])
def test_giving_up_changes_nothing(qtbot: QtBot, store: SettingsStore, way: str) -> None:
    dialog = opened(qtbot, store)
    if way == "button":
        qtbot.mouseClick(dialog.stop, Qt.MouseButton.LeftButton)
    else:
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.result() == QDialog.DialogCode.Rejected
    assert not dialog.isVisible()
    assert company(store) == "雪乃商店"


def test_what_another_window_changed_meanwhile_is_not_overwritten(qtbot: QtBot, store: SettingsStore) -> None:
    dialog = opened(qtbot, store)
    store.save(contractor=Contractor(company="他の窓"))
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert "「契約者情報」" in dialog.problem.text
    assert company(store) == "他の窓"


def test_letters_from_outside_stay_letters(qtbot: QtBot, store: SettingsStore) -> None:
    hostile = PaymentMethod(wording="<b>x</b>\u202e\n" + "長" * 90, kind=PaymentKind.COD)
    removed = Shops(shops=(Shop(uid="c", name="<i>店</i>" + "長" * 300),))
    store.save(shops=removed)
    dialog = opened(qtbot, store, Settings(payments=Payments(methods=(hostile,))))
    text = cells(dialog)[-1][0]
    assert text.startswith("支払い方法「<b>x</b>") and text.isprintable() and len(text) < 100
    assert len(dialog.notice.text) < 200
    assert dialog.width() <= 900 and dialog.height() <= 640


def test_a_chosen_file_is_shown_and_imported(
    qtbot: QtBot,
    store: SettingsStore,
    parent: QWidget,
    file: Path,
    answering: Callable[[Callable[[QDialog], None]], list[QDialog]],
) -> None:
    file.write_text(export_settings(THERE), "utf-8")

    def agree(dialog: QDialog) -> None:
        assert isinstance(dialog, ImportDialog)
        qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)

    seen = answering(agree)
    assert choose_and_import(parent, store)
    assert len(seen) == 1
    assert company(store) == "霜月商店"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("version = 2\n[contractor]\ncity = 3\n", "3 行目"),
        ("version = 9\n", "新しいGoQ Desktop"),
        (None, "ファイルを読めません"),
        ("same", "今の設定と同じです"),
    ],
)
def test_a_file_that_will_not_do_is_told_with_the_next_step(
    qtbot: QtBot,
    store: SettingsStore,
    parent: QWidget,
    file: Path,
    answering: Callable[[Callable[[QDialog], None]], list[QDialog]],
    content: str | None,
    said: str,
) -> None:
    if content is not None:
        text = export_settings(store.load().settings) if content == "same" else content
        file.write_text(text, "utf-8")
    told = []

    def close(dialog: QDialog) -> None:
        assert isinstance(dialog, QMessageBox)
        assert dialog.textFormat() is Qt.TextFormat.PlainText
        told.append(f"{dialog.text()}\n{dialog.informativeText()}")
        [button] = dialog.findChildren(QPushButton)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    answering(close)
    assert not choose_and_import(parent, store)
    assert said in told[0]
    assert company(store) == "雪乃商店"


def test_an_export_can_be_imported_again(store: SettingsStore, parent: QWidget, file: Path) -> None:
    assert choose_and_export(parent, store)
    assert "雪乃商店" in file.read_text("utf-8")


def test_an_export_that_cannot_be_written_is_told(
    qtbot: QtBot,
    store: SettingsStore,
    parent: QWidget,
    file: Path,
    answering: Callable[[Callable[[QDialog], None]], list[QDialog]],
) -> None:
    file.mkdir()
    seen = answering(lambda dialog: qtbot.keyClick(dialog, Qt.Key.Key_Escape))
    assert not choose_and_export(parent, store)
    assert isinstance(seen[0], QMessageBox)


def test_no_file_is_no_import_and_no_export(
    store: SettingsStore, parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_: ("", ""))
    assert not choose_and_import(parent, store)
    assert not choose_and_export(parent, store)
