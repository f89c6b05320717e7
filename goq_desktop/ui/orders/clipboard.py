"""Table rows as text for the clipboard."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from goq_desktop.domain.formulas import is_formula
from goq_desktop.ui.orders.columns import COLUMNS, NUMERIC
from goq_desktop.ui.orders.model import OrderTableModel

MOST_ROWS: Final = 5000  # what can be read without the window standing still


def selection_text(model: OrderTableModel, rows: Sequence[tuple[int, int]], columns: Sequence[int]) -> str:
    """The rows (first and last of each run), tab-separated, one a line; at most `MOST_ROWS` of them."""
    numbers = [row for first, last in rows for row in range(first, last + 1)][:MOST_ROWS]
    return "\n".join("\t".join(_cell(model, row, column) for column in columns) for row in numbers)


def _cell(model: OrderTableModel, row: int, column: int) -> str:
    text = model.cell(row, column)
    # A spreadsheet would run a customer's text as a formula.
    return f"'{text}" if is_formula(text) and COLUMNS[column] not in NUMERIC else text
