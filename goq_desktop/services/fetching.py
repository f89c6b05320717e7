"""One fetch of a shop's orders into the store: the sync core with a home's store, keys and profile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import msgspec

from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.fetching import FetchPhase, FetchProgress, FetchRequest, FetchSummary
from goq_desktop.domain.handling import HandlingKind
from goq_desktop.domain.problems import ProblemError
from goq_desktop.domain.rules import Rules
from goq_desktop.malls.client import MallClient
from goq_desktop.services.actor import os_user
from goq_desktop.services.applying import rules_of
from goq_desktop.services.sync_cycle import run_fetch
from goq_desktop.services.sync_ports import Link, Report, SyncParts
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Shop
from goq_desktop.storage.handling_log import Noting
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.orders import OrderWriter


def fetch_orders(
    workspace: Workspace, request: FetchRequest, token: CancelToken, report: Report
) -> FetchSummary:
    """Fetch one shop's orders; a kill at any moment loses nothing.

    What goes wrong on the way is in the summary's `problems`; only what the journal cannot write, and
    problems from before its first entry (no such shop, the store cannot be opened) are raised.
    """
    shop = workspace.shop(request.shop_uid)
    waiting = _Waiting(shop.uid, token, report)
    database = workspace.database()
    noting = Noting(database, os_user(), HandlingKind.FETCHED, shop.uid)
    turn = database.turn
    parts = SyncParts(
        shop=shop,
        key_generation=workspace.key_generation(shop.uid),
        journal=Journal(database, noting),
        connect=lambda is_probe: _link(workspace, shop, token, is_probe=is_probe),
        clock=workspace.clock,
        token=token,
        report=waiting.report,
        store_in=lambda: turn.telling(waiting.on_held_up),
    )
    with turn.telling(waiting.on_held_up):
        summary = run_fetch(parts, request)
    if summary.steps_done:
        # The orders are here, whatever becomes of the note: the shop may be removed by now, the disk full.
        with suppress(ProblemError):
            workspace.note_keys_worked(shop.uid, (KeyKind.MANAGER,))
    return summary


class _Waiting:
    """Tells that another work of this desk writes into the store, with the last progress before it."""

    def __init__(self, shop_uid: str, token: CancelToken, report: Report) -> None:
        self._token, self._report = token, report
        self._last = FetchProgress(
            shop_uid=shop_uid,
            phase=FetchPhase.ASKING,
            page=0,
            received=0,
            total=None,
            new=0,
            updated=0,
            unchanged=0,
        )
        self._is_ended = False

    def report(self, progress: FetchProgress) -> None:
        self._last = progress
        self._report(progress)

    def on_held_up(self) -> None:
        self._report(replace(self._last, phase=FetchPhase.HELD_UP))
        if not self._is_ended:
            # Once: that the fetch was stopped is to be written as well.
            self._is_ended = self._token.is_cancelled
            self._token.check()


@contextmanager
def _link(workspace: Workspace, shop: Shop, token: CancelToken, *, is_probe: bool) -> Iterator[Link]:
    profile = workspace.profile(shop.mall)
    if is_probe:
        profile = msgspec.structs.replace(profile, limits=msgspec.structs.replace(profile.limits, tries=1))

    def rules() -> Rules:
        """As they are now: a person may change them while a fetch runs, and have stored orders follow them."""
        return rules_of(workspace.load_settings().settings)

    writer = OrderWriter(workspace.database(), profile.mark, rules)
    reveal = workspace.key_reader(shop.uid)
    with MallClient(profile, shop.shop_id, reveal, workspace.clock, token) as client:
        yield Link(client, writer)
