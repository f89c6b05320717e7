"""Proves that what is tested here needs no Qt: in the run of these tests alone PySide6 cannot be imported."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType

import pytest

_QT = ("PySide6", "shiboken6")


class QtBlocker:
    """A finder that comes before all others and refuses Qt."""

    @staticmethod
    def find_spec(
        name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name.partition(".")[0] in _QT:
            raise ImportError(f"{name}: tests/unit and what they test know no Qt")
        return None


def pytest_configure(config: pytest.Config) -> None:
    # pytest-qt imports PySide6 itself and shares its process with tests that need it. The blocker is for the
    # run without that plugin (`-p no:pytest-qt`), which `packaging/dev.sh test` makes.
    if not config.pluginmanager.hasplugin("pytest-qt"):
        sys.meta_path.insert(0, QtBlocker)
