"""設定の書き出しと取り込み: asks for a file, and shows what an import changes before it changes anything."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMessageBox,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from goq_desktop.domain.problems import Problem, ProblemError
from goq_desktop.services.carrying import read_settings, write_settings
from goq_desktop.settings.difference import Difference, Kind, differences
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Settings
from goq_desktop.settings.transfer import carried_over
from goq_desktop.ui import theme
from goq_desktop.ui.problem_box import ProblemBox
from goq_desktop.ui.reading_table import ReadingTable
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role
from goq_desktop.wording.problems import sentence
from goq_desktop.wording.settings import after_text, before_text, item_text

_SIZE: Final = (760, 480)  # also a window of 900 × 640 holds it
# More rows than anybody reads; what follows is counted.
_MOST_ROWS: Final = 500


class ImportDialog(QDialog):
    """What differs, one row each. 取り込む saves, and closes only when that went well."""

    def __init__(
        self, store: SettingsStore, imported: Settings, here: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._imported = imported
        self._here = here
        found = differences(here, imported)
        self.setWindowTitle(self.tr("設定の取り込み"))
        self.resize(*_SIZE)
        count = _label(self.tr("{count}か所が変わります。").format(count=len(found)))
        theme.set_role(count, Role.HEADING)
        explanation = _label(
            self.tr(
                "今の設定は、控えのファイルとして同じ場所に残ります。"
                "認証キーは取り込まれません。このパソコンで入力してください。"
            )
        )
        theme.set_role(explanation, Role.HINT)
        self.table = _table(found[:_MOST_ROWS])
        self.table.setAccessibleName(self.tr("取り込みで変わるところ"))
        self.table.setHorizontalHeaderLabels([self.tr("項目"), self.tr("今"), self.tr("取り込み後")])
        self.notice = MessageLine()
        self.notice.say(Role.NOTICE, self._notice(found))
        self.problem = ProblemBox()
        # No button box: that makes one of its buttons the answer to Enter, also in the table.
        self.go = QPushButton(self.tr("取り込む"))
        self.stop = QPushButton(self.tr("やめる"))
        theme.set_role(self.go, Role.PRIMARY)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE)
        buttons.addStretch(1)
        for button, slot in ((self.go, self._on_import_clicked), (self.stop, self.reject)):
            button.setAutoDefault(False)
            button.setAccessibleName(button.text())
            button.clicked.connect(slot)
            buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.SPACE * 2] * 4)
        column.setSpacing(theme.SPACE)
        column.addWidget(count)
        column.addWidget(explanation)
        column.addWidget(self.table, 1)
        column.addWidget(self.notice)
        column.addWidget(self.problem)
        column.addLayout(buttons)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _notice(self, found: Sequence[Difference]) -> str:
        shops = {each.entry for each in found if each.tile == "shops" and each.kind is Kind.REMOVED}
        parts = []
        if shops:
            names = self.tr("」「").join(sorted(shops))[:100]
            parts.append(
                self.tr("「{shops}」はなくなり、そのキーもこのパソコンから消えます。").format(shops=names)
            )
        if len(found) > _MOST_ROWS:
            parts.append(self.tr("表にあるのは、はじめの{count}か所です。").format(count=_MOST_ROWS))
        return "\n".join(parts)

    @Slot()
    def _on_import_clicked(self) -> None:
        try:
            self._store.replace_all(self._imported, based_on=self._here)
        except ProblemError as error:
            self.problem.show_problem(error.problem)
            return
        self.accept()


def choose_and_import(parent: QWidget, store: SettingsStore) -> bool:
    """Ask for a file, show what it changes, and import it; True when the settings are other ones now."""
    tr = QCoreApplication.translate
    name, _ = QFileDialog.getOpenFileName(
        parent, tr("ImportDialog", "設定を取り込む"), str(Path.home()), _kinds()
    )
    if not name:
        return False
    try:
        here = store.load().settings
        imported = carried_over(read_settings(Path(name)), here)
    except ProblemError as error:
        _tell_problem(parent, error.problem)
        return False
    if not differences(here, imported):
        _tell(
            parent,
            tr("ImportDialog", "今の設定と同じです"),
            tr("ImportDialog", "取り込んで変わるところはありません。"),
        )
        return False
    dialog = ImportDialog(store, imported, here, parent)
    is_imported = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return is_imported


def choose_and_export(parent: QWidget, store: SettingsStore) -> bool:
    """Ask for a file and write the settings into it; True when they are there."""
    tr = QCoreApplication.translate
    proposed = str(Path.home() / tr("ImportDialog", "GoQ設定.toml"))
    name, _ = QFileDialog.getSaveFileName(
        parent, tr("ImportDialog", "設定を書き出す（キーは含まれません）"), proposed, _kinds()
    )
    if not name:
        return False
    try:
        write_settings(store.load().settings, Path(name))
    except ProblemError as error:
        _tell_problem(parent, error.problem)
        return False
    return True


def _kinds() -> str:
    return QCoreApplication.translate("ImportDialog", "設定 (*.toml);;すべてのファイル (*)")


def _tell_problem(parent: QWidget, problem: Problem) -> None:
    wording = sentence(problem)
    _tell(parent, wording.title, f"{wording.text}\n{wording.next_step}", QMessageBox.Icon.Warning)


def _tell(
    parent: QWidget, title: str, text: str, icon: QMessageBox.Icon = QMessageBox.Icon.Information
) -> None:
    box = QMessageBox(icon, "GoQ Desktop", title, parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(text)
    box.addButton(QCoreApplication.translate("ImportDialog", "閉じる"), QMessageBox.ButtonRole.RejectRole)
    box.exec()
    box.deleteLater()


def _label(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label


def _table(found: Sequence[Difference]) -> QTableWidget:
    table = ReadingTable(3)
    table.setRowCount(len(found))
    for row, difference in enumerate(found):
        for column, text in enumerate(
            (item_text(difference), before_text(difference), after_text(difference))
        ):
            item = QTableWidgetItem(text)
            table.setItem(row, column, item)
    table.verticalHeader().setMinimumSectionSize(28)
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header = table.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    if found:
        table.setCurrentCell(0, 0)
    return table
