"""Reads the wordings that orders hold, by the indexes alone, and the newest orders of each shop."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import Final

from goq_desktop.domain.sight import LONGEST_WORDING, SeenWording, ShopOrder, StoreSight
from goq_desktop.storage.cipher import Connection, translated
from goq_desktop.storage.database import Database
from goq_desktop.storage.order_rows import decode

# More different wordings than this are no choice of a mall, but free text.
_MOST_WORDINGS: Final = 200
_RECENT: Final = 5
_NEWEST: Final = (
    "SELECT d.document FROM orders o JOIN order_documents d ON d.order_id = o.id"
    " WHERE o.shop_uid = ? AND o.erased_at IS NULL ORDER BY o.id DESC LIMIT ?"
)


def seen(database: Database, shop_uids: Sequence[str]) -> StoreSight:
    """Raises STORE_*."""
    with translated(database.path), closing(database.reader()) as reader:
        return StoreSight(
            payments=_wordings(reader, "payment"),
            carriers=_wordings(reader, "carrier"),
            slots=_wordings(reader, "delivery_slot"),
            recent=tuple(
                ShopOrder(uid, decode(document))
                for uid in shop_uids
                for (document,) in reader.execute(_NEWEST, (uid, _RECENT))
            ),
        )


def _wordings(reader: Connection, column: str) -> tuple[SeenWording, ...]:
    found = reader.execute(wordings_query(column))
    return tuple(SeenWording(text, count) for text, count in found if text.strip())


def wordings_query(column: str) -> str:
    """Gives rows of a wording and its number of orders."""
    return (
        f"SELECT {column}, count(*) AS n FROM orders INDEXED BY orders_by_{column}"  # noqa: S608
        # A longer one was cut: it is not what the shop says, and no rule made of it would ever match.
        f" WHERE {column} IS NOT NULL AND length({column}) <= {LONGEST_WORDING}"
        f" GROUP BY {column} ORDER BY n DESC, {column} LIMIT {_MOST_WORDINGS}"
    )
