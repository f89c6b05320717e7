"""The connection test: both keys, then the order list itself, with the proof or the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.connection import ConnectionProof, KeyCheck, KeyKind
from goq_desktop.domain.fetching import Window
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.malls.client import MallClient
from goq_desktop.services.workspace import Workspace, hidden_in_logs
from goq_desktop.settings.tiles import Shop

_PERIOD: Final = timedelta(days=7)
_OTHER: Final = {KeyKind.OPEN: KeyKind.MANAGER, KeyKind.MANAGER: KeyKind.OPEN}


def check_connection(
    workspace: Workspace, shop: Shop, typed: Mapping[KeyKind, str], token: CancelToken
) -> ConnectionProof:
    """Test the typed keys, or the kept one where none was typed. `shop` may be unsaved.

    Only problems from before the first call (no profile, no key, the keyring) are raised as `ProblemError`.
    """
    profile = workspace.profile(shop.mall)
    kept = workspace.key_reader(shop.uid)

    def reveal(kind: KeyKind) -> str:
        return hidden_in_logs(typed.get(kind) or kept(kind))

    keys = {kind: reveal(kind) for kind in KeyKind}
    with MallClient(profile, shop.shop_id, keys.__getitem__, workspace.clock, token) as client:
        proof = _prove(client, workspace, shop)
    if _refused(proof) and keys[KeyKind.OPEN] != keys[KeyKind.MANAGER]:
        exchanged = {kind: keys[_OTHER[kind]] for kind in KeyKind}
        with MallClient(profile, shop.shop_id, exchanged.__getitem__, workspace.clock, token) as client:
            if all(client.check_key(kind).problem is None for kind in KeyKind):
                return replace(proof, keys_look_swapped=True)
    if proof.is_working and not typed:
        workspace.note_keys_worked(shop.uid, tuple(KeyKind))
    return proof


def _prove(client: MallClient, workspace: Workspace, shop: Shop) -> ConnectionProof:
    checks = tuple(client.check_key(kind) for kind in KeyKind)
    proof = ConnectionProof(shop_uid=shop.uid, checks=checks, clock_off_minutes=client.clock_off_minutes)
    if _of(checks, KeyKind.MANAGER).problem is not None:
        return proof
    try:
        found = client.look_at_orders(Window(since=workspace.clock.now() - _PERIOD))
    except ProblemError as error:
        return replace(proof, orders_problem=error.problem)
    newest = found.newest
    return replace(
        proof,
        orders_7_days=found.count,
        newest_number=newest.number if newest else "",
        newest_ordered=newest.ordered.utc if newest and newest.ordered else None,
        clock_off_minutes=client.clock_off_minutes,
    )


def _refused(proof: ConnectionProof) -> bool:
    return all(check.problem and check.problem.code == ProblemCode.KEY_REFUSED for check in proof.checks)


def _of(checks: tuple[KeyCheck, ...], kind: KeyKind) -> KeyCheck:
    return next(check for check in checks if check.key == kind)
