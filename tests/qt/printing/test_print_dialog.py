"""印刷 by keyboard alone: what is chosen is what the pages show, and paper and PDF leave their note."""

from __future__ import annotations

from pathlib import Path
from unittest import mock

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QWidget

from goq_desktop.domain.printing.content import PrintKind
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.services import editing, printing
from goq_desktop.ui.editing.words import event_name, event_words
from goq_desktop.ui.printing import print_dialog
from goq_desktop.ui.printing.printer_run import PrinterRun
from goq_desktop.ui.printing.printers import set_up
from goq_desktop.ui.printing.sheet import A5, Paper
from tests.qt.printing.conftest import ORDERS, PATIENCE, Person
from tests.support.pdf_text import texts_of

KEY = Qt.Key


def pages(person: Person) -> int:
    assert person.dialog.prepared is not None
    return len(person.dialog.prepared.pages)


def kind(person: Person) -> PrintKind:
    return person.dialog.choices.kind


def test_what_is_selected_is_printed_and_else_the_list(person: Person) -> None:
    dialog = person.open()
    assert dialog.choices.all.isChecked() and not dialog.choices.selection.isEnabled()
    assert dialog.prepared is not None and dialog.prepared.orders == ORDERS
    person.close()
    person.select(3)
    dialog = person.open()
    assert dialog.choices.selection.isChecked()
    assert dialog.prepared is not None and dialog.prepared.orders == 3
    assert dialog.line.text.startswith("3件")
    person.alt(KEY.Key_L)
    person.rest()
    assert dialog.prepared.orders == ORDERS


def test_the_kinds_and_the_paper_change_the_pages(person: Person) -> None:
    person.select(4)
    dialog = person.open()
    assert (kind(person), pages(person)) == (PrintKind.ORDER_LIST, 1)
    person.press(KEY.Key_Down)
    person.rest()
    assert (kind(person), pages(person)) == (PrintKind.DELIVERY_NOTE, 4)
    person.alt(KEY.Key_A)
    person.press(KEY.Key_End)
    person.rest()
    assert dialog.prepared is not None and dialog.prepared.wanted.paper is A5
    person.close()
    assert person.door.dialog is None
    # What was chosen last is there again.
    dialog = person.open()
    assert kind(person) is PrintKind.DELIVERY_NOTE and dialog.choices.sheet_size is A5


def test_the_preview_is_read_by_keys(person: Person) -> None:
    person.select(5)
    dialog = person.open()
    person.alt(KEY.Key_2)
    person.rest()
    assert dialog.place.text() == "1 / 5 ページ"
    person.press(KEY.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert dialog.view.number == 1
    for _ in range(40):
        if QApplication.focusWidget() is dialog.view:
            break
        person.press(KEY.Key_Tab)
    assert QApplication.focusWidget() is dialog.view
    person.press(KEY.Key_End)
    assert dialog.place.text() == "5 / 5 ページ" and not dialog.after.isEnabled()
    person.press(KEY.Key_PageUp)
    assert dialog.view.number == 3
    # From the foot of that page up to its head, and on to the one before.
    for _ in range(6):
        person.press(KEY.Key_PageUp)
    assert dialog.view.number < 3
    person.press(KEY.Key_Home)
    assert dialog.view.number == 0 and "納品書" in dialog.view.accessibleDescription()


def test_a_pdf_is_written_whole_and_noted(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "slips"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(file), ""))
    person.select(3)
    person.open()
    person.alt(KEY.Key_2)
    person.rest()
    person.alt(KEY.Key_S)
    person.qtbot.waitUntil(lambda: person.door.dialog is None, timeout=PATIENCE)
    texts = texts_of((tmp_path / "slips.pdf").read_bytes())
    assert len(texts) == 3 and all("納品書" in text for text in texts)
    assert "3件の納品書" in person.message and "slips.pdf" in person.message
    assert person.notes() == [("delivery_note", 3)]


def test_a_pdf_that_cannot_be_written_says_so_and_the_dialog_stays(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "a.pdf"), ""))
    dialog = person.open()
    person.alt(KEY.Key_S)
    person.rest()
    assert "書き込めません" in dialog.problem.text and dialog.pdf_button.isEnabled()
    assert person.notes() == []


def test_without_a_printer_the_pdf_is_offered(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QPrinterInfo, "availablePrinterNames", list)
    dialog = person.open()
    person.press(KEY.Key_Return)
    assert "プリンターがありません" in dialog.problem.text and "PDFに保存" in dialog.problem.text
    assert QApplication.focusWidget() is dialog.pdf_button
    assert person.notes() == []


def to_file(file: Path, first: int = 0, last: int = 0) -> print_dialog.ChoosePrinter:
    """As the printer's dialog gives it when somebody chose a file and these pages."""

    def choose(_: QWidget, paper: Paper, pages: int, name: str) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        set_up(printer, paper, pages, name)
        printer.setOutputFileName(str(file))
        if first:
            printer.setPrintRange(QPrinter.PrintRange.PageRange)
            printer.setFromTo(first, last)
        return printer

    return choose


