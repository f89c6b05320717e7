"""A connection is encrypted, careful with the disk, and silent about its key."""

from __future__ import annotations

import secrets
import stat
import sys
import traceback
from contextlib import closing
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.storage import cipher
from goq_desktop.storage.cipher import connect, new_salt, read_salt, translated
from goq_desktop.storage.database import Database
from tests.support.made_orders import made_order
from tests.unit.storage.conftest import KEY, SALT, Store

NAME = "練習 花子之助"


def every_file(file: Path) -> dict[str, bytes]:
    return {part.name: part.read_bytes() for part in file.parent.iterdir()}


@pytest.mark.parametrize("is_reader", [False, True])
def test_every_connection_has_the_pragmas_in_force(database: Database, file: Path, is_reader: bool) -> None:
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "secure_delete": 1,
        "trusted_schema": 0,
        "mmap_size": 0,
        "foreign_keys": 1,
        "temp_store": 2,
        "busy_timeout": 10_000,
        "query_only": int(is_reader),
    }
    with closing(connect(file, KEY, SALT, is_reader=is_reader)) as connection:
        found = {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in expected}
    assert found == expected


def test_the_engine_has_the_pragmas_too(database: Database) -> None:
    with database.engine().connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_a_pragma_that_does_not_take_is_a_bug_told_at_once(
    database: Database, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cipher, "_PRAGMAS", (("synchronous", "OFF", 2),))
    with pytest.raises(RuntimeError, match="synchronous"):
        connect(file, KEY, SALT)


def test_an_old_sqlite_is_refused(database: Database, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlcipher, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(RuntimeError, match="WAL"):
        connect(file, KEY, SALT)


def test_a_sqlite_that_cannot_encrypt_is_refused(tmp_path: Path) -> None:
    with closing(sqlcipher.connect(tmp_path / "plain.db")) as connection:
        connection.execute("PRAGMA cipher_version")
    import sqlite3

    with (
        closing(sqlite3.connect(":memory:")) as plain,
        pytest.raises(RuntimeError, match="encrypt"),
    ):
        cipher._assert_encrypted(plain)


def test_no_file_holds_plain_text(store: Store, file: Path) -> None:
    store([made_order(1, name=NAME, memo=NAME)])
    files = every_file(file)
    assert {"orders.db", "orders.db-wal"} <= set(files)
    for content in files.values():
        for text in (NAME, "orders", "S0000001", "SQLite format"):
            assert text.encode() not in content
            assert text.encode("utf-16-le") not in content


def test_the_file_begins_with_its_salt(database: Database, file: Path) -> None:
    database.close()
    assert read_salt(file) == SALT
    assert file.read_bytes()[:16] == SALT


def test_two_salts_differ() -> None:
    assert new_salt() != new_salt()


def test_no_file_and_an_empty_file_have_no_salt(file: Path) -> None:
    assert read_salt(file) is None
    file.touch()
    assert read_salt(file) is None


def test_a_file_too_short_for_a_salt_is_damaged(file: Path) -> None:
    file.write_bytes(b"short")
    with pytest.raises(ProblemError) as caught:
        read_salt(file)
    assert caught.value.problem.code is ProblemCode.STORE_DAMAGED


def test_a_salt_that_cannot_be_read_is_a_problem(file: Path) -> None:
    file.mkdir()
    with pytest.raises(ProblemError) as caught:
        read_salt(file)
    assert caught.value.problem.code is ProblemCode.STORE_UNWRITABLE


def test_connecting_never_makes_a_file(file: Path) -> None:
    with pytest.raises(ProblemError) as caught:
        connect(file, KEY, SALT)
    assert caught.value.problem.code is ProblemCode.STORE_UNWRITABLE
    assert not file.exists()


def test_a_path_may_hold_any_character(tmp_path: Path) -> None:
    odd = tmp_path / "受注 100% ?mode=memory#1"
    odd.mkdir()
    database = Database(odd / "orders.db", KEY, SALT)
    database.create()
    database.close()
    assert (odd / "orders.db").stat().st_size > 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_the_files_are_for_their_owner_only(store: Store, file: Path) -> None:
    store([made_order(1)])
    for part in file.parent.iterdir():
        assert stat.S_IMODE(part.stat().st_mode) == 0o600, part.name


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_a_file_that_came_back_open_to_others_is_closed_again(database: Database, file: Path) -> None:
    database.close()
    file.chmod(0o644)
    database.open()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_wrong_key_opens_nothing_and_tells_neither_key(
    database: Database, file: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    database.close()
    wrong = secrets.token_bytes(32)
    with pytest.raises(ProblemError) as caught:
        connect(file, wrong, SALT)
    assert caught.value.problem.code is ProblemCode.STORE_DAMAGED
    out = capfd.readouterr()
    told = "".join(traceback.format_exception(caught.value)) + out.out + out.err
    for key in (KEY, wrong):
        assert key.hex() not in told.lower()
    assert out.err == ""


def test_a_reader_cannot_write(database: Database) -> None:
    with closing(database.reader()) as reader, pytest.raises(sqlcipher.OperationalError, match="readonly"):
        reader.execute("DELETE FROM orders")


def test_a_bug_is_not_taken_for_a_problem(database: Database, file: Path) -> None:
    with (
        closing(database.reader()) as reader,
        pytest.raises(sqlcipher.OperationalError, match="no such table"),
        translated(file),
    ):
        reader.execute("SELECT * FROM nowhere")
