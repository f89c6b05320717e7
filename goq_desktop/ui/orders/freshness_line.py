"""One shop's line of the freshness bar: fresh, running, or in trouble."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from goq_desktop.clock import Clock
from goq_desktop.domain.fetching import FetchPhase, FetchProgress, StepKind
from goq_desktop.services.sync_plan import Hold
from goq_desktop.ui import theme
from goq_desktop.ui.orders.findings_row import FindingsRow
from goq_desktop.ui.orders.readable import age, clock_time, duration
from goq_desktop.ui.orders.shop_state import ShopState

_ICON: Final = 16
_GAP: Final = "　·　"
_LONGEST_TEXT: Final = 400


class FreshnessLine(QWidget):
    cancel_asked = Signal()

    def __init__(self, shop: ShopState, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shop = shop
        self._clock = clock
        self._progress: FetchProgress | None = None
        self._mark = QLabel()
        self._name = _plain(shop.name[:40])
        font = self._name.font()
        font.setBold(True)
        self._name.setFont(font)
        self.text = _plain("")
        self.text.setWordWrap(True)
        self.history = _plain("")
        theme.set_role(self.history, theme.Role.HINT)
        self.bar = QProgressBar()
        self.bar.setFixedSize(160, theme.SPACE * 2)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("取得の進み具合"))
        self.stop = QPushButton(self.tr("中止(&X)"))
        self.stop.setAccessibleName(self.tr("取得を中止"))
        self.stop.clicked.connect(self._on_stop_clicked)
        # As high as while running: the table below must not jump.
        height = self.stop.sizeHint().height()
        self._mark.setFixedHeight(height)
        self._name.setFixedHeight(height)
        words = QVBoxLayout()
        words.setSpacing(0)
        air = (height - self.text.fontMetrics().height()) // 2
        words.setContentsMargins(0, air, 0, air)
        words.addWidget(self.text)
        words.addWidget(self.history)
        self.findings = FindingsRow(self)  # shown without a parent it would be a window
        self.findings.show_findings(shop.findings)
        words.addWidget(self.findings)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        for part in (self._mark, self._name):
            layout.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        layout.addWidget(self.bar, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignVCenter)
        self.tell()

    @property
    def name_width(self) -> int:
        return self._name.sizeHint().width()

    def set_name_width(self, width: int) -> None:
        """Line up with the other lines."""
        self._name.setFixedWidth(width)

    @property
    def is_running(self) -> bool:
        return self._progress is not None

    def show_progress(self, progress: FetchProgress | None) -> None:
        if progress is None or self._progress is None:
            self.stop.setEnabled(True)
            self.stop.setText(self.tr("中止(&X)"))
        self._progress = progress
        self.tell()

    def tell(self) -> None:
        """Write the line anew; the ages in it grow."""
        progress = self._progress
        self.bar.setVisible(progress is not None)
        self.stop.setVisible(progress is not None)
        if progress is not None:
            self._show("refresh", theme.Role.NOTICE, self._running_text(progress))
            self.bar.setRange(0, progress.total or 0)  # 0 to 0: busy, end unknown
            self.bar.setValue(min(progress.received, progress.total or 0))
        elif self.shop.is_waiting:
            self._show("refresh", theme.Role.HINT, self.tr("順番を待っています"))
        elif self.shop.trouble:
            self._show("warning", theme.Role.PROBLEM, self._trouble_text(), self._history_text())
        elif self.shop.last_success is None:
            self._show("info", theme.Role.HINT, self._history_text())
        else:
            self._show("check", theme.Role.GOOD, self._history_text())

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.tell()
        super().changeEvent(event)

    def _show(self, icon: str, role: theme.Role, text: str, history: str = "") -> None:
        colours = theme.colours()
        colour = {theme.Role.PROBLEM: colours.problem, theme.Role.GOOD: colours.good}.get(role, colours.hint)
        self._mark.setPixmap(theme.pixmap(icon, colour, _ICON, self.devicePixelRatioF()))
        is_problem = role is theme.Role.PROBLEM
        if self.text.property("is_problem") != is_problem:
            self.text.setProperty("is_problem", is_problem)
            theme.set_role(self.text, theme.Role.PROBLEM if is_problem else theme.Role.HINT)
        text = text[:_LONGEST_TEXT]
        self.text.setText(text)
        self.history.setText(history)
        self.history.setVisible(bool(history))
        self.setAccessibleName(f"{self._name.text()}: {text} {history}".strip())

    def _running_text(self, progress: FetchProgress) -> str:
        if progress.phase is FetchPhase.WAITING:
            head = self.tr("ショップの応答を待っています")
        elif progress.phase is FetchPhase.HELD_UP:
            head = self.tr("まとめての変更などの保存が終わるのを待っています")
        elif progress.kind is StepKind.OPEN:
            head = self.tr("処理中の受注を読み直しています")
        elif progress.kind.is_census:
            head = self.tr("ショップの一覧と照合しています")
        elif progress.page == 0:
            head = self.tr("1ページ目を待っています")
        else:
            head = self.tr("取得中 {0}ページ目").format(f"{progress.page:,}")
        received = f"{progress.received:,}"
        if progress.total is None:
            parts = [head, self.tr("{0}件").format(received)]
        else:
            parts = [head, self.tr("{0} / {1}件").format(received, f"{progress.total:,}")]
        parts.append(self.tr("新着 {0}件").format(f"{progress.new:,}"))
        if progress.updated:
            parts.append(self.tr("更新 {0}件").format(f"{progress.updated:,}"))
        if progress.seconds_left is not None:
            parts.append(self.tr("残り約{0}").format(duration(progress.seconds_left)))
        return _GAP.join(parts)

    def _trouble_text(self) -> str:
        step = self.tr("→ {0}").format(self.shop.next_step) if self.shop.next_step else ""
        return f"{self.shop.trouble}\n{step}".strip()

    def _history_text(self) -> str:
        now, last = self._clock.now(), self.shop.last_success
        if last is None:
            parts = [self.tr("まだ取得していません")]
        else:
            when = self.tr("最終取得 {0}（{1}）").format(clock_time(last, now), age(last, now))
            parts = [when, self.tr("新着 {0}件").format(f"{self.shop.new:,}")]
        parts.append(self._next_text(now))
        return _GAP.join(parts)

    def _next_text(self, now: datetime) -> str:
        """When it goes on by itself, and why not sooner."""
        if self.shop.hold is Hold.KEY:
            return self.tr("自動取得は止めています（キーを直すか「今すぐ取得」を押すと再開します）")
        if self.shop.next_due is None:
            return self.tr("自動取得 オフ")
        text = self.tr("次回 {0}").format(clock_time(self.shop.next_due, now))
        why = (
            {
                Hold.CIRCUIT: self.tr("失敗が続いたため間隔を空けています"),
                Hold.SHOP_WISH: self.tr("ショップから待つように返事がありました"),
                Hold.MAINTENANCE: self.tr("ショップの定期メンテナンスが終わってから"),
            }.get(self.shop.hold)
            if self.shop.hold
            else None
        )
        return text if why is None else self.tr("{0}（{1}）").format(text, why)

    @Slot()
    def _on_stop_clicked(self) -> None:
        # The running request ends first: say that the click was heard.
        self.stop.setEnabled(False)
        self.stop.setText(self.tr("中止しています…"))
        self.cancel_asked.emit()


def _plain(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
