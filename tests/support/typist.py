"""A person who has a keyboard and eyes, and nothing else: presses keys, and waits until they see what they wait for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QThread, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QInputMethodEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QWidget

from tests.support.day_record import Line
from tests.support.screen import keyboard_at, manage_windows, read_screen

PATIENCE: Final = 60.0  # seconds: on a busy machine something may take long
_BLINK: Final = 15  # ms between two looks


class Typist(QObject):
    """Lives in the main thread; `play` runs in a thread of its own, so that keys come while a dialog waits.

    What it does to the app is: key events to the window in front, and commits of an input method, without
    which no keyboard writes Japanese.
    """

    _asked = Signal(object)

    def __init__(self, run: Callable[[Line], None]) -> None:
        """`run` does what is not done by keys: the shop and the clock are not on the desk."""
        super().__init__()
        self._run = run
        self._asked.connect(self._on_asked, Qt.ConnectionType.QueuedConnection)
        # Windows that nobody asked for: they take the keys of the person who is typing.
        self.stray_windows: list[str] = []
        app = QCoreApplication.instance()
        assert app is not None
        app.installEventFilter(self)
        self._pressing: int | None = None
        self._closing = QTimer(self, singleShot=True, interval=int(PATIENCE * 1000))
        self._seen: threading.Event | None = None
        self._left: Line | None = None
        self._is_over = False
        self.told: str | None = None  # what went wrong

    def play(self, lines: list[Line], ended: Callable[[], None]) -> threading.Thread:
        """Do the lines one after the other; `ended` is called in the main thread when a line failed or the last does not end the program."""

        self._closing.timeout.connect(ended)

        def work() -> None:
            for line in lines:
                self._left = line
                self._asked.emit(partial(self._run, line))
                for key in line.keys:
                    self._asked.emit(partial(self._press, key))
                    if not self._wait(line, self._is_pressed):
                        break
                if not self._wait(line, partial(_is_seen, line)):
                    self._asked.emit(ended)
                    return
            self._left = None
            # The last key closes the program.
            self._asked.emit(self._closing.start)

        thread = threading.Thread(target=work, name="typist", daemon=True)
        thread.start()
        return thread

    def leave(self, last: Line) -> None:
        """The program has ended: nothing more is waited for, and before the last line it should not have."""
        self._is_over = True
        self._closing.stop()
        app = QCoreApplication.instance()
        assert app is not None
        app.removeEventFilter(self)
        if self._seen is not None:
            self._seen.set()
        if self.told is None and self._left not in (None, last):
            self.told = f"{self._left}\nthe program has ended"

    def _wait(self, line: Line, check: Callable[[], bool]) -> bool:
        seen = self._seen = threading.Event()
        until = monotonic() + PATIENCE
        self._asked.emit(lambda: self._look(check, seen, until, line))
        return not self._is_over and seen.wait(PATIENCE + 30) and self.told is None and not self._is_over

    def _look(self, check: Callable[[], bool], seen: threading.Event, until: float, line: Line) -> None:
        manage_windows()
        if QGuiApplication.focusWindow() is not None and check():
            seen.set()
        elif monotonic() < until:
            QTimer.singleShot(_BLINK, self, lambda: self._look(check, seen, until, line))
        else:
            self.told = f"{line}\nnot as it should be: {missing(line)}{' (a key is still held)' if self._pressing is not None else ''}\nkeyboard at: {keyboard_at()} {QApplication.focusWidget()!r}\n\n{read_screen()}"
            seen.set()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            is_known = isinstance(watched, (QMainWindow, QDialog))
            if not is_known and watched.windowType() is not Qt.WindowType.Popup:
                self.stray_windows.append(repr(watched))
        return False

    def _press(self, key: str) -> None:
        self._pressing = QThread.currentThread().loopLevel()
        press(key)
        self._pressing = None

    def _is_pressed(self) -> bool:
        """The key has come to where it belongs; what it opened may wait in it for an answer."""
        return self._pressing is None or QThread.currentThread().loopLevel() > self._pressing

    @Slot(object)
    def _on_asked(self, what: Callable[[], None]) -> None:
        if not self._is_over:
            what()


def press(key: str) -> None:
    """A key with its modifiers, as QKeySequence writes them; or 「text」, letter by letter or by the input method."""
    window = QGuiApplication.focusWindow()
    assert window is not None, f"no window for {key}"
    if key.startswith("「"):
        text = key[1:-1]
        if text.isascii():
            for letter in text:
                QTest.keyClick(window, letter)  # type: ignore[call-overload]
        else:
            event = QInputMethodEvent()
            event.setCommitString(text)
            QCoreApplication.sendEvent(QGuiApplication.focusObject(), event)
        return
    combination = QKeySequence(key)[0]  # type: ignore[index]
    QTest.keyClick(window, combination.key(), combination.keyboardModifiers())


def _is_seen(line: Line) -> bool:
    return not missing(line)


def missing(line: Line) -> list[str]:
    """What the line says is seen and is not, or should be gone and is not."""
    screen = read_screen()
    lines = frozenset(screen.splitlines())
    absent = [
        text for text in line.seen if (text[1:] not in lines if text.startswith("=") else text not in screen)
    ]
    left = [f"still: {text}" for text in line.gone if text in screen]
    place = [] if line.keyboard_at in keyboard_at() else [f"keyboard at {line.keyboard_at}"]
    return [*absent, *left, *place]
