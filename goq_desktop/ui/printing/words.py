"""Words that lists and slips share: names of what is printed, a person's name and address on paper."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from goq_desktop.domain.orders import Party
from goq_desktop.domain.printing.content import PrintKind
from goq_desktop.ui.printing.sheet import printable
from goq_desktop.wording.handling import PRINT_NAMES

_HONOURED: Final = ("様", "御中", "さま", "殿")


def kind_name(kind: PrintKind) -> str:
    return PRINT_NAMES[kind]


def with_sama(party: Party) -> str:
    """佐藤 花子 様; empty without a name."""
    name = printable(party.name)
    if not name or name.endswith(_HONOURED):
        return name
    return QCoreApplication.translate("PrintWords", "{name} 様").format(name=name)


def address(party: Party) -> str:
    """Postcode, address and company, a line each."""
    postcode = printable(party.postcode)
    if postcode:
        postcode = QCoreApplication.translate("PrintWords", "〒{0}").format(postcode.removeprefix("〒"))
    street = printable(f"{party.prefecture}{party.city}{party.street}")
    parts = (postcode, street, printable(party.building), printable(party.company))
    return "\n".join(part for part in parts if part)
