"""What the rules on the page, saved or not, make of the orders that are stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from goq_desktop.domain.sight import SeenWording
from goq_desktop.ui import theme
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.settings.wording_delegate import WordingDelegate
from goq_desktop.ui.theme import Role

_WORDING, _MEANING, _COUNT = 0, 1, 2
_MEANING_WIDTH: Final = 260
_COUNT_WIDTH: Final = 104
_ROW_HEIGHT: Final = 26
_HEIGHT: Final = 164  # the headings and five rows


@dataclass(frozen=True, slots=True)
class Rule:
    """`meaning` as it is on screen."""

    wording: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of stored orders: `counts` by rule in their order; what no rule matches, understood by itself or not."""

    counts: tuple[int, ...]
    by_itself: tuple[SeenWording, ...]
    unmatched: tuple[SeenWording, ...]


def tried(rules: Sequence[Rule], seen: Sequence[SeenWording], is_known: Callable[[str], bool]) -> Outcome:
    """A wording matches to the character, and the first rule that matches counts."""
    first = {rule.wording: place for place, rule in reversed(list(enumerate(rules)))}
    counts = [0] * len(rules)
    rest = []
    for one in seen:
        if one.text in first:
            counts[first[one.text]] += one.count
        else:
            rest.append(one)
    return Outcome(
        counts=tuple(counts),
        by_itself=tuple(one for one in rest if is_known(one.text)),
        unmatched=tuple(one for one in rest if not is_known(one.text)),
    )


class ConversionTrial(QWidget):
    """Once asked for, it follows every change of the rules."""

    def __init__(self) -> None:
        super().__init__()
        self._rules: Sequence[Rule] = ()
        self._seen: Sequence[SeenWording] = ()
        self._is_known: Callable[[str], bool] = lambda _: False
        self.button = QPushButton(theme.icon("play"), self.tr("保存済みの受注で試す(&T)"))
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._on_clicked)
        self.summary = MessageLine()
        self.table = QTableWidget(0, 3)
        self.table.setAccessibleName(self.tr("保存済みの受注で試した結果"))
        self.table.setHorizontalHeaderLabels(
            [self.tr("モールの表記"), self.tr("配送業者とサービス"), self.tr("受注")]
        )
        self.table.setItemDelegateForColumn(_WORDING, WordingDelegate(self.table, "", None))
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(_WORDING, QHeaderView.ResizeMode.Stretch)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setColumnWidth(_MEANING, _MEANING_WIDTH)
        self.table.setColumnWidth(_COUNT, _COUNT_WIDTH)
        self.table.setFixedHeight(_HEIGHT)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.hide()
        line = QHBoxLayout()
        line.setSpacing(theme.SPACE)
        line.addWidget(self.button)
        line.addWidget(self.summary, 1)
        line.addStretch(0)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.SPACE)
        outer.addLayout(line)
        outer.addWidget(self.table)
        self._try()

    def show_orders(self, seen: Sequence[SeenWording], is_known: Callable[[str], bool]) -> None:
        """`is_known`: says by itself what it means, without a rule."""
        self._seen, self._is_known = seen, is_known
        self._try()

    def show_rules(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._try()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self._try()
        super().changeEvent(event)

    def _try(self) -> None:
        self.button.setEnabled(bool(self._seen))
        if not self._seen:
            self.table.hide()
        if self.table.isHidden():
            self.summary.clear()
            return
        outcome = tried(self._rules, self._seen, self._is_known)
        self.table.setRowCount(0)
        for one in outcome.unmatched:
            self._add(one.text, self.tr("未設定"), one.count, is_open=True)
        for rule, count in zip(self._rules, outcome.counts, strict=True):
            self._add(rule.wording, rule.meaning, count)
        for one in outcome.by_itself:
            self._add(one.text, self.tr("業者名のまま（設定は不要）"), one.count)
        total = sum(one.count for one in self._seen)
        left = sum(one.count for one in outcome.unmatched)
        if left:
            text = self.tr("受注{total}件のうち{left}件は、どの変換にも一致しません。")
        else:
            text = self.tr("受注{total}件すべての配送業者が決まります。")
        self.summary.say(
            Role.NOTICE if left else Role.GOOD, text.format(total=f"{total:,}", left=f"{left:,}")
        )

    def _add(self, wording: str, meaning: str, count: int, *, is_open: bool = False) -> None:
        row = self.table.rowCount()
        self.table.insertRow(row)
        texts = (wording, meaning, self.tr("{count}件").format(count=f"{count:,}"))
        for column, text in enumerate(texts):
            self.table.setItem(row, column, QTableWidgetItem(text))
        first = self.table.item(row, _WORDING)
        assert first is not None
        first.setIcon(theme.icon("warning") if is_open else QIcon())

    @Slot()
    def _on_clicked(self) -> None:
        self.table.show()
        self._try()
        if self.table.rowCount():
            self.table.setCurrentCell(0, _WORDING)
        # A page that scrolls shows what has the focus.
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
