"""A mall's API as data: the typed form of a profile file.

Each key is explained in resources/malls/README.md.
"""

from __future__ import annotations

import hashlib
from datetime import date
from enum import StrEnum
from typing import Any

import msgspec

from goq_desktop.domain.connection import KeyKind


class Certainty(StrEnum):
    CERTAIN = "certain"
    LIKELY = "likely"
    GUESS = "guess"


class Auth(StrEnum):
    BASIC = "basic"
    HEADER = "header"


class Method(StrEnum):
    GET = "GET"
    POST = "POST"


class PagingKind(StrEnum):
    OFFSET = "offset"
    PAGE = "page"
    CURSOR = "cursor"
    SINGLE = "single"


class Within(StrEnum):
    DESTINATION = "destination"
    ORDER = "order"


class Weekday(StrEnum):
    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


class Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all profile classes: immutable, an unknown key is an error."""


class Host(Part, frozen=True, kw_only=True):
    url: str
    key: KeyKind
    auth: Auth
    header_name: str = ""
    header_value: str = ""


class Call(Part, frozen=True, kw_only=True):
    """`body` and `query` values may hold placeholders; so may `path`."""

    host: str
    method: Method
    path: str
    query: dict[str, Any] = {}
    body: dict[str, Any] = {}


class KeyTest(Call, frozen=True, kw_only=True):
    proof: str = ""


class KeyTests(Part, frozen=True, kw_only=True):
    open: KeyTest | None = None
    manager: KeyTest | None = None


class Orders(Call, frozen=True, kw_only=True):
    list: str


class Paging(Part, frozen=True, kw_only=True):
    kind: PagingKind
    first: int = 0
    size: int
    total: str = ""
    next: str = ""


class Dates(Part, frozen=True, kw_only=True):
    zone: str
    write: str
    read: tuple[str, ...]


class PartyFields(Part, frozen=True, kw_only=True):
    name: str = ""
    name_kana: str = ""
    company: str = ""
    postcode: str = ""
    prefecture: str = ""
    city: str = ""
    street: str = ""
    building: str = ""
    phone: str = ""
    email: str = ""


class PurchaserFields(PartyFields, frozen=True, kw_only=True):
    at: str = ""


class DestinationFields(Part, frozen=True, kw_only=True):
    list: str = ""
    party: PartyFields
    carrier: str = ""
    delivery_date: str = ""
    delivery_slot: str = ""
    tracking_number: str = ""
    memo: str = ""


class LineFields(Part, frozen=True, kw_only=True):
    within: Within
    list: str
    code: str = ""
    name: str = ""
    option: str = ""
    unit_price: str = ""
    quantity: str = ""
    tax_percent: str = ""


class MoneyFields(Part, frozen=True, kw_only=True):
    at: str = ""
    subtotal: str = ""
    shipping: str = ""
    fee: str = ""
    discount: str = ""
    points: str = ""
    tax: str = ""
    total: str = ""


class Fields(Part, frozen=True, kw_only=True):
    serial: str
    number: str
    ordered: str = ""
    updated: str = ""
    paid: str = ""
    ship_planned: str = ""
    shipped: str = ""
    order_status: str = ""
    payment_status: str = ""
    shipping_status: str = ""
    payment_method: str = ""
    is_subscription: str = ""
    memo: str = ""
    purchaser: PurchaserFields
    destination: DestinationFields
    line: LineFields
    money: MoneyFields


class Words(Part, frozen=True, kw_only=True):
    yes: tuple[str, ...] = ()


class LaneWords(Part, frozen=True, kw_only=True):
    cancelled: tuple[str, ...] = ()
    done: tuple[str, ...] = ()


class Lanes(Part, frozen=True, kw_only=True):
    order_status: LaneWords = LaneWords()
    payment_status: LaneWords = LaneWords()
    shipping_status: LaneWords = LaneWords()


class MaintenanceWindow(Part, frozen=True, kw_only=True, rename={"start": "from"}):
    """`nth` 0 means each week; `start` and `until` are "HH:MM" in the zone of `Dates`."""

    weekday: Weekday
    nth: int
    start: str
    until: str


class Limits(Part, frozen=True, kw_only=True):
    """Bounds of one answer, one call and one fetch; sizes in MB (10^6 bytes), times in seconds."""

    wire_mb: int = 32
    decoded_mb: int = 64
    depth: int = 32
    text_length: int = 20_000
    pages: int = 2_000
    connect_seconds: float = 15
    read_seconds: float = 300
    total_seconds: float = 600
    tries: int = 3
    longest_wait_seconds: float = 60


class KeyHelp(Part, frozen=True, kw_only=True):
    """What the key page of the wizard shows beside its fields."""

    key_page: str = ""
    key_steps: tuple[str, ...] = ()
    shop_id_hint: str = ""


class CertaintyLists(Part, frozen=True, kw_only=True):
    certain: tuple[str, ...] = ()
    likely: tuple[str, ...] = ()
    guess: tuple[str, ...] = ()


class MallProfile(Part, frozen=True, kw_only=True):
    """A whole profile, all inherited keys filled in."""

    name: str
    status: str
    hosts: dict[str, Host]
    tests: KeyTests = KeyTests()
    orders: Orders
    paging: Paging
    dates: Dates
    fields: Fields
    words: Words = Words()
    lanes: Lanes = Lanes()
    maintenance: tuple[MaintenanceWindow, ...] = ()
    limits: Limits = Limits()
    help: KeyHelp = KeyHelp()
    certainty: CertaintyLists = CertaintyLists()

    @property
    def verified_on(self) -> date | None:
        """The day it was tried on a real shop; None while it is unverified (未確認)."""
        _, _, day = self.status.partition(" ")
        return date.fromisoformat(day) if day else None

    @property
    def mark(self) -> str:
        """A short digest of everything that decides how an answer is read."""
        reading = (self.orders.list, self.dates, self.fields, self.words, self.lanes, self.limits.text_length)
        return hashlib.sha256(msgspec.json.encode(reading)).hexdigest()[:16]

    @property
    def known_words(self) -> frozenset[str]:
        """The mall's own words that this profile names: they tell nothing about a person."""
        lanes = (self.lanes.order_status, self.lanes.payment_status, self.lanes.shipping_status)
        return frozenset(self.words.yes).union(*(words.cancelled + words.done for words in lanes))

    @property
    def count_keys(self) -> frozenset[str]:
        """The JSON keys of an answer that hold a mere count."""
        return frozenset({self.paging.total.rpartition(".")[2]} - {""})

    def certainty_of(self, key: str) -> Certainty:
        """How sure a dotted key is; the longest name in the lists decides, an unnamed key is a guess."""
        while key:
            for certainty in Certainty:
                if key in getattr(self.certainty, certainty.value):
                    return certainty
            key = key.rpartition(".")[0]
        return Certainty.GUESS
