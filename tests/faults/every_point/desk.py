"""The desk in one folder, as its app starts it and its person works on it; each act can be tried again."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from goq_desktop.credentials.keyring_store import KeyringStore
from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.edits import EditField, Wish
from goq_desktop.domain.fetching import FetchRequest
from goq_desktop.paths import Home
from goq_desktop.practice.keys import SHOP_ID
from goq_desktop.practice.profile import MALL
from goq_desktop.services import confirming, editing, restoring
from goq_desktop.services.exporting import ExportFormat, export_orders
from goq_desktop.services.fetching import fetch_orders
from goq_desktop.services.key_rotation import KeyChange, drop_noted_keys, rotate_keys
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Shop
from goq_desktop.storage.order_export import all_orders
from goq_desktop.storage.stored_order import StoredOrder
from tests.faults.every_point.keyring import Entries, MemoryKeyring
from tests.faults.every_point.shop import NearShop
from tests.support.canaries import CanaryKeys
from tests.support.malls import PatientToken

SHOP: Final = Shop(uid="s1", mall=MALL, name="練習ショップ", shop_id=SHOP_ID, fetch_days=14)


class Desk:
    """One start of the app to its end; `morning` is the PC's time, from which the acts of a day count."""

    def __init__(self, root: Path, entries: Entries, shop: NearShop, morning: datetime) -> None:
        self.root = root
        self.keyring = MemoryKeyring(entries)
        self.shop = shop
        self.morning = morning
        self.clock = shop.clock
        self.clock.time = morning
        self.workspace = self._workspace()

    def _workspace(self) -> Workspace:
        store = KeyringStore(opener=self.keyring.vault)
        return Workspace(Home.at(self.root / "home"), store, self.clock)

    def start(self) -> None:
        """What `app.run_window` and the window do before a person can do anything."""
        workspace = self.workspace
        workspace.prepare()
        workspace.sweep_session()
        workspace.settings_store.sweep()
        assert workspace.problems_at_start() == ()
        drop_noted_keys(workspace)
        workspace.database()
        restoring.take_restored(workspace)

    def stop(self) -> None:
        self.workspace.close()

    def restart(self) -> None:
        self.stop()
        self.workspace = self._workspace()
        self.start()

    def at(self, hours: float) -> None:
        self.clock.time = self.morning + timedelta(hours=hours)

    # -- acts

    def fetch(self) -> bool:
        """Whether all that the plan says was read."""
        request = FetchRequest(shop_uid=SHOP.uid)
        return fetch_orders(self.workspace, request, PatientToken(), lambda _: None).is_complete

    def set_keys(self, keys: CanaryKeys) -> None:
        typed = {KeyKind.OPEN: keys.open, KeyKind.MANAGER: keys.manager}
        assert rotate_keys(self.workspace, KeyChange(shop=SHOP, typed=typed), PatientToken()).is_adopted

    def orders(self) -> list[StoredOrder]:
        return sorted(all_orders(self.workspace.database()), key=lambda one: one.order.serial)

    def ids(self, serials: list[str]) -> list[int]:
        return [one.id for one in self.orders() if one.order.serial in serials]

    def edit(self, serials: list[str], field: EditField, value: str | None) -> None:
        editing.edit(self.workspace, self.ids(serials), [Wish(field, value)])

    def holds(self, serials: list[str], field: EditField) -> bool:
        """Whether any of the orders has an edit of this field."""
        orders = (one for one in self.orders() if one.order.serial in serials)
        return any(edit.field is field for one in orders for edit in one.edits)

    def undo(self) -> None:
        editing.undo(self.workspace)

    def redo(self) -> None:
        editing.redo(self.workspace)

    def confirm(self, serials: list[str]) -> None:
        for one in self.orders():
            if one.order.serial in serials:
                marks = [reason.mark for reason in one.checks if not reason.is_confirmed]
                confirming.confirm(self.workspace, one.id, marks)

    def export(self, name: str, form: ExportFormat) -> None:
        folder = self.root / "desktop"
        folder.mkdir(exist_ok=True)
        export_orders(self.workspace, folder / name, form)
