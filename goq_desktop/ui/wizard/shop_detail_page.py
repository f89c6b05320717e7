"""モール詳細設定 in the wizard: the connection test on request, and the keys changed before going on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot

from goq_desktop.domain.connection import ConnectionProof, KeyKind
from goq_desktop.domain.problems import Problem, ProblemCode, ProblemError
from goq_desktop.services.key_rotation import Condition, KeyChange, Rotation
from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Settings, Shop, Shops
from goq_desktop.ui.settings.confirmation import Confirmation
from goq_desktop.ui.settings.shop_detail import ShopDetailForm
from goq_desktop.ui.wizard.actions import SetupActions
from goq_desktop.ui.wizard.form_page import FormPage

_KEYRING_CODES: Final = (
    ProblemCode.KEYRING_ABSENT,
    ProblemCode.KEYRING_LOCKED,
    ProblemCode.KEYRING_SILENT,
    ProblemCode.KEYRING_CHANGED,
)


class ShopDetailPage(FormPage):
    """Keys go from the form to the credential store by plain calls; no signal and no file carries them.

    New keys count only when the shop takes them; until then the kept ones do, and what was typed stays in
    the form. Where the shop cannot be asked, `offer` stands below and leaves it to the person.
    `keyring_failed`: they could not be kept, and the keyring's page knows what to do. `exchanged`: kept
    keys were, while the page stays; everything on it is saved.
    """

    keyring_failed = Signal()
    exchanged = Signal()

    def __init__(self, form: ShopDetailForm, actions: SetupActions, store: SettingsStore) -> None:
        super().__init__(SetupPage.SHOP_DETAIL, form)
        self._detail = form
        self._actions = actions
        self._store = store
        self._unkept: list[str] = []  # uids, the first of which `offer` is about
        self.offer = Confirmation(self.tr("確認せずに保管"))
        self.offer.confirmed.connect(self._on_offer_taken)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self.offer)
        form.test_requested.connect(self._on_test_requested)
        form.exchange_requested.connect(self._on_exchange_requested)
        form.edited.connect(self.offer.hide)

    def fill(self, settings: Settings) -> None:
        self.offer.hide()
        super().fill(settings)

    def begin_leaving(self) -> bool:
        uids = [shop.uid for shop in self._shops() if self._typed(shop.uid)]
        if uids:
            self._change_next(uids, Condition.MUST_WORK)
        return not uids

    def _change_next(self, uids: list[str], condition: Condition) -> None:
        """Change the keys of the first shop, then go on with the others."""

        def done(rotation: Rotation) -> None:
            if not rotation.is_adopted:
                self._tell_unadopted(uids, rotation)
            elif uids[1:]:
                self._change_next(uids[1:], Condition.MUST_WORK)
            else:
                self.cleared.emit()

        uid = uids[0]
        change = KeyChange(
            shop=self._shop(uid),
            typed=self._typed(uid),
            issued_on=self._detail.entered_issue_day(uid),
            condition=condition,
        )
        self._change(change, done)

    def _change(self, change: KeyChange, done: Callable[[Rotation], None]) -> None:
        self.offer.hide()
        self.say("")
        text = self.tr("「{shop}」に新しいキーで接続しています…").format(shop=change.shop.name)
        if change.condition is Condition.UNTESTED:
            text = self.tr("キーを安全な場所に保管しています…")
        number = self.wait_for(text, self._actions.cancel)

        def changed(result: Rotation | Problem) -> None:
            if not self.end_wait(number):
                return
            if isinstance(result, Rotation):
                if result.is_adopted:
                    # Everything else on the page was saved before: nothing is lost by showing what is kept.
                    self._detail.forget_keys(change.shop.uid)
                    self._detail.load(self._store.load().settings)
                done(result)
            elif result.code in _KEYRING_CODES:
                self.keyring_failed.emit()
            else:
                self.show_problem(result)

        self._actions.change_keys(change, changed)

    def _tell_unadopted(self, uids: list[str], rotation: Rotation) -> None:
        """Say why on the panel of the shop; its kept keys count as before."""
        proof = rotation.proof
        assert proof is not None
        if self._detail.current_uid != uids[0]:
            self._detail.show_shop(uids[0])
        if all(entry.is_set for entry in self._detail.keys.values()):
            self.say(self.tr("保存されているキーは変わっていません。"))
        if rotation.is_refused or proof.problem is None:
            self._detail.show_proof(proof)
            if proof.keys_look_swapped:
                self._detail.exchange_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._detail.show_problem(proof.problem)
        self._unkept = uids
        text = self.tr("新しいキーで接続できるか、いまは確かめられません。確認せずに保管しますか。")
        self.offer.ask(text)

    @Slot()
    def _on_offer_taken(self) -> None:
        self._change_next(self._unkept, Condition.UNTESTED)

    @Slot(str)
    def _on_test_requested(self, uid: str) -> None:
        shop = self._shop(uid)
        self.offer.hide()
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

    @Slot(str)
    def _on_exchange_requested(self, uid: str) -> None:
        """Kept keys cannot be shown; they are exchanged where they lie, and tested there."""
        try:
            self._store.save(shops=self.tiles()["shops"])
        except ProblemError as error:
            self.show_problem(error.problem)
            return

        def done(rotation: Rotation) -> None:
            if rotation.is_adopted:
                self.exchanged.emit()
            if rotation.proof is not None:
                self._detail.show_proof(rotation.proof)

        self._change(KeyChange(shop=self._shop(uid), typed=self._typed(uid), is_exchanged=True), done)

    def _shops(self) -> tuple[Shop, ...]:
        tile = self._detail.tiles()["shops"]
        assert isinstance(tile, Shops)
        return tile.shops

    def _shop(self, uid: str) -> Shop:
        return next(shop for shop in self._shops() if shop.uid == uid)

    def _typed(self, uid: str) -> dict[KeyKind, str]:
        return {kind: text for kind, text in self._detail.entered_keys(uid).items() if text}
