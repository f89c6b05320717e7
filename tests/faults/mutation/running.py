"""Runs tests against a mutated module, each in a forked process that knows the libraries and nothing of ours."""

from __future__ import annotations

import ast
import gc
import importlib
import json
import os
import resource
import sys
import tempfile
import threading
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, Final

import pytest

from tests.faults.mutation.core import LOADED_BEFORE, MODULES, SECONDS, TESTS, WITHOUT

ROOT: Final = Path(__file__).parents[3]

# Of the processor, not of the clock: a busy machine is no endless loop. A test that waits has its own limit.
_CPU_SECONDS: Final = 120
_PYTEST: Final = (
    *("-q", "-x", "-p", "no:cacheprovider", "-p", "no:pytest-qt", "-o", "timeout=60"),
    *("-W", "ignore::pytest.PytestAssertRewriteWarning"),  # of libraries that were loaded before
)


@dataclass(frozen=True, slots=True)
class Known:
    """By module and line the tests that come by, and how long each takes."""

    lines: Mapping[str, Mapping[int, frozenset[str]]]
    seconds: Mapping[str, float]

    def tests_of(self, module: str, wanted: Iterable[int]) -> list[str]:
        """Those that come by any of these lines; all where none does, as for constants that a test only reads."""
        lines = self.lines.get(module, {})
        found = frozenset[str]().union(*(lines.get(line, ()) for line in wanted))
        tests: list[str] = []
        left = SECONDS
        for test in sorted(found or self.seconds, key=self.seconds.__getitem__):
            left -= self.seconds[test]
            if tests and left < 0:
                break
            tests.append(test)
        return tests


def file_of(module: str) -> Path:
    return ROOT / f"{module.replace('.', '/')}.py"


def load_before() -> None:
    """Once, before the first fork."""
    for name in LOADED_BEFORE:
        with suppress(ImportError):  # not on every system
            importlib.import_module(name)
    assert not set(MODULES) & set(sys.modules), "the core is loaded anew by each process"
    gc.freeze()
    # What is rewritten of the tests is kept for the next one.
    sys.dont_write_bytecode = False
    sys.pycache_prefix = tempfile.mkdtemp(prefix="bytecode")


class Mutation(MetaPathFinder):
    """Finds one module, with another tree than its file's."""

    def __init__(self, module: str, tree: ast.Module) -> None:
        self._module, self._tree = module, tree

    def find_spec(self, name: str, path: Any, target: Any = None) -> ModuleSpec | None:
        if name != self._module:
            return None
        file, tree = str(file_of(name)), self._tree

        class Loader(SourceFileLoader):
            def get_code(self, fullname: str) -> CodeType:
                return compile(tree, file, "exec")

        return spec_from_file_location(name, file, loader=Loader(name, file))


def in_fork(work: Callable[[], int]) -> int:
    """Begin some work in a process of its own; its number. Ended with what `work` gives."""
    sys.stdout.flush()
    child = os.fork()
    if child:
        return child
    status = 70
    try:
        null = os.open(os.devnull, os.O_RDWR)
        if not os.environ.get("GOQ_MUTATION_TALKS"):
            os.dup2(null, 1)
            os.dup2(null, 2)
        resource.setrlimit(resource.RLIMIT_CPU, (_CPU_SECONDS, _CPU_SECONDS))
        os.chdir(ROOT)
        status = work()
    except BaseException:  # noqa: BLE001 - whatever it is, this process ends here
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        # Nothing of what the tests have left behind may keep it, threads least of all.
        os._exit(status)


def is_noticed(tests: Sequence[str], module: str, tree: ast.Module) -> int:
    """To be run in a fork: 1 when a test fails or the module cannot even be loaded, else 0."""
    sys.meta_path.insert(0, Mutation(module, tree))
    with tempfile.TemporaryDirectory() as folder:
        return int(pytest.main([*_PYTEST, f"--basetemp={folder}/t", *tests]) != 0)


class _Tracer:
    """Which lines of the core each test comes by, and how long it takes."""

    def __init__(self) -> None:
        self.lines: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        self.seconds: dict[str, float] = {}
        self._files = {str(file_of(module)): module for module in MODULES}
        self._seen: set[tuple[str, int]] = set()

    def _trace(self, frame: FrameType, event: str, word: Any) -> Any:
        name = frame.f_code.co_filename
        if name not in self._files:
            return None
        self._seen.add((name, frame.f_lineno))
        return self._trace

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Any:
        self._seen = set()
        begun = time.process_time()
        threading.settrace(self._trace)
        sys.settrace(self._trace)
        try:
            return (yield)
        finally:
            sys.settrace(None)
            threading.settrace(None)
            self.seconds[item.nodeid] = time.process_time() - begun
            for name, line in self._seen:
                self.lines[self._files[name]][line].append(item.nodeid)


def look_at_tests(folder: Path) -> Known:
    """Run the tests once without any mutant.

    Raises RuntimeError when one fails: then nothing could be said of mutants.
    """
    file = folder / "lines.json"

    def work() -> int:
        tracer = _Tracer()
        status = pytest.main([*_PYTEST, f"--basetemp={folder}/t", "-k", WITHOUT, *TESTS], plugins=[tracer])
        file.write_text(json.dumps({"lines": tracer.lines, "seconds": tracer.seconds}))
        return int(status)

    _, status = os.waitpid(in_fork(work), 0)
    if status:
        raise RuntimeError("the tests fail without any mutant")
    told = json.loads(file.read_text())
    lines = {
        module: {int(line): frozenset(tests) for line, tests in lines.items()}
        for module, lines in told["lines"].items()
    }
    return Known(lines, told["seconds"])
