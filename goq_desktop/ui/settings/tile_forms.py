"""The eight forms of 各種設定 by the page they stand for; wizard and hub show the same classes."""

from __future__ import annotations

from dataclasses import dataclass

from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.ui.settings.form import TileForm
from goq_desktop.ui.settings.other import OtherForm
from goq_desktop.ui.settings.shop_detail import ShopDetailForm


@dataclass(frozen=True, slots=True, kw_only=True)
class TileForms:
    """In the order of the tiles; whoever makes them gives each what it needs."""

    contractor: TileForm
    carriers: TileForm
    shops: TileForm
    payments: TileForm
    shop_detail: ShopDetailForm
    slips: TileForm
    other: OtherForm
    options: TileForm

    def of(self, page: SetupPage) -> TileForm:
        """The form of a tile's page; KEYRING and CONFIRM have none."""
        form = getattr(self, page.value)
        assert isinstance(form, TileForm)
        return form
