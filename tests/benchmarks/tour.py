"""A tour through the desk on one home: P3 to P7 and P9, printed as one line of JSON.

Called with the home and the names of the parts that are wanted.
"""

from __future__ import annotations

import json
import sys
import time
from array import array
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSlider

from goq_desktop.domain.edits import EditField, Wish
from goq_desktop.domain.fetching import FetchRequest, FetchSummary
from goq_desktop.domain.lanes import TO_CHECK, UNFINISHED
from goq_desktop.domain.matching import words
from goq_desktop.domain.orders import Lane
from goq_desktop.domain.payments import AWAITING_PAYMENT
from goq_desktop.domain.query import OrderRow
from goq_desktop.services.editing import edit
from goq_desktop.storage.order_list import OrderList
from goq_desktop.ui.orders.columns import COLUMNS
from goq_desktop.ui.orders.model import OrderTableModel
from goq_desktop.ui.orders.table import OrderTable
from tests.benchmarks.children import resident_bytes
from tests.benchmarks.shop import PRACTICE_UID, SINCE
from tests.benchmarks.stopwatch import DeskWatch, Gaps, painted_at, running_desk, until

_MEMORY_ROWS: Final = 10_000
_FRAMES: Final = 120
_BULK: Final = 1_000
_BULK_RUNS: Final = 3
_IDLE_SECONDS: Final = 3.0
# A name, the end of a telephone number, an order number, a part of an address.
_TYPED: Final = ("佐藤", "0417", "09995000", "青葉区")

Act = Callable[[OrderTable], object]


