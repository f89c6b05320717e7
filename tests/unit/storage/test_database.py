"""The store is made, opened and migrated whole or not at all, and by one process at a time."""

from __future__ import annotations

import secrets
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from goq_desktop.domain.problems import Problem, ProblemCode, ProblemError
from goq_desktop.storage import migrations
from goq_desktop.storage.database import Database
from goq_desktop.storage.schema import METADATA
from tests.support.made_orders import made_order
from tests.unit.storage.conftest import KEY, PROJECT, SALT, Store

HOLD = """
import sys
from pathlib import Path
from goq_desktop.storage.database import Database
key, salt, file = bytes.fromhex(sys.argv[1]), bytes.fromhex(sys.argv[2]), Path(sys.argv[3])
database = Database(file, key, salt)
database.open()
print("open", flush=True)
sys.stdin.readline()
"""

OPEN_AND_LIST = """
import sys
from pathlib import Path
from goq_desktop.domain.query import OrderQuery
from goq_desktop.storage.database import Database
from goq_desktop.storage.order_list import OrderList
key, salt, file = bytes.fromhex(sys.argv[1]), bytes.fromhex(sys.argv[2]), Path(sys.argv[3])
database = Database(file, key, salt)
database.open()
orders = OrderList(database.reader(), file)
ids = [i for part in orders.ids(OrderQuery()) for i in part]
orders.rows(ids)
orders.detail(ids[0])
print(sorted({name.split(".")[0] for name in sys.modules} & {"sqlalchemy", "alembic"}))
"""


def made_journal(pages_before: int) -> bytes:
    """SQLite's head of a journal that undoes no page, but cuts the file to what it was."""
    rows, nonce, sector, page = 0, 7, 512, 4096
    numbers = b"".join(number.to_bytes(4, "big") for number in (rows, nonce, pages_before, sector, page))
    return (b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + numbers).ljust(sector, b"\0")


def run(code: str, file: Path, *words: str) -> subprocess.Popen[str]:
    # Test keys only; the app itself never passes a key to a process.
    call = [sys.executable, "-c", code, KEY.hex(), SALT.hex(), str(file), *words]
    return subprocess.Popen(call, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def problem_of_opening(database: Database) -> Problem:
    with pytest.raises(ProblemError) as caught:
        database.open()
    return caught.value.problem


def test_what_was_stored_is_there_after_a_new_start(file: Path, store: Store, database: Database) -> None:
    store([made_order(1)])
    database.close()
    again = Database(file, KEY, SALT)
    again.open()
    with closing(again.reader()) as reader:
        assert reader.execute("SELECT count(*) FROM orders").fetchone() == (1,)
    again.close()


# Indexes over expressions cannot be read back by SQLAlchemy; all else is compared.
@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified expression-based index")
def test_a_migrated_store_equals_the_schema(database: Database) -> None:
    with database.engine().connect() as connection:
        # The search index is a virtual table with tables of its own; triggers alone write the counts.
        opts = {
            "compare_server_default": True,
            "include_name": lambda name, kind, _: (
                kind != "table" or not name.startswith(("order_grams", "lane_counts"))
            ),
        }
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, METADATA) == []


def test_the_list_of_revisions_is_the_one_of_the_scripts() -> None:
    scripts = ScriptDirectory(str(Path(migrations.__file__).parent))
    found = [script.revision for script in scripts.walk_revisions()]
    assert tuple(reversed(found)) == migrations.REVISIONS


def test_an_existing_store_is_never_made_again(file: Path, database: Database) -> None:
    database.close()
    before = file.read_bytes()
    with pytest.raises(ProblemError) as caught:
        Database(file, secrets.token_bytes(32), secrets.token_bytes(16)).create()
    assert caught.value.problem.code is ProblemCode.STORE_IN_USE
    assert file.read_bytes() == before


def test_a_newer_store_is_refused_untouched(file: Path, database: Database) -> None:
    with database.engine().begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    before = file.read_bytes()
    problem = problem_of_opening(database)
    assert problem.code is ProblemCode.STORE_NEWER
    assert problem.params == {"path": str(file), "found": "9999", "known": migrations.NEWEST}
    assert file.read_bytes() == before


