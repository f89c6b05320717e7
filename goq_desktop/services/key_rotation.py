"""Changes the keys of a shop so that one working pair counts at every moment, and never one key of each.

A pair lies in the keyring under its generation; the settings say which generation counts. The new pair is
written beside the old one and tested; then one write of the settings file lets it count, sets its dates and
notes the old pair for removal. What is noted there and was not removed is removed at a later start.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import partial
from typing import Final

import msgspec

from goq_desktop.cancellation import CancelToken
from goq_desktop.credentials.store import Secret, shop_slot
from goq_desktop.domain.connection import ConnectionProof, KeyKind
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.services.workspace import Workspace, hidden_in_logs
from goq_desktop.settings import files
from goq_desktop.settings.pairs import pair_name, parse_pair_name, with_dropped, with_more_to_drop
from goq_desktop.settings.tiles import KEY_SET_ON, KEY_WORKED_ON, Settings, Shop

_log = logging.getLogger(__name__)

_OTHER: Final = {KeyKind.OPEN: KeyKind.MANAGER, KeyKind.MANAGER: KeyKind.OPEN}
_REFUSALS: Final = (ProblemCode.KEY_REFUSED, ProblemCode.API_NOT_ENABLED)


class Condition(Enum):
    """Under which a pair begins to count. One that the shop refuses never does, but for UNTESTED."""

    MUST_WORK = "must_work"
    IF_REACHED = "if_reached"  # a shop that cannot be reached, or answers badly, says nothing against it
    UNTESTED = "untested"  # a person's choice, after the shop could not be reached


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChange:
    """What a person wants changed. `typed` holds secrets; a key that is not typed stays the kept one.

    `issued_on`: 発行日 as typed; without it, it becomes today where the shop had keys before.
    `is_exchanged`: each key goes into the other's place. A `shop` that is not in the settings is added to
    them in the same write that lets its pair count; of another only the uid is taken from here.
    """

    shop: Shop
    typed: Mapping[KeyKind, str]
    issued_on: date | None = None
    is_exchanged: bool = False
    condition: Condition = Condition.MUST_WORK

    def __repr__(self) -> str:
        return f"KeyChange({self.shop.uid}, {self.condition})"


@dataclass(frozen=True, slots=True)
class Rotation:
    """What came of it. Where `is_adopted` is False the old pair counts as before, and `proof` says why."""

    is_adopted: bool
    proof: ConnectionProof | None = None

    @property
    def is_refused(self) -> bool:
        """The shop itself said no, or would say yes to the exchanged keys."""
        return self.proof is not None and _is_refused(self.proof)


def rotate_keys(workspace: Workspace, change: KeyChange, token: CancelToken) -> Rotation:
    """Keep the new pair, test it, let it count, and remove the old one.

    Raises KEY_MISSING, KEYRING_*, KEY_TOO_LONG, PROFILE_*, STORE_IN_USE while keys are changed elsewhere,
    what a save raises, SHOP_MISSING when the shop was removed meanwhile, and `Cancelled`; each leaves the
    old pair as it was.
    """
    uid = change.shop.uid
    with _turn(workspace, patience=10.0):
        known = workspace.load_settings().settings.shops.find(uid)
        pair = _new_pair(workspace, change)
        old = workspace.key_generation(uid)
        staged = _stage(workspace, uid)
        try:
            for kind, text in pair.items():
                token.check()
                workspace.credentials.write(shop_slot(uid, kind, staged), Secret(text))
            rotation = _judge(workspace, known or change.shop, pair, change.condition, token)
            token.check()
            if rotation.is_adopted:
                _adopt(workspace, change, staged, rotation.proof, is_new=known is None)
        except Exception as error:
            if not _is_silent(error):
                _drop(workspace, pair_name(uid, staged))
            # A call that was given up may still write: its slots are left to a later start, and not used again.
            raise
        _drop(workspace, pair_name(uid, old if rotation.is_adopted else staged))
    return rotation


def drop_noted_keys(workspace: Workspace, shop_uids: Collection[str] | None = None) -> None:
    """Remove the pairs that count for nothing, of these shops or of all; what cannot go now stays noted.

    Costs nothing where none is noted, and waits for nobody who is changing keys. Raises nothing.
    """
    if workspace.is_session_only:
        return  # what is noted lies in the keyring
    try:
        noted = workspace.load_settings().settings.desk.keys_to_drop
        meant = [name for name in noted if shop_uids is None or parse_pair_name(name)[0] in shop_uids]
        if meant:
            with _turn(workspace, patience=0):
                _drop(workspace, *meant)
    except ProblemError as error:
        _log.info("keys are removed later: %s", error)


def _turn(workspace: Workspace, *, patience: float) -> AbstractContextManager[None]:
    """One change of keys a home, by whatever process: another's new pair must not look like a leftover."""
    return files.locked(workspace.home.settings_dir / "keys", patience)


