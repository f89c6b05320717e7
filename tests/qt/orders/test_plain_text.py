"""What stands in an order is shown as it stands: nothing of it is loaded, drawn or clicked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QLabel, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from goq_desktop.domain.query import OrderColumn
from goq_desktop.ui.orders.columns import COLUMNS
from goq_desktop.ui.orders.view import OrdersView
from tests.qt.orders.conftest import Store, choose
from tests.support.made_orders import made_order

Open = Callable[[], OrdersView]
LOUD = QColor("#ff00ff")


def hostile(folder: Path) -> str:
    """Markup with a picture that really is there."""
    picture = QImage(24, 24, QImage.Format.Format_RGB32)
    picture.fill(LOUD)
    assert picture.save(str(folder / "loud.png"))
    return f'<img src="file://{folder}/loud.png"><b>山</b>&amp;<a href="x:y">'


def has_loud_pixel(widget: QWidget) -> bool:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    wanted = LOUD.rgb()
    return any(image.pixel(x, y) == wanted for x in range(0, image.width(), 4) for y in range(image.height()))


def test_the_picture_would_be_seen(qtbot: QtBot, tmp_path: Path) -> None:
    label = QLabel(hostile(tmp_path))
    qtbot.addWidget(label)
    assert has_loud_pixel(label)


def test_table_shows_markup_literally(store: Store, open_view: Open, tmp_path: Path) -> None:
    name = hostile(tmp_path)
    store.add([made_order(1, name=name)])
    view = open_view()
    view.table.setColumnWidth(COLUMNS.index(OrderColumn.PURCHASER), 800)
    assert view.table.model().index(0, COLUMNS.index(OrderColumn.PURCHASER)).data() == name
    assert not has_loud_pixel(view.table)


def test_detail_shows_markup_literally_and_selectable(
    qtbot: QtBot, store: Store, open_view: Open, tmp_path: Path
) -> None:
    name = hostile(tmp_path)
    store.add([made_order(1, name=name, memo=name)])
    view = open_view()
    choose(view.table, 0)
    qtbot.waitUntil(view.detail.tabs.isVisible)
    labels = [label for label in view.detail.findChildren(QLabel) if label.text() == name]
    assert len(labels) == 3, "注文者, 送付先 and 備考"
    assert all(
        label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse for label in labels
    )
    assert all(
        label.textFormat() is Qt.TextFormat.PlainText and not label.openExternalLinks()
        for label in view.findChildren(QLabel)
        if label.text()
    )
    assert not has_loud_pixel(view.detail)
    view.detail.tabs.setCurrentIndex(1)
    assert "loud.png" in view.detail.raw.toPlainText()
    assert not has_loud_pixel(view.detail)


def test_tooltip_shows_markup_literally(qtbot: QtBot, store: Store, open_view: Open, tmp_path: Path) -> None:
    store.add([made_order(1, name=hostile(tmp_path))])
    view = open_view()
    index = view.table.model().index(0, COLUMNS.index(OrderColumn.PURCHASER))
    QToolTip.showText(QPoint(10, 10), index.data(Qt.ItemDataRole.ToolTipRole), view.table)
    qtbot.waitUntil(QToolTip.isVisible)
    tips = [widget for widget in QApplication.topLevelWidgets() if widget.inherits("QTipLabel")]
    assert tips and not any(has_loud_pixel(tip) for tip in tips)
    QToolTip.hideText()


def test_very_long_texts_are_bounded_and_do_not_widen_the_pane(
    qtbot: QtBot, store: Store, open_view: Open
) -> None:
    store.add([made_order(1, name="W" * 50_000, memo="長" * 50_000)])
    view = open_view()
    choose(view.table, 0)
    qtbot.waitUntil(view.detail.tabs.isVisible)
    assert max(len(label.text()) for label in view.detail.findChildren(QLabel)) <= 2001
    sheet = view.detail.sheet.widget()
    assert sheet is not None
    assert sheet.width() <= view.detail.sheet.viewport().width()
    assert len(view.table.model().index(0, COLUMNS.index(OrderColumn.MEMO)).data()) <= 300


def test_line_breaks_and_turned_writing_stay_out_of_a_cell(store: Store, open_view: Open) -> None:
    store.add([made_order(1, name="山\u202e田\n花\r子\u2028\x00")])
    shown = open_view().table.model().index(0, COLUMNS.index(OrderColumn.PURCHASER)).data()
    assert shown == "山 田 花 子 "
