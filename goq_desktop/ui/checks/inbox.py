"""The check inbox: one order at a time, its reasons as sentences, its facts beside, all by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QPushButton,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from goq_desktop.domain.checks.reason import CheckReason, Reason
from goq_desktop.domain.edits import EditField
from goq_desktop.domain.problems import ProblemError
from goq_desktop.ui import theme
from goq_desktop.ui.checks.all_done import AllDone
from goq_desktop.ui.checks.inbox_bars import InboxFoot, InboxHead
from goq_desktop.ui.checks.reason_row import ReasonRow
from goq_desktop.ui.checks.worklist import Worklist
from goq_desktop.ui.orders.facts import plain_label
from goq_desktop.ui.orders.order_sheet import OrderSheet
from goq_desktop.ui.theme import Role

if TYPE_CHECKING:
    from goq_desktop.storage.check_queue import Waiting
    from goq_desktop.storage.stored_order import StoredOrder

_FACTS_WIDTH: Final = 300
KEYS: Final = {
    "go_on": ("Right", "N"),
    "go_back": ("Left", "P"),
    "confirm_first": ("Return", "Enter"),
    "confirm_all": ("Ctrl+Return", "Ctrl+Enter"),
    "ask_hold": ("H",),
    "open_order": ("O",),
    "change_order": ("E",),
    "write_note": ("M",),
}
# Where each is mended; the others with the address.
_MENDED: Final = {
    CheckReason.PHONE: EditField.PHONE,
    CheckReason.CHARACTERS: EditField.NAME,
    CheckReason.RARE_CHARACTERS: EditField.NAME,
    CheckReason.LENGTH: EditField.NAME,
    CheckReason.CARRIER_UNMAPPED: EditField.DELIVERY,
    CheckReason.COD_BY_MAIL: EditField.DELIVERY,
    CheckReason.SLOT_UNMAPPED: EditField.SLOT,
    CheckReason.MEMO_WISH: EditField.SLOT,
    CheckReason.MEMO: EditField.NOTE,
}


class CheckInbox(QWidget):
    """What a person does is shown at once and leaves as a signal; `show_waiting` brings what is stored then.

    `confirm_asked`: an order's id and the marks of reasons. `hold_asked`: that it be put on hold, or taken
    off it when it is.
    """

    confirm_asked = Signal(int, object)  # order id, frozenset of marks
    hold_asked = Signal(int)
    release_asked = Signal(int)
    order_asked = Signal(int)
    change_asked = Signal(object, object)  # StoredOrder, the EditField to begin with
    conflict_decided = Signal(int, int, str, bool)  # id, place, field, whether mine is kept
    problem_occurred = Signal(object)  # Problem

    def __init__(
        self,
        read_detail: Callable[[int], StoredOrder | None],
        undo: QAction,
        redo: QAction,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._read_detail = read_detail
        self._shops: Mapping[str, str] = {}
        self._lanes: Mapping[str, str] = {}
        self._shown: StoredOrder | None = None
        self._wanted_back: int | None = None
        self.work = Worklist()
        self.rows: list[ReasonRow] = []
        self.setAccessibleName(self.tr("要確認"))
        self.head = InboxHead(undo, redo)
        self.foot = InboxFoot()
        self.done = AllDone()
        self.number = plain_label("")
        theme.set_role(self.number, Role.HEADING)
        self.reasons = _scrolled(self.tr("確認する理由"))
        self.facts = _scrolled(self.tr("受注の内容"))
        self._compose()
        self._connect()

    def set_names(self, shops: Mapping[str, str], lanes: Mapping[str, str]) -> None:
        """The display name of each shop uid, and of each lane by its code."""
        self._shops, self._lanes = shops, lanes

    def show_waiting(self, waiting: Sequence[Waiting]) -> None:
        self.work.take(waiting)
        if self._wanted_back is not None:
            self.work.go_to(self._wanted_back)
            self._wanted_back = None
        self._show()

    def show_held(self, order_id: int, until: str) -> None:
        """It is put on hold: what is behind it is next."""
        self.work.moved(order_id, is_held=True, until=until)
        self._show()

    def return_to(self, order_id: int) -> None:
        """The order that an undo brings back is at hand as soon as it waits again."""
        self._wanted_back = order_id

    def focus(self) -> None:
        first = next((row.button for row in self.rows if not row.is_confirmed), None)
        (first or self).setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def go_on(self) -> None:
        self.work.step(1)
        self._show()

    @Slot()
    def go_back(self) -> None:
        self.work.step(-1)
        self._show()

    @Slot()
    def confirm_first(self) -> None:
        """Enter is for the button that has the focus; else for the first reason that is left."""
        held = QApplication.focusWidget()
        if isinstance(held, QPushButton) and held.isEnabled() and self.isAncestorOf(held):
            held.click()
            return
        row = next((row for row in self.rows if not row.is_confirmed), None)
        if row is not None:
            self.confirm(row.number)

    @Slot(int)
    def confirm(self, number: int) -> None:
        """The reason with this number; nothing for one that is confirmed or not there."""
        if 0 < number <= len(self.rows) and not self.rows[number - 1].is_confirmed:
            self._confirm([self.rows[number - 1].reason])

    @Slot()
    def confirm_all(self) -> None:
        self._confirm([row.reason for row in self.rows if not row.is_confirmed])

    @Slot()
    def ask_hold(self) -> None:
        if self._shown is not None:
            (self.release_asked if self.work.is_on_hold else self.hold_asked).emit(self._shown.id)

    @Slot()
    def open_order(self) -> None:
        if self._shown is not None:
            self.order_asked.emit(self._shown.id)

    @Slot()
    def change_order(self) -> None:
        """At the field in which the first reason that is left is mended."""
        if self._shown is not None:
            first = next((row.reason.code for row in self.rows if not row.is_confirmed), None)
            field = EditField.POSTCODE if first is None else _MENDED.get(first, EditField.POSTCODE)
            self.change_asked.emit(self._shown, field)

    @Slot()
    def write_note(self) -> None:
        if self._shown is not None:
            self.change_asked.emit(self._shown, EditField.NOTE)

    def _compose(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        left = QWidget()
        rows = QVBoxLayout(left)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE)
        rows.addWidget(self.number)
        rows.addWidget(self.reasons, 1)
        rows.addWidget(self.foot)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(left)
        split.addWidget(self.facts)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([600, 400])
        self.facts.setMinimumWidth(_FACTS_WIDTH)
        self._stack = QStackedWidget()
        self._stack.addWidget(split)
        self._stack.addWidget(self.done)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.SPACE * 2] * 4)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.head)
        column.addWidget(self._stack, 1)
        self._split = split

    def _connect(self) -> None:
        self.head.wanted.connect(self._on_wanted)
        self.foot.back.clicked.connect(self.go_back)
        self.foot.next.clicked.connect(self.go_on)
        self.foot.all.clicked.connect(self.confirm_all)
        self.foot.hold.clicked.connect(self.ask_hold)
        self.foot.open.clicked.connect(self.open_order)
        self.foot.change.clicked.connect(self.change_order)
        self.foot.note.clicked.connect(self.write_note)
        self.done.everything_asked.connect(self.head.choose_everything)
        self.done.held_asked.connect(self.head.choose_held)
        for name, keys in KEYS.items():
            for key in keys:
                self._shortcut(key).activated.connect(getattr(self, name))
        for number in range(1, 10):
            self._shortcut(str(number)).activated.connect(self._on_digit)

    def _shortcut(self, key: str) -> QShortcut:
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        return QShortcut(QKeySequence(key), self, context=context)

    def _show(self) -> None:
        """The order at hand, as it is stored now."""
        work = self.work
        stored = None
        if work.current is not None:
            try:
                stored = self._read_detail(work.current)
            except ProblemError as error:
                self.problem_occurred.emit(error.problem)
        self.head.tell(work)
        self.foot.tell(is_on_hold=work.is_on_hold, is_only_one=work.place[1] < 2)
        if stored is None:
            self._shown = None
            self.rows = []
            self.done.explain(work)
            self._stack.setCurrentWidget(self.done)
            return
        is_same = self._shown is not None and self._shown.id == stored.id
        if not is_same or stored != self._shown or not self.rows:
            self._lay_out(stored, keeps_place=is_same)
        self._stack.setCurrentWidget(self._split)

    def _lay_out(self, stored: StoredOrder, *, keeps_place: bool) -> None:
        self._hold_focus()
        self._shown = stored
        order = stored.order
        title = self.tr("受注番号 {number}　{name}")
        self.number.setText(
            title.format(number=order.number[:40], name=" ".join(order.purchaser.name.split())[:40])
        )
        self.rows = []
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, theme.SPACE, 0)
        column.setSpacing(theme.SPACE)
        for number, reason in enumerate(stored.checks, 1):
            row = ReasonRow(number, reason)
            row.confirm_asked.connect(self.confirm)
            self.rows.append(row)
            column.addWidget(row)
        column.addStretch(1)
        self.reasons.setWidget(box)
        # Its reasons stand at the left already.
        shop = self._shops.get(stored.shop_uid, stored.shop_uid)
        sheet = OrderSheet(replace(stored, checks=()), shop, self._lanes)
        sheet.conflict_decided.connect(self._on_conflict_decided)
        self.facts.setWidget(sheet)
        if not keeps_place:
            self.facts.verticalScrollBar().setValue(0)

    def _hold_focus(self) -> None:
        """Before a row is gone or done: else the focus goes on to whatever comes next."""
        held = QApplication.focusWidget()
        if held is not None and (self.reasons.isAncestorOf(held) or self.facts.isAncestorOf(held)):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _confirm(self, reasons: Sequence[Reason]) -> None:
        """Shown at once; what is stored comes a moment later and says the same."""
        stored = self._shown
        if stored is None or not reasons:
            return
        marks = frozenset(reason.mark for reason in reasons)
        checks = tuple(
            replace(one, is_confirmed=one.is_confirmed or one.mark in marks) for one in stored.checks
        )
        self.confirm_asked.emit(stored.id, marks)
        self._hold_focus()
        for row in self.rows:
            if row.reason.mark in marks:
                row.show_confirmed()
        self._shown = replace(stored, checks=checks)
        left = tuple(one.code for one in checks if not one.is_confirmed)
        self.work.confirmed(stored.id, left)
        if left:
            self.head.tell(self.work)
        if self.work.current != stored.id:
            self._show()

    @Slot(object, bool)
    def _on_wanted(self, code: object, is_on_hold: bool) -> None:
        self.work.want(code, is_on_hold=is_on_hold)  # type: ignore[arg-type]
        self._show()

    @Slot(int, str, bool)
    def _on_conflict_decided(self, place: int, field: str, is_mine_kept: bool) -> None:
        if self._shown is not None:
            self.conflict_decided.emit(self._shown.id, place, field, is_mine_kept)

    @Slot()
    def _on_digit(self) -> None:
        shortcut = self.sender()
        if isinstance(shortcut, QShortcut):
            self.confirm(int(shortcut.key().toString()))


def _scrolled(name: str) -> QScrollArea:
    area = QScrollArea(widgetResizable=True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setAccessibleName(name)
    return area
