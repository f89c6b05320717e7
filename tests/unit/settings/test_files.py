"""Files are replaced whole or not at all, and by one at a time."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import threading
from contextlib import ExitStack
from pathlib import Path

import pytest

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.settings import files
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Contractor, Setup

PROJECT = Path(__file__).parents[3]

SAVE_MANY = """
import sys
from pathlib import Path
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Contractor, Setup
store = SettingsStore(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
for number in range(15):
    if sys.argv[2] == "contractor":
        store.save(contractor=Contractor(company=str(number)))
    elif sys.argv[2] == "setup":
        store.save(setup=Setup(page=str(number)))
    else:
        store.update_shop(sys.argv[2], shop_id=str(number))
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


@pytest.mark.parametrize("failing", ["open", "fsync", "replace"])
@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, ProblemCode.DISK_FULL),
        (errno.EDQUOT, ProblemCode.DISK_FULL),
        (errno.EROFS, ProblemCode.STORE_UNWRITABLE),
        (errno.EIO, ProblemCode.STORE_UNWRITABLE),
    ],
)
def test_a_failed_save_leaves_the_old_file_and_nothing_else(
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    failing: str,
    number: int,
    code: ProblemCode,
) -> None:
    store = SettingsStore(file)
    store.save(contractor=Contractor(company="old"))
    before = sorted(file.parent.iterdir())

    def fail(*_: object) -> None:
        raise OSError(number, "no")

    really_open = os.open

    def open_all_but_new(path: Path, flags: int, mode: int = 0o777) -> int:
        if str(path).endswith(".new"):
            fail()
        return really_open(path, flags, mode)

    monkeypatch.setattr(os, failing, open_all_but_new if failing == "open" else fail)
    with pytest.raises(ProblemError) as caught:
        store.save(contractor=Contractor(company="new"))
    monkeypatch.undo()
    assert caught.value.problem.code is code
    assert caught.value.problem.params == {"path": str(file)}
    assert store.load().settings.contractor.company == "old"
    assert sorted(file.parent.iterdir()) == before


def test_a_damaged_file_that_cannot_be_kept_is_not_overwritten(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file.write_text("[contractor]\ncompany = 3\n")
    monkeypatch.setattr(os, "fsync", _full)
    store = SettingsStore(file)
    loaded = store.load()
    assert loaded.problems[0].params["kept_as"] == ""
    with pytest.raises(ProblemError):
        store.save(setup=Setup(page="x"))
    assert file.read_text() == "[contractor]\ncompany = 3\n"


def _full(_: int) -> None:
    raise OSError(errno.ENOSPC, "full")


def test_a_new_file_is_on_disk_before_it_takes_the_old_ones_place(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = []
    really_sync, really_replace = os.fsync, os.replace

    def sync(descriptor: int) -> None:
        is_directory = os.path.isdir(f"/proc/self/fd/{descriptor}")
        steps.append("sync directory" if is_directory else "sync file")
        really_sync(descriptor)

    def replace(source: Path, target: Path) -> None:
        steps.append("replace")
        really_replace(source, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", replace)
    files.replace(file, b"x")
    if sys.platform == "linux":
        assert steps == ["sync file", "replace", "sync directory"]


def test_a_rename_that_a_scanner_holds_up_is_tried_again(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    really_replace = os.replace
    refusals = [
        PermissionError(errno.EACCES, "held"),
        PermissionError(errno.EACCES, "held"),
    ]

    def replace(source: Path, target: Path) -> None:
        if refusals:
            raise refusals.pop()
        really_replace(source, target)

    monkeypatch.setattr(files, "_RENAME_TRIES", 3)
    monkeypatch.setattr(os, "replace", replace)
    files.replace(file, b"x")
    assert file.read_bytes() == b"x"


def test_a_lock_that_is_never_freed_is_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_LOCK_PATIENCE_SECONDS", 0.05)
    with files.locked(file), pytest.raises(ProblemError) as caught:
        SettingsStore(file).save(setup=Setup())
    assert caught.value.problem.code is ProblemCode.STORE_IN_USE
    SettingsStore(file).save(setup=Setup(page="free again"))


def test_the_lock_of_a_killed_process_is_free(file: Path) -> None:
    script = "import sys, pathlib; from goq_desktop.settings import files\n"
    script += "with files.locked(pathlib.Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    with _process(script, str(file)) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        holder.kill()
        holder.wait()
        SettingsStore(file).save(setup=Setup(page="x"))
    assert SettingsStore(file).load().settings.setup.page == "x"


def test_processes_that_save_different_parts_lose_nothing(file: Path) -> None:
    file.write_text('[[shops]]\nuid = "a"\nname = "A"\n[[shops]]\nuid = "b"\nname = "B"\n')
    parts = ("contractor", "setup", "a", "b")
    with ExitStack() as running:
        processes = [running.enter_context(_process(SAVE_MANY, str(file), part)) for part in parts]
        for process in processes:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin is not None
            process.stdin.write("go\n")
            process.stdin.flush()
        assert [process.wait() for process in processes] == [0, 0, 0, 0]
    settings = SettingsStore(file).load().settings
    assert settings.contractor.company == "14"
    assert settings.setup.page == "14"
    assert [shop.shop_id for shop in settings.shops.shops] == ["14", "14"]


def test_threads_that_save_different_parts_lose_nothing(file: Path) -> None:
    store = SettingsStore(file)
    threads = [
        threading.Thread(
            target=lambda: [store.save(contractor=Contractor(company=str(n))) for n in range(15)]
        ),
        threading.Thread(target=lambda: [store.save(setup=Setup(page=str(n))) for n in range(15)]),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    settings = store.load().settings
    assert (settings.contractor.company, settings.setup.page) == ("14", "14")


def _process(script: str, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
