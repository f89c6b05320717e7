"""顧客管理: people found by name, kana or phone, the one that is chosen beside the list."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from goq_desktop.domain.customers import MOST, Customer, FoundCustomers
from goq_desktop.ui import theme
from goq_desktop.ui.customers.person import PersonPane, day_text
from goq_desktop.ui.orders.columns import one_line
from goq_desktop.ui.orders.readable import yen
from goq_desktop.ui.reading_table import ReadingTable
from goq_desktop.ui.search_field import SearchField
from goq_desktop.ui.theme import Role

_LONGEST_CELL: Final = 120
_TYPING_PAUSE: Final = 150
_NUMBERS: Final = (2, 3, 4)


class CustomersPage(QWidget):
    """`search_asked`: what is typed and ticked has changed; `person_chosen`: their id, the orders are wanted."""

    search_asked = Signal()
    person_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._people: tuple[Customer, ...] = ()
        self._is_more = False
        self.wanted = MOST
        self.text = SearchField(
            self.tr("顧客を探す"),
            self.tr("名前・カナ・電話番号・メール・住所で探す"),
            self.tr("Ctrl+F でここへ、Esc で消す"),
        )
        self.text.textChanged.connect(self._on_text_changed)
        self.text.down_pressed.connect(self.focus_list)
        self._typing = QTimer(self, singleShot=True, interval=_TYPING_PAUSE)
        self._typing.timeout.connect(self._ask_anew)
        self.marked = QCheckBox(self.tr("要注意だけ(&W)"))
        self.marked.setAccessibleName(self.tr("要注意だけを表示"))
        self.marked.toggled.connect(self._on_marked_toggled)
        self.count = _label("", Role.HINT)
        self.count.setAccessibleName(self.tr("人数"))
        self.note = _label("", Role.NOTICE)
        self.note.setWordWrap(True)
        self.note.hide()
        self.list = self._table()
        self.list.currentCellChanged.connect(self._on_row_chosen)
        self.list.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.person = PersonPane()
        find = QShortcut(
            QKeySequence.StandardKey.Find, self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        find.activated.connect(self.text.ask)
        self._compose()

    @property
    def chosen(self) -> Customer | None:
        row = self.list.currentRow()
        return self._people[row] if 0 <= row < len(self._people) else None

    def show_found(self, found: FoundCustomers) -> None:
        """The person that was chosen stays so, where they are still among them."""
        kept = self.chosen.id if self.chosen is not None else None
        self.list.blockSignals(True)
        before, self._people, self._is_more = self._people, found.people, found.is_more
        self.list.setRowCount(len(found.people))
        for row, person in enumerate(found.people):
            if row >= len(before) or before[row] != person:
                self._write(row, person)
        place = next((row for row, person in enumerate(found.people) if person.id == kept), 0)
        self.list.setCurrentCell(place if found.people else -1, 0 if found.people else -1)
        self.list.blockSignals(False)
        more = self.tr("{0}人まで表示（下へ進むと続き）")
        form = more if found.is_more else self.tr("{0}人")
        self.count.setText(form.format(f"{len(found.people):,}"))
        self._tell(found)
        self._show_chosen()

    @Slot()
    def focus_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, found: FoundCustomers) -> None:
        text = ""
        if found.uncounted:
            text = self.tr(
                "以前の受注から顧客を調べています。残り {0}件。終わるまで一部だけが出ます。"
            ).format(f"{found.uncounted:,}")
        elif not found.people and (self.text.text().strip() or self.marked.isChecked()):
            text = self.tr("見つかりません。名前・カナ・電話番号の一部で探してください。")
        elif not found.people:
            text = self.tr("まだ受注がありません。受注を取得すると、ここに顧客が出ます。")
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def _table(self) -> QTableWidget:
        table = ReadingTable(6)
        table.setAccessibleName(self.tr("顧客の一覧"))
        table.setHorizontalHeaderLabels(
            [
                self.tr("名前"),
                self.tr("電話番号"),
                self.tr("注文回数"),
                self.tr("合計金額"),
                self.tr("最後の注文"),
                self.tr("メモ"),
            ]
        )
        table.setWordWrap(False)
        header = table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        for column, width in enumerate((150, 112, 72, 90, 88)):
            table.setColumnWidth(column, width)
        return table

    def _write(self, row: int, person: Customer) -> None:
        mark = self.tr("【要注意】") if person.is_marked else ""
        cells = (
            f"{mark}{person.name or self.tr('（名前なし）')}",
            person.phone,
            f"{person.orders:,}",
            yen(person.total),
            day_text(person.last_at),
            person.note,
        )
        for column, text in enumerate(cells):
            item = QTableWidgetItem(one_line(text)[:_LONGEST_CELL])
            if column in _NUMBERS:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.list.setItem(row, column, item)

    def _compose(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2 * theme.SPACE)
        head.addWidget(_label(self.tr("顧客管理"), Role.TITLE))
        head.addWidget(self.text, 2)
        head.addWidget(self.marked)
        head.addWidget(self.count)
        head.addStretch(1)
        told = _label(
            self.tr(
                "電話番号かメールが同じ人、または名前と住所が同じ人を1人と数えます。"
                "キャンセルの受注は回数と合計に入りません。"
            ),
            Role.HINT,
        )
        told.setWordWrap(True)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.list)
        splitter.addWidget(self.person)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*[theme.SPACE * 2] * 4)
        rows.setSpacing(theme.SPACE)
        rows.addLayout(head)
        rows.addWidget(self.note)
        rows.addWidget(splitter, 1)
        rows.addWidget(told)

    def _show_chosen(self) -> None:
        person = self.chosen
        self.person.show_person(person)
        if person is not None:
            self.person_chosen.emit(person.id)

    @Slot(str)
    def _on_text_changed(self, _text: str) -> None:
        self._typing.start()

    @Slot()
    def _ask_anew(self) -> None:
        self.wanted = MOST
        self.list.scrollToTop()
        self.search_asked.emit()

    @Slot(bool)
    def _on_marked_toggled(self, _is_marked: bool) -> None:
        self._ask_anew()

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        """At the end the next ones are asked for, once."""
        if self._is_more and value >= self.list.verticalScrollBar().maximum():
            self._is_more = False
            self.wanted = len(self._people) + MOST
            self.search_asked.emit()

    @Slot(int, int, int, int)
    def _on_row_chosen(self, row: int, _column: int, row_before: int, _column_before: int) -> None:
        if row != row_before:
            self._show_chosen()


def _label(text: str, role: Role) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    theme.set_role(label, role)
    return label
