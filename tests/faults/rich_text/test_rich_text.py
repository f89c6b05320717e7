"""No text of an order makes a screen load a file or ask a server, in whatever field and view it stands."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QTableView, QToolTip, QTreeView, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.domain.fetching import Window
from goq_desktop.domain.orders import Order
from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.paths import Home
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Shop, Shops
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.orders import OrderWriter
from goq_desktop.ui import theme
from goq_desktop.ui.desk import Desk
from goq_desktop.ui.frame.page import PageCode
from goq_desktop.ui.orders.columns import COLUMNS
from goq_desktop.ui.problem_box import ProblemBox
from tests.faults.rich_text.payloads import KINDS, Loads, payloads, poisoned
from tests.faults.rows import in_time, row, size
from tests.support.desk_person import PATIENCE, DeskPerson
from tests.support.made_orders import NEWEST, made_order, received
from tests.support.set_clock import SetClock

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel who opened a file"),
    pytest.mark.timeout(size(900, 86_400)),
]

# Each payload once in every field; a release has orders of many shapes.
SHAPES: Final = size(1, 80)


@pytest.fixture
def hostile(loads: Loads, loud: Path) -> Sequence[Order]:
    texts = payloads(loud, loads.port)
    return [poisoned(made_order(n), texts[n % len(texts)]) for n in range(len(texts) * SHAPES)]


@pytest.fixture
def person(qtbot: QtBot, qapp: QApplication, home: Home, hostile: Sequence[Order]) -> Iterator[DeskPerson]:
    """The whole desk over a shop whose orders are all hostile."""
    theme.apply(qapp, Qt.ColorScheme.Light)
    workspace = Workspace(home, SessionStore(), SetClock(NEWEST))
    workspace.prepare()
    shop = Shop(uid="a", mall="shopserve", name="<img src=x>", shop_id="a.wc")
    workspace.settings_store.save(shops=Shops(shops=(shop,)))
    database = workspace.database()
    run = Journal(database).begin("a", Window(since=NEWEST), is_automatic=True, now=NEWEST)
    OrderWriter(database, "x").store_page("a", run, list(map(received, hostile)), now=NEWEST)
    desk = Desk(workspace)
    desk.show_window()
    person = DeskPerson(qtbot, desk)
    yield person
    person.wait_for_list()
    assert desk.stop()
    gone = [one for one in (desk.window, desk) if one is not None]
    for one in gone:
        one.deleteLater()
    qtbot.waitUntil(lambda: not any(map(isValid, gone)))


def look_at(widget: QWidget) -> None:
    """Paint it with all that it holds, and ask every label and cell as a screen reader and a mouse would."""
    widget.grab()
    for view in (*widget.findChildren(QTableView), *widget.findChildren(QTreeView)):
        model = view.model()
        for line in range(min(model.rowCount(), 60) if model is not None else 0):
            for column in range(model.columnCount()):
                tip = model.index(line, column).data(Qt.ItemDataRole.ToolTipRole)
                if tip:
                    _show_tip(str(tip), view)


def show(person: DeskPerson, line: int) -> None:
    """Choose the order of this row and wait until the detail is that of it: it follows with a short delay."""
    orders = person.window.orders
    orders.table.selectRow(line)
    wanted = orders.table.selected_ids()[0]
    person.qtbot.waitUntil(
        lambda: orders._shown is not None and orders._shown.id == wanted and orders.detail.tabs.isVisible(),
        timeout=PATIENCE,
    )


def _show_tip(text: str, widget: QWidget) -> None:
    QToolTip.showText(QPoint(10, 10), text, widget)
    for tip in QApplication.topLevelWidgets():
        if tip.inherits("QTipLabel"):
            tip.grab()
    QToolTip.hideText()


def test_no_view_loads_anything(person: DeskPerson, hostile: Sequence[Order], loads: Loads) -> None:
    with row("rich-text payloads × fields × views: loads") as figures:
        person.arrive_at_table()
        person.wait_for_list()
        loads.count()
        for code in list(person.window.pages._pages):
            if person.window.pages.show_page(code):
                QApplication.processEvents()
                look_at(person.window)
        person.window.pages.show_page(PageCode.ORDERS)
        for line in in_time(range(len(hostile))):
            figures.tried += 1
            show(person, line)
            for tab in range(person.window.orders.detail.tabs.count()):
                person.window.orders.detail.tabs.setCurrentIndex(tab)
                person.window.orders.detail.grab()
        seen = loads.count()
        figures.result = str(seen)
        assert seen == 0
    assert len(COLUMNS) > 10
    # A tooltip is rich text, with what it tells escaped: that is what was painted above.
    shown = [one for one in person.window.findChildren(QLabel) if not one.inherits("QTipLabel")]
    labels = [one for one in shown if "loud.png" in one.text()]
    assert labels and all(one.textFormat() is Qt.TextFormat.PlainText for one in labels)


def test_no_problem_loads_anything(qtbot: QtBot, loud: Path, loads: Loads) -> None:
    box = ProblemBox()
    qtbot.addWidget(box)
    for payload in payloads(loud, loads.port):
        box.show_problem(Problem(ProblemCode.SHOP_MISSING, {"name": payload, "known": payload}))
        box.show()
        look_at(box)
    assert loads.count() == 0


@pytest.mark.parametrize("kind", range(KINDS - 1))
def test_a_careless_label_would_be_seen(qtbot: QtBot, loud: Path, loads: Loads, kind: int) -> None:
    """The suite's teeth: rich text loads the file."""
    payload = payloads(loud, loads.port)[kind]
    label = QLabel(payload)
    qtbot.addWidget(label)
    label.show()
    label.grab()
    assert loads.count() > 0


def test_there_are_sixty(loud: Path) -> None:
    assert len(set(payloads(loud, 1))) == 60


def test_labels_that_guess_the_format_would_be_seen(
    monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    """The suite's teeth: without the word that a text is plain."""
    monkeypatch.setattr(QLabel, "setTextFormat", lambda label, form: None)
    person, loads = request.getfixturevalue("person"), request.getfixturevalue("loads")
    with row("rich-text payloads, teeth: labels that guess, loads") as figures:
        person.arrive_at_table()
        person.wait_for_list()
        loads.count()
        figures.tried = 60
        for line in range(figures.tried):
            show(person, line)
            person.window.orders.detail.grab()
        seen = loads.count()
        figures.result = f"{seen}"
        assert seen > 0