def test_a_wrong_key_is_refused_and_frees_the_store(file: Path, database: Database) -> None:
    database.close()
    wrong = Database(file, secrets.token_bytes(32), SALT)
    assert problem_of_opening(wrong).code is ProblemCode.STORE_DAMAGED
    database.open()


@pytest.mark.parametrize("damage", ["cut", "cut to a page", "overwritten", "foreign", "text"])
def test_a_damaged_file_is_refused_and_kept(
    file: Path, database: Database, store: Store, damage: str
) -> None:
    store([made_order(number) for number in range(100)])
    database.close()
    content = file.read_bytes()
    broken = {
        "cut": content[: len(content) // 2 + 100],
        "cut to a page": content[:4096],
        "overwritten": content[:2000] + bytes(500) + content[2500:],
        "foreign": SALT + secrets.token_bytes(len(content) - 16),
        "text": SALT + b"not a database",
    }[damage]
    file.write_bytes(broken)
    assert problem_of_opening(database).code is ProblemCode.STORE_DAMAGED
    assert file.read_bytes() == broken


def test_a_journal_beside_the_store_does_not_roll_it_back_to_nothing(
    file: Path, store: Store, database: Database
) -> None:
    """As a disk may bring it back that forgot its removal: what undoes the store's very first page."""
    store([made_order(1)])
    database.close()
    journal = file.with_name(f"{file.name}-journal")
    journal.write_bytes(made_journal(pages_before=0))
    database.open()
    with closing(database.reader()) as reader:
        assert reader.execute("SELECT count(*) FROM orders").fetchone() == (1,)
    assert journal.with_name(f"{journal.name}.stray").read_bytes() == made_journal(pages_before=0)


def test_a_journal_of_the_store_as_it_is_stays_with_it(file: Path, store: Store, database: Database) -> None:
    """As one that a backup leaves whose first opening was killed."""
    store([made_order(1)])
    database.close()
    journal = file.with_name(f"{file.name}-journal")
    journal.write_bytes(made_journal(pages_before=file.stat().st_size // 4096))
    database.open()
    assert list(file.parent.glob("*.stray")) == []


def test_a_store_whose_pages_belong_to_nothing_is_damaged_and_not_begun_anew(
    file: Path, store: Store, database: Database
) -> None:
    store([made_order(1)])
    database.close()
    whole = file.read_bytes()
    empty = Database(file.with_name("empty.db"), KEY, SALT)
    empty._make_empty_file()
    empty.connect_to(empty.path).close()
    first_page = empty.path.read_bytes()
    assert len(first_page) == 4096
    file.write_bytes(first_page + whole[len(first_page) :])
    with pytest.raises(ProblemError) as caught:
        database.open()
    assert caught.value.problem.code is ProblemCode.STORE_DAMAGED


def test_a_second_process_is_refused_until_the_first_is_killed(file: Path, database: Database) -> None:
    database.close()
    other = run(HOLD, file)
    try:
        assert said(other) == "open"
        assert problem_of_opening(database).code is ProblemCode.STORE_IN_USE
    finally:
        end(other)
    database.open()


def test_a_second_opening_in_the_same_process_is_refused(file: Path, database: Database) -> None:
    assert problem_of_opening(Database(file, KEY, SALT)).code is ProblemCode.STORE_IN_USE
    with closing(database.reader()) as reader:
        assert reader.execute("SELECT count(*) FROM orders").fetchone() == (0,)


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as caught:
        Database(tmp_path / "missing" / "orders.db", KEY, SALT).create()
    assert caught.value.problem.code is ProblemCode.STORE_UNWRITABLE


def test_the_order_list_opens_without_the_slow_libraries(
    file: Path, database: Database, store: Store
) -> None:
    store([made_order(1)])
    database.close()
    process = run(OPEN_AND_LIST, file)
    out, _ = process.communicate(timeout=60)
    assert out.strip() == "[]"


def test_nothing_shows_the_key(database: Database) -> None:
    assert KEY.hex() not in repr(database)
    assert repr(KEY) not in repr(vars(database.engine()))
