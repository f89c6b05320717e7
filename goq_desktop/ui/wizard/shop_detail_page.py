"""モール詳細設定 in the wizard: the connection test on request, and the keys kept before going on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec
from PySide6.QtCore import Signal, Slot

from goq_desktop.domain.connection import ConnectionProof, KeyKind
from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Shop, Shops, Tile
from goq_desktop.ui.settings.shop_detail import ShopDetailForm
from goq_desktop.ui.wizard.actions import SetupActions
from goq_desktop.ui.wizard.form_page import FormPage

_KEY_DATES: Final = ("open_key_set_on", "open_key_worked_on", "manager_key_set_on", "manager_key_worked_on")
_KEYRING_CODES: Final = (
    ProblemCode.KEYRING_ABSENT,
    ProblemCode.KEYRING_LOCKED,
    ProblemCode.KEYRING_SILENT,
    ProblemCode.KEYRING_CHANGED,
)


class ShopDetailPage(FormPage):
    """Keys go from the form to the credential store by plain calls; no signal and no file carries them.

    `keyring_failed`: they could not be kept, and the keyring's page knows what to do.
    """

    keyring_failed = Signal()

    def __init__(self, form: ShopDetailForm, actions: SetupActions, store: SettingsStore) -> None:
        super().__init__(SetupPage.SHOP_DETAIL, form)
        self._detail = form
        self._actions = actions
        self._store = store
        form.test_requested.connect(self._on_test_requested)

    def tiles(self) -> Mapping[str, Tile]:
        """The days noted about keys are the store's: they are written while this page is open."""
        kept = self._store.load().settings.shops
        return {"shops": Shops(shops=tuple(_with_kept_dates(shop, kept) for shop in self._shops()))}

    def begin_leaving(self) -> bool:
        uids = [shop.uid for shop in self._shops() if self._typed(shop.uid)]
        if uids:
            self._keep_next(uids)
        return not uids

    def _keep_next(self, uids: list[str]) -> None:
        """Keep the keys of the first shop, then go on with the others."""
        number = self.wait_for(self.tr("キーを安全な場所に保管しています…"), self._actions.cancel)

        def done(problem: Problem | None) -> None:
            if not self.end_wait(number):
                return
            if problem is not None:
                if problem.code in _KEYRING_CODES:
                    self.keyring_failed.emit()
                else:
                    self.show_problem(problem)
                return
            self._detail.forget_keys(uids[0])
            if uids[1:]:
                self._keep_next(uids[1:])
            else:
                self.cleared.emit()

        self._actions.save_keys(uids[0], self._typed(uids[0]), done)

    @Slot(str)
    def _on_test_requested(self, uid: str) -> None:
        shop = next(shop for shop in self._shops() if shop.uid == uid)
        number = self.wait_for(
            self.tr("「{shop}」に接続しています…").format(shop=shop.name), self._actions.cancel
        )

        def done(result: ConnectionProof | Problem) -> None:
            if not self.end_wait(number):
                return
            if isinstance(result, Problem):
                self._detail.show_problem(result)
            else:
                self._detail.show_proof(result)

        self._actions.check(shop, self._typed(uid), done)

    def _shops(self) -> tuple[Shop, ...]:
        tile = self._detail.tiles()["shops"]
        assert isinstance(tile, Shops)
        return tile.shops

    def _typed(self, uid: str) -> dict[KeyKind, str]:
        return {kind: text for kind, text in self._detail.entered_keys(uid).items() if text}


def _with_kept_dates(shop: Shop, kept: Shops) -> Shop:
    old = kept.find(shop.uid)
    if old is None:
        return shop
    return msgspec.structs.replace(shop, **{name: getattr(old, name) for name in _KEY_DATES})
