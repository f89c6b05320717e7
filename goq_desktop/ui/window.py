"""The main window: actions in menus and a toolbar around its pages; it decides nothing itself."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSettings, QSize, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QMainWindow, QToolBar, QVBoxLayout, QWidget

from goq_desktop.ui import theme
from goq_desktop.ui.frame.page import KEYS, Page, PageCode, face_of
from goq_desktop.ui.frame.pages import Pages
from goq_desktop.ui.orders.view import OrdersView
from goq_desktop.ui.problem_bar import ProblemBar

if TYPE_CHECKING:
    from goq_desktop.ui.key_reminder import KeyReminder
    from goq_desktop.ui.task_list import TaskList

_FIRST_SIZE: Final = QSize(1280, 800)
_MESSAGE_MS: Final = 8_000


class DeskWindow(QMainWindow):
    """What a person asks for leaves as a signal; `settings_chosen` carries the page's name, or nothing for all.

    `add_page` puts a page into the bar and into 表示; more actions go into the menus that are attributes.
    It is made in two steps: what the first paint shows, and the rest by `complete`.
    """

    fetch_chosen = Signal()
    period_chosen = Signal()
    export_chosen = Signal()
    diagnosis_chosen = Signal()
    settings_chosen = Signal(str)
    setup_chosen = Signal()
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
        self.pages = Pages()
        self.pages.bar.reserve()
        self.pages.problem_occurred.connect(self.problem.show_problem)
        self.setCentralWidget(_column(self.problem, self.pages))
        orders.filter_row.views.said.connect(self.say)
        self._page_actions: dict[PageCode, QAction] = {}
        self.fetch_action = self._action("refresh", self.tr("今すぐ取得(&F)"), self.fetch_chosen, "F5")
        self._period = self._action(
            "calendar", self.tr("期間を指定して取得(&P)…"), self.period_chosen, "Shift+F5"
        )
        self._export = self._action("download", self.tr("受注を書き出す(&E)…"), self.export_chosen, "Ctrl+E")
        self._fill_toolbar()
        self._orders_menu = self.menuBar().addMenu(self.tr("受注(&O)"))
        self.edit_menu = self.menuBar().addMenu(self.tr("編集(&E)"))
        self.view_menu = self.menuBar().addMenu(self.tr("表示(&V)"))
        self._after_pages = self.view_menu.addSeparator()
        self._settings_menu = self.menuBar().addMenu(self.tr("各種設定(&S)"))
        self.help_menu = self.menuBar().addMenu(self.tr("ヘルプ(&H)"))
        # What is still to be set stands above the orders; the tiles say it themselves.
        self._column = column = _column(orders)
        self.add_page(
            Page(
                code=PageCode.ORDERS,
                make=lambda: column,
                entered=self._focus_table,
            )
        )
        self.pages.show_page(PageCode.ORDERS)
        self.resize(_FIRST_SIZE)
        geometry = state.value("window/geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)

    @cached_property
    def tasks(self) -> TaskList:
        from goq_desktop.ui.task_list import TaskList

        tasks = TaskList()
        tasks.hide()
        tasks.task_chosen.connect(self.settings_chosen)
        return tasks

    @cached_property
    def reminder(self) -> KeyReminder:
        from goq_desktop.ui.key_reminder import KeyReminder

        reminder = KeyReminder()
        reminder.renewal_chosen.connect(self._on_renewal_chosen)
        return reminder

    def complete(self) -> None:
        """What nobody sees before a menu is opened, or settings are read. To be called once."""
        layout = self._column.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(0, self.tasks)
        layout.insertWidget(1, self.reminder)
        self._fill_menus()

    def say(self, text: str) -> None:
        """A short message that goes away by itself."""
        self.statusBar().showMessage(text, _MESSAGE_MS)

    def add_page(self, page: Page) -> None:
        face = face_of(page.code)
        action = QAction(theme.icon(face.icon), face.title, self)
        action.setShortcut(QKeySequence(KEYS[page.code]))
        action.setData(page.code)
        action.triggered.connect(self._on_page_triggered)
        self.pages.register(page)
        self._page_actions[page.code] = action
        order = list(PageCode)
        later = [
            each for code, each in self._page_actions.items() if order.index(code) > order.index(page.code)
        ]
        first = min(later, key=lambda each: order.index(each.data()), default=self._after_pages)
        self.view_menu.insertAction(first, action)

    @property
    def is_hub_shown(self) -> bool:
        return self.pages.shown is PageCode.SETTINGS

    @Slot()
    def show_orders(self) -> None:
        """受注一覧 in place of any other page; nothing is asked."""
        self.pages.show_page(PageCode.ORDERS)
        self._focus_table()

    def _focus_table(self) -> None:
        self.orders.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.pages.is_unsaved:
            event.ignore()
            self.pages.leave(self._close)
            return
        if self.pages.is_held(self._close):
            event.ignore()
            return
        self._state.setValue("window/geometry", self.saveGeometry())
        event.accept()
        self.closed.emit()

    def _close(self) -> None:
        self.close()

    def _action(self, icon: str, text: str, chosen: SignalInstance, keys: str = "") -> QAction:
        action = QAction(theme.icon(icon), text, self)
        if keys:
            action.setShortcut(QKeySequence(keys))
        action.triggered.connect(chosen)
        return action

    def add_action(self, action: QAction) -> None:
        """What is done with orders: into 受注 and the toolbar, behind what is there."""
        self._orders_menu.insertAction(self._after_actions, action)
        self._put_on_toolbar(action)

    def _put_on_toolbar(self, action: QAction) -> None:
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        plain = action.text().split("(&")[0]
        action.setIconText(plain)
        action.setToolTip(self.tr("{name}（{keys}）").format(name=plain, keys=keys))
        self._toolbar.addAction(action)

    def _fill_toolbar(self) -> None:
        self._toolbar = bar = QToolBar(self.tr("操作"))
        bar.setObjectName("actions")
        bar.setMovable(False)
        bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        bar.setIconSize(QSize(20, 20))
        for action in (self.fetch_action, self._period, self._export):
            self._put_on_toolbar(action)
        self.addToolBar(bar)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def _fill_menus(self) -> None:
        from goq_desktop.services.setup_flow import TILES
        from goq_desktop.ui.wizard.names import page_title

        orders, settings = self._orders_menu, self._settings_menu
        for menu in (orders, self.view_menu):
            menu.setToolTipsVisible(True)
        orders.addActions([self.fetch_action, self._period, self._export])
        self._after_actions = orders.addSeparator()
        leave = QAction(self.tr("終了(&X)"), self)
        leave.setShortcut(QKeySequence("Ctrl+Q"))  # the standard key is none on Windows
        leave.triggered.connect(self.close)
        orders.addAction(leave)
        self.view_menu.addAction(self.orders.detail_action)
        self.view_menu.addMenu(self.orders.density.menu(self))
        for page in TILES:
            action = QAction(page_title(page), self)
            action.setData(page.value)
            action.triggered.connect(self._on_settings_triggered)
            settings.addAction(action)
        settings.addSeparator()
        settings.addAction(self._action("play", self.tr("初期設定をもう一度(&W)…"), self.setup_chosen))
        settings.addAction(self._action("list", self.tr("準備の一覧を表示(&L)"), self.tasks_chosen))
        self.help_menu.addAction(self._action("list", self.tr("使い方(&M)"), self.manual_chosen, "F1"))
        self.help_menu.addAction(
            self._action("info", self.tr("診断ファイルを保存(&D)…"), self.diagnosis_chosen)
        )
        self.help_menu.addAction(self._action("app", self.tr("GoQ Desktop について(&A)"), self.about_chosen))

    @Slot()
    def _on_page_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.pages.ask(PageCode(action.data()))

    @Slot()
    def _on_renewal_chosen(self) -> None:
        from goq_desktop.services.setup_flow import SetupPage

        self.settings_chosen.emit(SetupPage.SHOP_DETAIL.value)

    @Slot()
    def _on_settings_triggered(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.settings_chosen.emit(action.data())


def _column(*widgets: QWidget) -> QWidget:
    """One below the other without gaps; the last takes what is left."""
    result = QWidget()
    column = QVBoxLayout(result)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    for widget in widgets[:-1]:
        column.addWidget(widget)
    column.addWidget(widgets[-1], 1)
    return result
