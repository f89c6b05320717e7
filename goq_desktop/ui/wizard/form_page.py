"""A page around one form of 各種設定."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.settings.tiles import Settings, Tile
from goq_desktop.ui.settings.form import TileForm
from goq_desktop.ui.wizard.page import StepPage


class FormPage(StepPage):
    """The form is loaded anew only when its tiles were changed elsewhere: what was typed is never lost."""

    def __init__(self, page: SetupPage, form: TileForm, body: QWidget | None = None) -> None:
        """`body`: what stands on the page when that is more than the form."""
        super().__init__(page, form.title, form.explanation, body or form)
        layout = form.layout()
        if layout is not None:
            # Its labels stand in line with the page's heading.
            layout.setContentsMargins(0, 0, 0, 0)
        self.form = form
        self._shown: dict[str, Tile] | None = None

    def fill(self, settings: Settings) -> None:
        if self._shown is not None and self._shown == self._of_form(settings):
            return
        self.form.load(settings)
        self._shown = self._of_form(settings)

    def tiles(self) -> Mapping[str, Tile]:
        return self.form.tiles()

    def note_saved(self) -> None:
        self._shown = dict(self.form.tiles())

    def validatePage(self) -> bool:
        return self.form.check()

    def _of_form(self, settings: Settings) -> dict[str, Tile]:
        return {name: getattr(settings, name) for name in self.form.tiles()}
