"""Above and below the order in the check inbox: how much is left, which reasons, undo; and what can be done."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from goq_desktop.domain.checks.reason import CheckReason
from goq_desktop.ui import theme
from goq_desktop.ui.checks.worklist import Worklist
from goq_desktop.ui.orders.facts import plain_label
from goq_desktop.ui.theme import Role
from goq_desktop.wording.checks import reason_name

_EVERYTHING: Final = ""
_HELD: Final = "held"


class InboxHead(QWidget):
    """`wanted`: a reason's code or None, and whether those on hold are looked at.

    Two buttons do what the window's own undo and redo do, and are as these are.
    """

    wanted = Signal(object, bool)

    def __init__(self, undo: QAction, redo: QAction) -> None:
        super().__init__()
        self._undo, self._redo = undo, redo
        title = plain_label(self.tr("要確認"))
        theme.set_role(title, Role.TITLE)
        self.progress = plain_label("")
        self.progress.setAccessibleName(self.tr("残り"))
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("理由でしぼる"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(12)
        self.choice.currentIndexChanged.connect(self._on_chosen)
        self.undo = _button("undo", self.tr("元に戻す"), "Ctrl+Z")
        self.redo = _button("redo", self.tr("やり直す"), "Ctrl+Shift+Z")
        for button, action in ((self.undo, undo), (self.redo, redo)):
            # The name is in the tooltip: a narrow window has to hold this row.
            button.setToolTip(button.text())
            button.setText("")
            button.clicked.connect(action.trigger)
            action.changed.connect(self._on_offer_changed)
        self._on_offer_changed()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        row.addWidget(title)
        row.addSpacing(theme.SPACE)
        row.addWidget(self.progress)
        row.addStretch(1)
        row.addWidget(self.choice)
        row.addWidget(self.undo)
        row.addWidget(self.redo)

    def tell(self, work: Worklist) -> None:
        parts = [
            self.tr("注文 {orders}件 / 理由 {reasons}件").format(orders=work.orders, reasons=work.reasons)
        ]
        if work.held:
            parts.append(self.tr("保留 {held}件").format(held=work.held))
        place, count = work.place
        if count:
            parts.append(self.tr("いま {place}/{count}").format(place=place, count=count))
        self.progress.setText("　".join(parts))
        self._offer(work)

    @Slot()
    def choose_everything(self) -> None:
        self.choice.setCurrentIndex(0)

    @Slot()
    def choose_held(self) -> None:
        self.choice.setCurrentIndex(self.choice.findData(_HELD))

    def _offer(self, work: Worklist) -> None:
        offers = [(self.tr("すべての理由"), _EVERYTHING)]
        text = self.tr("{name}（{count}）")
        offers += [
            (text.format(name=reason_name(code), count=count), code.value)
            for code, count in work.by_reason.items()
        ]
        if work.wanted is not None and work.wanted not in work.by_reason:
            offers.append((text.format(name=reason_name(work.wanted), count=0), work.wanted.value))
        if work.held or work.is_on_hold:
            offers.append((text.format(name=self.tr("保留中"), count=work.held), _HELD))
        if offers == [(self.choice.itemText(n), self.choice.itemData(n)) for n in range(self.choice.count())]:
            return
        chosen = _HELD if work.is_on_hold else work.wanted.value if work.wanted else _EVERYTHING
        with QSignalBlocker(self.choice):
            self.choice.clear()
            for name, data in offers:
                self.choice.addItem(name, data)
            self.choice.setCurrentIndex(max(0, self.choice.findData(chosen)))
        view = self.choice.view()
        view.setMinimumWidth(view.sizeHintForColumn(0) + 4 * theme.SPACE)

    @Slot()
    def _on_offer_changed(self) -> None:
        self.undo.setEnabled(self._undo.isEnabled())
        self.redo.setEnabled(self._redo.isEnabled())

    @Slot(int)
    def _on_chosen(self, place: int) -> None:
        data = self.choice.itemData(place)
        is_reason = data not in (_EVERYTHING, _HELD, None)
        self.wanted.emit(CheckReason(data) if is_reason else None, data == _HELD)


class InboxFoot(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.all = _button("", self.tr("すべて確認済み"), "Ctrl+Enter")
        theme.set_role(self.all, Role.PRIMARY)
        self.hold = _button("", "", "H")
        self.change = _button("edit", self.tr("変更"), "E")
        self.note = _button("", self.tr("メモ"), "M")
        self.open = _button("list", self.tr("一覧で開く"), "O")
        self.back = _button("back", self.tr("前へ"), "←")
        self.next = _button("", self.tr("次へ"), "→")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE)
        for left, right in (
            ((self.all,), (self.back, self.next)),
            ((self.hold, self.change, self.note, self.open), ()),
        ):
            row = QHBoxLayout()
            row.setSpacing(theme.SPACE)
            for button in left:
                row.addWidget(button)
            row.addStretch(1)
            for button in right:
                row.addWidget(button)
            rows.addLayout(row)
        self.tell(is_on_hold=False, is_only_one=True)

    def tell(self, *, is_on_hold: bool, is_only_one: bool) -> None:
        name = self.tr("保留をやめる") if is_on_hold else self.tr("保留")
        self.hold.setText(self.tr("{name}（{keys}）").format(name=name, keys="H"))
        self.hold.setAccessibleName(name)
        self.back.setEnabled(not is_only_one)
        self.next.setEnabled(not is_only_one)


def _button(icon: str, name: str, keys: str) -> QPushButton:
    text = QCoreApplication.translate("InboxBars", "{name}（{keys}）")
    button = QPushButton(text.format(name=name, keys=keys))
    button.setAccessibleName(name)
    button.setAutoDefault(False)
    if icon:
        button.setIcon(theme.icon(icon))
    return button
