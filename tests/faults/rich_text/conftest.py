"""A picture on disk, and the watch for whoever loads it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from tests.faults.rich_text.payloads import Loads, watched


@pytest.fixture
def loud(tmp_path: Path, qapp: QApplication) -> Path:
    """A picture that really is there."""
    picture = QImage(24, 24, QImage.Format.Format_RGB32)
    picture.fill(QColor("#ff00ff"))
    file = tmp_path / "loud.png"
    assert picture.save(str(file))
    return file


@pytest.fixture
def loads(loud: Path) -> Iterator[Loads]:
    with watched(loud) as loads:
        yield loads
