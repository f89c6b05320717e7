"""The first page: 契約者情報 and the choice of the quick way."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.ui import theme
from goq_desktop.ui.settings.form import TileForm
from goq_desktop.ui.theme import Role
from goq_desktop.ui.wizard.form_page import FormPage
from goq_desktop.ui.wizard.page import focus_next


class StartPage(FormPage):
    quick_chosen = Signal()

    def __init__(self, form: TileForm) -> None:
        self.quick_button = QPushButton(_tr("かんたん設定（モール選択とモール詳細設定だけ）(&K)"))
        self.quick_button.setAccessibleName(_tr("かんたん設定（モール選択とモール詳細設定だけ）"))
        self.quick_button.setAccessibleDescription(
            _tr("残りの設定は、受注を取り込んだあとにいつでもできます。")
        )
        self.quick_button.setAutoDefault(False)
        super().__init__(SetupPage.CONTRACTOR, form, _quick_band(self.quick_button))
        self.quick_button.clicked.connect(self.quick_chosen)

    def focus_first(self) -> None:
        focus_next(self.form)


def _quick_band(button: QPushButton) -> QFrame:
    band = QFrame()
    theme.set_role(band, Role.NOTICE)
    hint = QLabel(_tr("お急ぎの方へ。残りはあとで設定できます。"))
    hint.setTextFormat(Qt.TextFormat.PlainText)
    hint.setWordWrap(True)
    row = QHBoxLayout(band)
    row.setContentsMargins(theme.SPACE * 3 // 2, theme.SPACE, theme.SPACE * 3 // 2, theme.SPACE)
    row.setSpacing(theme.SPACE * 2)
    row.addWidget(button)
    row.addWidget(hint, 1)
    return band


def _tr(text: str) -> str:
    return QCoreApplication.translate("StartPage", text)
