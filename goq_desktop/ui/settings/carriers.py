"""配達業者設定: the carriers in use, each with its services and what its slips need."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QVBoxLayout

from goq_desktop.domain.carriers import CARRIERS
from goq_desktop.settings import checks
from goq_desktop.settings.tiles import Carriers, CarrierUse, Settings, Tile
from goq_desktop.ui import theme
from goq_desktop.ui.settings.carrier_panel import CarrierPanel
from goq_desktop.ui.settings.form import TileForm
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role

_LIST_WIDTH: Final = 128
# What a small shop most often starts with; the plain parcel is the first service of each.
_FIRST_CARRIERS: Final = ("yamato", "sagawa", "japan_post")


class CarriersForm(TileForm):
    """A list of the carriers and the panel of the one that is chosen there.

    Without a saved choice it proposes the plain parcel of the three large carriers.
    """

    def __init__(self) -> None:
        super().__init__()
        self.title = self.tr("配達業者設定")
        self.explanation = self.tr("お店で使う配送業者とサービスを選びます。あとから変えられます。")
        self._message = MessageLine()
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("配送業者の一覧"))
        self.list.setFixedWidth(_LIST_WIDTH)
        self.list.setSpacing(theme.SPACE // 4)
        self.panels = tuple(CarrierPanel(carrier) for carrier in CARRIERS)
        self._stack = QStackedWidget()
        for panel in self.panels:
            item = QListWidgetItem(panel.carrier.name, self.list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            self._stack.addWidget(panel)
            panel.edited.connect(self._on_panel_edited)
        self.list.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.list.itemChanged.connect(self._on_item_changed)
        self._lay_out()

    @property
    def problem(self) -> str:
        return self._message.text

    def load(self, settings: Settings) -> None:
        used = {use.carrier: use for use in settings.carriers.used} or _proposal()
        for panel in self.panels:
            panel.load(used.get(panel.carrier.code))
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(next((row for row, each in enumerate(self.panels) if each.is_used), 0))
        self._on_uses_changed()

    def tiles(self) -> Mapping[str, Tile]:
        return {"carriers": self._tile()}

    def check(self) -> bool:
        """The first carrier with a problem is shown; the problems of the others wait on their panels."""
        for panel in self.panels:
            panel.clear_problems()
        self._message.clear()
        used = [panel for panel in self.panels if panel.is_used]
        if not used:
            self._message.say(Role.PROBLEM, self.tr("使う配送業者を1つ以上選んでください。"))
            self._go_to(self.panels[max(0, self.list.currentRow())])
            return False
        without_service = [panel for panel in used if not panel.services.chosen]
        if without_service:
            text = self.tr("{carrier}のサービスを1つ以上選ぶか、{carrier}のチェックを外してください。")
            self._message.say(Role.PROBLEM, text.format(carrier=without_service[0].carrier.name))
            self._go_to(without_service[0])
            return False
        return self._check_fields(used)

    def _check_fields(self, used: list[CarrierPanel]) -> bool:
        self.show_field_problems(checks.check_carriers(self._tile()))
        for panel in used:
            panel.show_missing()
            panel.show_notices()
        wrong = next((panel for panel in used if panel.has_problem), None)
        if wrong is not None:
            self.list.setCurrentRow(self.panels.index(wrong))
            wrong.go_to_problem()
        return wrong is None

    def _tile(self) -> Carriers:
        return Carriers(used=tuple(panel.use() for panel in self.panels if panel.is_used))

    def _go_to(self, panel: CarrierPanel) -> None:
        self.list.setCurrentRow(self.panels.index(panel))
        panel.use_box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_uses_changed(self) -> None:
        """The list's marks and the places in the tile follow the panels."""
        with QSignalBlocker(self.list):
            for row, panel in enumerate(self.panels):
                state = Qt.CheckState.Checked if panel.is_used else Qt.CheckState.Unchecked
                item = self.list.item(row)
                item.setCheckState(state)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, panel.use_box.text())
        used = [panel for panel in self.panels if panel.is_used]
        self.fields = {
            f"used[{place}].{name}": field
            for place, panel in enumerate(used)
            for name, field in panel.fields.items()
        }

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(theme.SPACE)
        right.addWidget(self._message)
        right.addWidget(self._stack, 1)
        outer = QHBoxLayout(self)
        outer.setSpacing(theme.SPACE * 2)
        outer.addWidget(self.list)
        outer.addLayout(right, 1)

    @Slot()
    def _on_panel_edited(self) -> None:
        self._message.clear()
        self._on_uses_changed()
        self.edited.emit()

    @Slot(QListWidgetItem)
    def _on_item_changed(self, item: QListWidgetItem) -> None:
        row = self.list.row(item)
        self.list.setCurrentRow(row)
        self.panels[row].use_box.setChecked(item.checkState() is Qt.CheckState.Checked)


def _proposal() -> dict[str, CarrierUse]:
    return {
        carrier.code: CarrierUse(carrier=carrier.code, services=(carrier.services[0].code,))
        for carrier in CARRIERS
        if carrier.code in _FIRST_CARRIERS
    }
