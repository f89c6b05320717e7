"""A store of an older version opens with all its orders, and is the same as one made new."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from goq_desktop.storage.cipher import connect
from goq_desktop.storage.database import Database
from goq_desktop.storage.migrating import migrate
from goq_desktop.storage.migrations import REVISIONS
from goq_desktop.storage.order_export import all_orders
from goq_desktop.storage.order_rows import encode
from goq_desktop.storage.write_turn import WriteTurn
from goq_desktop.storage.writing_engine import make_engine
from tests.support.made_orders import made_order
from tests.unit.storage.conftest import KEY, SALT

_ROW = (
    "INSERT INTO orders (id, shop_uid, serial, lane, destination_count, line_count, fingerprint,"
    " first_seen_at, changed_at) VALUES (?, 'a', ?, ?, 1, 1, x'00', 1, 1)"
)
_SCHEMA = "SELECT type, name, tbl_name FROM sqlite_master ORDER BY name"
_COLUMNS = "SELECT name, type, \"notnull\" FROM pragma_table_info('orders') ORDER BY name"


def make(file: Path, revision: str) -> None:
    """A store of that revision with ten orders."""
    file.touch()
    engine = make_engine(lambda: connect(file, KEY, SALT), WriteTurn())
    migrate(engine, revision)
    engine.dispose()
    with closing(connect(file, KEY, SALT)) as writer:
        for number in range(1, 11):
            order = made_order(number)
            writer.execute(_ROW, (number, order.serial, order.lane.value))
            writer.execute(
                "INSERT INTO order_documents VALUES (?, ?, ?)", (number, encode(order), b'{"a": 1}')
            )


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_released_store_opens_with_all_its_orders(file: Path, revision: str) -> None:
    make(file, revision)
    database = Database(file, KEY, SALT)
    database.open()
    try:
        stored = list(all_orders(database))
        assert [one.order for one in stored] == [made_order(number) for number in range(1, 11)]
        assert [one.lane for one in stored] == [one.order.lane for one in stored]
        assert not any(one.reasons or one.is_erased for one in stored)
    finally:
        database.close()


def test_a_migrated_store_is_made_like_a_new_one(file: Path, database: Database, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    make(old, REVISIONS[0])
    migrated = Database(old, KEY, SALT)
    migrated.open()
    try:
        with closing(database.reader()) as one, closing(migrated.reader()) as other:
            for question in (_SCHEMA, _COLUMNS):
                assert one.execute(question).fetchall() == other.execute(question).fetchall()
    finally:
        migrated.close()
