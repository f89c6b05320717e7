"""契約者情報: the sender of last resort on slips and the issuer of invoices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from goq_desktop.postal.dictionary import Postcodes
from goq_desktop.settings import checks, normalising
from goq_desktop.settings.tiles import Contractor, Settings, Tile
from goq_desktop.ui.settings.address_finder import AddressFinder
from goq_desktop.ui.settings.form import Field, FieldGrid, Need, TileForm
from goq_desktop.ui.settings.prefecture_box import PrefectureBox

_WIDEST: Final = 760
_CODES: Final = ("postcode", "phone", "fax", "email", "invoice_number")


class ContractorForm(TileForm):
    """The postcode fills the address from `postcodes`, without a network."""

    def __init__(self, postcodes: Postcodes) -> None:
        super().__init__()
        self.title = self.tr("契約者情報")
        self.explanation = self.tr("送り状のご依頼主や、納品書・請求書の発行元になります。")
        self._lines: dict[str, QLineEdit] = {}
        self._prefecture = PrefectureBox()
        self._prefecture.currentIndexChanged.connect(self._on_edited)

        postcode = self._line("postcode")
        city, street = self._line("city"), self._line("street")
        self.finder = AddressFinder(postcodes, postcode, self._prefecture, city, street)
        self.finder.changed.connect(self._show_fit)
        need = Need
        for name, field in (
            ("company", Field(self.tr("会社名・屋号"), self._line("company"), need.REQUIRED, width=320)),
            ("representative", Field(self.tr("代表者名"), self._line("representative"), need.OPTIONAL)),
            ("manager", Field(self.tr("管理責任者名"), self._line("manager"), need.REQUIRED)),
            (
                "postcode",
                Field(self.tr("郵便番号"), postcode, need.REQUIRED, width=96, beside=self.finder),
            ),
            ("prefecture", Field(self.tr("都道府県"), self._prefecture, need.REQUIRED)),
            ("city", Field(self.tr("市区町村"), city, need.REQUIRED)),
            ("street", Field(self.tr("番地"), street, need.REQUIRED, width=320)),
            ("building", Field(self.tr("ビル名"), self._line("building"), need.OPTIONAL, width=320)),
            ("phone", Field(self.tr("電話番号"), self._line("phone"), need.REQUIRED)),
            ("fax", Field(self.tr("FAX"), self._line("fax"), need.OPTIONAL)),
            ("email", Field(self.tr("メールアドレス"), self._line("email"), need.REQUIRED, width=320)),
            (
                "invoice_number",
                Field(
                    self.tr("インボイス番号"),
                    self._line("invoice_number"),
                    need.OPTIONAL,
                    width=152,
                    hint=self.tr("適格請求書発行事業者登録番号。T と13桁の数字です。"),
                ),
            ),
            (
                "bank_account",
                Field(
                    self.tr("振込先"),
                    self._line("bank_account"),
                    need.OPTIONAL,
                    hint=self.tr("銀行名・支店名・種別・口座番号・名義。銀行振込のご案内に使います。"),
                ),
            ),
        ):
            self.fields[name] = field
        for name in ("postcode", "phone", "fax", "invoice_number"):
            self._lines[name].setInputMethodHints(Qt.InputMethodHint.ImhPreferLatin)
        self._lines["postcode"].setPlaceholderText("100-0001")
        self._lines["invoice_number"].setPlaceholderText("T1234567890123")

        grid = FieldGrid()
        for row in (
            ("company",),
            ("representative", "manager"),
            ("postcode",),
            ("prefecture", "city"),
            ("street",),
            ("building",),
            ("phone", "fax"),
            ("email",),
            ("invoice_number",),
            ("bank_account",),
        ):
            grid.add_row(*(self.fields[name] for name in row))
        # In a wide window a name needs no line across it.
        self.setMaximumWidth(_WIDEST)
        outer = QVBoxLayout(self)
        outer.addLayout(grid)
        outer.addStretch(1)
        for name in _CODES:
            self._lines[name].editingFinished.connect(self._on_code_finished)

    def load(self, settings: Settings) -> None:
        tile = settings.contractor
        for name, line in self._lines.items():
            with QSignalBlocker(line):
                line.setText(getattr(tile, name))
        with QSignalBlocker(self._prefecture):
            self._prefecture.choose(tile.prefecture)
        self.finder.forget()
        self.show_field_problems(())
        self._show_fit()

    def tiles(self) -> Mapping[str, Tile]:
        return {"contractor": self._tile()}

    def check(self) -> bool:
        is_right = self.show_field_problems(checks.check_contractor(self._tile()))
        self._show_fit()
        return is_right

    def _tile(self) -> Contractor:
        texts = {name: line.text() for name, line in self._lines.items()}
        return normalising.contractor(Contractor(prefecture=self._prefecture.currentData(), **texts))

    def _line(self, name: str) -> QLineEdit:
        line = self._lines[name] = QLineEdit()
        line.textChanged.connect(self._on_edited)
        return line

    @Slot()
    def _show_fit(self) -> None:
        """A hint only: the dictionary is a month old at best, and offices have postcodes of their own."""
        field = self.fields["postcode"]
        if field.problem:
            return
        if self.finder.fits:
            field.clear_problem()
        else:
            field.show_notice(self.tr("住所と合わないようです。"))

    @Slot()
    def _on_edited(self) -> None:
        self.edited.emit()

    @Slot()
    def _on_code_finished(self) -> None:
        """Show a code in the form in which it is kept, so that nothing changes behind one's back."""
        tile = self._tile()
        for name in _CODES:
            with QSignalBlocker(self._lines[name]):
                self._lines[name].setText(getattr(tile, name))
