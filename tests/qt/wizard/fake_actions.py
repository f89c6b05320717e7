"""Keys and a shop without a keyring and without a network: what the wizard asks for, answered from a script."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Final

from PySide6.QtCore import QTimer

from goq_desktop.credentials.store import KeyringState
from goq_desktop.domain.connection import ConnectionProof, KeyCheck, KeyKind
from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.services.key_rotation import Condition, KeyChange, Rotation
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import KEY_SET_ON, Shop

TODAY: Final = date(2026, 11, 23)


class FakeSetupActions:
    """Answers in a later turn of the event loop, as the real actions do.

    `keyring`: the states that probing finds, one after the other; the last stays. `problems`: what hinders
    the next changes of keys. While `is_silent`, nothing is answered.
    """

    def __init__(self, store: SettingsStore) -> None:
        self.forgotten: set[str] = set()
        self.keyring = [KeyringState.READY]
        self.problems: list[Problem] = []
        self.right_keys = {KeyKind.OPEN: "right-open-key", KeyKind.MANAGER: "right-manager-key"}
        self.kept: dict[tuple[str, KeyKind], str] = {}
        self.shop_problem: Problem | None = None
        self.is_silent = False
        self.is_session_only = False
        self.cancelled = 0
        self.checked: list[str] = []
        self.changes: list[KeyChange] = []
        self._store = store

    def probe_keyring(self, done: Callable[[KeyringState], None]) -> None:
        state = self.keyring.pop(0) if len(self.keyring) > 1 else self.keyring[0]
        self._later(lambda: done(state))

    def unlock_keyring(self, done: Callable[[KeyringState], None]) -> None:
        self.keyring = [KeyringState.READY]
        self._later(lambda: done(KeyringState.READY))

    def forget_shops(self, shop_uids: Iterable[str]) -> None:
        self.forgotten.update(shop_uids)

    def use_session_store(self) -> None:
        self.is_session_only = True

    def change_keys(self, change: KeyChange, done: Callable[[Rotation | Problem], None]) -> None:
        self.changes.append(change)
        uid = change.shop.uid

        def save() -> None:
            if self.problems:
                done(self.problems.pop(0))
                return
            pair = {kind: change.typed.get(kind) or self.kept[uid, kind] for kind in KeyKind}
            if change.is_exchanged:
                pair = {KeyKind.OPEN: pair[KeyKind.MANAGER], KeyKind.MANAGER: pair[KeyKind.OPEN]}
            proof = None if change.condition is Condition.UNTESTED else self._proof(uid, pair)
            rotation = Rotation(proof is None or proof.is_working, proof)
            if rotation.is_adopted:
                self.kept |= {(uid, kind): text for kind, text in pair.items()}
                days = {KEY_SET_ON[kind]: TODAY for kind in change.typed}
                self._store.update_shop(uid, **days, keys_issued_on=change.issued_on)
            done(rotation)

        self._later(save)

    def check(
        self,
        shop: Shop,
        typed: Mapping[KeyKind, str],
        done: Callable[[ConnectionProof | Problem], None],
    ) -> None:
        self.checked.append(shop.name)
        used = {kind: typed.get(kind) or self.kept.get((shop.uid, kind), "") for kind in KeyKind}
        answer = self.shop_problem or self._proof(shop.uid, used)
        self._later(lambda: done(answer))

    def cancel(self) -> None:
        self.cancelled += 1

    def _proof(self, shop_uid: str, used: Mapping[KeyKind, str]) -> ConnectionProof:
        is_right = used == self.right_keys and self.shop_problem is None
        return ConnectionProof(
            shop_uid=shop_uid,
            checks=tuple(self._check(kind, used[kind]) for kind in KeyKind),
            orders_7_days=12 if is_right else None,
            newest_number="00123456" if is_right else "",
            newest_ordered=datetime(2026, 11, 23, 0, 12, tzinfo=UTC) if is_right else None,
            keys_look_swapped=self.shop_problem is None
            and used[KeyKind.OPEN] == self.right_keys[KeyKind.MANAGER],
        )

    def _check(self, kind: KeyKind, text: str) -> KeyCheck:
        if self.shop_problem is not None:
            return KeyCheck(key=kind, problem=self.shop_problem)
        if text == self.right_keys[kind]:
            return KeyCheck(key=kind, detail="123 件")
        return KeyCheck(key=kind, problem=Problem(ProblemCode.KEY_REFUSED, {"key": kind.value}))

    def _later(self, answer: Callable[[], None]) -> None:
        if not self.is_silent:
            QTimer.singleShot(0, answer)
