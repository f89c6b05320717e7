"""その他設定: statuses, days of rest, delivery times, roundings, 同梱候補, CSV, backups and the erasing of people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec
from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from goq_desktop.clock import Clock
from goq_desktop.domain.sight import StoreSight
from goq_desktop.settings.tiles import Other, Settings, Tile
from goq_desktop.ui import theme
from goq_desktop.ui.settings.bundling_section import BundlingSection
from goq_desktop.ui.settings.calendar_section import CalendarSection
from goq_desktop.ui.settings.csv_section import CsvSection
from goq_desktop.ui.settings.form import TileForm
from goq_desktop.ui.settings.keeping_section import KeepingSection
from goq_desktop.ui.settings.lanes_section import LanesSection
from goq_desktop.ui.settings.rounding_section import RoundingSection
from goq_desktop.ui.settings.slot_names_section import SlotNamesSection

_WARNING_SIZE: Final = 16


class OtherForm(TileForm):
    """A tab a section; the tab that is shown stays when the settings are loaded anew."""

    backup_requested = Signal()
    restore_requested = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.title = self.tr("その他設定")
        self.explanation = self.tr("ステータス、休業日、バックアップなど、お店全体の決まりです。")
        self.lanes = LanesSection()
        self.calendar = CalendarSection(clock)
        self.slot_names = SlotNamesSection()
        self.rounding = RoundingSection()
        self.bundling = BundlingSection()
        self.csv = CsvSection()
        self.keeping = KeepingSection()
        self.keeping.backup_requested.connect(self.backup_requested)
        self.keeping.restore_requested.connect(self.restore_requested)
        self._forms: tuple[TileForm, ...] = (self.lanes, self.calendar, self.slot_names, self.keeping)
        self._bad: set[QWidget] = set()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.title)
        self.tabs.tabBar().setAccessibleName(self.tr("その他設定の区分"))
        sections = (
            self.lanes,
            self.calendar,
            self.slot_names,
            self.rounding,
            self.bundling,
            self.csv,
            self.keeping,
        )
        for section in sections:
            self.tabs.addTab(section, section.title)
            section.edited.connect(self.edited)
        outer = QVBoxLayout(self)
        outer.addWidget(self.tabs)

    def load(self, settings: Settings) -> None:
        for form in self._forms:
            form.load(settings)
        self.rounding.load(settings.other.rounding)
        self.bundling.load(settings.other.bundle_days)
        self.csv.load(settings.other.csv_encoding)
        self._mark(set())

    def tiles(self) -> Mapping[str, Tile]:
        tiles = {name: tile for form in self._forms for name, tile in form.tiles().items()}
        other = tiles["other"]
        assert isinstance(other, Other)
        tiles["other"] = msgspec.structs.replace(
            other,
            rounding=self.rounding.rounding,
            bundle_days=self.bundling.days,
            csv_encoding=self.csv.encoding,
        )
        return tiles

    def unfinished(self) -> tuple[object, ...]:
        return self.slot_names.unfinished()

    def show_unfinished(self, unfinished: tuple[object, ...]) -> None:
        self.slot_names.show_unfinished(unfinished)

    def check(self) -> bool:
        """Every section is looked at; the one that is shown goes first, then the first with a problem."""
        shown = self.tabs.currentWidget()
        bad = [form for form in self._forms if not form.check()]
        self._mark(set(bad))
        if not bad:
            return True
        if shown not in bad:
            self.tabs.setCurrentWidget(bad[0])
        return False

    def show_sight(self, sight: StoreSight) -> None:
        self.slot_names.show_sight(sight)

    def show_last_backup(self, text: str) -> None:
        """When the newest backup was made; empty when there is none."""
        self.keeping.show_last_backup(text)

    def offer_backup(self, is_offered: bool) -> None:
        """Show 今すぐバックアップ: where somebody listens to `backup_requested`."""
        self.keeping.offer_backup(is_offered)

    def offer_restore(self) -> None:
        """Show バックアップから元に戻す: where somebody listens to `restore_requested`."""
        self.keeping.offer_restore()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self._mark(self._bad)
        super().changeEvent(event)

    def _mark(self, bad: set[QWidget]) -> None:
        """A sign on the tabs of sections with a problem, in words for screen readers too."""
        self._bad = bad
        warning = theme.pixmap("warning", theme.colours().problem, _WARNING_SIZE, self.devicePixelRatioF())
        for place in range(self.tabs.count()):
            is_bad = self.tabs.widget(place) in bad
            self.tabs.setTabIcon(place, QIcon(warning) if is_bad else QIcon())
            name = self.tabs.tabText(place)
            self.tabs.tabBar().setAccessibleTabName(
                place, self.tr("{name}、直すところがあります").format(name=name) if is_bad else name
            )
