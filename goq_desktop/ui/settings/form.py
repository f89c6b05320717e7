"""What all settings forms are made of: labelled fields with messages of their own, in aligned columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from goq_desktop.domain.sight import StoreSight
from goq_desktop.settings.checks import FieldProblem
from goq_desktop.settings.tiles import Settings, Tile
from goq_desktop.ui import theme
from goq_desktop.ui.settings.field_messages import field_message
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role

_FIELD_COLUMNS: Final = 3  # label, mark, control


class Need(Enum):
    """Whether a field must be filled; NONE for a field that always has a value."""

    REQUIRED = "required"
    OPTIONAL = "optional"
    NONE = "none"


class Field(QWidget):
    """A control with its label, its mark 必須 or 任意, and a line for its hint or its problem.

    The line stands beside a control of its own `width`, else below.
    The label and the mark are placed by `FieldGrid`, so that those of all fields are aligned.
    """

    def __init__(
        self,
        label: str,
        control: QWidget,
        need: Need = Need.NONE,
        *,
        hint: str = "",
        width: int | None = None,
        beside: QWidget | None = None,
    ) -> None:
        """`width`: logical pixels of the control; without it, it takes the column. `beside` stands right of it."""
        super().__init__()
        self.control = control
        self.label = QLabel(label)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setBuddy(control)
        self.mark = QLabel(_mark_text(need))
        self.mark.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(self.mark, Role.HINT)
        if need is Need.REQUIRED:
            # Not the colour of problems: an empty form is not a wrong one.
            self.mark.setForegroundRole(QPalette.ColorRole.Link)
        self._hint = hint
        self.message = MessageLine()
        if width is not None:
            control.setFixedWidth(width)
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE)
        line.addWidget(control, 0 if width is not None else 1)
        if beside is not None:
            line.addWidget(beside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE // 4)
        column.addLayout(line)
        if width is None:
            column.addWidget(self.message)
        else:
            line.addWidget(self.message, 1)
            line.addStretch(0)
        column.addStretch(1)
        control.setAccessibleName(label)
        if not self._focused.accessibleName():
            self._focused.setAccessibleName(label)
        self.clear_problem()
        self._listen()

    def _listen(self) -> None:
        if isinstance(self.control, QComboBox):
            self.control.currentIndexChanged.connect(self._on_mended)
        typed = (
            [self.control] if isinstance(self.control, QLineEdit) else self.control.findChildren(QLineEdit)
        )
        for line in typed:
            line.textChanged.connect(self._on_mended)

    @Slot()
    def _on_mended(self) -> None:
        """Somebody is at it: what was wrong before says nothing about what is being typed."""
        if self.problem:
            self.clear_problem()

    @property
    def problem(self) -> str:
        return self.message.text if self.message.role is Role.PROBLEM else ""

    def set_shown(self, is_shown: bool) -> None:
        """Show or hide it with its label and mark."""
        for widget in (self.label, self.mark, self):
            widget.setVisible(is_shown)

    def set_hint(self, text: str) -> None:
        self._hint = text
        self.clear_problem()

    def show_problem(self, text: str) -> None:
        self._say(Role.PROBLEM, text)

    def show_notice(self, text: str) -> None:
        self._say(Role.NOTICE, text)

    def clear_problem(self) -> None:
        self._say(Role.HINT, self._hint)

    def _say(self, role: Role, text: str) -> None:
        self.message.say(role, text)
        # A screen reader reads the description after the name: what is wrong is heard where it is.
        spoken = " ".join(part for part in (self.mark.text(), text) if part)
        self.control.setAccessibleDescription(spoken)
        self._focused.setAccessibleDescription(spoken)

    @property
    def _focused(self) -> QWidget:
        """What has the focus when the control has it: a compound control names one of its parts."""
        return self.control.focusProxy() or self.control


def _mark_text(need: Need) -> str:
    if need is Need.REQUIRED:
        return QCoreApplication.translate("Field", "必須")
    if need is Need.OPTIONAL:
        return QCoreApplication.translate("Field", "任意")
    return ""


class FieldGrid(QGridLayout):
    """Rows of one or two fields, their labels, marks and controls in aligned columns."""

    def __init__(self) -> None:
        super().__init__()
        self.setContentsMargins(0, 0, 0, 0)
        self.setHorizontalSpacing(theme.SPACE)
        self.setVerticalSpacing(theme.SPACE)

    def add_row(self, *fields: Field) -> None:
        """One field takes the whole row; of two, each takes a half."""
        row = self.rowCount()
        for position, field in enumerate(fields):
            column = position * _FIELD_COLUMNS
            for offset, widget in ((0, field.label), (1, field.mark)):
                # As high as a line of input, so that its text stands level with the input's text.
                widget.setMinimumHeight(field.control.sizeHint().height())
                self.addWidget(widget, row, column + offset, Qt.AlignmentFlag.AlignTop)
            last = len(fields) == 1
            self.addWidget(field, row, column + 2, 1, 1 + _FIELD_COLUMNS if last else 1)
            self.setColumnStretch(column + 2, 1)


class TileForm(QWidget):
    """A form for a tile of the settings, used by a wizard's page and by the settings dialog alike.

    `title` and `explanation` are for whoever shows the form. A subclass fills `fields` by the names
    that `settings.checks` uses for them.
    """

    edited = Signal()

    title: str
    explanation: str

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, Field] = {}

    def load(self, settings: Settings) -> None:
        """Show what the settings hold. Emits nothing."""
        raise NotImplementedError

    def tiles(self) -> Mapping[str, Tile]:
        """What is in the form, as keyword arguments for `SettingsStore.save`."""
        raise NotImplementedError

    def unfinished(self) -> tuple[object, ...]:
        """What a person began and is in no tile yet, such as a wording without its choice."""
        return ()

    def show_unfinished(self, unfinished: tuple[object, ...]) -> None:
        """Put it where it was, in what `load` has shown. Emits nothing."""

    def show_sight(self, sight: StoreSight) -> None:
        """What the stored orders hold, for a form that has a use for it; it may come at any time."""

    def check(self) -> bool:
        """Show every problem beside its field and go to the first; True when there is none."""
        raise NotImplementedError

    def show_field_problems(self, problems: Sequence[FieldProblem]) -> bool:
        """Show these and only these, and go to the first that blocks; True when none does."""
        by_name = {problem.field: problem for problem in reversed(problems)}
        for name, field in self.fields.items():
            problem = by_name.get(name)
            if problem is None:
                field.clear_problem()
                continue
            text = field_message(problem)
            if problem.is_blocking:
                field.show_problem(text)
            else:
                field.show_notice(text)
        blocking = {problem.field for problem in problems if problem.is_blocking}
        first = next((field for name, field in self.fields.items() if name in blocking), None)
        if first is not None:
            first.control.setFocus(Qt.FocusReason.OtherFocusReason)
        return not blocking
