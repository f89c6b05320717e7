"""A store that is gone or was cut to no bytes is told, and never taken for one that is to be made."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.services.store_opening import open_store
from tests.faults.rows import row

ROW = "store cut to no bytes or gone: begun anew without a word"


def lost_store(folder: Path, keys: SessionStore, *, after_kill: bool, is_gone: bool, is_alone: bool) -> Path:
    """`after_kill`: its log lies there; `is_alone`: of all that lay beside it only its mark is left."""
    folder.mkdir()
    file = folder / "orders.db"
    log = file.with_name("orders.db-wal")
    database = open_store(file, keys)
    content = log.read_bytes()
    database.close()
    if after_kill:
        log.write_bytes(content)
        file.with_suffix(".closed").unlink()
    file.write_bytes(b"")
    if is_gone:
        file.unlink()
    for beside in folder.iterdir():
        if is_alone and beside not in (file, file.with_suffix(".made")):
            beside.unlink()
    return file


def told(file: Path, keys: SessionStore) -> str:
    """The code of the problem; empty when it was begun anew."""
    try:
        open_store(file, keys).close()
    except ProblemError as error:
        return error.problem.code
    return ""


@pytest.mark.parametrize("is_marked", [True, False], ids=["as it is", "teeth: without the mark"])
def test_a_lost_store_is_not_taken_for_one_to_be_made(tmp_path: Path, is_marked: bool) -> None:
    keys = SessionStore()
    begun_anew = 0
    with row(ROW + ("" if is_marked else ", teeth: without the mark")) as figures:
        for number, state in enumerate(product([False, True], repeat=3)):
            after_kill, is_gone, is_alone = state
            file = lost_store(
                tmp_path / str(number), keys, after_kill=after_kill, is_gone=is_gone, is_alone=is_alone
            )
            if not is_marked:
                file.with_suffix(".made").unlink()
            code = told(file, keys)
            assert code == ProblemCode.STORE_LOST or not is_marked
            begun_anew += not code
            figures.tried += 1
        figures.result = f"{begun_anew}"
        assert (begun_anew == 0) is is_marked
