"""GoQ Desktop について: version, who it is from and not from, and what is not verified."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from goq_desktop import __version__


def show_about(parent: QWidget | None) -> None:
    tr = QCoreApplication.translate
    box = QMessageBox(QMessageBox.Icon.Information, tr("About", "GoQ Desktop について"), "", parent=parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(tr("About", "GoQ Desktop {version}").format(version=__version__))
    box.setInformativeText(
        tr(
            "About",
            "受注をこのパソコンだけに、暗号化して保存します。\n\n"
            "ショップサーブの接続のしかた（モール定義）は公開情報と推測によるもので、実際のショップではまだ確認していません。\n\n"
            "ショップサーブ、GoQSystem の提供元が作ったものではありません。",
        )
    )
    box.exec()
