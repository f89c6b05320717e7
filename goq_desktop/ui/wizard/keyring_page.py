"""Where keys are kept: a page for each state of the keyring, and the choice to use keys for this run only."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from goq_desktop.credentials.store import KeyringState
from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.ui import theme
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role
from goq_desktop.ui.wizard.actions import SetupActions
from goq_desktop.ui.wizard.page import StepPage

_ICON_SIZE: Final = 32


class KeyringPage(StepPage):
    """`is_usable`: keys can be kept now, or the person chose to keep them for this run only."""

    def __init__(self, actions: SetupActions) -> None:
        body = QWidget()
        super().__init__(
            SetupPage.KEYRING,
            _tr("キーの保管場所"),
            _tr("ショップのキーは、このパソコンのキーリング（パスワードの保管場所）だけに置きます。"),
            body,
        )
        self._actions = actions
        self.state: KeyringState | None = None
        self.is_session_chosen = False
        self._is_change_accepted = False
        self._icon = QLabel()
        self._title = QLabel()
        self._text = QLabel()
        self._next_step = QLabel()
        self._message = MessageLine()
        self.retry_button = _button(_tr("もう一度確かめる(&R)"))
        self.unlock_button = _button(_tr("ロックを解除する(&U)"))
        self.accept_button = _button(_tr("このキーリングを使う(&A)"))
        self.session_button = _button(_tr("この起動中だけ使う(&S)"))
        self._session_hint = QLabel(
            _tr("キーと受注はアプリを閉じると消えます。次に開いたときに、もう一度入力してください。")
        )
        self._lay_out(body)
        self.retry_button.clicked.connect(self.probe)
        self.unlock_button.clicked.connect(self._on_unlock_clicked)
        self.accept_button.clicked.connect(self._on_accept_clicked)
        self.session_button.clicked.connect(self._on_session_clicked)
        self._show_state()

    @property
    def is_usable(self) -> bool:
        return (
            self.state is KeyringState.READY
            or self.is_session_chosen
            or (self.state is KeyringState.CHANGED and self._is_change_accepted)
        )

    @property
    def text(self) -> str:
        return "\n".join(label.text() for label in (self._title, self._text, self._next_step))

    @Slot()
    def probe(self) -> None:
        """Ask for the keyring's state; the answer shows itself."""
        number = self.wait_for(_tr("キーリングを確かめています…"), self._actions.cancel)
        self._actions.probe_keyring(lambda state: self._take(number, state))

    def forget(self) -> None:
        """What was known is no longer true: it has to be asked anew."""
        self.state = None
        self._is_change_accepted = False
        self._show_state()

    def validatePage(self) -> bool:
        if not self.is_usable:
            self._message.say(
                Role.PROBLEM, _tr("キーの保管場所が決まるまで先へ進めません。上のボタンから選んでください。")
            )
            self.focus_first()
        return self.is_usable

    def changeEvent(self, event: QEvent) -> None:
        if event.type() is QEvent.Type.PaletteChange:
            self._draw_icon()
        super().changeEvent(event)

    def _take(self, number: int, state: KeyringState) -> None:
        if self.end_wait(number):
            self.state = state
            self._show_state()
            if self.isVisible():
                self.focus_first()
                if self.is_usable:
                    self.cleared.emit()

    @Slot()
    def _on_unlock_clicked(self) -> None:
        text = _tr("パソコンからパスワードを尋ねられたら入力してください…")
        number = self.wait_for(text, self._actions.cancel)
        self._actions.unlock_keyring(lambda state: self._take(number, state))

    @Slot()
    def _on_accept_clicked(self) -> None:
        self._is_change_accepted = True
        self._settle()

    @Slot()
    def _on_session_clicked(self) -> None:
        self._actions.use_session_store()
        self.is_session_chosen = True
        self._settle()

    def _settle(self) -> None:
        self._show_state()
        # Not inside the click: the page that holds the clicked button is about to be left.
        QTimer.singleShot(0, self, self.cleared.emit)

    def _show_state(self) -> None:
        title, text, next_step = _texts(self.state, self.is_session_chosen)
        self._title.setText(title)
        self._text.setText(text)
        self._next_step.setText(next_step)
        self._message.clear()
        self._draw_icon()
        is_open = not self.is_usable
        self.retry_button.setVisible(not self.is_session_chosen)
        self.unlock_button.setVisible(is_open and self.state is KeyringState.LOCKED)
        self.accept_button.setVisible(is_open and self.state is KeyringState.CHANGED)
        for widget in (self.session_button, self._session_hint):
            widget.setVisible(is_open and self.state is not None)

    def _draw_icon(self) -> None:
        c = theme.colours()
        if self.state is None:
            name, colour = "key", c.hint
        elif self.is_usable:
            name, colour = "check", c.good
        else:
            name, colour = "warning", c.problem
        self._icon.setPixmap(theme.pixmap(name, colour, _ICON_SIZE, self.devicePixelRatioF()))

    def _lay_out(self, body: QWidget) -> None:
        for label in (self._title, self._text, self._next_step, self._session_hint):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        theme.set_role(self._title, Role.HEADING)
        theme.set_role(self._session_hint, Role.HINT)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE)
        for button in (self.unlock_button, self.accept_button, self.retry_button):
            buttons.addWidget(button)
        buttons.addStretch()
        session = QHBoxLayout()
        session.setSpacing(theme.SPACE * 2)
        session.addWidget(self.session_button)
        session.addWidget(self._session_hint, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE * 2)
        grid.setVerticalSpacing(theme.SPACE)
        grid.addWidget(self._icon, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        for row, label in enumerate((self._title, self._text, self._next_step)):
            grid.addWidget(label, row, 1)
        grid.setRowMinimumHeight(3, theme.SPACE)
        grid.addLayout(buttons, 4, 1)
        grid.setRowMinimumHeight(5, theme.SPACE * 2)
        grid.addLayout(session, 6, 1)
        grid.addWidget(self._message, 7, 1)
        grid.setColumnStretch(1, 1)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, theme.SPACE, 0, 0)
        column.addLayout(grid)
        column.addStretch(1)


