"""One person of 顧客管理: who they are, what they bought, and what is noted about them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QFocusEvent, QShortcutEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QTableWidget,
    QTableWidgetItem,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from goq_desktop.domain.customers import LONGEST_NOTE, Customer, CustomerOrder
from goq_desktop.domain.history import Event
from goq_desktop.domain.times import JST
from goq_desktop.ui import theme
from goq_desktop.ui.customers.refused_note import RefusedNote
from goq_desktop.ui.editing.timeline import Timeline
from goq_desktop.ui.orders.columns import one_line
from goq_desktop.ui.orders.facts import plain_label
from goq_desktop.ui.orders.readable import yen
from goq_desktop.ui.reading_table import ReadingTable
from goq_desktop.ui.theme import Role
from goq_desktop.ui.yielding_undo import is_left_to_window

_LONGEST_CELL: Final = 200
_KEPT_AFTER: Final = 800  # ms without a key


class PersonPane(QWidget):
    """`noted`: a person changed the note or the mark; the id, the note, whether they are marked."""

    noted = Signal(int, str, bool)
    order_chosen = Signal(int)  # its id

    def __init__(self) -> None:
        super().__init__()
        self._person: Customer | None = None
        self._orders: Sequence[CustomerOrder] = ()
        self._keep_timer = QTimer(self, singleShot=True, interval=_KEPT_AFTER)
        self._keep_timer.timeout.connect(self.keep)
        self.empty = QLabel(self.tr("お客様を選ぶと、ここに注文の履歴が出ます"))
        self.empty.setTextFormat(Qt.TextFormat.PlainText)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.set_role(self.empty, Role.HINT)
        self.name, self.facts = plain_label(""), plain_label("")
        theme.set_role(self.name, Role.HEADING)
        self.mark = _MarkBox(self.tr("要注意にする(&A)（受注一覧の注文者に【要注意】と出ます）"))
        self.mark.setAccessibleName(self.tr("要注意にする"))
        self.mark.clicked.connect(self.keep)
        self.note = _NoteField()
        self.note.textChanged.connect(self._on_note_changed)
        self.note.left.connect(self.keep)
        note_label = QLabel(self.tr("メモ(&M)（お店の中だけのもの。自動で保存されます）"))
        note_label.setBuddy(self.note)
        self.orders = _table(self.tr("この人の受注"))
        self.orders.cellActivated.connect(self._on_order_activated)
        self.refused = RefusedNote()
        self.refused.add_asked.connect(self._on_add_asked)
        self.events = Timeline()
        self.events.setAccessibleName(self.tr("メモの履歴"))
        self.tabs = QTabWidget(documentMode=True)
        self.tabs.setAccessibleName(self.tr("この人の受注と履歴"))
        self.tabs.addTab(self.orders, self.tr("受注（Enter で受注一覧に表示）"))
        self.tabs.addTab(self.events, self.tr("メモの履歴"))
        self._body = QWidget()
        rows = QVBoxLayout(self._body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE)
        for part in (self.name, self.facts, self.mark, note_label, self.note):
            rows.addWidget(part)
        rows.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.SPACE, 0, 0, 0)
        column.addWidget(self.refused)
        column.addWidget(self.empty, 1)
        column.addWidget(self._body, 1)
        self._body.hide()

    @property
    def is_unsaved(self) -> bool:
        person = self._person
        return person is not None and (self._typed, self.mark.isChecked()) != (person.note, person.is_marked)

    @property
    def _typed(self) -> str:
        return self.note.toPlainText().strip()[:LONGEST_NOTE]

    def show_person(self, person: Customer | None) -> None:
        """What was typed about the one before is kept first."""
        self.keep()
        before = self._person
        is_same = person is not None and before is not None and person.id == before.id
        if is_same and person is not None and before is not None:
            # What stands here is newer than what was read.
            person = replace(person, note=before.note, is_marked=before.is_marked)
        self._person = person
        self.refused.add.setEnabled(person is not None)
        self._body.setVisible(person is not None)
        self.empty.setVisible(person is None)
        if person is None:
            return
        self.name.setText(one_line(f"{person.name}　{person.kana}".strip())[:_LONGEST_CELL])
        self.facts.setText(_facts(person))
        self.mark.setChecked(person.is_marked)
        if not is_same:
            self.orders.setRowCount(0)
            self.events.setRowCount(0)
        if self._typed != person.note:
            self.note.setPlainText(person.note)
        self._keep_timer.stop()

    def show_orders(
        self, orders: Sequence[CustomerOrder], shops: Mapping[str, str], lanes: Mapping[str, str]
    ) -> None:
        if orders == self._orders and self.orders.rowCount():
            return
        self._orders = orders
        self.orders.setRowCount(len(orders))
        more = self.tr("{0}（ほか{1}件）")
        for row, order in enumerate(orders):
            items = more.format(order.items, order.lines - 1) if order.lines > 1 else order.items
            shop = shops.get(order.shop_uid, "")
            cells = (
                day_text(order.ordered),
                order.number,
                shop,
                lanes.get(order.lane, ""),
                items,
                yen(order.total),
            )
            for column, text in enumerate(cells):
                item = QTableWidgetItem(one_line(text)[:_LONGEST_CELL])
                if column == len(cells) - 1:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.orders.setItem(row, column, item)
        if orders:
            self.orders.setCurrentCell(0, 0)

    def show_events(self, events: Sequence[Event]) -> None:
        """What was ever noted about the person, newest first."""
        self.events.show_events(events, {}, 1)

    def show_refused(self, customer_id: int, note: str) -> None:
        """The store did not take this, since the person was joined with another or erased."""
        self.refused.keep(note)
        self.forget_noted((customer_id,))

    def show_failed(self, customer_id: int, note: str) -> None:
        """The store could not take this; why is told elsewhere."""
        if note:
            self.refused.keep(note, is_gone=False)
        self.forget_noted((customer_id,))

    def forget_noted(self, people: Collection[int]) -> None:
        """What is stored about these has changed under what is shown; what was typed since stays."""
        person = self._person
        if person is not None and person.id in people and not self.is_unsaved:
            self._person = None

    @Slot(str)
    def _on_add_asked(self, note: str) -> None:
        if self._person is not None:
            self.note.setPlainText(f"{self._typed}\n{note}".strip())
            self.keep()

    @Slot()
    def keep(self) -> None:
        """Hand over what was typed or marked."""
        self._keep_timer.stop()
        person = self._person
        if person is None or not self.is_unsaved:
            return
        note, is_marked = self._typed, self.mark.isChecked()
        self._person = replace(person, note=note, is_marked=is_marked)
        self.noted.emit(person.id, note, is_marked)

    @Slot()
    def _on_note_changed(self) -> None:
        if self.is_unsaved:
            self._keep_timer.start()

    @Slot(int, int)
    def _on_order_activated(self, row: int, _column: int) -> None:
        if 0 <= row < len(self._orders):
            self.order_chosen.emit(self._orders[row].id)


class _MarkBox(QCheckBox):
    def event(self, event: QEvent) -> bool:
        # By its key Qt shows a box pressed for a moment before it acts, and by then the page may be left.
        if isinstance(event, QShortcutEvent) and not event.isAmbiguous():
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.click()
            return True
        return super().event(event)


class _NoteField(QPlainTextEdit):
    left = Signal()

    def event(self, event: QEvent) -> bool:
        document = self.document()
        can_undo, can_redo = document.isUndoAvailable(), document.isRedoAvailable()
        if is_left_to_window(event, can_undo=can_undo, can_redo=can_redo):
            event.ignore()
            return False
        return super().event(event)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("メモ"))
        self.setTabChangesFocus(True)
        self.setFixedHeight(9 * theme.SPACE)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


def _table(name: str) -> QTableWidget:
    table = ReadingTable(6)
    table.setAccessibleName(name)
    table.setHorizontalHeaderLabels(
        [
            table.tr("注文日"),
            table.tr("受注番号"),
            table.tr("発注元"),
            table.tr("ステータス"),
            table.tr("商品"),
            table.tr("合計金額"),
        ]
    )
    table.setWordWrap(False)
    table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
    table.horizontalHeader().setSectionResizeMode(4, QHeaderView.ResizeMode.Stretch)
    return table


def _facts(person: Customer) -> str:
    reach = [text for text in (person.phone, person.mail) if text]
    lines = [" / ".join(reach), person.address]
    sums = QCoreApplication.translate("Customers", "注文 {0}回　合計 {1}　はじめて {2}　最後 {3}").format(
        f"{person.orders:,}", yen(person.total), day_text(person.first_at), day_text(person.last_at)
    )
    return "\n".join(one_line(line)[:_LONGEST_CELL] for line in (*lines, sums) if line)


def day_text(seconds: int | None) -> str:
    return (
        "" if seconds is None else datetime.fromtimestamp(seconds, UTC).astimezone(JST).strftime("%Y/%m/%d")
    )