def _new_pair(workspace: Workspace, change: KeyChange) -> dict[KeyKind, str]:
    kept = workspace.key_reader(change.shop.uid)
    pair = {kind: hidden_in_logs(change.typed.get(kind) or kept(kind)) for kind in _OTHER}
    return {kind: pair[other] for kind, other in _OTHER.items()} if change.is_exchanged else pair


def _stage(workspace: Workspace, uid: str) -> int:
    """A generation that was never used, noted for removal before anything is written under it."""
    if workspace.is_session_only:
        return workspace.key_generation(uid) + 1
    staged = 0

    def note(settings: Settings) -> Settings:
        nonlocal staged
        shop = settings.shops.find(uid)
        noted = map(parse_pair_name, settings.desk.keys_to_drop)
        used = {generation for noted_uid, generation in noted if noted_uid == uid}
        staged = max(used | {shop.key_generation if shop else 0}) + 1
        return with_more_to_drop(settings, pair_name(uid, staged))

    workspace.settings_store.change(note)
    return staged


def _judge(
    workspace: Workspace, shop: Shop, pair: Mapping[KeyKind, str], condition: Condition, token: CancelToken
) -> Rotation:
    if condition is Condition.UNTESTED:
        return Rotation(is_adopted=True)
    from goq_desktop.services.checking import check_connection

    proof = check_connection(workspace, shop, pair, token)
    is_let_pass = condition is Condition.IF_REACHED and not _is_refused(proof)
    return Rotation(proof.is_working or is_let_pass, proof)


def _is_refused(proof: ConnectionProof) -> bool:
    problems = (*(check.problem for check in proof.checks), proof.orders_problem)
    return proof.keys_look_swapped or any(problem and problem.code in _REFUSALS for problem in problems)


def _adopt(
    workspace: Workspace, change: KeyChange, staged: int, proof: ConnectionProof | None, *, is_new: bool
) -> None:
    """The one write in which the new pair begins to count."""
    uid, today = change.shop.uid, workspace.today()
    changed = [kind for kind in _OTHER if change.is_exchanged or change.typed.get(kind)]
    dates: dict[str, date | None] = {KEY_SET_ON[kind]: today for kind in changed}
    if proof is not None and proof.is_working:
        dates |= {KEY_WORKED_ON[kind]: today for kind in _OTHER}
    else:
        dates |= {KEY_WORKED_ON[kind]: None for kind in changed}
    workspace.credentials.accept_backend()

    def adopt(settings: Settings) -> Settings:
        shop = settings.shops.find(uid)
        if shop is None and not is_new:
            raise ProblemError(ProblemCode.SHOP_MISSING, name=change.shop.name, known="")
        old = shop or change.shop
        issued_on = change.issued_on or (today if old.has_any_key else old.keys_issued_on)
        new = msgspec.structs.replace(old, **dates, keys_issued_on=issued_on)
        if not workspace.is_session_only:
            settings = with_dropped(settings, pair_name(uid, staged))
            settings = with_more_to_drop(settings, pair_name(uid, old.key_generation))
            desk = msgspec.structs.replace(settings.desk, keyring_backend=workspace.credentials.backend)
            settings = msgspec.structs.replace(settings, desk=desk)
            new = msgspec.structs.replace(new, key_generation=staged)
        return msgspec.structs.replace(settings, shops=settings.shops.with_shop(new))

    workspace.settings_store.change(adopt)
    if workspace.is_session_only:
        workspace.note_session_pair(uid, staged)


def _drop(workspace: Workspace, *names: str) -> None:
    """Remove these pairs, but never one that counts; what cannot be removed now stays noted."""
    try:
        for name in names:
            uid, generation = parse_pair_name(name)
            if not workspace.is_counted(uid, generation):
                for kind in _OTHER:
                    workspace.credentials.delete(shop_slot(uid, kind, generation))
            if not workspace.is_session_only:
                workspace.settings_store.change(partial(_without, name))
    except ProblemError as error:
        _log.info("keys are removed later: %s", error)


def _without(name: str, settings: Settings) -> Settings:
    return with_dropped(settings, name)


def _is_silent(error: Exception) -> bool:
    return isinstance(error, ProblemError) and error.problem.code is ProblemCode.KEYRING_SILENT
