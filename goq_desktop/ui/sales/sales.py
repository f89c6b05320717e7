"""売上データ: a month by days or a year by months, of all shops or one, as a table, a chart and a CSV."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from goq_desktop.domain.sales import NOTHING_SOLD, Sales, Sold
from goq_desktop.services.sales import Span, by_part, by_shop
from goq_desktop.ui import theme
from goq_desktop.ui.availability import allow
from goq_desktop.ui.orders.columns import one_line
from goq_desktop.ui.sales.chart import Bar, SalesChart
from goq_desktop.ui.sales.table import SalesTable
from goq_desktop.ui.theme import Role

_WEEKDAYS: Final = "月火水木金土日"
_LONGEST_NAME: Final = 40


class SalesPage(QWidget):
    """`span_chosen`: another month or year is wanted; its numbers come by `show_sales`."""

    span_chosen = Signal(object)  # Span
    export_chosen = Signal()

    def __init__(self, today: date) -> None:
        super().__init__()
        self.span = Span.of(today)
        self._today = today
        self._sales: Sales | None = None
        self._is_span_new = True
        self._shops: Mapping[str, str] = {}
        self.note = _label("", Role.NOTICE)
        self.note.setWordWrap(True)
        self.note.hide()
        self._when = _label("", Role.HEADING)
        self._when.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.by_month = self._mode(self.tr("月ごと(&D)"), self.tr("月の売上を日ごとに"))
        self.by_year = self._mode(self.tr("年ごと(&Y)"), self.tr("年の売上を月ごとに"))
        self.by_month.setChecked(True)
        self._modes = QButtonGroup(self)
        for button in (self.by_month, self.by_year):
            self._modes.addButton(button)
        self._modes.buttonClicked.connect(self._on_mode_chosen)
        self.back = self._step(self.tr("前へ"), "Alt+Left", -1, "arrow-left")
        self.on = self._step(self.tr("次へ"), "Alt+Right", 1, "arrow-right")
        self.now_button = QPushButton(self.tr("今月(&T)"))
        self.now_button.setAccessibleName(self.tr("今月に戻る"))
        self.now_button.setAutoDefault(True)
        self.now_button.clicked.connect(self._on_now_chosen)
        self.shop = QComboBox()
        self.shop.setAccessibleName(self.tr("ショップ"))
        self.shop.currentIndexChanged.connect(self._on_shop_chosen)
        self.export_button = QPushButton(theme.icon("download"), self.tr("CSV(&C)…"))
        self.export_button.setAccessibleName(self.tr("CSV に書き出す"))
        self.export_button.setAutoDefault(True)
        self.export_button.clicked.connect(self.export_chosen)
        self.chart = SalesChart()
        self.days = SalesTable(self.tr("日ごとの売上"), self.tr("日付"))
        self.days.currentCellChanged.connect(self._on_row_chosen)
        self.shops = SalesTable(self.tr("ショップごとの売上"), self.tr("ショップ"))
        self._compose()
        self._tell()

    def set_today(self, today: date) -> None:
        self._today = today

    def set_shops(self, names: Mapping[str, str]) -> None:
        """The display name of each shop uid; one shop alone needs no choice."""
        if names == self._shops:
            return
        self._shops = names
        chosen = self.shop.currentData()
        self.shop.blockSignals(True)
        self.shop.clear()
        self.shop.addItem(self.tr("すべてのショップ"), None)
        for uid, name in names.items():
            self.shop.addItem(one_line(name)[:_LONGEST_NAME], uid)
        self.shop.setCurrentIndex(max(0, self.shop.findData(chosen)))
        self.shop.blockSignals(False)
        self.shop.setVisible(len(names) > 1)
        self._tell()

    def show_sales(self, sales: Sales | None) -> None:
        """Of the span that was chosen last; None: they could not be read, which is told elsewhere."""
        self._sales = sales
        self._tell()
        if sales is not None and self._is_span_new:
            self._is_span_new = False
            self._go_to_today()

    def focus(self) -> None:
        self.days.setFocus(Qt.FocusReason.OtherFocusReason)

    def rows(self) -> list[tuple[str, str, Sold]]:
        """For a file: day or month (ISO), the shop's name, the numbers; each day and shop that has any."""
        if self._sales is None:
            return []
        form = "%Y-%m-%d" if self.span.month else "%Y-%m"
        wanted = self.shop.currentData()
        return [
            (each.day.strftime(form), self._shop_name(each.shop_uid), each.sold)
            for each in self._sales.days
            if wanted in (None, each.shop_uid)
        ]

    @property
    def title(self) -> str:
        """Of the span, as people say it."""
        if self.span.month is None:
            return self.tr("{0}年").format(self.span.year)
        return self.tr("{0}年{1}月").format(self.span.year, self.span.month)

    # -- how it looks

    def _mode(self, text: str, name: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setAccessibleName(name)
        button.setCheckable(True)
        return button

    def _step(self, text: str, keys: str, steps: int, icon: str) -> QToolButton:
        """A button and a key that lead to the span before or after."""
        action = QAction(theme.icon(icon), text, self)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setData(steps)
        action.triggered.connect(self._on_step_chosen)
        self.addAction(action)
        button = QToolButton()
        button.setDefaultAction(action)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        return button

    def _compose(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE)
        head.addWidget(_label(self.tr("売上データ"), Role.TITLE))
        head.addSpacing(2 * theme.SPACE)
        for part in (self.back, self._when, self.on, self.now_button, self.by_month, self.by_year, self.shop):
            head.addWidget(part)
        head.addStretch(1)
        head.addWidget(self.export_button)
        self._when.setMinimumWidth(14 * theme.SPACE)
        body = QGridLayout()
        body.setSpacing(theme.SPACE)
        # Equal halves: in a window 1024 pixels wide both tables show 売上, their last column.
        body.setColumnStretch(0, 1)
        body.setColumnStretch(1, 1)
        self._parts_title = _label("", Role.HEADING)
        body.addWidget(self._parts_title, 0, 0)
        body.addWidget(self.days, 1, 0)
        self._shops_title = _label(self.tr("ショップ別"), Role.HEADING)
        body.addWidget(self._shops_title, 0, 1)
        body.addWidget(self.shops, 1, 1)
        told = _label(
            self.tr(
                "注文日（日本時間）ごとの集計です。キャンセルの受注は含みません。"
                "売上は合計金額（税込、送料・手数料・値引きを含む）、販売点数は商品の個数の合計、"
                "新規顧客はその日の注文がはじめてだった人の数（キャンセルを含む）です。"
            ),
            Role.HINT,
        )
        told.setWordWrap(True)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*[theme.SPACE * 2] * 4)
        rows.setSpacing(theme.SPACE)
        rows.addLayout(head)
        rows.addWidget(self.note)
        rows.addWidget(self.chart)
        rows.addLayout(body, 1)
        rows.addWidget(told)

    def _tell(self) -> None:
        is_month = self.span.month is not None
        self._when.setText(self.title)
        self.back.setText(self.tr("前月") if is_month else self.tr("前年"))
        self.on.setText(self.tr("翌月") if is_month else self.tr("翌年"))
        ahead = self.tr("これより先の売上はまだありません。")
        allow(self.on.defaultAction(), None if self.span.last < self._today else ahead)
        for button in (self.back, self.on):
            action = button.defaultAction()
            action.setText(button.text())
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            if action.isEnabled():
                action.setToolTip(self.tr("{name}（{keys}）").format(name=button.text(), keys=keys))
            button.setAccessibleName(button.text())
        self._parts_title.setText(self.tr("日ごと") if is_month else self.tr("月ごと"))
        sales = self._sales or Sales(())
        parts = by_part(sales, self.span, self.shop.currentData())
        self.days.show_rows([(self._part_name(day), sold) for day, sold in parts.items()])
        self.chart.show_bars([Bar(self._short_name(day), sold.total) for day, sold in parts.items()])
        self.shops.show_rows(self._shop_rows(sales))
        self.export_button.setEnabled(bool(sales.days))
        self._tell_note(sales)

    def _shop_rows(self, sales: Sales) -> Sequence[tuple[str, Sold]]:
        found = by_shop(sales)
        known = [(name, found.pop(uid, NOTHING_SOLD)) for uid, name in self._shops.items()]
        # Of a shop that was removed from モール選択 the orders stay.
        return [*known, *((self._shop_name(uid), sold) for uid, sold in found.items())]

    def _tell_note(self, sales: Sales) -> None:
        lines = []
        if sales.uncounted:
            text = self.tr("以前の受注を集計しています。残り {0}件。終わるまで数は少なく出ます。")
            lines.append(text.format(f"{sales.uncounted:,}"))
        if sales.undated:
            text = self.tr("注文日時を読めない受注が {0}件あり、どの日にも入っていません。")
            lines.append(text.format(f"{sales.undated:,}"))
        self.note.setText("\n".join(lines))
        self.note.setVisible(bool(lines))

    def _part_name(self, day: date) -> str:
        if self.span.month is None:
            return self.tr("{0}月").format(day.month)
        return self.tr("{0}日（{1}）").format(day.day, _WEEKDAYS[day.weekday()])

    def _short_name(self, day: date) -> str:
        return self.tr("{0}月").format(day.month) if self.span.month is None else str(day.day)

    def _shop_name(self, uid: str) -> str:
        return self._shops.get(uid) or self.tr("（ショップ不明）")

    # -- what happens

    def _choose(self, span: Span) -> None:
        self.span = span
        self._sales = None
        self._is_span_new = True
        self.days.setCurrentCell(-1, -1)
        self._tell()
        self.span_chosen.emit(span)

    def _go_to_today(self) -> None:
        """Late in a month its row would be below what is seen."""
        begun = [part for part in self.span.parts if part <= self._today]
        if begun and self._today <= self.span.last:
            self.days.setCurrentCell(len(begun) - 1, 0)

    @Slot()
    def _on_step_chosen(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self._choose(self.span.moved(action.data()))

    @Slot()
    def _on_now_chosen(self) -> None:
        self.by_month.setChecked(True)
        self._choose(Span.of(self._today))

    @Slot()
    def _on_mode_chosen(self) -> None:
        if self.by_year.isChecked():
            self._choose(Span(self.span.year))
        elif self.span.month is None:
            is_this_year = self.span.year == self._today.year
            self._choose(Span(self.span.year, self._today.month if is_this_year else 12))

    @Slot(int)
    def _on_shop_chosen(self, _place: int) -> None:
        self._tell()

    @Slot(int, int, int, int)
    def _on_row_chosen(self, row: int, _column: int, _row_before: int, _column_before: int) -> None:
        self.chart.mark(row)


def _label(text: str, role: Role) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    theme.set_role(label, role)
    return label
