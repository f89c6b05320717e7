"""A page around one form of 各種設定."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from PySide6.QtWidgets import QVBoxLayout, QWidget

from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.settings.tiles import Desk, Settings, Setup, Tile
from goq_desktop.ui import theme
from goq_desktop.ui.settings.form import TileForm
from goq_desktop.ui.wizard.form_scroll import FormScroll
from goq_desktop.ui.wizard.page import StepPage


class FormPage(StepPage):
    """The form is loaded anew only when something it may show was changed: what was typed is never lost."""

    def __init__(self, page: SetupPage, form: TileForm, head: QWidget | None = None) -> None:
        """`head`: what stands above the form and scrolls with it."""
        self.form_scroll = FormScroll(_below(head, form) if head else form)
        super().__init__(page, form.title, form.explanation, self.form_scroll)
        layout = form.layout()
        if layout is not None:
            # Its labels stand in line with the page's heading, and nothing touches the scroll bar.
            layout.setContentsMargins(0, 0, theme.SPACE, 0)
        self.form = form
        self._own: dict[str, Tile] | None = None
        self._others: Settings | None = None

    def fill(self, settings: Settings) -> None:
        own, others = self._of_form(settings), self._beside(settings)
        if self._own == own and self._others == others:
            return
        is_own_known = self._own == own
        self._own, self._others = own, others
        # Its own tiles are as they were: only what it shows of the others is new, such as another shop.
        if not is_own_known:
            self.form.load(settings)
            return
        unfinished = self.form.unfinished()
        self.form.load(msgspec.structs.replace(settings, **self.form.tiles()))
        self.form.show_unfinished(unfinished)

    def refill(self, settings: Settings) -> None:
        """Show what the settings hold, whatever was typed."""
        self._own = self._others = None
        self.fill(settings)

    def tiles(self) -> Mapping[str, Tile]:
        return self.form.tiles()

    def note_saved(self) -> None:
        self._own = dict(self.form.tiles())

    def validatePage(self) -> bool:
        return self.form.check()

    def _of_form(self, settings: Settings) -> dict[str, Tile]:
        return {name: getattr(settings, name) for name in self.form.tiles()}

    def _beside(self, settings: Settings) -> Settings:
        """All but the form's own tiles and what no form shows."""
        blank = {name: getattr(Settings(), name) for name in self.form.tiles()}
        return msgspec.structs.replace(settings, **blank, setup=Setup(), desk=Desk())


def _below(head: QWidget, form: TileForm) -> QWidget:
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.SPACE * 2)
    column.addWidget(head)
    column.addWidget(form, 1)
    return body
