"""Asks the person for a printer of this PC."""

from __future__ import annotations

from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.ui.printing.painting import page_layout
from goq_desktop.ui.printing.sheet import Paper


def choose_printer(parent: QWidget, paper: Paper, pages: int, name: str) -> QPrinter | None:
    """Ready to be painted on; None when the person let it be. `name` is what the printer's queue shows.

    Raises PRINTER_MISSING.
    """
    if not QPrinterInfo.availablePrinterNames():
        raise ProblemError(ProblemCode.PRINTER_MISSING)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    set_up(printer, paper, pages, name)
    dialog = QPrintDialog(printer, parent)
    dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintPageRange, True)
    dialog.setMinMax(1, pages)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return None
    # The pages have margins of their own, whatever was chosen.
    printer.setFullPage(True)
    return printer


def set_up(printer: QPrinter, paper: Paper, pages: int, name: str) -> None:
    printer.setPageLayout(page_layout(paper))
    printer.setFullPage(True)
    printer.setDocName(name)
    printer.setCreator("GoQ Desktop")
    printer.setFromTo(1, pages)
    printer.setPrintRange(QPrinter.PrintRange.AllPages)
