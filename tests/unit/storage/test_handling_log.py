"""The handling log only grows, and whatever is done to it with a database tool shows."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goq_desktop.domain.handling import HandlingKind, HandlingQuery, Soundness, Verdict
from goq_desktop.storage.cipher import Connection, connect
from goq_desktop.storage.database import Database
from goq_desktop.storage.handling_log import add, count, entries, verify
from tests.support.made_orders import NEWEST
from tests.unit.storage.conftest import KEY, SALT

Tool = Callable[..., None]


@pytest.fixture
def log(database: Database) -> Database:
    """With five rows, an hour apart."""
    kinds = (HandlingKind.FETCHED, HandlingKind.EXPORTED, HandlingKind.FETCHED, HandlingKind.COPIED)
    for number, kind in enumerate((*kinds, HandlingKind.ERASED)):
        add(database, at=NEWEST + timedelta(hours=number), actor="hanako", kind=kind, count=number * 10)
    return database


def tool(database: Database, *statements: str) -> None:
    """Somebody with the store's key and a database tool, who knows how to get rid of triggers."""
    with closing(database.connect_to(database.path)) as writer:
        for event in ("update", "delete"):
            writer.execute(f"DROP TRIGGER IF EXISTS handling_log_refuses_{event}")
        for statement in statements:
            writer.execute(statement)


def test_rows_come_back_newest_first_and_as_they_were(log: Database) -> None:
    found = list(entries(log, HandlingQuery()))
    assert [(one.id, one.count) for one in found] == [(5, 40), (4, 30), (3, 20), (2, 10), (1, 0)]
    assert found[-1].at == NEWEST and {one.actor for one in found} == {"hanako"}
    assert verify(log) == Verdict(Soundness.WHOLE, 5)


def test_period_and_kind_choose(log: Database) -> None:
    late = HandlingQuery(since=NEWEST + timedelta(hours=1), until=NEWEST + timedelta(hours=4))
    assert [one.id for one in entries(log, late)] == [4, 3, 2] and count(log, late) == 3
    fetched = HandlingQuery(kind=HandlingKind.FETCHED)
    assert [one.id for one in entries(log, fetched)] == [3, 1]
    assert [one.id for one in entries(log, fetched, 1)] == [3]


@pytest.mark.parametrize("statement", ["UPDATE handling_log SET count = 1", "DELETE FROM handling_log"])
def test_the_store_itself_refuses_a_change(log: Database, statement: str) -> None:
    with closing(log.connect_to(log.path)) as writer, pytest.raises(sqlcipher.IntegrityError, match="grows"):
        writer.execute(statement)
    assert verify(log) == Verdict(Soundness.WHOLE, 5)


@pytest.mark.parametrize("column", ["at", "actor", "kind", "count", "detail", "mark"])
def test_a_changed_row_shows(log: Database, column: str) -> None:
    value = {"at": "at + 1", "count": "count + 1", "kind": "'copied'"}.get(column, "x'00'")
    tool(log, f"UPDATE handling_log SET {column} = {value} WHERE id = 3")
    assert verify(log) == Verdict(Soundness.CHANGED, 5, 3)


@pytest.mark.parametrize("value", ["x'ff'", "CAST(x'ff' AS TEXT)", "'text'", "-1e300"])
@pytest.mark.parametrize("column", ["at", "actor", "kind", "count", "detail"])
def test_a_spoilt_row_can_still_be_looked_at(log: Database, column: str, value: str) -> None:
    tool(log, f"UPDATE handling_log SET {column} = {value} WHERE id = 3")
    assert [one.id for one in entries(log, HandlingQuery())] == [5, 4, 3, 2, 1]
    assert verify(log) == Verdict(Soundness.CHANGED, 5, 3)


def test_a_row_that_is_taken_out_shows(log: Database) -> None:
    tool(log, "DELETE FROM handling_log WHERE id = 2")
    assert verify(log) == Verdict(Soundness.CHANGED, 4, 2)


def test_rows_that_move_up_into_a_gap_show(log: Database) -> None:
    tool(log, "DELETE FROM handling_log WHERE id = 2", "UPDATE handling_log SET id = id - 1 WHERE id > 2")
    assert verify(log) == Verdict(Soundness.CHANGED, 4, 2)


