"""Every source file is small, says what it is for, and speaks plainly of the project alone."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDERS = ("goq_desktop", "tests", "packaging")
FILES = sorted(file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py"))

LONGEST = 400
# Names that say nothing about what a thing does.
VAGUE = re.compile(
    r"(?:^|_)(?:utils?|helpers?|managers?|misc|common)(?:$|_)|(?:Util|Helper|Manager)s?(?:$|[A-Z])"
)
PLAIN = re.compile(r"[A-Za-z0-9._][A-Za-z0-9._/-]*(?<!-shm)(?<!-wal)(?<!-journal)")
_TRANSLATORS = ("tr", "translate")


def named(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text("utf-8"), named(file))


def classes(tree: ast.Module) -> Iterator[str]:
    return (node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef))


def unsteady_translations(tree: ast.Module) -> list[int]:
    """Lines of tr() calls whose text is put together at run time: no translator ever sees it."""
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and (getattr(node.func, "attr", "") in _TRANSLATORS or getattr(node.func, "id", "") in _TRANSLATORS)
        and any(isinstance(argument, ast.JoinedStr | ast.BinOp) for argument in node.args)
    ]


def test_there_are_files() -> None:
    assert len(FILES) > 50


@pytest.mark.parametrize("file", FILES, ids=named)
def test_a_file_is_short(file: Path) -> None:
    assert len(file.read_text("utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize("file", FILES, ids=named)
def test_a_file_says_what_it_is_for(file: Path) -> None:
    docstring = ast.get_docstring(parsed(file))
    assert docstring
    assert docstring.splitlines()[0].endswith("."), "the first sentence fits on the first line"


@pytest.mark.parametrize("file", FILES, ids=named)
def test_names_say_the_thing(file: Path) -> None:
    names = (file.stem, file.parent.name, *classes(parsed(file)))
    assert [name for name in names if VAGUE.search(name)] == []


@pytest.mark.parametrize(
    "file", [file for file in FILES if named(file).startswith("goq_desktop/")], ids=named
)
def test_translated_texts_are_whole(file: Path) -> None:
    assert unsteady_translations(parsed(file)) == []


def test_the_checks_see_what_they_look_for() -> None:
    assert unsteady_translations(ast.parse('self.tr(f"{count}件")\ntr("a" + b)\nself.tr("件")')) == [1, 2]
    vague = ("ShopManager", "text_utils", "Helper", "misc", "HelperFile", "order_helpers")
    assert all(VAGUE.search(name) for name in vague)
    assert not any(VAGUE.search(name) for name in ("Workspace", "utility_bill", "command", "uncommon"))


def test_every_kept_file_has_a_name_that_somebody_gave_it() -> None:
    """What a faulty test left in the checkout once came in with a commit."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not in a git checkout")
    names = listed.stdout.decode(errors="replace").strip("\0").split("\0")
    assert len(names) > len(FILES) / 2
    assert [name for name in names if not PLAIN.fullmatch(name)] == []
