"""The part of the guided tour that works with the list: conditions, saved views, row height, shops, news."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Generator
from datetime import timedelta

from PySide6.QtCore import QDate, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from goq_desktop.domain.filters import NO_FILTERS
from goq_desktop.ui.desk import Desk
from goq_desktop.ui.orders.density import Density
from goq_desktop.ui.orders.filter_dialog import FilterDialog
from goq_desktop.ui.orders.view_name_dialog import ViewNameDialog
from goq_desktop.ui.orders.views_dialog import ViewsDialog

Walk = Generator[Callable[[], bool], None, None]
Picture = Callable[[str, QWidget], None]


def walk_list(desk: Desk, picture: Picture) -> Walk:
    """Leaves the list as it was, but for the saved view."""
    assert desk.window is not None
    window, view = desk.window, desk.window.orders
    yield from _conditions(desk, picture)
    yield from _views(desk, picture)
    view.filter_row.clear()
    yield lambda: not desk.listing.is_running
    names = {shop.uid: shop.name for shop in desk.workspace.shops()}
    view.set_shops({**names, "second": "練習ショップ 2号店"})
    view.density.choose(Density.CLOSE)
    view.table.select_first()
    yield _moments()
    picture("orders-close-shops", window)
    view.set_shops(names)
    view.density.choose(Density.NORMAL)
    # As when a fetch brought orders that belong elsewhere, while somebody works on one.
    ids = view.table.first_ids(view.table.model().rowCount())
    desk.listing.ids_refreshed.emit(array("q", reversed(ids)))
    yield _moments()
    picture("orders-changed", window)
    view.filter_row.update_asked.emit()
    view.refresh_at_once()
    yield lambda: not desk.listing.is_running


def _conditions(desk: Desk, picture: Picture) -> Walk:
    assert desk.window is not None
    window, row = desk.window, desk.window.orders.filter_row
    QTimer.singleShot(0, row.narrow.click)  # it does not come back before the dialog is closed
    yield lambda: isinstance(QApplication.activeModalWidget(), FilterDialog)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FilterDialog)
    since = desk.workspace.today() - timedelta(days=30)
    dialog.days.since.box.click()
    dialog.days.since.date.setDate(QDate(since.year, since.month, since.day))
    dialog.amounts[0].setValue(3_000)
    dialog.flags["has_memo"].setCurrentIndex(1)
    yield _moments()
    picture("orders-conditions", dialog)
    dialog.accept()
    yield lambda: row.query.filters != NO_FILTERS and not desk.listing.is_running
    desk.window.orders.table.select_first()
    yield _moments()
    picture("orders-chips", window)


def _views(desk: Desk, picture: Picture) -> Walk:
    assert desk.window is not None
    views = desk.window.orders.filter_row.views
    QTimer.singleShot(0, views.keep.trigger)
    yield lambda: isinstance(QApplication.activeModalWidget(), ViewNameDialog)
    naming = QApplication.activeModalWidget()
    assert isinstance(naming, ViewNameDialog)
    naming.save.click()
    yield _moments()
    picture("view-name-missing", naming)
    naming.line.setText("備考あり・3,000円以上")
    yield _moments()
    picture("view-name", naming)
    naming.save.click()
    yield lambda: bool(views.open_actions)
    views.menu().popup(views.mapToGlobal(views.rect().bottomLeft()))
    yield _moments()
    picture("views-menu", views.menu())
    views.menu().close()
    QTimer.singleShot(0, views.arrange.trigger)
    yield lambda: isinstance(QApplication.activeModalWidget(), ViewsDialog)
    arranging = QApplication.activeModalWidget()
    assert isinstance(arranging, ViewsDialog)
    picture("views-arrange", arranging)
    arranging.reject()
    yield lambda: QApplication.activeModalWidget() is None


def _moments() -> Callable[[], bool]:
    """True after some looks: detail and chips follow with a short delay."""
    looks = iter([False] * 10)
    return lambda: next(looks, True)
