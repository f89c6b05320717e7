"""その他設定: backups, and the erasing of personal data of old orders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec
from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
)

from goq_desktop.domain.backups import BackupRhythm
from goq_desktop.settings import checks, normalising
from goq_desktop.settings.tiles import Other, Settings, Tile
from goq_desktop.ui import theme
from goq_desktop.ui.settings.form import Field, FieldGrid, TileForm
from goq_desktop.ui.theme import Role

_FIRST_DAYS: Final = 60  # what is proposed to whoever switches it on


class KeepingSection(TileForm):
    """The tile `other` but for its `rounding`, which stays as it was loaded."""

    backup_requested = Signal()
    restore_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = self.tr("バックアップと個人情報")
        self.explanation = self.tr("受注の控えを残し、古い個人情報を消します。")
        self._loaded = Other()
        self.folder = QLineEdit()
        self.folder.setPlaceholderText(self.tr("このアプリの場所"))
        self.folder.textChanged.connect(self._on_edited)
        self.browse_button = QPushButton(self.tr("参照…"))
        self.browse_button.setAccessibleName(self.tr("バックアップの保存先を選ぶ"))
        self.browse_button.clicked.connect(self._on_browse_clicked)
        self.rhythm = QComboBox()
        for rhythm, name in (
            (BackupRhythm.DAILY, self.tr("毎日")),
            (BackupRhythm.WEEKLY, self.tr("毎週")),
            (BackupRhythm.NEVER, self.tr("しない")),
        ):
            self.rhythm.addItem(name, rhythm)
        self.rhythm.currentIndexChanged.connect(self._on_edited)
        self._last = _label(Role.HINT)
        self._last.hide()
        self.backup_button = QPushButton(theme.icon("download"), self.tr("今すぐバックアップ(&U)"))
        self.backup_button.setAccessibleName(self.tr("今すぐバックアップ"))
        self.backup_button.clicked.connect(self.backup_requested)
        self.backup_button.hide()
        self.restore_button = QPushButton(theme.icon("undo"), self.tr("バックアップから元に戻す(&R)…"))
        self.restore_button.setAccessibleName(self.tr("バックアップから元に戻す"))
        self.restore_button.clicked.connect(self.restore_requested)
        self.restore_button.hide()
        for button in (self.browse_button, self.backup_button, self.restore_button):
            button.setAutoDefault(False)
        self.erases = QCheckBox(self.tr("古い受注の個人情報を消去する(&P)"))
        self.erases.setAccessibleName(self.tr("古い受注の個人情報を消去する"))
        self.erases.toggled.connect(self._on_erases_toggled)
        self.days = QSpinBox()
        self.days.setMaximum(checks.ERASE_AFTER_DAYS[-1])
        # A 7 that is typed becomes the 30 beside it and not what stood there before.
        self.days.setCorrectionMode(QSpinBox.CorrectionMode.CorrectToNearestValue)
        self.days.setSuffix(self.tr(" 日後"))
        self.days.valueChanged.connect(self._on_edited)
        self.fields = {
            "backup_folder": Field(
                self.tr("保存先"),
                self.folder,
                hint=self.tr("空のままなら、このアプリの場所に保存します。"),
                beside=self.browse_button,
            ),
            "backup_rhythm": Field(self.tr("間隔"), self.rhythm, width=140),
            "erase_after_days": Field(self.tr("最後の変更から"), self.days, width=140),
        }
        self._lay_out()

    def load(self, settings: Settings) -> None:
        self._loaded = settings.other
        days = settings.other.erase_after_days
        with QSignalBlocker(self.folder), QSignalBlocker(self.rhythm), QSignalBlocker(self.days):
            self.folder.setText(settings.other.backup_folder)
            self.rhythm.setCurrentIndex(self.rhythm.findData(settings.other.backup_rhythm))
            # A shorter time that somebody wrote into the file is not made longer by looking at it.
            self.days.setMinimum(min(checks.ERASE_AFTER_DAYS[0], days or _FIRST_DAYS))
            self.days.setValue(days or _FIRST_DAYS)
        with QSignalBlocker(self.erases):
            self.erases.setChecked(days > 0)
        self.days.setEnabled(days > 0)
        self.show_field_problems(())

    def tiles(self) -> Mapping[str, Tile]:
        return {"other": self._tile()}

    def check(self) -> bool:
        return self.show_field_problems(checks.check_other(self._tile()))

    @property
    def last_backup(self) -> str:
        return self._last.text()

    def show_last_backup(self, text: str) -> None:
        """When the newest backup was made; empty when there is none."""
        self._last.setText(
            self.tr("最後のバックアップ: {when}").format(when=text or self.tr("まだありません"))
        )
        self._last.show()

    def offer_backup(self, is_offered: bool) -> None:
        self.backup_button.setVisible(is_offered)

    def offer_restore(self) -> None:
        self.restore_button.show()

    def _tile(self) -> Other:
        return normalising.other(
            msgspec.structs.replace(
                self._loaded,
                backup_folder=self.folder.text(),
                backup_rhythm=BackupRhythm(self.rhythm.currentData()),
                erase_after_days=self.days.value() if self.erases.isChecked() else 0,
            )
        )

    def _lay_out(self) -> None:
        backups, erasing = FieldGrid(), FieldGrid()
        backups.add_row(self.fields["backup_folder"])
        backups.add_row(self.fields["backup_rhythm"])
        erasing.add_row(self.fields["erase_after_days"])
        now = QHBoxLayout()
        now.setSpacing(theme.SPACE * 2)
        now.addWidget(self.backup_button)
        now.addWidget(self.restore_button)
        now.addWidget(self._last)
        now.addStretch(1)
        column = QVBoxLayout(self)
        column.setSpacing(theme.SPACE)
        column.addWidget(_label(Role.HEADING, self.tr("バックアップ")))
        column.addLayout(backups)
        column.addLayout(now)
        column.addSpacing(theme.SPACE)
        column.addWidget(_label(Role.HEADING, self.tr("個人情報の消去")))
        column.addWidget(self.erases)
        column.addLayout(erasing)
        for text in (
            self.tr("「処理済」と「キャンセル」の受注だけが対象です。消去すると元に戻せません。"),
            self.tr(
                "消えるもの: 氏名、住所（都道府県を除く）、電話番号、メールアドレス、備考、商品の選択肢、伝票番号"
            ),
            self.tr("残るもの: 受注番号、日付、商品名、金額、都道府県、ステータス"),
            self.tr("保存済みのバックアップの中からも消えます。書き出したファイルからは消えません。"),
        ):
            column.addWidget(_label(Role.HINT, text))
        column.addStretch(1)

    @Slot()
    def _on_browse_clicked(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("バックアップの保存先"), self.folder.text().strip()
        )
        if chosen:
            self.folder.setText(chosen)

    @Slot(bool)
    def _on_erases_toggled(self, is_on: bool) -> None:
        self.days.setEnabled(is_on)
        self.edited.emit()

    @Slot()
    def _on_edited(self) -> None:
        self.edited.emit()


def _label(role: Role, text: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    theme.set_role(label, role)
    return label
