"""The SQLAlchemy engine of the writers, on encrypted connections."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection as SqlConnection
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from goq_desktop.storage.cipher import Connection
from goq_desktop.storage.write_turn import WriteTurn

# A page of orders touches every index. With room for those pages, and with the file itself written every
# 40 MB of log only, 10,000 orders take two thirds of the time.
_CACHE_KIB: Final = 16_384
_PAGES_OF_LOG: Final = 10_000


def make_engine(connect: Callable[[], Connection], turn: WriteTurn) -> Engine:
    """One connection is kept open; errors never show the values of a statement.

    Each transaction takes the turn at its beginning, and gives it when its connection is done with.
    """
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=connect,
        poolclass=QueuePool,
        pool_size=1,
        # Whoever waits for their turn has a connection already; who waited for one would give up, and tell nobody.
        max_overflow=-1,
        pool_reset_on_return="rollback",
        hide_parameters=True,
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: Connection, _: object) -> None:
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        connection.execute(f"PRAGMA wal_autocheckpoint = {_PAGES_OF_LOG}")

    # The driver's own BEGIN would come late, and not before a change of the schema.
    @event.listens_for(engine, "begin")
    def _begin(connection: SqlConnection) -> None:
        turn.take()
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    # Behind every commit and rollback, and behind a beginning that failed.
    @event.listens_for(engine, "checkin")
    def _give(_connection: Connection | None, _record: object) -> None:
        turn.give()

    return engine


def driver_of(connection: SqlConnection) -> Connection:
    """The driver's own connection, in the same transaction: for statements that have to be quick."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlcipher.Connection)
    return driver  # type: ignore[no-any-return]
