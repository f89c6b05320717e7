"""A process killed at any moment of storing a page leaves whole pages only, and the next one goes on."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from goq_desktop.storage.database import Database
from tests.unit.storage.conftest import KEY, PROJECT, SALT

KILLS = 25
PAGE = 40

# Stores pages without end; each page holds PAGE orders that no page before held.
STORE_FOR_EVER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from goq_desktop.domain.fetching import Window
from goq_desktop.storage.database import Database
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.orders import OrderWriter
from tests.support.made_orders import NEWEST, made_order, received
key, salt, file, first, size = (*map(bytes.fromhex, sys.argv[1:3]), Path(sys.argv[3]), *map(int, sys.argv[4:]))
database = Database(file, key, salt)
database.open()
run = Journal(database).begin("a", Window(since=NEWEST), is_automatic=True, now=NEWEST)
writer = OrderWriter(database, "profile")
while True:
    page = [received(made_order(number)) for number in range(first, first + size)]
    print(first, flush=True)
    writer.store_page("a", run, page, now=NEWEST)
    first += size
"""


def stored(database: Database) -> int:
    """How many orders there are, after a look at whether everything fits together."""
    with closing(database.reader()) as reader:
        orders = int(reader.execute("SELECT count(*) FROM orders").fetchone()[0])
        for table in ("order_documents", "order_search"):
            joined = f"SELECT count(*) FROM orders JOIN {table} ON order_id = orders.id"
            assert reader.execute(joined).fetchone() == (orders,)
            assert reader.execute(f"SELECT count(*) FROM {table}").fetchone() == (orders,)
        assert reader.execute('SELECT coalesce(sum("new"), 0) FROM fetch_runs').fetchone() == (orders,)
        assert reader.execute("SELECT count(DISTINCT serial) FROM orders").fetchone() == (orders,)
        assert reader.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert reader.execute("PRAGMA cipher_integrity_check").fetchall() == []
    return orders


@pytest.mark.timeout(300)
def test_kills_leave_whole_pages_only(file: Path, database: Database) -> None:
    moments = random.Random(7)
    database.close()
    count = 0
    for _ in range(KILLS):
        call = [sys.executable, "-c", STORE_FOR_EVER, KEY.hex(), SALT.hex(), str(file), str(count), str(PAGE)]
        process = subprocess.Popen(call, cwd=PROJECT, stdout=subprocess.PIPE)
        assert process.stdout is not None
        # Some pages are stored, then the kill comes somewhere in a page, not at its beginning only.
        begun = [process.stdout.readline() for _ in range(moments.randint(1, 4))]
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(moments.uniform(0.0, 0.03))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        database.open()
        found = stored(database)
        database.close()
        assert found % PAGE == 0
        assert found >= int(begun[-1])
        count = found
    assert count >= KILLS * PAGE // 2
