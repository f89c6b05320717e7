"""Hostile names of files: each is written under its own name and nowhere else, or refused in one sentence."""

from __future__ import annotations

import os
import sys
import unicodedata
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goq_desktop.cancellation import CancelToken
from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.domain.problems import Problem, ProblemCode, ProblemError
from goq_desktop.file_names import is_none_on_windows, shown
from goq_desktop.malls.profile_loading import load_profile
from goq_desktop.paths import Home
from goq_desktop.services import whole_file as module
from goq_desktop.services.backing_up import back_up, backups
from goq_desktop.services.carrying import write_settings
from goq_desktop.services.restoring import prepare_newest, restorable
from goq_desktop.services.whole_file import whole_file
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Settings
from goq_desktop.storage.copying import count_orders
from goq_desktop.wording.problems import sentence
from tests.faults.rows import row

DEVICES: Final = ("CON", "con.csv", "NUL.xlsx", "AUX", "prn.txt", "COM1", "lpt9.json", "COM¹.csv", "CONIN$")
STREAMS: Final = ("受注.csv:隠し", "a:b.xlsx", "受注.csv::$DATA", "C:受注.csv")
ENDS: Final = ("受注.csv.", "受注.csv ", "受注. .", "...")
DECEIVING: Final = (
    "受注\u202excod.exe",
    "受注\u2066xslx\u2069.csv",
    "\u200f受注.csv",
    "a\rb.csv",
    "a\nb.csv",
    "a\x1bb",
)
OTHERS: Final = (
    *("-rf", "--help", "~", "~root", "$HOME.csv", "%41.csv", "*?.csv", "a|b.csv", "a\\b.csv", " 受注.csv"),
    unicodedata.normalize("NFD", "がぎぐ.csv"),
    *("👨‍👩‍👧.csv", "\U000e0001.csv", "\ufeff受注.csv", ".csv", ".hidden", "受注.tar.gz.csv", "\udcff.csv"),
    *("あ" * 80 + ".csv", "a" * 251 + ".csv", "a" * 300, "あ" * 300),
)
NOWHERE: Final = ("..", "a\0b.csv", "\ud800.csv")
NAMES: Final = (*DEVICES, *STREAMS, *ENDS, *DECEIVING, *OTHERS, *NOWHERE)

_CONTENT: Final = "受注".encode()


def _write(file: Path) -> None:
    with whole_file(file) as part:
        part.write_bytes(_CONTENT)


def _export_settings(file: Path) -> None:
    write_settings(Settings(), file)


def tree(folder: Path) -> set[str]:
    return {
        os.path.relpath(os.path.join(at, one), folder) for at, _, files in os.walk(folder) for one in files
    }


def problem_of(write: Callable[[Path], None], folder: Path, name: str) -> Problem | None:
    """The refusal; None: it is there, under its name, and nothing else is."""
    before = tree(folder.parent)
    try:
        write(folder / name)
    except ProblemError as error:
        assert tree(folder.parent) == before, "a refused file leaves nothing"
        told = sentence(error.problem)
        assert told.title and told.next_step and "\n" not in told.line
        assert shown(told.line) == told.line
        return error.problem
    assert tree(folder.parent) - before == {f"{folder.name}/{name}"}
    (folder / name).unlink()
    return None


@pytest.mark.parametrize("write", [_write, _export_settings])
def test_a_file_appears_under_its_own_name_or_not_at_all(
    tmp_path: Path, write: Callable[[Path], None]
) -> None:
    folder = tmp_path / "書き出し先"
    folder.mkdir()
    with row("hostile file names: written elsewhere / left behind / unforeseen") as figures:
        for name in NAMES:
            problem = problem_of(write, folder, name)
            is_too_long = len(os.fsencode(name)) > 255 if name not in NOWHERE else False
            # This system has a file of any other name.
            assert (problem is not None) is (name in NOWHERE or is_too_long), name
            figures.tried += 1
        figures.result = "0 / 0 / 0"


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(min_size=1, max_size=90).filter(lambda text: "/" not in text and text != "."))
def test_any_text_is_such_a_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "any"
    folder.mkdir(exist_ok=True)
    problem_of(_write, folder, name)


@pytest.mark.parametrize("name", [*DEVICES, *STREAMS, *ENDS, "a\rb.csv", "*?.csv", "a|b.csv", "a\\b.csv"])
def test_what_windows_takes_for_something_else_is_refused_there(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "there"
    folder.mkdir()
    assert is_none_on_windows(name)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "platform", "win32")
        problem = problem_of(_write, folder, name)
    assert problem is not None and problem.code is ProblemCode.FILE_UNWRITABLE
    assert problem_of(_write, folder, name) is None