def test_paper_gets_all_pages_and_is_noted(person: Person, tmp_path: Path) -> None:
    person.select(4)
    dialog = person.open()
    person.alt(KEY.Key_3)
    person.rest()
    dialog._choose = to_file(tmp_path / "out.pdf")
    person.alt(KEY.Key_P)
    person.qtbot.waitUntil(lambda: person.door.dialog is None, timeout=PATIENCE)
    texts = texts_of((tmp_path / "out.pdf").read_bytes())
    assert len(texts) == 4 and all("受注伝票" in text for text in texts)
    assert person.message == "受注伝票を4ページ、プリンターに送りました。"
    assert person.notes() == [("order_slip", 4)]
    (event, *_) = editing.timeline(person.workspace, person.window.orders.table.selected_ids()[0])
    assert (event_name(event.kind), event_words(event, {}, 1)) == ("印刷", "受注伝票")


def test_only_the_chosen_pages_go_to_the_printer(person: Person, tmp_path: Path) -> None:
    person.select(4)
    dialog = person.open()
    person.alt(KEY.Key_2)
    person.rest()
    dialog._choose = to_file(tmp_path / "out.pdf", 2, 3)
    person.alt(KEY.Key_P)
    person.qtbot.waitUntil(lambda: person.door.dialog is None, timeout=PATIENCE)
    assert len(texts_of((tmp_path / "out.pdf").read_bytes())) == 2


def test_a_printer_that_stops_is_told_with_the_pages_that_went(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = iter([True, False])
    monkeypatch.setattr(QPrinter, "newPage", lambda _: next(left))
    person.select(4)
    dialog = person.open()
    person.alt(KEY.Key_2)
    person.rest()
    dialog._choose = to_file(tmp_path / "out.pdf")
    person.alt(KEY.Key_P)
    person.qtbot.waitUntil(lambda: bool(dialog.problem.text), timeout=PATIENCE)
    assert "4ページのうち2ページまで" in dialog.problem.text and dialog.print_button.isEnabled()


def test_nothing_is_printed_without_its_note(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ProblemError(ProblemCode.DISK_FULL, path="x")

    monkeypatch.setattr(printing, "note_printed", refuse)
    dialog = person.open()
    dialog._choose = to_file(tmp_path / "out.pdf")
    person.press(KEY.Key_Return)
    person.qtbot.waitUntil(lambda: bool(dialog.problem.text), timeout=PATIENCE)
    assert not (tmp_path / "out.pdf").exists() and dialog.choices.isEnabled()


def test_closing_stops_what_is_being_sent(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(PrinterRun, "_on_turn", lambda run: sent.append(1))
    stopped = mock.Mock(return_value=True)
    monkeypatch.setattr(QPrinter, "abort", stopped)
    dialog = person.open()
    dialog._choose = to_file(tmp_path / "out.pdf")
    person.press(KEY.Key_Return)
    person.qtbot.waitUntil(lambda: bool(sent), timeout=PATIENCE)
    assert dialog.close_button.hasFocus() and "中止" in dialog.close_button.text()
    person.press(KEY.Key_Escape)
    assert stopped.called and person.door.dialog is None and person.message == ""


def test_a_long_list_is_bounded_and_says_so(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "MOST_ORDERS", 5)
    monkeypatch.setattr(print_dialog, "MOST_ORDERS", 5)
    dialog = person.open()
    assert dialog.prepared is not None and dialog.prepared.orders == 5
    assert "5件まで" in dialog.bound.text and f"{ORDERS}件のうち" in dialog.bound.text
    person.close()
    person.select(2)
    assert person.open().bound.text == ""


def test_an_empty_list_says_what_to_do(person: Person) -> None:
    person.window.orders.filter_row.text.setText("だれもいない")
    person.qtbot.waitUntil(lambda: person.window.orders.table.model().rowCount() == 0, timeout=PATIENCE)
    person.door.open()
    assert person.door.dialog is None and "印刷する受注がありません" in person.message


def test_everything_has_a_name(person: Person) -> None:
    dialog = person.open()
    for button in dialog.findChildren(QAbstractButton):
        assert button.text() or button.accessibleName() or not button.isVisible()
    assert dialog.view.accessibleName() and dialog.choices.paper.accessibleName()


def test_a_window_that_is_minimised_goes_on(person: Person, tmp_path: Path) -> None:
    dialog = person.open()
    file = tmp_path / "list.pdf"
    with person.qtbot.waitSignal(dialog.accepted, timeout=PATIENCE):
        dialog.save(file)
        dialog.showMinimized()
    assert texts_of(file.read_bytes())