def _button(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setAccessibleName(text.partition("(&")[0])
    button.setAutoDefault(False)
    return button


def _texts(state: KeyringState | None, is_session_chosen: bool) -> tuple[str, str, str]:
    """What is, what it means, and what to do next."""
    if is_session_chosen:
        return (
            _tr("この起動中だけ使います"),
            _tr("キーはメモリーだけに置き、ファイルには書きません。アプリを閉じると消えます。"),
            _tr("「次へ」でキーの入力へ進みます。"),
        )
    match state:
        case None:
            return _tr("確かめています"), _tr("キーリングの返事を待っています。"), ""
        case KeyringState.READY:
            return (
                _tr("キーを安全に保管できます"),
                _tr("このパソコンのキーリングに書き込めることを確かめました。"),
                _tr("「次へ」でキーの入力へ進みます。"),
            )
        case KeyringState.LOCKED:
            return (
                _tr("キーリングに鍵がかかっています"),
                _tr("ロックを解除するまで、キーを保管できません。"),
                _tr("次にすること: 「ロックを解除する」を押し、パソコンのパスワードを入力してください。"),
            )
        case KeyringState.ABSENT:
            return (
                _tr("キーリングが見つかりません"),
                _tr(
                    "このパソコンでは資格情報マネージャー、キーチェーン、GNOMEキーリングなどが使えません。"
                    "キーを普通のファイルに置くことはしません。"
                ),
                _tr(
                    "次にすること: キーリングを使えるようにして「もう一度確かめる」を押すか、"
                    "今回だけ使う方法を選んでください。"
                ),
            )
        case KeyringState.SILENT:
            return (
                _tr("キーリングが返事をしません"),
                _tr("しばらく待ちましたが、返事がありませんでした。"),
                _tr(
                    "次にすること: パスワードを尋ねる画面がほかの画面の後ろに隠れていないか確かめて、"
                    "「もう一度確かめる」を押してください。"
                ),
            )
        case KeyringState.CHANGED:
            return (
                _tr("キーリングが前と変わりました"),
                _tr(
                    "前に使ったものとは別のキーリングが動いています。前に保管したキーはここからは見えません。"
                ),
                _tr(
                    "次にすること: 「このキーリングを使う」を押してキーを入れ直すか、"
                    "前と同じ環境でログインし直してください。"
                ),
            )


def _tr(text: str) -> str:
    return QCoreApplication.translate("KeyringPage", text)