@pytest.mark.parametrize(
    "name", ["受注_20261128.csv", "console.csv", "com.csv", "COM10.csv", "nul_.csv", "-rf", "~", "👨‍👩‍👧.csv"]
)
def test_names_that_are_only_like_those_are_not_refused(name: str) -> None:
    assert not is_none_on_windows(name)


def test_without_the_look_at_a_name_the_suite_notices(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The suite's teeth."""
    monkeypatch.setattr(module, "_can_be", lambda _: True)
    with pytest.raises(ValueError, match="null"):
        problem_of(_write, tmp_path, "a\0b.csv")
    monkeypatch.setattr(module, "start_of", lambda name: name)
    assert problem_of(_write, tmp_path, "a" * 251 + ".csv") is not None


@given(st.text())
def test_no_name_shows_as_another(text: str) -> None:
    assert shown(shown(text)) == shown(text) and len(shown(text)) == len(text)
    assert not set(shown(text)) & {*"\r\n\0\x1b\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"}


def test_in_a_sentence_a_path_turns_nothing_round() -> None:
    told = sentence(Problem(ProblemCode.FILE_UNWRITABLE, {"path": "受注\u202excod.exe", "reason": "x"}))
    assert "受注\ufffdxcod.exe" in told.text
    assert sentence(Problem(ProblemCode.STORE_DAMAGED, {"path": "C:\\店 がぎ🎎"})).text.startswith(
        "C:\\店 がぎ🎎"
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace(Home.at(tmp_path / "home"), SessionStore())
    made.prepare()
    return made


def strew(folder: Path, beside: Path) -> None:
    """Everything that is no backup and may look like one, newer than any."""
    for name in (*DECEIVING, *DEVICES, *STREAMS, *OTHERS[:-2], "orders-２０９９１１２８T000000Z.db"):
        (folder / name.replace("/", "")).write_bytes(b"x")
    (folder / "orders-20990101T000000Z.db").mkdir()
    os.mkfifo(folder / "orders-20990102T000000Z.db")
    (folder / "orders-20990103T000000Z.db").symlink_to(folder / "nowhere")
    (folder / "orders-20990104T000000Z.db").symlink_to(folder / "orders-20990104T000000Z.db")
    (folder / "orders-20990105T000000Z.db").symlink_to(beside)
    (folder / "orders-99999999T999999Z.db").touch()
    (folder / ".orders-folder").mkdir()
    (folder / ".orders-folder" / "kept").touch()


@pytest.mark.skipif(sys.platform == "win32", reason="its folders hold no such names")
def test_strange_things_in_the_backups_folder_hinder_no_backup_and_no_way_back(
    workspace: Workspace, tmp_path: Path
) -> None:
    token = CancelToken()
    beside = tmp_path / "another.txt"
    beside.write_bytes(b"another's")
    strew(workspace.home.backups, beside)
    there = tree(workspace.home.backups)
    made = back_up(workspace, token)
    assert made in backups(workspace.home.backups)
    assert [one.backup for one in restorable(workspace, token)[0]] == [made]
    assert prepare_newest(workspace, token).made_at == made.made_at
    workspace.close()
    assert there <= tree(workspace.home.backups) | {"orders-20990105T000000Z.db"}, "what is not ours stays"
    assert beside.read_bytes() == b"another's"
    with closing(workspace.database().reader()) as reader:
        assert count_orders(reader) == 0
    workspace.close()


def test_what_lies_beside_the_store_is_not_put_in_its_place(workspace: Workspace) -> None:
    workspace.database()
    workspace.close()
    data = workspace.home.data_dir
    for name in ("orders.restored-1 - コピー.db", "orders.restored-1 (1).db", "orders.restored-\u202e.db"):
        (data / name).write_bytes(b"x")
    (data / "orders.restored-2.db").mkdir()
    before = workspace.home.database.read_bytes()
    workspace.database()
    workspace.close()
    assert workspace.home.database.read_bytes()[:16] == before[:16]


@pytest.mark.skipif(sys.platform == "win32", reason="its folders hold no such names")
def test_strange_things_in_the_folder_of_malls_hinder_no_profile(
    workspace: Workspace, tmp_path: Path
) -> None:
    malls = workspace.home.malls_dir
    for name in (*DECEIVING, *DEVICES, *STREAMS, *OTHERS[:-2]):
        (malls / f"{name[:60]}.toml").write_bytes(b"\xff")
    (malls / "shopserve.toml").mkdir()
    os.mkfifo(malls / "fifo.toml")
    (tmp_path / "home" / "secret.toml").write_text("x = 1")
    assert load_profile("shopserve", malls).mark
    for name in ("..", "../secret", "fifo", "", "shopserve\0", "a/b", "con", *DECEIVING):
        with pytest.raises(ProblemError) as caught:
            load_profile(name, malls)
        assert caught.value.problem.code in (ProblemCode.PROFILE_MISSING, ProblemCode.PROFILE_INVALID)
