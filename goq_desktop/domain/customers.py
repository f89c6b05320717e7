"""Who is the same person: by phone, by mail, or by name and address, however these are written."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Final

from goq_desktop.domain.checks.phone import phone_digits
from goq_desktop.domain.checks.spelling import spelled
from goq_desktop.domain.matching import normalised_lines
from goq_desktop.domain.orders import Party

# A phone or mail behind which so many names with an address stand is nobody's own, such as the shop's
# number on orders by telephone: it joins no more people.
MOST_NAMES: Final = 20
LONGEST_NOTE: Final = 1_000
MOST: Final = 300  # people shown at first, and so many more each time the end of the list is reached


@dataclass(frozen=True, slots=True)
class CustomerKeys:
    """Numbers of 64 bits that are equal for the same phone, mail, and name with address; None: nothing to go by."""

    phone: int | None
    mail: int | None
    name: int | None

    @property
    def all(self) -> tuple[int, ...]:
        """One of a phone is not by chance one of a mail."""
        return tuple(key for key in (self.phone, self.mail, self.name) if key is not None)


@dataclass(frozen=True, slots=True)
class Customer:
    """A person as the newest order tells of them. `total` is yen; cancelled orders are in no sum.

    `first_at` and `last_at` are UTC seconds; `is_marked`: 要注意.
    """

    id: int
    name: str
    kana: str
    phone: str
    mail: str
    address: str
    orders: int
    total: int
    first_at: int | None
    last_at: int | None
    note: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class CustomerOrder:
    """An order of a person, as far as their list shows it. `ordered` is UTC seconds, `total` yen."""

    id: int
    number: str
    shop_uid: str
    ordered: int | None
    lane: str
    items: str
    lines: int
    total: int | None


@dataclass(frozen=True, slots=True)
class FoundCustomers:
    """`is_more`: further people fit; `uncounted`: orders of an older store that are still to be looked at."""

    people: tuple[Customer, ...]
    is_more: bool = False
    uncounted: int = 0


def customer_keys(party: Party) -> CustomerKeys:
    phone = phone_digits(party.phone)
    # A number of one digit over and over stands for none.
    has_phone = phone is not None and len(set(phone[3:])) > 1
    name, address = spelled(party.name), spelled_address(party)
    return CustomerKeys(
        phone=key_of(phone or "") if has_phone else None,
        mail=key_of(party.email.strip().casefold()) if "@" in party.email else None,
        name=key_of(f"{name}\0{address}") if name and address else None,
    )


def spelled_address(party: Party) -> str:
    return spelled(party.prefecture + party.city + party.street) + spelled(party.building)


def key_of(text: str) -> int:
    digest = blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def customer_text(party: Party) -> str:
    """What a person is searched by, normalised."""
    return normalised_lines(
        (party.name, party.name_kana, party.company, party.phone, party.email, party.address)
    )
