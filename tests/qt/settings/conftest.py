"""Forms in a window of their own, as large as the page they stand on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from goq_desktop.postal.dictionary import Postcodes
from goq_desktop.resources import path
from goq_desktop.settings.tiles import Settings
from goq_desktop.ui import theme
from goq_desktop.ui.settings.form import TileForm

PAGE = (660, 510)  # what a window of 900 × 640 leaves beside the list of steps and the buttons
Form = TypeVar("Form", bound=TileForm)


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, Qt.ColorScheme.Light)


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[[Form, Settings], Form]:
    """Load a form, show it and give it the focus."""

    def show(form: Form, settings: Settings) -> Form:
        qtbot.addWidget(form)
        form.load(settings)
        form.resize(*PAGE)
        with qtbot.waitActive(form):
            form.show()
            form.activateWindow()
        return form

    return show


@pytest.fixture
def write() -> Callable[[QWidget, str], None]:
    """Type Japanese text: it arrives by the input method, as it does on a person's PC."""

    def write(widget: QWidget, text: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(widget, event)

    return write


@pytest.fixture(scope="session")
def postcodes() -> Postcodes:
    return Postcodes(path("postal", "postcodes.sqlite"))
