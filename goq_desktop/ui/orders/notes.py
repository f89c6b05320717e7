"""What stands where no orders stand: the practice mark above the list, and the page of an empty list."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from goq_desktop.domain.query import OrderQuery
from goq_desktop.ui import theme

_LONGEST_ECHO = 30


class PracticeMark(QWidget):
    """練習: nobody must take the practice shop's orders for real ones."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark, text = (
            QLabel(self.tr("練習")),
            QLabel(self.tr("練習ショップの架空の受注です。実在の人やお店とは関係ありません。")),
        )
        for label in (mark, text):
            label.setTextFormat(Qt.TextFormat.PlainText)
        mark.setStyleSheet(
            "QLabel { background: palette(highlight); color: palette(highlighted-text);"
            " border-radius: 3px; padding: 2px 10px; font-weight: bold; }"
        )
        theme.set_role(self, theme.Role.NOTICE)
        self.setAccessibleName(f"{mark.text()}: {text.text()}")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.SPACE * 2, theme.SPACE // 2, theme.SPACE * 2, theme.SPACE // 2)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(mark)
        layout.addWidget(text, 1)


class EmptyPage(QWidget):
    """Says why the list is empty, and offers the one thing to do about it."""

    fetch_asked = Signal()
    clear_asked = Signal()
    widen_asked = Signal()  # the same text in all orders

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.title = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.text = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        for label in (self.title, self.text):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        theme.set_role(self.title, theme.Role.HEADING)
        theme.set_role(self.text, theme.Role.HINT)
        self.fetch = QPushButton(self.tr("今すぐ取得(&F)"))
        theme.set_role(self.fetch, theme.Role.PRIMARY)
        self.fetch.clicked.connect(self.fetch_asked)
        self.clear = QPushButton(self.tr("絞り込みを解除(&U)"))
        self.clear.clicked.connect(self.clear_asked)
        self.widen = QPushButton(self.tr("すべての受注から探す(&A)"))
        theme.set_role(self.widen, theme.Role.PRIMARY)
        self.widen.clicked.connect(self.widen_asked)
        for button in (self.fetch, self.widen, self.clear):
            button.setMinimumWidth(20 * theme.SPACE)
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.SPACE)
        layout.addStretch(2)
        for part in (self._mark, self.title, self.text):
            layout.addWidget(part)
        layout.addSpacing(theme.SPACE)
        for button in (self.fetch, self.widen, self.clear):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self._icon = "list"

    def explain(self, query: OrderQuery, *, has_orders: bool, lane: str = "") -> None:
        """Why `query` found nothing; `has_orders`: the store holds some."""
        self.fetch.setVisible(not has_orders)
        self.clear.setVisible(has_orders)
        is_narrow = query.lane is not None or query.shop_uid is not None or bool(query.filters)
        self.widen.setVisible(has_orders and bool(query.text) and is_narrow)
        self._icon = "search" if has_orders else "list"
        if not has_orders:
            self.title.setText(self.tr("まだ受注がありません"))
            self.text.setText(
                self.tr("取得した受注がここに並びます。「今すぐ取得」でショップから取り込みます。")
            )
        elif query.text:
            self.title.setText(self.tr("「{0}」に当てはまる受注はありません").format(_short(query.text)))
            self.text.setText(
                self.tr("名前・電話番号・受注番号・住所・商品から探しました。{0}")
                .format(_scope(self, query))
                .strip()
            )
        elif query.filters:
            self.title.setText(self.tr("条件に当てはまる受注はありません"))
            self.text.setText(self.tr("上に並ぶ条件を1つずつ外すと、どの条件のためかが分かります。"))
        elif query.lane is not None:
            self.title.setText(self.tr("「{0}」の受注はありません").format(_short(lane)))
            self.text.setText(self.tr("ほかのステータスには受注があります。"))
        else:
            self.title.setText(self.tr("このショップの受注はまだありません"))
            self.text.setText(self.tr("ほかのショップには受注があります。"))
        self.setAccessibleName(self.title.text())
        self._draw_mark()

    def ask(self) -> None:
        """Take the keyboard, onto what is offered first."""
        offered = next(each for each in (self.fetch, self.widen, self.clear) if each.isVisible())
        offered.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_mark()
        super().changeEvent(event)

    def _draw_mark(self) -> None:
        colour = theme.colours().placeholder
        self._mark.setPixmap(theme.pixmap(self._icon, colour, 40, self.devicePixelRatioF()))


def _scope(page: EmptyPage, query: OrderQuery) -> str:
    if query.lane is None and query.shop_uid is None and not query.filters:
        return ""
    return page.tr("いまはショップやステータス、条件でも絞り込んでいます。")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_ECHO else text[:_LONGEST_ECHO] + "…"
