"""確認: what was set, each line with 変更, and the connection that proves it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, QTimer, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget, QWizard

from goq_desktop.domain.connection import ConnectionProof
from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.services.setup_flow import STEPS, SetupPage
from goq_desktop.settings.tiles import Settings, Shop
from goq_desktop.ui import theme
from goq_desktop.ui.proof_view import ProofView
from goq_desktop.ui.theme import Role
from goq_desktop.ui.wizard.actions import SetupActions
from goq_desktop.ui.wizard.form_scroll import FormScroll
from goq_desktop.ui.wizard.names import page_title
from goq_desktop.ui.wizard.page import StepPage
from goq_desktop.ui.wizard.summary import summary

# The proof stays long enough to be seen; all of it is in the order list that follows.
PROOF_MILLISECONDS: Final = 1200
_MENDED_ON_SHOP_DETAIL: Final = (ProblemCode.KEY_REFUSED, ProblemCode.KEY_MISSING, ProblemCode.NOT_FOUND)


class ConfirmPage(StepPage):
    """`is_fetch_wanted`: the connection worked and orders are to be fetched at once."""

    def __init__(self, actions: SetupActions) -> None:
        body = QWidget()
        super().__init__(
            SetupPage.CONFIRM,
            page_title(SetupPage.CONFIRM),
            QCoreApplication.translate("ConfirmPage", "この内容で接続を確かめ、受注の取り込みを始めます。"),
            body,
        )
        self._actions = actions
        self._shops: tuple[Shop, ...] = ()
        self.is_fetch_wanted = False
        self.setFinalPage(True)
        self.setButtonText(QWizard.WizardButton.FinishButton, self.tr("接続して受注を取り込む"))
        self.change_buttons: dict[SetupPage, QPushButton] = {}
        self._values: dict[SetupPage, QLabel] = {}
        self.proof_view = ProofView()
        self.without_fetch_button = QPushButton(self.tr("接続せずに終える(&W)"))
        self.without_fetch_button.setAccessibleName(self.tr("接続せずに終える"))
        self.without_fetch_button.setAutoDefault(False)
        self.without_fetch_button.clicked.connect(self._on_without_fetch_clicked)
        self._without_fetch = self._without_fetch_line()
        grid = self._summary_grid()
        self.closed_while_waiting = [*self.change_buttons.values(), self._without_fetch]
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE * 2)
        column.addWidget(FormScroll(grid), 1)
        column.addWidget(self.proof_view)
        column.addWidget(self._without_fetch)

    def fill(self, settings: Settings) -> None:
        self._shops = settings.shops.shops
        for page, text in summary(settings).items():
            self._values[page].setText(text)
        self.is_fetch_wanted = False
        self.proof_view.clear()
        self._without_fetch.hide()

    def value_of(self, page: SetupPage) -> str:
        """What is shown beside a step."""
        return self._values[page].text()

    def focus_first(self) -> None:
        """Everything is answered: the keyboard stands on the button that goes on."""
        button = self.wizard().button(QWizard.WizardButton.FinishButton)
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin_leaving(self) -> bool:
        if self.is_fetch_wanted:
            return True
        self.proof_view.clear()
        self._without_fetch.hide()
        self._check_next(self._shops)
        return False

    def _check_next(self, shops: tuple[Shop, ...]) -> None:
        """Check the first shop, then go on with the others."""
        shop = shops[0]
        number = self.wait_for(
            self.tr("「{shop}」に接続しています…").format(shop=shop.name), self._actions.cancel
        )

        def done(result: ConnectionProof | Problem) -> None:
            if not self.end_wait(number):
                return
            if isinstance(result, Problem):
                self.proof_view.show_problem(result)
            else:
                self.proof_view.show_proof(result)
            if isinstance(result, Problem):
                self._offer_other_ways(result)
            elif not result.is_working:
                self._offer_other_ways(result.problem)
            elif shops[1:]:
                self._check_next(shops[1:])
            else:
                self._go_on()

        self._actions.check(shop, {}, done)

    def _offer_other_ways(self, problem: Problem | None) -> None:
        self._without_fetch.show()
        if problem is not None and problem.code in _MENDED_ON_SHOP_DETAIL:
            self.change_buttons[SetupPage.SHOP_DETAIL].setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_on(self) -> None:
        self.is_fetch_wanted = True
        number = self.wait_for(self.tr("接続できました。受注の取り込みを始めます…"), self._on_entry_stopped)

        def enter() -> None:
            if self.end_wait(number):
                self.cleared.emit()

        QTimer.singleShot(PROOF_MILLISECONDS, self, enter)

    def _on_entry_stopped(self) -> None:
        self.is_fetch_wanted = False

    @Slot()
    def _on_without_fetch_clicked(self) -> None:
        self.is_fetch_wanted = False
        self.cleared.emit()

    @Slot()
    def _on_change_clicked(self) -> None:
        sender = self.sender()
        page = next(page for page, button in self.change_buttons.items() if button is sender)
        self.page_requested.emit(page)

    def _summary_grid(self) -> QWidget:
        lines = QWidget()
        grid = QGridLayout(lines)
        grid.setContentsMargins(0, 0, theme.SPACE, 0)
        grid.setHorizontalSpacing(theme.SPACE * 2)
        grid.setVerticalSpacing(theme.SPACE)
        for row, step in enumerate(step for step in STEPS if step.page is not SetupPage.CONFIRM):
            name = page_title(step.page)
            title = QLabel(f"{step.number}. {name}")
            theme.set_role(title, Role.HEADING)
            value = QLabel()
            value.setWordWrap(True)
            button = QPushButton(self.tr("変更"))
            button.setAccessibleName(self.tr("{step}を変更").format(step=name))
            button.setAutoDefault(False)
            button.clicked.connect(self._on_change_clicked)
            for label in (title, value):
                label.setTextFormat(Qt.TextFormat.PlainText)
            grid.addWidget(title, row, 0)
            grid.addWidget(value, row, 1)
            grid.addWidget(button, row, 2)
            self._values[step.page] = value
            self.change_buttons[step.page] = button
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(grid.rowCount(), 1)
        return lines

    def _without_fetch_line(self) -> QWidget:
        line = QWidget()
        hint = QLabel(self.tr("設定はすべて保存されています。受注はあとから取り込めます。"))
        hint.setTextFormat(Qt.TextFormat.PlainText)
        theme.set_role(hint, Role.HINT)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE * 2)
        row.addWidget(self.without_fetch_button)
        row.addWidget(hint, 1)
        return line
