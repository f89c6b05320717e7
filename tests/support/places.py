"""Fixtures for places: a home of the test's own, and no trace of it in the process afterwards."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest

from goq_desktop.paths import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """An empty home with its folders."""
    made = Home.at(tmp_path / "home")
    made.ensure()
    return made


@pytest.fixture(autouse=True)
def _own_places(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever asks the platform for its usual places gets an empty folder, never a person's."""
    nowhere = tmp_path_factory.getbasetemp() / "usual-places"
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(nowhere / name))
    monkeypatch.delenv("GOQ_DESKTOP_HOME", raising=False)


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    """The log file that a test opened is closed after it."""
    yield
    root = logging.getLogger()
    for handler in root.handlers[:]:
        if isinstance(handler, RotatingFileHandler):
            root.removeHandler(handler)
            handler.close()
    logging.getLogger("goq_desktop").setLevel(logging.NOTSET)
