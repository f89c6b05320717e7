"""The main window: actions in menus and a toolbar around the order view; it decides nothing itself."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSettings, QSize, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QToolBar, QVBoxLayout, QWidget

from goq_desktop.services.setup_flow import STEPS, SetupPage
from goq_desktop.ui import theme
from goq_desktop.ui.key_reminder import KeyReminder
from goq_desktop.ui.orders.view import OrdersView
from goq_desktop.ui.problem_bar import ProblemBar
from goq_desktop.ui.task_list import TaskList
from goq_desktop.ui.wizard.names import page_title

_FIRST_SIZE: Final = QSize(1280, 800)
_MESSAGE_MS: Final = 8_000


class DeskWindow(QMainWindow):
    """What a person asks for leaves as a signal; `settings_chosen` carries the page's name."""

    fetch_chosen = Signal()
    period_chosen = Signal()
    export_chosen = Signal()
    diagnosis_chosen = Signal()
    settings_chosen = Signal(str)
    tasks_chosen = Signal()
    manual_chosen = Signal()
    about_chosen = Signal()
    closed = Signal()

    def __init__(self, orders: OrdersView, state: QSettings, *, is_practice: bool = False) -> None:
        super().__init__()
        name = self.tr("GoQ Desktop（練習）") if is_practice else self.tr("GoQ Desktop")
        self.setWindowTitle(name)
        self.orders = orders
        self._state = state
        self.problem = ProblemBar()
        self.tasks = TaskList()
        self.tasks.hide()
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.reminder = KeyReminder()
        self.reminder.renewal_chosen.connect(self._on_renewal_chosen)
        for widget in (self.tasks, self.reminder, self.problem):
            column.addWidget(widget)
        column.addWidget(orders, 1)
        self.setCentralWidget(middle)
        self.fetch_action = self._action("refresh", self.tr("今すぐ取得(&F)"), self.fetch_chosen, "F5")
        self._period = self._action(
            "calendar", self.tr("期間を指定して取得(&P)…"), self.period_chosen, "Shift+F5"
        )
        self._export = self._action("download", self.tr("受注を書き出す(&E)…"), self.export_chosen, "Ctrl+E")
        self._fill_toolbar()
        self._fill_menus()
        self.tasks.task_chosen.connect(self.settings_chosen)
        self.resize(_FIRST_SIZE)
        geometry = state.value("window/geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)

    def say(self, text: str) -> None:
        """A short message that goes away by itself."""
        self.statusBar().showMessage(text, _MESSAGE_MS)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._state.setValue("window/geometry", self.saveGeometry())
        event.accept()
        self.closed.emit()

    def _action(self, icon: str, text: str, chosen: SignalInstance, keys: str = "") -> QAction:
        action = QAction(theme.icon(icon), text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
        action.triggered.connect(chosen)
        return action

    def _fill_toolbar(self) -> None:
        bar = QToolBar(self.tr("操作"))
        bar.setObjectName("actions")
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.setIconSize(QSize(20, 20))
        for action in (self.fetch_action, self._period, self._export):
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            plain = action.text().split("(&")[0]
            action.setIconText(plain)
            action.setToolTip(self.tr("{name}（{keys}）").format(name=plain, keys=keys))
            bar.addAction(action)
        self.addToolBar(bar)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def _fill_menus(self) -> None:
        orders = self.menuBar().addMenu(self.tr("受注(&O)"))
        orders.addActions([self.fetch_action, self._period, self._export])
        orders.addSeparator()
        leave = QAction(self.tr("終了(&X)"), self)
        leave.setShortcut(QKeySequence(QKeySequence.StandardKey.Quit))
        leave.triggered.connect(self.close)
        orders.addAction(leave)
        view = self.menuBar().addMenu(self.tr("表示(&V)"))
        view.addAction(self.orders.detail_action)
        settings = self.menuBar().addMenu(self.tr("各種設定(&S)"))
        for step in STEPS:
            if step.page is not SetupPage.CONFIRM:
                action = QAction(page_title(step.page), self)
                action.setData(step.page.value)
                action.triggered.connect(self._on_settings_triggered)
                settings.addAction(action)
        settings.addSeparator()
        settings.addAction(self._action("list", self.tr("準備の一覧を表示(&L)"), self.tasks_chosen))
        more = self.menuBar().addMenu(self.tr("ヘルプ(&H)"))
        more.addAction(self._action("list", self.tr("使い方(&M)"), self.manual_chosen, "F1"))
        more.addAction(self._action("info", self.tr("診断ファイルを保存(&D)…"), self.diagnosis_chosen))
        more.addAction(self._action("app", self.tr("GoQ Desktop について(&A)"), self.about_chosen))

    @Slot()
    def _on_renewal_chosen(self) -> None:
        self.settings_chosen.emit(SetupPage.SHOP_DETAIL.value)

    @Slot()
    def _on_settings_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.settings_chosen.emit(action.data())
