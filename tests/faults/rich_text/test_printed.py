"""No text of an order makes paper, PDF or preview load a file or ask a server, and all of it can be read there."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

import pytest
from PySide6.QtGui import QPdfWriter, QTextDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from goq_desktop.domain.orders import Order
from goq_desktop.domain.printing.content import Issuer, PrintedDestination, PrintedOrder, PrintKind
from goq_desktop.domain.printing.tax_sums import TaxSums
from goq_desktop.ui.printing.letters import Letters
from goq_desktop.ui.printing.page_view import PageView
from goq_desktop.ui.printing.paging import Page, pages_of
from goq_desktop.ui.printing.painting import pdf_of
from goq_desktop.ui.printing.prepared import Wanted, sheets_of
from goq_desktop.ui.printing.printer_run import PrinterRun
from goq_desktop.ui.printing.printers import set_up
from goq_desktop.ui.printing.sheet import A4
from tests.faults.rich_text.payloads import KINDS, Loads, payloads, poisoned
from tests.faults.rows import row
from tests.support.made_orders import NEWEST, made_order
from tests.support.pdf_text import texts_of

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel who opened a file"),
    pytest.mark.timeout(300),
]


def printed(order: Order, number: int, payload: str) -> PrintedOrder:
    """With the payload in each text that paper has room for."""
    return PrintedOrder(
        id=number,
        number=order.number,
        lane=payload,
        is_cancelled=False,
        is_erased=False,
        issuer=Issuer(shop=payload, name=payload, address=payload, invoice_number=payload),
        purchaser=order.purchaser,
        destinations=tuple(
            PrintedDestination(
                party=one.party,
                is_purchaser=False,
                lines=one.lines,
                carrier=payload,
                delivery_date=payload,
                slot=payload,
                tracking=payload,
                memo=payload,
            )
            for one in order.destinations
        ),
        money=order.money,
        tax=TaxSums(),
        payment=payload,
        payment_status=payload,
        note=payload,
        memo=payload,
        attention=payload,
    )


def pages(kind: PrintKind, texts: list[str]) -> list[tuple[str, tuple[Page, ...]]]:
    wrap = Letters().wrap
    made = []
    for number, payload in enumerate(texts):
        order = printed(poisoned(made_order(number), payload), number, payload)
        sheets = sheets_of([order], Wanted(kind, (), A4, True, {}), NEWEST)
        made.append((payload, pages_of(sheets, A4, wrap)))
    return made


def bare(text: str) -> str:
    """Without what the breaking of lines takes or gives."""
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.mark.parametrize("kind", list(PrintKind))
def test_markup_is_printed_to_the_letter(qtbot: QtBot, loud: Path, loads: Loads, kind: PrintKind) -> None:
    view = PageView()
    qtbot.addWidget(view)
    view.show()
    with row("rich-text payloads × printed pages: loads by PDF and preview") as figures:
        made = pages(kind, payloads(loud, loads.port))
        figures.tried = len(made)
        loads.count()
        for payload, sheet in made:
            text = bare("".join(texts_of(pdf_of(sheet, A4, "x", lambda: None))))
            assert text.count(bare(payload)) > 5
            for number in range(len(sheet)):
                view.show_pages(sheet, A4)
                view.turn_to(number)
                view.grab()
        seen = loads.count()
        figures.result = str(seen)
        assert seen == 0


def test_a_printer_gets_it_to_the_letter(qtbot: QtBot, tmp_path: Path, loud: Path, loads: Loads) -> None:
    made = pages(PrintKind.DELIVERY_NOTE, payloads(loud, loads.port)[:KINDS])
    loads.count()
    for number, (payload, sheet) in enumerate(made):
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        set_up(printer, A4, len(sheet), "x")
        file = tmp_path / f"{number}.pdf"
        printer.setOutputFileName(str(file))
        run = PrinterRun(printer, sheet, A4)
        with qtbot.waitSignal(run.ended):
            run.start()
        printed_text = bare("".join(texts_of(file.read_bytes())))
        assert bare(payload) in printed_text and len(texts_of(file.read_bytes())) == len(sheet)
    assert loads.count() == 0


def test_a_careless_way_onto_paper_would_be_seen(
    qapp: QApplication, tmp_path: Path, loud: Path, loads: Loads
) -> None:
    """The suite's teeth: a document of markup loads the file, and shows none of its letters."""
    document = QTextDocument()
    document.setHtml(payloads(loud, loads.port)[0])
    file = tmp_path / "careless.pdf"
    writer = QPdfWriter(str(file))
    document.print_(writer)
    assert loads.count() > 0
    assert "img" not in "".join(texts_of(file.read_bytes()))
