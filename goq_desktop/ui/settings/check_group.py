"""Check boxes of one question, in lines."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from goq_desktop.ui import theme


class CheckGroup(QWidget):
    """`toggled` tells of a person's change only."""

    toggled = Signal()

    def __init__(self, choices: Iterable[tuple[str, str, str]], *, columns: int) -> None:
        """`choices`: code, text, and the name that a screen reader says; at least one."""
        super().__init__()
        self.boxes: dict[str, QCheckBox] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.SPACE * 2)
        grid.setVerticalSpacing(theme.SPACE // 2)
        for place, (code, text, name) in enumerate(choices):
            box = self.boxes[code] = QCheckBox(text)
            box.setAccessibleName(name)
            box.toggled.connect(self._on_toggled)
            grid.addWidget(box, *divmod(place, columns))
        grid.setColumnStretch(columns, 1)
        self.setFocusProxy(next(iter(self.boxes.values())))

    @property
    def chosen(self) -> tuple[str, ...]:
        """The codes of the checked boxes, in their order on screen."""
        return tuple(code for code, box in self.boxes.items() if box.isChecked())

    @property
    def has_all(self) -> bool:
        return all(box.isChecked() for box in self.boxes.values())

    def choose(self, codes: Collection[str]) -> None:
        """Check these and no others. Emits nothing."""
        for code, box in self.boxes.items():
            with QSignalBlocker(box):
                box.setChecked(code in codes)

    @Slot()
    def _on_toggled(self) -> None:
        self.toggled.emit()
