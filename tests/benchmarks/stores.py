"""Homes to measure on: set up for the practice shop, with as many stored orders as wanted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from goq_desktop.credentials.store import CredentialStore, Secret, database_slot
from goq_desktop.domain.backups import BackupRhythm
from goq_desktop.paths import Home
from goq_desktop.practice import keys
from goq_desktop.practice.profile import MALL, write_profile
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Other, Setup, Shop, Shops
from goq_desktop.storage.database import Database, new_salt, read_salt
from goq_desktop.storage.orders import OrderWriter
from tests.benchmarks.shop import PRACTICE_UID
from tests.support.keys import keep_keys
from tests.support.made_orders import made_order, received

_FILLED_UID: Final = "filled"
_SEED: Final = 1
_PAGE: Final = 20_000


def prepared_workspace(root: Path, url: str, credentials: CredentialStore) -> Workspace:
    """A home with two shops, of which one is the practice shop at `url`, and its keys."""
    workspace = Workspace(Home.at(root), credentials)
    workspace.prepare()
    write_profile(workspace.home.malls_dir, url)
    shops = (
        Shop(uid=PRACTICE_UID, mall=MALL, name="練習ショップ", shop_id=keys.SHOP_ID),
        Shop(uid=_FILLED_UID, mall=MALL, name="本店", shop_id=keys.SHOP_ID),
    )
    # A backup of the whole store on the side would be measured with it.
    other = Other(backup_rhythm=BackupRhythm.NEVER)
    workspace.settings_store.save(shops=Shops(shops=shops), setup=Setup(is_done=True), other=other)
    keep_keys(workspace, PRACTICE_UID, keys.open_key(_SEED), keys.manager_key(_SEED))
    return workspace


def fill(workspace: Workspace, orders: int, kept: Path | None = None) -> None:
    """Store `orders` made orders, through the app's own writer.

    With `kept`, a folder, they are made once and copied from there the next time.
    """
    if kept is None:
        _store_made(workspace.database(), orders)
        return
    file = kept / f"made-{orders}.db"
    if not file.exists():
        kept.mkdir(parents=True, exist_ok=True)
        unfinished = file.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        # Nobody's orders: a key that is no secret.
        database = Database(unfinished, bytes(32), new_salt())
        database.create()
        _store_made(database, orders)
        with closing(database.connect_to(unfinished)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        database.close()
        unfinished.rename(file)
    salt = read_salt(file)
    assert salt is not None
    workspace.credentials.write(database_slot(salt), Secret(bytes(32).hex()))
    shutil.copyfile(file, workspace.home.database)
    workspace.database()


def _store_made(database: Database, orders: int) -> None:
    with _without_sort_indexes(database):
        writer = OrderWriter(database, "made")
        for start in range(0, orders, _PAGE):
            page = [received(made_order(number)) for number in range(start, min(start + _PAGE, orders))]
            # Run 0 has no line in the journal, so nothing is counted there.
            writer.store_page(_FILLED_UID, 0, page, now=datetime.now(UTC))


@contextmanager
def _without_sort_indexes(database: Database) -> Iterator[None]:
    """A million rows are sorted once at the end in a fraction of the time that it takes one by one."""
    with database.engine().begin() as connection:
        found = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND name LIKE 'orders_by_%'"
        indexes = connection.exec_driver_sql(found).all()
        for name, _ in indexes:
            connection.exec_driver_sql(f"DROP INDEX {name}")
    yield
    for _, sql in indexes:
        with database.engine().begin() as connection:
            connection.exec_driver_sql(sql)
