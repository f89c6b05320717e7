"""キー操作の一覧: the keys of every action of the window, and those that belong to a place in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
)

from goq_desktop.ui import theme
from goq_desktop.ui.command_box.sources import actions_of_menus, native_keys, plain_text
from goq_desktop.ui.window import DeskWindow


@dataclass(frozen=True, slots=True)
class KeyLine:
    keys: str
    label: str


def keys_of(window: DeskWindow) -> dict[str, list[KeyLine]]:
    """By the part of the window, each in its own order."""
    translate = QCoreApplication.translate
    result: dict[str, list[KeyLine]] = {}
    for path, action in actions_of_menus(window):
        if keys := native_keys(action):
            result.setdefault(path, []).append(KeyLine(keys, plain_text(action)))
    result[translate("KeyList", "受注の表で")] = [
        *(
            KeyLine(native_keys(action), plain_text(action))
            for action in (
                *window.orders.table.actions(),
                *window.orders.filter_row.tab_actions,
                *window.orders.filter_row.shop_actions,
            )
            if native_keys(action) and action.isVisible()
        ),
        *_lines(
            ("Ctrl+F", translate("KeyList", "絞り込みの入力欄へ")),
            ("Esc", translate("KeyList", "入力欄で: 絞り込みを消す")),
            ("Down", translate("KeyList", "入力欄で: 表へ移る")),
            ("Return", translate("KeyList", "入力欄で: 見つかった最初の受注へ")),
            ("Ctrl+A", translate("KeyList", "すべて選択")),
            ("Ctrl+Shift+F", translate("KeyList", "絞り込みの条件を決める")),
            ("F6", translate("KeyList", "並びを更新する")),
            ("Ctrl+Alt+1", translate("KeyList", "1番目の保存した表示（9番目まで）")),
        ),
    ]
    result[translate("KeyList", "ひとことメモの欄で")] = _lines(
        ("Return", translate("KeyList", "書きはじめる（F2 でも）")),
        ("Ctrl+Return", translate("KeyList", "保存する（欄を出ても）")),
        ("Esc", translate("KeyList", "書いた分を取り消す")),
    )
    result[translate("KeyList", "要確認で")] = _lines(
        ("Return", translate("KeyList", "はじめの理由を確認済みに")),
        ("1", translate("KeyList", "1番の理由を確認済みに（9番まで）")),
        ("Ctrl+Return", translate("KeyList", "すべて確認済みに")),
        ("H", translate("KeyList", "保留する、保留をやめる")),
        ("E", translate("KeyList", "受注を変更")),
        ("M", translate("KeyList", "ひとことメモ")),
        ("O", translate("KeyList", "受注一覧で開く")),
        ("Right", translate("KeyList", "次の受注へ")),
        ("Left", translate("KeyList", "前の受注へ")),
    )
    result[translate("KeyList", "売上データで")] = _lines(
        ("Alt+Left", translate("KeyList", "前の月へ")),
        ("Alt+Right", translate("KeyList", "次の月へ")),
    )
    result[translate("KeyList", "顧客管理で")] = _lines(("Ctrl+F", translate("KeyList", "顧客を探す")))
    result[translate("KeyList", "各種設定で")] = _lines(
        ("Ctrl+F", translate("KeyList", "設定を検索")),
        ("Ctrl+S", translate("KeyList", "保存する")),
        ("Ctrl+Z", translate("KeyList", "元に戻す")),
        ("Ctrl+Shift+Z", translate("KeyList", "やり直す")),
        ("Esc", translate("KeyList", "1つ前へ戻る")),
    )
    result[translate("KeyList", "画面の切り替えで")] = _lines(
        ("Up", translate("KeyList", "前のボタンへ")),
        ("Down", translate("KeyList", "次のボタンへ")),
        ("Return", translate("KeyList", "その画面を開く")),
    )
    return result


def _lines(*pairs: tuple[str, str]) -> list[KeyLine]:
    form = QKeySequence.SequenceFormat.NativeText
    return [KeyLine(QKeySequence(keys).toString(form), label) for keys, label in pairs]


class KeyList(QDialog):
    def __init__(self, window: DeskWindow) -> None:
        super().__init__(window)
        self.setWindowTitle(self.tr("キー操作の一覧"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.list = QTreeWidget()
        self.list.setAccessibleName(self.tr("キー操作の一覧"))
        self.list.setHeaderLabels([self.tr("操作"), self.tr("キー")])
        self.list.setRootIsDecorated(False)
        self.list.setItemsExpandable(False)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        for part, lines in keys_of(window).items():
            self.list.addTopLevelItem(_part(part, lines))
        self.list.expandAll()
        self.list.setCurrentIndex(self.list.model().index(0, 0))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*[theme.SPACE * 2] * 4)
        rows.setSpacing(theme.SPACE)
        rows.addWidget(self.list)
        rows.addWidget(buttons)
        self.resize(520, 560)


def _part(name: str, lines: Sequence[KeyLine]) -> QTreeWidgetItem:
    part = QTreeWidgetItem([name, ""])
    font = part.font(0)
    font.setBold(True)
    part.setFont(0, font)
    part.addChildren([QTreeWidgetItem([line.label, line.keys]) for line in lines])
    return part
