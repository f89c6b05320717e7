"""While a person works in the list no row moves under their hands; everything else is up to date."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from goq_desktop.domain.lanes import TO_CHECK
from goq_desktop.domain.matching import normalised, spans, words
from goq_desktop.domain.query import OrderColumn
from goq_desktop.ui.orders.columns import COLUMNS
from goq_desktop.ui.orders.view import OrdersView
from tests.qt.orders.conftest import Store, choose
from tests.support.made_orders import made_order

Open = Callable[[], OrdersView]


@pytest.fixture
def half(store: Store, open_view: Open) -> OrdersView:
    """A list of a hundred orders, into which newer ones can come."""
    store.add([made_order(number) for number in range(50, 150)])
    return open_view()


def refresh(qtbot: QtBot, view: OrdersView) -> None:
    with qtbot.waitSignal(view._listing.finished):
        view.refresh()


def ids(view: OrdersView) -> list[int]:
    return list(view._model.ids)


def text(view: OrdersView, row: int, column: OrderColumn) -> str:
    index = view.table.model().index(row, COLUMNS.index(column))
    return str(index.data()).strip()


def test_nothing_moves_while_an_order_is_selected_until_f6(
    qtbot: QtBot, store: Store, half: OrdersView
) -> None:
    choose(half.table, 3)
    before, chosen = ids(half), ids(half)[3]
    store.add([made_order(number) for number in range(5)])
    refresh(qtbot, half)
    assert ids(half) == before
    offer = half.filter_row.update_list
    assert offer.isVisible() and offer.text() == "5件増えました ▸ 更新 F6"
    assert half.filter_row.tabs.accessibleTabName(0) == "全て 105件"
    assert half.filter_row.count.text() == "100件"
    QTest.keyClick(half.table, Qt.Key.Key_F6)
    assert len(ids(half)) == 105 and not offer.isVisible()
    assert ids(half)[half.table.currentIndex().row()] == chosen
    assert half.filter_row.count.text() == "105件"


def test_cells_are_up_to_date_in_their_places(qtbot: QtBot, store: Store, half: OrdersView) -> None:
    choose(half.table, 0)
    store.add([made_order(51, memo="住所を変えてください"), made_order(1)])
    refresh(qtbot, half)
    assert text(half, 1, OrderColumn.MEMO) == "住所を変えてください"


def test_whoever_looks_at_the_top_sees_what_comes(qtbot: QtBot, store: Store, half: OrdersView) -> None:
    store.add([made_order(1)])
    refresh(qtbot, half)
    assert len(ids(half)) == 101 and not half.filter_row.update_list.isVisible()


def test_whoever_scrolled_keeps_their_place(qtbot: QtBot, store: Store, half: OrdersView) -> None:
    half.table.verticalScrollBar().setValue(20)
    before = ids(half)
    store.add([made_order(1)])
    refresh(qtbot, half)
    assert ids(half) == before


def test_a_refresh_that_changes_no_order_offers_nothing(qtbot: QtBot, store: Store, half: OrdersView) -> None:
    choose(half.table, 3)
    store.add([made_order(53, memo="変わった")])
    refresh(qtbot, half)
    assert not half.filter_row.update_list.isVisible()
    assert text(half, 3, OrderColumn.MEMO) == "変わった"


def test_what_the_person_did_shows_at_once(qtbot: QtBot, store: Store, half: OrdersView) -> None:
    choose(half.table, 3)
    store.add([made_order(1)])
    with qtbot.waitSignal(half._listing.finished):
        half.refresh_at_once()
    assert len(ids(half)) == 101
    assert half.table.currentIndex().row() == 4


def test_another_list_takes_the_offer_away(qtbot: QtBot, store: Store, half: OrdersView) -> None:
    choose(half.table, 3)
    store.add([made_order(1)])
    refresh(qtbot, half)
    with qtbot.waitSignal(half._listing.finished):
        half.filter_row.tabs.setCurrentIndex(1)
    assert not half.filter_row.update_list.isVisible()
    QTest.keyClick(half.table, Qt.Key.Key_F6)
    assert half.filter_row.query.lane == "new"


@pytest.mark.parametrize(
    ("raw", "typed", "marked"),
    [
        ("佐藤 花子", "佐藤", ["佐藤"]),
        ("ｻﾄｳ ﾊﾅｺ", "さとう", ["ｻﾄｳ"]),
        ("ﾐﾀﾞ 様", "みだ", ["ﾐﾀﾞ"]),
        ("髙﨑 太郎", "高崎", ["髙﨑"]),
        ("090-0000-0417", "00000417", ["0000-0417"]),
        ("一番町１－２－３", "1-2-3", ["１－２－３"]),
        ("<b>佐藤</b>&amp;", "佐藤", ["佐藤"]),
        ("佐藤 佐藤", "佐藤", ["佐藤", "佐藤"]),
        ("㈱山田", "(株)", ["㈱"]),
        ("鈴木", "佐藤", []),
    ],
)
def test_a_hit_is_marked_in_the_raw_text(raw: str, typed: str, marked: list[str]) -> None:
    assert [raw[first:last] for first, last in spans(raw, words(typed))] == marked


@hypothesis_settings(max_examples=300, deadline=None)
@given(raw=st.text(st.sampled_from("佐藤ｻｶﾞﾞさ髙09-－ー １㈱"), max_size=14), at=st.integers(0, 13))
def test_what_is_found_is_what_is_marked(raw: str, at: int) -> None:
    word = normalised(raw)[at : at + 2]
    for first, last in spans(raw, [word] if word else []):
        assert raw[first:last] and (word in normalised(raw) and first < last <= len(raw))
    if word and normalised("".join(map(normalised, raw))) == normalised(raw):
        assert spans(raw, [word])


def test_an_offer_beside_everything_else_fits_into_a_small_screen(
    qtbot: QtBot, store: Store, half: OrdersView
) -> None:
    half.resize(820, 600)
    half.filter_row.tabs.choose(TO_CHECK)
    qtbot.waitUntil(half.filter_row.inbox.isVisible)
    qtbot.waitUntil(lambda: not half._listing.is_running)
    choose(half.table, 3)
    store.add([made_order(number) for number in range(40)])
    refresh(qtbot, half)
    assert half.filter_row.update_list.isVisible()
    assert half.minimumSizeHint().width() <= half.width() == 820
