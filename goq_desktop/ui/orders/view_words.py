"""What a saved view keeps, in words: shown before it is saved."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from goq_desktop.ui.orders.columns import title
from goq_desktop.ui.orders.density import density_name, density_of
from goq_desktop.ui.orders.filter_words import chips
from goq_desktop.ui.orders.saved_views import SavedView


def summary(view: SavedView, place: str) -> tuple[tuple[str, str], ...]:
    """Name and content of each part; what the view does not narrow is left out. `place`: shop and lane."""
    translate = QCoreApplication.translate
    query, look = view.query, view.look
    direction = (
        translate("SavedViews", "{0} ▼（降順）")
        if query.descending
        else translate("SavedViews", "{0} ▲（昇順）")
    )
    parts = [(translate("SavedViews", "タブ"), place)]
    if query.text:
        parts.append((translate("SavedViews", "絞り込み"), query.text))
    if query.filters:
        parts.append((translate("SavedViews", "条件"), "、".join(chip.text for chip in chips(query.filters))))
    parts.append((translate("SavedViews", "並び順"), direction.format(title(query.sort))))
    if look is not None:
        shown = sum(column.is_shown for column in look.columns)
        columns = translate("SavedViews", "{0}列と、その順番・幅").format(shown)
        parts.append((translate("SavedViews", "列"), columns))
        parts.append((translate("SavedViews", "行の高さ"), density_name(density_of(look.density))))
    return tuple(parts)
