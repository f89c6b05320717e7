"""What the views read of the store: a connection for the listing's thread, and one for the window's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from goq_desktop.domain.query import OrderRow
from goq_desktop.services.workspace import Workspace

if TYPE_CHECKING:
    from goq_desktop.storage.order_list import OrderList
    from goq_desktop.storage.stored_order import StoredOrder


class StoreReading:
    """The window's connection is opened at the first read; the listing has opened the store before that."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._painting: OrderList | None = None

    def open_list(self) -> OrderList:
        """A connection of its own, the caller's to close. Raises what opening the store raises."""
        from goq_desktop.storage.order_list import OrderList

        database = self._workspace.database()
        return OrderList(database.reader(), database.path)

    def rows(self, ids: Sequence[int]) -> Sequence[OrderRow]:
        return self._painted().rows(ids)

    def detail(self, order_id: int) -> StoredOrder | None:
        return self._painted().detail(order_id)

    def close(self) -> None:
        if self._painting is not None:
            self._painting.close()
            self._painting = None

    def _painted(self) -> OrderList:
        if self._painting is None:
            self._painting = self.open_list()
        return self._painting
