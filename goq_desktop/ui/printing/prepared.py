"""Makes the pages of what a person wants printed, away from the window's thread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.printing.content import PrintedOrder, PrintKind
from goq_desktop.services.workspace import Workspace
from goq_desktop.ui.printing.letters import Letters
from goq_desktop.ui.printing.order_list import list_sheet
from goq_desktop.ui.printing.paging import Page, pages_of
from goq_desktop.ui.printing.sheet import Paper, Sheet
from goq_desktop.ui.printing.slips import slip_sheet


@dataclass(frozen=True, slots=True)
class Wanted:
    """`has_prices` counts for the 納品書 alone; `lanes`: the name of each lane by its code."""

    kind: PrintKind
    ids: Sequence[int]
    paper: Paper
    has_prices: bool
    lanes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Prepared:
    """The pages, and the orders that stand on them."""

    wanted: Wanted
    pages: tuple[Page, ...]
    ids: tuple[int, ...]

    @property
    def orders(self) -> int:
        return len(self.ids)


def prepare(workspace: Workspace, wanted: Wanted, token: CancelToken) -> Prepared:
    """Raises STORE_*, KEYRING_*, Cancelled."""
    workspace.database()  # first the store, which opens under a lock
    from goq_desktop.services.printing import printed_orders

    orders = printed_orders(workspace, wanted.ids, wanted.lanes, token)
    sheets = sheets_of(orders, wanted, workspace.clock.now())
    pages = pages_of(sheets, wanted.paper, Letters().wrap, token.check)
    return Prepared(wanted, pages, tuple(order.id for order in orders))


def sheets_of(orders: Sequence[PrintedOrder], wanted: Wanted, now: datetime) -> Iterator[Sheet]:
    """One at a time: a thousand of them at once are a heap of rows."""
    if wanted.kind is PrintKind.ORDER_LIST:
        if orders:
            yield list_sheet(orders, now)
        return
    has_prices = wanted.has_prices or wanted.kind is PrintKind.ORDER_SLIP
    for order in orders:
        yield slip_sheet(order, wanted.kind, has_prices=has_prices)
