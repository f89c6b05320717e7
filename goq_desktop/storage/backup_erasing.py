"""Erases in the copy of a backup whoever the store has erased since, and makes one proven file of it again."""

from __future__ import annotations

from contextlib import closing
from typing import Final

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.domain.rules import Rules
from goq_desktop.storage.cipher import Connection, read_salt, translated
from goq_desktop.storage.copying import count_orders, is_sound
from goq_desktop.storage.database import Database
from goq_desktop.storage.erasing import erase_orders, newest_erasing

_HAS_MARKS: Final = "SELECT count(*) FROM sqlite_master WHERE name = 'erasings'"
_ERASED: Final = "SELECT shop_uid, serial FROM orders WHERE erased_at > ?"
_STILL_HELD: Final = "SELECT id FROM orders WHERE shop_uid = ? AND serial = ? AND erased_at IS NULL"
_NOTE: Final = "INSERT INTO erasings VALUES (?, 0) ON CONFLICT DO NOTHING"


def is_behind(backup: Connection, newest: int) -> bool:
    """Whether the store erased somebody since: `newest` is its newest mark. Raises what the driver raises."""
    has_marks = backup.execute(_HAS_MARKS).fetchone()[0]
    return not has_marks or newest_erasing(backup) < newest


def catch_up(copy: Database, store: Database, rules: Rules) -> None:
    """Erase in the open `copy` of a backup what is erased in the store, and close it as one whole file.

    Raises STORE_*, DISK_FULL; STORE_DAMAGED when what came out is not sound. Then the copy is worth nothing.
    """
    with closing(store.reader()) as mine, closing(copy.reader()) as its:
        newest, before = newest_erasing(mine), count_orders(its)
        # The marks of another store say nothing of this one's.
        since = newest_erasing(its) if read_salt(copy.path) == read_salt(store.path) else 0
        held = _still_held(mine, its, since)
    erase_orders(copy, rules, held, newest)
    copy.close()
    with translated(copy.path), closing(copy.connect_to(copy.path)) as file:
        file.execute(_NOTE, (newest,))
        file.execute("VACUUM")
        # It is to be one file again, and nobody writes into it.
        file.execute("PRAGMA journal_mode = DELETE")
        with closing(store.reader()) as mine:
            is_right = count_orders(file) == before and not _still_held(mine, file, 0)
        if not is_right or not is_sound(file):
            raise ProblemError(ProblemCode.STORE_DAMAGED, path=str(copy.path))


def erase_in_kept(kept: Database, store: Database, rules: Rules) -> bool:
    """The same in place, in the open store that a backup took the place of; False when there was nothing to do.

    Raises STORE_*, DISK_FULL; what is done then stays done.
    """
    with closing(store.reader()) as mine, closing(kept.reader()) as its:
        newest, since = newest_erasing(mine), newest_erasing(its)
        if since >= newest:
            return False
        held = _still_held(mine, its, since if read_salt(kept.path) == read_salt(store.path) else 0)
    erase_orders(kept, rules, held, newest)
    with translated(kept.path), closing(kept.connect_to(kept.path)) as file:
        file.execute(_NOTE, (newest,))
    return True


def _still_held(store: Connection, copy: Connection, since: int) -> list[int]:
    """Ids in the copy of the orders that the store erased after the mark `since`."""
    found: list[int] = []
    for named in store.execute(_ERASED, (since,)):
        found.extend(order_id for (order_id,) in copy.execute(_STILL_HELD, named))
    return found