def _wheel(table: OrderTable) -> None:
    middle = QPointF(table.viewport().rect().center())
    event = QWheelEvent(
        middle,
        table.viewport().mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QCoreApplication.sendEvent(table.viewport(), event)


def _page(table: OrderTable) -> None:
    table.verticalScrollBar().triggerAction(QAbstractSlider.SliderAction.SliderPageStepAdd)


def _jumps(seed: int) -> Act:
    random = Random(seed)

    def jump(table: OrderTable) -> None:
        table.verticalScrollBar().setValue(random.randrange(table.verticalScrollBar().maximum()))

    return jump


def _frame(table: OrderTable, act: Act) -> float:
    """Seconds from the act until the table is painted."""
    start = time.perf_counter()
    act(table)
    until(lambda: painted_at.get(id(table), 0.0) > start)
    return painted_at[id(table)] - start


def measured_scrolling(watch: DeskWatch) -> dict[str, Any]:
    """Frames of the desk's table and, in turns, of the same table over rows in memory."""
    beside = _table_in_memory(watch)
    beside.resize(watch.table.size())
    beside.show()
    until(lambda: id(beside) in painted_at)
    frames: dict[str, Any] = {}
    for name in ("wheel", "page", "jump"):
        own: list[float] = []
        memory: list[float] = []
        for table in (watch.table, beside):
            _frame(
                table,
                lambda one: one.verticalScrollBar().setValue(one.verticalScrollBar().maximum() // 3 + 7),
            )
        acts = {"wheel": (_wheel, _wheel), "page": (_page, _page), "jump": (_jumps(1), _jumps(1))}[name]
        for _ in range(_FRAMES):
            own.append(_frame(watch.table, acts[0]))
            memory.append(_frame(beside, acts[1]))
        frames[name] = {"ours": own, "beside": memory}
    beside.close()
    return frames


def _table_in_memory(watch: DeskWatch) -> OrderTable:
    ids = watch.table.model().ids[:_MEMORY_ROWS]  # type: ignore[attr-defined]
    listed = OrderList(watch.desk.workspace.database().reader(), Path())
    rows = {row.id: row for row in listed.rows(ids)}
    listed.close()

    def read_rows(wanted: Sequence[int]) -> list[OrderRow]:
        return [rows[order_id] for order_id in wanted]

    model = OrderTableModel(read_rows)
    table = OrderTable(model, watch.desk.workspace.home.settings_dir / "beside.ini")
    model.setParent(table)
    table.show_list(array("q", ids))
    return table


def measured_typing(watch: DeskWatch) -> dict[str, Any]:
    """Each keystroke of some searches, and a LIKE scan of the same text for each whole search."""
    field = watch.orders.filter_row.text
    keystrokes: list[float] = []
    wholes: list[float] = []
    scans: list[float] = []
    reader = watch.desk.workspace.database().reader()
    for typed in _TYPED:
        for end in range(1, len(typed) + 1):
            painted, whole = watch.step(lambda text=typed[:end]: field.setText(text))  # type: ignore[misc]
            keystrokes.append(painted)
            wholes.append(whole)
        start = time.perf_counter()
        sql = "SELECT count(*) FROM order_search WHERE text LIKE ?"
        reader.execute(sql, (f"%{words(typed)[0]}%",)).fetchone()
        scans.append(time.perf_counter() - start)
        watch.step(field.clear)
    reader.close()
    return {"ours": keystrokes, "whole": wholes, "beside": scans}


def measured_sorting(watch: DeskWatch) -> dict[str, Any]:
    """Each column in both directions, those whose order an index holds and the others apart; and the tabs."""
    reader = watch.desk.workspace.database().reader()
    found = reader.execute("SELECT name FROM sqlite_master WHERE type = 'index'").fetchall()
    reader.close()
    indexed = {name.removeprefix("orders_by_") for (name,) in found}
    times: dict[str, list[float]] = {"indexed": [], "plain": [], "whole": [], "tabs": [], "to_check": []}
    slowest: dict[str, float] = {}
    header, tabs = watch.table.horizontalHeader(), watch.orders.filter_row.tabs
    for section, column in enumerate(COLUMNS):
        is_indexed = any(f"{column.value}{end}" in indexed for end in ("", "_at", "_uid"))
        for _ in range(2):
            painted, whole = watch.step(lambda place=section: header.sectionClicked.emit(place))  # type: ignore[misc]
            times["indexed" if is_indexed else "plain"].append(painted)
            times["whole"].append(whole)
            slowest[column.value] = max(painted, slowest.get(column.value, 0.0))
    for _ in range(3):
        # Those that hold orders; the shop's own lanes are empty here.
        for lane in (UNFINISHED, Lane.DONE, Lane.CANCELLED, TO_CHECK, None):
            painted, _whole = watch.step(lambda wanted=lane: tabs.choose(wanted))  # type: ignore[misc]
            times["to_check" if lane == TO_CHECK else "tabs"].append(painted)
    return {**times, "slowest": max(slowest, key=lambda name: slowest[name])}


def measured_memory(watch: DeskWatch) -> int:
    """After some jumps; the searches were before."""
    jump = _jumps(2)
    for _ in range(300):
        _frame(watch.table, jump)
    return resident_bytes()


def measured_pauses(watch: DeskWatch) -> dict[str, Any]:
    """The window's pauses while it has nothing to do, then while a fetch brings orders."""
    desk, gaps = watch.desk, Gaps()
    ended: list[FetchSummary] = []
    desk.fetches.fetch_finished.connect(ended.append)
    end = time.perf_counter() + _IDLE_SECONDS
    until(lambda: time.perf_counter() > end)
    idle = gaps.take()
    start = time.perf_counter()
    desk.fetches.fetch(FetchRequest(shop_uid=PRACTICE_UID, since=SINCE))
    until(lambda: bool(ended) and not desk.listing.is_running)
    assert ended[0].is_complete, ended[0].problems
    return {"idle": idle, "busy": gaps.take(), "orders": ended[0].new, "seconds": time.perf_counter() - start}


def measured_bulk(watch: DeskWatch) -> dict[str, Any]:
    """A lane for the first thousand orders of the list that the desk opens on, and its undo, until painted."""
    desk, tabs = watch.desk, watch.orders.filter_row.tabs
    watch.step(lambda: tabs.choose(tabs.unfinished))
    times: dict[str, list[float]] = {"edit": [], "undo": []}
    wishes = [Wish(EditField.LANE, AWAITING_PAYMENT)]
    for _ in range(_BULK_RUNS):
        ids = watch.table.model().ids[:_BULK]  # type: ignore[attr-defined]
        assert len(ids) == _BULK
        times["edit"].append(
            watch.change(lambda: desk.undo_door.run(lambda: edit(desk.workspace, ids, wishes)))  # noqa: B023
        )
        times["undo"].append(watch.change(desk.undo_door.undo_action.trigger))
    watch.step(lambda: tabs.choose(None))
    return times


_PARTS: Final[dict[str, Callable[[DeskWatch], Any]]] = {
    "typing": measured_typing,
    "memory": measured_memory,
    "scrolling": measured_scrolling,
    "sorting": measured_sorting,
    "bulk": measured_bulk,
    "pauses": measured_pauses,
}


if __name__ == "__main__":
    with running_desk(Path(sys.argv[1])) as desk_watch:
        print(json.dumps({part: _PARTS[part](desk_watch) for part in sys.argv[2:]}), flush=True)
