"""A mall's exact wordings, each with what it stands for; those that orders hold and nobody named stand on top."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QPushButton,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from goq_desktop.domain.sight import SeenWording
from goq_desktop.settings.checks import FieldProblem
from goq_desktop.ui import theme
from goq_desktop.ui.settings.field_messages import field_message
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.settings.twin_line import TwinLine, Twins
from goq_desktop.ui.settings.wording_delegate import Offer, WordingDelegate
from goq_desktop.ui.settings.wording_rows import CHOICE, COUNT, WORDING, Entry, WordingRows
from goq_desktop.ui.theme import Role

__all__ = ["CHOICE", "COUNT", "MOST_SEEN", "WORDING", "Entry", "WordingTable"]


@dataclass(frozen=True, slots=True)
class Unfinished:
    """A wording that a person added and that stands for nothing yet; `place` among the entries."""

    place: int
    entry: Entry


# Malls have some ten wordings; a shop that lets people type freely has no end of them.
MOST_SEEN: Final = 50


class WordingTable(QWidget):
    """Emits `edited` for a person's changes only, `row_chosen` when another row is the current one.

    A row that orders gave and that stands for nothing is no entry: it is never kept.
    """

    edited = Signal()
    row_chosen = Signal()

    def __init__(
        self,
        noun: str,
        choice_title: str,
        choice_width: int,
        *,
        is_ordered: bool = False,
        offers_seen: bool = False,
    ) -> None:
        """`noun`: what an entry is called, as in 「…を追加」. `offers_seen`: to choose from while typing."""
        super().__init__()
        self._seen: Sequence[SeenWording] = ()
        self._before: tuple[list[Entry], int] = ([], -1)  # what `load` replaced, and its current row
        self._twins = Twins(())
        self._is_known: Callable[[str], bool] = lambda _: False
        self._choice_title = choice_title
        self.table = WordingRows(noun, choice_title, choice_width)
        offers = self._offers if offers_seen else None
        self.table.setItemDelegateForColumn(
            WORDING, WordingDelegate(self.table, self.tr("モールの表記"), offers)
        )
        self.table.itemChanged.connect(self._on_item_changed)
        self.table.choice_changed.connect(self._on_choice_changed)
        self.table.currentCellChanged.connect(self._on_current_changed)
        self.message = MessageLine()
        self.twin_line = TwinLine()
        self.twin_line.taken_over.connect(self._on_taken_over)
        key = QKeySequence
        self.add_button = self._button("plus", self.tr("追加(&A)"), self._on_add_clicked)
        self.edit_button = self._button("edit", self.tr("表記を変える(&E)"), self._on_edit_clicked, key("F2"))
        self.remove_button = self._button("minus", self.tr("削除(&D)"), self._on_remove_clicked, key("Del"))
        self.up_button = self._button("arrow-up", self.tr("上へ(&U)"), self._on_up_clicked, key("Alt+Up"))
        self.down_button = self._button(
            "arrow-down", self.tr("下へ(&W)"), self._on_down_clicked, key("Alt+Down")
        )
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.SPACE)
        for button, name in (
            (self.add_button, self.tr("{noun}を追加")),
            (self.edit_button, self.tr("選んだ{noun}の表記を変える")),
            (self.remove_button, self.tr("選んだ{noun}を削除")),
            (self.up_button, self.tr("選んだ{noun}を上へ")),
            (self.down_button, self.tr("選んだ{noun}を下へ")),
        ):
            button.setAccessibleName(name.format(noun=noun))
            self.buttons.addWidget(button)
        if not is_ordered:
            self.up_button.hide()
            self.down_button.hide()
        self.buttons.addStretch(1)
        space = QShortcut(key(Qt.Key.Key_Space), self.table, context=Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(self._on_choice_asked)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.SPACE)
        outer.addWidget(self.table, 1)
        outer.addWidget(self.message)
        outer.addWidget(self.twin_line)
        outer.addLayout(self.buttons)

    def load(self, entries: Iterable[Entry], choices: Iterable[tuple[str, str]]) -> None:
        """`choices`: code and name of each, without 未設定. The current row stays where it can."""
        self._before = (self.table.entries(), self.table.currentRow())
        self.table.set_choices(choices)
        with QSignalBlocker(self.table):
            self.table.setRowCount(0)
            for entry in entries:
                self.table.insert(self.table.rowCount(), entry)
            self.message.clear()
            self._show_seen()
            self._show_current()
        self._on_current_changed()

    def unfinished(self) -> tuple[Unfinished, ...]:
        """A new row in which nothing was written yet is none."""
        return tuple(
            Unfinished(place, self.table.entry(row))
            for place, row in enumerate(self.rows)
            if self.wording(row) and not self.choice(row)
        )

    def show_unfinished(self, unfinished: Iterable[object]) -> None:
        """Put them back among the entries that `load` has shown."""
        for one in unfinished:
            assert isinstance(one, Unfinished)
            with QSignalBlocker(self.table):
                for row in reversed(range(self.table.rowCount())):
                    if self.table.is_open(row) and self.wording(row) == one.entry.wording:
                        self.table.removeRow(row)
                rows = self.rows
                at = rows[one.place] if one.place < len(rows) else self.table.rowCount()
                self.table.insert(at, one.entry)
                self._show_current()
            self._show_marks()
            self._on_current_changed()

    def show_seen(self, seen: Sequence[SeenWording], is_known: Callable[[str], bool]) -> None:
        """`is_known`: needs no entry, since it says by itself what it means."""
        self._seen, self._is_known = seen, is_known
        self._twins = Twins(seen)
        self._show_seen()
        if self.table.currentRow() < 0 and self.table.rowCount():
            self.table.setCurrentCell(0, WORDING)
        self._show_twin()

    @property
    def rows(self) -> list[int]:
        """The rows that stand for something, in order: the entries that are to be kept."""
        return [row for row in range(self.table.rowCount()) if not self.table.is_open(row)]

    def wording(self, row: int) -> str:
        return self.table.wording(row)

    def choice(self, row: int) -> str:
        return self.table.choice(row)

    def choice_box(self, row: int) -> QComboBox:
        return self.table.choice_box(row)

    def attached(self, row: int) -> object:
        return self.table.attached(row)

    def attach(self, row: int, attached: object) -> None:
        self.table.attach(row, attached)

    @property
    def unnamed(self) -> list[SeenWording]:
        """What orders hold and stands for nothing yet, by the table as it is."""
        named = self.table.named()
        return [one for one in self._seen if one.text not in named and not self._is_known(one.text)]

    def finish_typing(self) -> None:
        if self.table.state() is QAbstractItemView.State.EditingState:
            # Taking the focus from the editor keeps what is being typed.
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def find_incomplete(self) -> bool:
        """Go to the first entry without a wording of its own or without a choice; True when there is one."""
        earlier: set[str] = set()
        for row in self.rows:
            wording = self.wording(row)
            if not wording.strip():
                self._say(row, self.tr("{row}行目の表記を入力してください。").format(row=row + 1))
            elif wording in earlier:
                self._say(row, self.tr("{row}行目と同じ表記があります。").format(row=row + 1))
            elif not self.choice(row):
                text = self.tr("{row}行目の{choice}を選んでください。")
                self._say(row, text.format(row=row + 1, choice=self._choice_title))
                self.choice_box(row).setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            else:
                earlier.add(wording)
                continue
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return False

    def show_problem(self, problem: FieldProblem, labels: Mapping[str, str] | None = None) -> None:
        """Go to the entry that `methods[1].wording` and the like name, and say why it will not do.

        `labels`: the names on screen of the fields beside the wording.
        """
        row = self.rows[int(problem.field.partition("[")[2].partition("]")[0])]
        label = (labels or {}).get(problem.field.rpartition(".")[2], self.tr("モールの表記"))
        text = self.tr("{row}行目の{label}: {reason}")
        self._say(row, text.format(row=row + 1, label=label, reason=field_message(problem)))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self._show_marks()
        super().changeEvent(event)

    def _show_current(self) -> None:
        if self.table.rowCount():
            before, current = self._before
            self.table.setCurrentCell(_row_to_show(before, self.table.entries(), current), WORDING)

    def _say(self, row: int, text: str) -> None:
        self.table.setCurrentCell(row, WORDING)
        self.message.say(Role.PROBLEM, text)

    def _offers(self) -> list[Offer]:
        """First what nobody has named."""
        unnamed = self.unnamed
        return [
            *(Offer(one, True) for one in unnamed),
            *(Offer(one, False) for one in self._seen if one not in unnamed),
        ][:MOST_SEEN]

    def _show_seen(self) -> None:
        """A row for what orders hold and nobody named. No row is made anew: somebody may be typing in one."""
        with QSignalBlocker(self.table):
            unnamed = self.unnamed
            texts = {one.text for one in unnamed}
            for row in reversed(range(self.table.rowCount())):
                is_current = row == self.table.currentRow()
                if self.table.is_open(row) and self.wording(row) not in texts and not is_current:
                    self.table.removeRow(row)
            known = [self.wording(row) for row in range(self.table.rowCount())]
            room = MOST_SEEN - sum(self.table.is_open(row) for row in range(len(known)))
            new = [one for one in unnamed if one.text not in known]
            for place, one in enumerate(new[: max(room, 0)]):
                self.table.insert(place, Entry(one.text, ""), is_seen=True)
        self._show_marks()
        self._set_buttons()

    def _show_marks(self) -> None:
        counts = {one.text: one.count for one in self._seen}
        named = self.table.named()
        for row in range(self.table.rowCount()):
            has_twin = self._twin(row, named) is not None
            self.table.mark(row, counts.get(self.wording(row), 0), has_twin=has_twin)

    def _twin(self, row: int, named: set[str]) -> SeenWording | None:
        """None also where another entry has that very wording."""
        twin = self._twins.of(self.wording(row))
        return None if twin is None or twin.text in named else twin

    def _show_twin(self) -> None:
        row = self.table.currentRow()
        self.twin_line.show_twin(self._twin(row, self.table.named()) if row >= 0 else None)

    def _neighbour(self, step: int) -> int | None:
        """The row of the entry before or after the current one."""
        row, rows = self.table.currentRow(), self.rows
        place = rows.index(row) + step if row in rows else -1
        return rows[place] if 0 <= place < len(rows) else None

    def _set_buttons(self) -> None:
        row = self.table.currentRow()
        is_own = row >= 0 and not self.table.is_seen(row)
        for button in (self.edit_button, self.remove_button):
            button.setEnabled(is_own)
        self.up_button.setEnabled(self._neighbour(-1) is not None)
        self.down_button.setEnabled(self._neighbour(1) is not None)

    def _move(self, step: int) -> None:
        row, to = self.table.currentRow(), self._neighbour(step)
        if to is None:
            return
        entry, is_seen = self.table.entry(row), self.table.is_seen(row)
        with QSignalBlocker(self.table):
            self.table.removeRow(row)
            self.table.insert(to, entry, is_seen=is_seen)
            self.table.setCurrentCell(to, WORDING)
        self._after_change()

    def _after_change(self) -> None:
        self.message.clear()
        self._show_seen()
        self._show_twin()
        self.row_chosen.emit()
        self.edited.emit()

    @Slot()
    def _on_add_clicked(self) -> None:
        row = self.table.rowCount()
        self.table.insert(row, Entry("", ""))
        self.table.setCurrentCell(row, WORDING)
        self.table.editItem(self.table.wording_item(row))
        self.edited.emit()

    @Slot()
    def _on_edit_clicked(self) -> None:
        row = self.table.currentRow()
        self.table.setCurrentCell(row, WORDING)
        self.table.editItem(self.table.wording_item(row))

    @Slot()
    def _on_remove_clicked(self) -> None:
        self.table.removeRow(self.table.currentRow())
        # A wording that orders hold comes back as 未設定.
        self._after_change()

    @Slot()
    def _on_up_clicked(self) -> None:
        self._move(-1)

    @Slot()
    def _on_down_clicked(self) -> None:
        self._move(1)

    @Slot()
    def _on_choice_asked(self) -> None:
        if self.table.currentRow() >= 0:
            self.choice_box(self.table.currentRow()).showPopup()

    @Slot(str)
    def _on_taken_over(self, wording: str) -> None:
        self.table.wording_item(self.table.currentRow()).setText(wording)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(QTableWidgetItem)
    def _on_item_changed(self, item: QTableWidgetItem) -> None:
        self.table.name_box(item.row())
        self._after_change()

    @Slot(int)
    def _on_choice_changed(self, row: int) -> None:
        self.table.setCurrentCell(row, WORDING)
        self._after_change()

    @Slot()
    def _on_current_changed(self) -> None:
        self._set_buttons()
        self._show_twin()
        self.row_chosen.emit()

    def _button(
        self, icon: str, text: str, slot: Callable[[], None], key: QKeySequence | None = None
    ) -> QPushButton:
        button = QPushButton(theme.icon(icon), text)
        button.setAutoDefault(False)
        button.clicked.connect(slot)
        if key is not None:
            button.setToolTip(key.toString(QKeySequence.SequenceFormat.NativeText))
            shortcut = QShortcut(key, self.table, context=Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(button.click)
        return button


def _row_to_show(before: Sequence[Entry], now: Sequence[Entry], current: int) -> int:
    """Where something changed, as when a step is taken back; else where the current entry is now."""
    changed = [row for row, (old, new) in enumerate(zip(before, now, strict=False)) if old != new]
    if before and len(now) == len(before) and len(changed) == 1:
        return changed[0]
    if before and len(now) == len(before) + 1:
        return changed[0] if changed else len(before)
    if 0 <= current < len(before):
        wordings = [entry.wording for entry in now]
        if before[current].wording in wordings:
            return wordings.index(before[current].wording)
    return min(max(0, current), len(now) - 1)
