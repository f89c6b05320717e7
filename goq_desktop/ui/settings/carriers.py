"""配達業者設定: the carriers in use, each with its services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QVBoxLayout

from goq_desktop.domain.carriers import CARRIERS, Carrier
from goq_desktop.settings.tiles import Carriers, CarrierUse, Settings, Tile
from goq_desktop.ui import theme
from goq_desktop.ui.settings.form import TileForm
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role

_SERVICES_A_LINE: Final = 3
# What a small shop most often starts with; the plain parcel is the first service of each.
_FIRST_CARRIERS: Final = ("yamato", "sagawa", "japan_post")


class CarriersForm(TileForm):
    """Without a saved choice it proposes the plain parcel of the three large carriers."""

    def __init__(self) -> None:
        super().__init__()
        self.title = self.tr("配達業者設定")
        self.explanation = self.tr("お店で使う配送業者とサービスを選びます。あとから変えられます。")
        self._message = MessageLine()
        self._carriers: dict[str, QCheckBox] = {}
        self._services: dict[str, dict[str, QCheckBox]] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE * 2)
        grid.setVerticalSpacing(theme.SPACE)
        for carrier in CARRIERS:
            self._add_carrier(grid, carrier)
        grid.setColumnStretch(_SERVICES_A_LINE + 1, 1)
        outer = QVBoxLayout(self)
        outer.addLayout(grid)
        outer.addSpacing(theme.SPACE)
        outer.addWidget(self._message)
        outer.addStretch(1)

    @property
    def problem(self) -> str:
        return self._message.text

    def load(self, settings: Settings) -> None:
        used = {use.carrier: use.services for use in settings.carriers.used}
        if not used:
            first = {carrier.code: carrier.services[0].code for carrier in CARRIERS}
            used = {code: (first[code],) for code in _FIRST_CARRIERS}
        for code, box in self._carriers.items():
            with QSignalBlocker(box):
                box.setChecked(code in used)
            for service, service_box in self._services[code].items():
                with QSignalBlocker(service_box):
                    service_box.setChecked(service in used.get(code, ()))
                service_box.setEnabled(code in used)
        self._message.clear()

    def tiles(self) -> Mapping[str, Tile]:
        uses = [
            CarrierUse(
                carrier=code,
                services=tuple(name for name, each in self._services[code].items() if each.isChecked()),
            )
            for code, box in self._carriers.items()
            if box.isChecked()
        ]
        return {"carriers": Carriers(used=tuple(uses))}

    def check(self) -> bool:
        empty = [code for code, box in self._carriers.items() if box.isChecked() and not self._chosen(code)]
        if not any(box.isChecked() for box in self._carriers.values()):
            self._message.say(Role.PROBLEM, self.tr("使う配送業者を1つ以上選んでください。"))
            next(iter(self._carriers.values())).setFocus(Qt.FocusReason.OtherFocusReason)
        elif empty:
            box = self._carriers[empty[0]]
            text = self.tr("{carrier}のサービスを1つ以上選ぶか、{carrier}のチェックを外してください。")
            self._message.say(Role.PROBLEM, text.format(carrier=box.text()))
            box.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._message.clear()
            return True
        return False

    def _chosen(self, code: str) -> bool:
        return any(box.isChecked() for box in self._services[code].values())

    def _add_carrier(self, grid: QGridLayout, carrier: Carrier) -> None:
        if grid.count():
            rule = QFrame()
            rule.setFrameShape(QFrame.Shape.HLine)
            rule.setForegroundRole(rule.palette().ColorRole.Mid)
            grid.addWidget(rule, grid.rowCount(), 0, 1, _SERVICES_A_LINE + 2)
        row = grid.rowCount()
        box = QCheckBox(carrier.name)
        theme.set_role(box, Role.HEADING)
        box.setAccessibleName(self.tr("{carrier}を使う").format(carrier=carrier.name))
        box.toggled.connect(self._on_carrier_toggled)
        grid.addWidget(box, row, 0)
        self._carriers[carrier.code] = box
        self._services[carrier.code] = {}
        for place, service in enumerate(carrier.services):
            service_box = QCheckBox(service.name)
            service_box.setAccessibleName(
                self.tr("{carrier}の{service}").format(carrier=carrier.name, service=service.name)
            )
            service_box.toggled.connect(self._on_service_toggled)
            line, column = divmod(place, _SERVICES_A_LINE)
            grid.addWidget(service_box, row + line, 1 + column)
            self._services[carrier.code][service.code] = service_box

    @Slot(bool)
    def _on_carrier_toggled(self, is_used: bool) -> None:
        code = next(code for code, box in self._carriers.items() if box is self.sender())
        for box in self._services[code].values():
            box.setEnabled(is_used)
        if is_used and not self._chosen(code):
            next(iter(self._services[code].values())).setChecked(True)
        self._message.clear()
        self.edited.emit()

    @Slot()
    def _on_service_toggled(self) -> None:
        self._message.clear()
        self.edited.emit()
