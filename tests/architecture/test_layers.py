"""Imports keep to the layers, and nothing slow or graphical comes in where it has no business."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from importlinter import cli

ROOT = Path(__file__).parents[2]

# What each costs at import is what a person waits for at every start.
SLOW = frozenset({"sqlalchemy", "alembic", "httpx", "asyncio", "keyring", "tenacity", "xlsxwriter"})


def loaded_by(module: str) -> frozenset[str]:
    """The top-level packages that a fresh interpreter has loaded after importing `module`."""
    program = f"import sys, {module}; print('\\n'.join({{name.partition('.')[0] for name in sys.modules}}))"
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return frozenset(done.stdout.split())


def test_the_layers_are_kept(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    assert cli.lint_imports(cache_dir=None) == cli.EXIT_STATUS_SUCCESS, capsys.readouterr().out


@pytest.mark.parametrize("module", ["goq_desktop.ui.window", "goq_desktop.app"])
def test_nothing_slow_is_loaded_before_the_first_paint(module: str) -> None:
    assert loaded_by(module) & SLOW == set()


@pytest.mark.parametrize("module", ["goq_desktop.__main__", "goq_desktop.cli", "goq_desktop.cli.commands"])
def test_the_command_line_loads_no_qt(module: str) -> None:
    assert loaded_by(module) & {"PySide6", "shiboken6"} == set()
