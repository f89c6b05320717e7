"""The unit tests' own run really has no Qt."""

from __future__ import annotations

import importlib
import sys

import pytest


def test_qt_cannot_be_imported(pytestconfig: pytest.Config) -> None:
    if pytestconfig.pluginmanager.hasplugin("pytest-qt"):
        pytest.skip("pytest-qt has loaded Qt; `-p no:pytest-qt` makes the run without")
    assert not [name for name in sys.modules if name.startswith(("PySide6", "shiboken6"))]
    with pytest.raises(ImportError, match="know no Qt"):
        importlib.import_module("PySide6.QtCore")
