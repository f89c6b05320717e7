"""Fills an address from its postcode, and lets the person choose where there are several."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from goq_desktop.domain.matching import normalised
from goq_desktop.postal.dictionary import Place, Postcodes, seven_digits
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role


class AddressFinder(QWidget):
    """Watches `postcode`; fills what is empty or was filled by it, and never replaces what was typed.

    With several places, or over a typed address, it offers the places in a list.
    """

    changed = Signal()  # a part of the address was finished: `fits` may say otherwise than before

    def __init__(
        self,
        postcodes: Postcodes,
        postcode: QLineEdit,
        prefecture: QComboBox,
        city: QLineEdit,
        street: QLineEdit,
    ) -> None:
        super().__init__()
        self._postcodes = postcodes
        self._postcode = postcode
        self._prefecture, self._city, self._street = prefecture, city, street
        self._filled = ("", "", "")
        self._places: tuple[Place, ...] = ()
        self.choice = QComboBox()
        self.choice.setAccessibleName(self.tr("郵便番号から見つかった住所"))
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(20)
        self.choice.activated.connect(self._on_place_chosen)
        self.choice.hide()
        self.message = MessageLine()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.choice, 1)
        row.addWidget(self.message, 1)
        postcode.textEdited.connect(self._on_postcode_edited)
        # Only when a field is left: half a name fits nothing.
        postcode.editingFinished.connect(self.changed)
        city.editingFinished.connect(self.changed)
        prefecture.activated.connect(self.changed)

    @property
    def fits(self) -> bool:
        """False when the dictionary knows the postcode, and not in this prefecture and city.

        A city without its district, or with the town behind it, fits; so does what is not filled in.
        """
        places = self._postcodes.find(self._postcode.text())
        prefecture, city = self._prefecture.currentData(), normalised(self._city.text())
        return not places or any(
            prefecture in ("", place.prefecture)
            and (city in (known := normalised(place.city)) or known in city)
            for place in places
        )

    def forget(self) -> None:
        """A new address was loaded: what stands there counts as typed."""
        self._filled = ("", "", "")
        self.choice.hide()
        self.message.clear()

    @Slot(str)
    def _on_postcode_edited(self, text: str) -> None:
        self.choice.hide()
        self.message.clear()
        if seven_digits(text) is None:
            return
        self._places = self._postcodes.find(text)
        if not self._places:
            self.message.say(Role.NOTICE, self.tr("辞書にない番号です。住所を入力してください。"))
            return
        is_free = self._address() in (self._filled, ("", "", ""))
        if is_free:
            self._fill(*_common(self._places))
        if len(self._places) > 1 or not is_free:
            self._offer()

    def _offer(self) -> None:
        with QSignalBlocker(self.choice):
            self.choice.clear()
            self.choice.addItem(self.tr("住所を選ぶ（候補 {count} 件）").format(count=len(self._places)))
            for place in self._places:
                self.choice.addItem(_label(place))
        self.choice.show()

    @Slot(int)
    def _on_place_chosen(self, index: int) -> None:
        if index == 0:
            return
        place = self._places[index - 1]
        self._fill(place.prefecture, place.city, place.town)
        self._street.setFocus()

    def _address(self) -> tuple[str, str, str]:
        return self._prefecture.currentData(), self._city.text(), self._street.text()

    def _fill(self, prefecture: str, city: str, town: str) -> None:
        self._prefecture.setCurrentIndex(max(0, self._prefecture.findData(prefecture)))
        self._city.setText(city)
        self._street.setText(town)
        self._filled = self._address()
        self.changed.emit()


def _common(places: tuple[Place, ...]) -> tuple[str, str, str]:
    """What all places agree on, from the left."""
    first = places[0]
    if any(place.prefecture != first.prefecture for place in places):
        return "", "", ""
    if any(place.city != first.city for place in places):
        return first.prefecture, "", ""
    is_one_town = all(place.town == first.town for place in places)
    return first.prefecture, first.city, first.town if is_one_town else ""


def _label(place: Place) -> str:
    extra = place.office or place.note
    return f"{place.prefecture}{place.city}{place.town}" + (f"（{extra}）" if extra else "")