@pytest.mark.parametrize("kept", [0, 3, 4])
def test_rows_that_are_taken_off_the_end_show(log: Database, kept: int) -> None:
    tool(log, f"DELETE FROM handling_log WHERE id > {kept}")
    assert verify(log) == Verdict(Soundness.CUT, kept, kept + 1)


def test_rows_that_were_written_over_shorter_ones_show(log: Database) -> None:
    """The program goes on writing after the end was cut: the rows are sound, and fewer than there were."""
    tool(log, "DELETE FROM handling_log WHERE id > 2")
    head = log.path.with_suffix(".head").read_bytes()
    add(log, at=NEWEST, actor="taro", kind=HandlingKind.COPIED, count=99)
    log.path.with_suffix(".head").write_bytes(head)
    assert verify(log) == Verdict(Soundness.CUT, 3, 4)


def test_a_row_of_another_s_making_shows(log: Database) -> None:
    tool(log, f"INSERT INTO handling_log VALUES (6, 1, 'x', 'copied', 1, '', x'{'00' * 32}')")
    assert verify(log) == Verdict(Soundness.CHANGED, 6, 6)


def test_without_its_mark_file_nothing_vouches_for_the_end(log: Database) -> None:
    log.path.with_suffix(".head").unlink()
    assert verify(log) == Verdict(Soundness.UNANCHORED, 5)
    add(log, at=NEWEST, actor="hanako", kind=HandlingKind.COPIED, count=1)
    assert verify(log) == Verdict(Soundness.WHOLE, 6)


def test_a_mark_file_that_was_written_by_hand_shows(log: Database) -> None:
    file = log.path.with_suffix(".head")
    tool(log, "DELETE FROM handling_log WHERE id > 4")
    file.write_text(file.read_text().replace('"row": 5', '"row": 4'))
    assert verify(log).soundness is Soundness.CHANGED


def test_a_kill_between_row_and_mark_file_is_no_change(log: Database) -> None:
    head = log.path.with_suffix(".head").read_bytes()
    add(log, at=NEWEST, actor="hanako", kind=HandlingKind.COPIED, count=1)
    log.path.with_suffix(".head").write_bytes(head)
    assert verify(log) == Verdict(Soundness.WHOLE, 6)


def test_an_empty_log_is_whole(database: Database) -> None:
    assert verify(database) == Verdict(Soundness.WHOLE, 0)


def test_another_store_s_mark_file_counts_for_nothing(log: Database, tmp_path: Path) -> None:
    other = Database(tmp_path / "other.db", KEY, bytes(reversed(SALT)))
    other.create()
    try:
        (tmp_path / "other.head").write_bytes(log.path.with_suffix(".head").read_bytes())
        assert verify(other) == Verdict(Soundness.WHOLE, 0)
    finally:
        other.close()


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_change_of_any_bit_of_a_row_shows(log: Database, data: st.DataObject) -> None:
    """Tried in a transaction that is rolled back."""
    row = data.draw(st.integers(1, 5))
    column = data.draw(st.sampled_from(["at", "actor", "kind", "count", "detail", "mark"]))
    value = data.draw(st.one_of(st.integers(0, 2**40), st.text(max_size=8), st.binary(max_size=32)))
    with closing(connect(log.path, KEY, SALT)) as writer:
        before = _value(writer, column, row)
        if type(before) is type(value) and before == value:
            return
        tool(log)
        writer.execute(f"UPDATE handling_log SET {column} = ? WHERE id = ?", (value, row))
        stored = _value(writer, column, row)
        found = verify(log)
        writer.execute(f"UPDATE handling_log SET {column} = ? WHERE id = ?", (before, row))
    if (type(stored), stored) == (type(before), before):
        assert found.soundness is Soundness.WHOLE  # the column's affinity made the same of it
    else:
        assert found == Verdict(Soundness.CHANGED, 5, row)


def _value(writer: Connection, column: str, row: int) -> object:
    return writer.execute(f"SELECT {column} FROM handling_log WHERE id = ?", (row,)).fetchone()[0]
