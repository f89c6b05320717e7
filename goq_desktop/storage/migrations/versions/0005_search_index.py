"""An index of the search text's pieces, and the number of orders in each lane."""

from __future__ import annotations

import re

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

_PIECES = re.compile(r"(?=([0-9]{1,4}|[^0-9\n][^\n]?))")
_CHUNK = 5_000
# Every visible sign belongs to a piece; only what is invisible divides.
_SIGNS = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~".replace("'", "''").replace('"', '""')

_COUNTED = (
    "CREATE TABLE lane_counts (shop_uid TEXT NOT NULL, lane TEXT NOT NULL, orders INTEGER NOT NULL,"
    " to_check INTEGER NOT NULL, PRIMARY KEY (shop_uid, lane)) WITHOUT ROWID"
)
_COUNT_STORED = (
    "INSERT INTO lane_counts"
    " SELECT shop_uid, lane, count(*), count(reasons) FROM orders GROUP BY shop_uid, lane"
)
_ONE_MORE = (
    "INSERT INTO lane_counts VALUES (new.shop_uid, new.lane, 1, new.reasons IS NOT NULL)"
    " ON CONFLICT (shop_uid, lane)"
    " DO UPDATE SET orders = orders + 1, to_check = to_check + excluded.to_check;"
)
_ONE_LESS = (
    "UPDATE lane_counts SET orders = orders - 1, to_check = to_check - (old.reasons IS NOT NULL)"
    " WHERE shop_uid = old.shop_uid AND lane = old.lane;"
)
_MOVED = (
    "AFTER UPDATE OF shop_uid, lane, reasons ON orders WHEN old.shop_uid <> new.shop_uid"
    " OR old.lane <> new.lane OR (old.reasons IS NULL) <> (new.reasons IS NULL)"
)


def upgrade() -> None:
    connection = op.get_bind()
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE order_grams USING fts5 (grams, content='', columnsize=0, detail=none,"
        f" tokenize=\"ascii tokenchars '{_SIGNS}'\")"
    )
    _index_stored(connection)
    _count_lanes(connection)


def _index_stored(connection: sa.Connection) -> None:
    question = "SELECT order_id, text FROM order_search WHERE order_id > ? ORDER BY order_id LIMIT ?"
    last = 0
    while rows := connection.exec_driver_sql(question, (last, _CHUNK)).all():
        pieces = [(order_id, " ".join(_PIECES.findall(text))) for order_id, text in rows]
        connection.exec_driver_sql("INSERT INTO order_grams (rowid, grams) VALUES (?, ?)", pieces)
        last = rows[-1][0]


def _count_lanes(connection: sa.Connection) -> None:
    for statement in (
        _COUNTED,
        _COUNT_STORED,
        f"CREATE TRIGGER orders_counted AFTER INSERT ON orders BEGIN {_ONE_MORE} END",
        f"CREATE TRIGGER orders_uncounted AFTER DELETE ON orders BEGIN {_ONE_LESS} END",
        f"CREATE TRIGGER orders_counted_anew {_MOVED} BEGIN {_ONE_LESS} {_ONE_MORE} END",
    ):
        connection.exec_driver_sql(statement)
