"""Whatever bytes come as the order list: a problem with a name, or orders that the store takes and gives back."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import msgspec
import pytest

from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.domain.fetching import Window
from goq_desktop.domain.orders import ReceivedOrder
from goq_desktop.domain.problems import ProblemError
from goq_desktop.domain.rules import NO_RULES
from goq_desktop.malls import values, wire
from goq_desktop.malls.profile_loading import load_profile
from goq_desktop.malls.wire import AnswerReader
from goq_desktop.practice.server import PracticeServer
from goq_desktop.practice.shop import PracticeShop
from goq_desktop.services.store_opening import open_store
from goq_desktop.storage import order_rows
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.order_export import all_orders
from goq_desktop.storage.order_rows import LONGEST_CELL, WORKED_COLUMNS, DeskRows, decode, encode, fingerprint
from goq_desktop.storage.orders import OrderWriter
from goq_desktop.wording.problems import sentence
from tests.faults.rows import in_time, row, size
from tests.support.made_orders import NEWEST
from tests.support.malls import DATA
from tests.support.practice_client import Client
from tests.support.set_clock import SetClock

pytestmark = pytest.mark.timeout(size(900, 86_400))

PARTS: Final = 2
MUTATIONS: Final = size(20_000, 1_000_000) // PARTS
_LARGEST: Final = 10**12

STORED: Final = size(150, 5_000)

# What a token may turn into.
_NASTY: Final = (
    b"null", b"true", b"-0", b"1e999", b"-1e-999", b"NaN", b"Infinity", b"0x10", b"[]", b"{}", b'""', b"[[]]",
    b'"\\ud800"', b'"\\udc00\\ud800"', b'"\\u0000"', b'"\xff\xfe"', b'"\xe2\x80\xae"', b'{"":{"":[]}}', b"9" * 400,
    b"0." + b"9" * 400, b"[" * 300 + b"]" * 300, b'"' + b"A" * 100_000 + b'"', b'"=HYPERLINK(1)"', b'"9999-99-99"',
    b'"0000-00-00 00:00:00"', b'"2026-02-30 25:61:61"', b"-9223372036854775809", b"1.5", b"//", b"\x00", b"'a'",
)  # fmt: skip

Mutation = Callable[[bytearray, random.Random], None]


def _flip(body: bytearray, chance: random.Random) -> None:
    for _ in range(chance.randint(1, 8)):
        body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)


def _remove(body: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(body))
    del body[start : start + chance.choice((1, 1, 2, 10, 1_000))]


def _repeat(body: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(body))
    part = body[start : start + chance.choice((1, 5, 50, 2_000))]
    body[start:start] = part * chance.choice((1, 2, 20))


def _move(body: bytearray, chance: random.Random) -> None:
    start, goal = chance.randrange(len(body)), chance.randrange(len(body))
    part = body[start : start + chance.randint(1, 300)]
    del body[start : start + len(part)]
    body[goal:goal] = part


def _cut(body: bytearray, chance: random.Random) -> None:
    del body[chance.randrange(len(body)) :]


def _replace_value(body: bytearray, chance: random.Random) -> None:
    """What stands behind a colon becomes something else: the rest stays well formed."""
    for _ in range(chance.randint(1, 4)):
        start = body.find(b":", chance.randrange(len(body)))
        if start < 0:
            return
        ends = [end for mark in b",}]" if (end := body.find(bytes((mark,)), start)) >= 0]
        body[start + 1 : min(ends, default=start + 1)] = chance.choice(_NASTY)


def _garble(body: bytearray, chance: random.Random) -> None:
    start = chance.randrange(len(body))
    body[start : start + 200] = chance.randbytes(chance.randint(0, 200))


MUTATIONS_BY_KIND: Final[tuple[Mutation, ...]] = (
    _flip, _remove, _repeat, _move, _cut, _replace_value, _replace_value, _replace_value, _garble,
)  # fmt: skip


@pytest.fixture(scope="module")
def bodies() -> list[bytes]:
    """Good answers: with few orders, with all traps of real data, with none."""
    with PracticeServer(PracticeShop(orders=60, seed=9, clock=SetClock())) as server:
        client = Client(server)
        asked: list[dict[str, object]] = [{"size": 3}, {"size": 12}, {"since": "2099-01-01 00:00:00"}]
        answers = [client.orders(**one).body for one in asked]
        client.connection.close()
        return answers


def mutated(body: bytes, chance: random.Random) -> bytes:
    changed = bytearray(body)
    for _ in range(chance.choice((1, 1, 1, 3))):
        if changed:
            chance.choice(MUTATIONS_BY_KIND)(changed, chance)
    return bytes(changed)


def is_fit_to_store(received: ReceivedOrder) -> bool:
    """Everything that happens to it on the way into the store and back."""
    order = received.order
    desk = DeskRows(order, (), NO_RULES)
    columns, document = desk.columns(), encode(order)
    assert isinstance(desk.text(), str)
    assert fingerprint(received.raw, "mark") == fingerprint(received.raw, "mark")
    money = (columns["total"], order.money.subtotal, *(line.unit_price for line in order.lines))
    assert all(value is None or -_LARGEST <= value <= _LARGEST for value in money)
    cells = [
        value for name, value in columns.items() if name not in WORKED_COLUMNS and isinstance(value, str)
    ]
    assert all(len(value) <= LONGEST_CELL for value in cells)
    assert order.serial and order.destinations
    return decode(document) == order


def read_mutated(reader: AnswerReader, bodies: list[bytes], seed: str) -> int | None:
    """The orders that came of one of them, each fit to store; None when a problem was told."""
    chance = random.Random(seed)
    body = mutated(chance.choice(bodies), chance)
    try:
        reading = reader.read(body, "shop.example", "application/json")
    except ProblemError as error:
        problem = error.problem
    else:
        assert all(map(is_fit_to_store, reading.orders))
        return len(reading.orders)
    assert sentence(problem).next_step
    return None


@pytest.mark.parametrize("part", range(PARTS))
def test_mutated_answers_are_problems_or_orders(bodies: list[bytes], part: int) -> None:
    reader = AnswerReader(load_profile("practice", DATA))
    orders = problems = 0
    with row("mutated answers: crashes / hangs") as figures:
        for number in in_time(range(MUTATIONS), PARTS):
            found = read_mutated(reader, bodies, f"{part} {number}")
            problems += found is None
            orders += found or 0
            figures.tried += 1
        figures.result = "0 / 0"
    assert problems > 0.2 * figures.tried, "most mutations do harm"
    assert orders > figures.tried, "some leave orders to read"


def _careless_numbers(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(values, "_LARGEST_NUMBER", 10**400)


def _careless_decoding(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(wire, "decode_any", msgspec.json.decode)


def _endless_serials(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(wire, "_LONGEST_SERIAL", 10**9)
    patch.setattr(order_rows, "LONGEST_CELL", 10**9)


GUARDS: Final = (_careless_numbers, _careless_decoding, _endless_serials)


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.__name__.strip("_"))
def test_without_a_guard_mutated_answers_do_harm(
    bodies: list[bytes], guard: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The suite's teeth."""
    guard(monkeypatch)
    reader = AnswerReader(load_profile("practice", DATA))
    with row("mutated answers, teeth: guards without which harm is seen") as figures:
        figures.tried = 1
        for number in range(20_000):
            try:
                read_mutated(reader, bodies, f"0 {number}")
            except (Exception, RecursionError):  # noqa: BLE001 - whatever comes of it
                break
        else:
            pytest.fail("not noticed")
        figures.result = "all"


def test_orders_of_mutated_answers_are_stored_and_come_back(bodies: list[bytes], tmp_path: Path) -> None:
    reader = AnswerReader(load_profile("practice", DATA))
    database = open_store(tmp_path / "orders.db", SessionStore())
    writer = OrderWriter(database, "mark")
    run = Journal(database).begin("a", Window(since=NEWEST), is_automatic=True, now=NEWEST)
    expected = {}
    for number in range(STORED):
        chance = random.Random(f"stored {number}")
        with suppress(ProblemError):
            orders = reader.read(mutated(bodies[0], chance), "shop.example").orders
            writer.store_page("a", run, orders, now=NEWEST)
            expected.update({one.order.serial: one.order for one in orders})
    stored = {one.order.serial: one.order for one in all_orders(database)}
    database.close()
    assert stored == expected and len(expected) >= 3


def test_the_answers_that_are_mutated_are_good_ones(bodies: list[bytes]) -> None:
    reader = AnswerReader(load_profile("practice", DATA))
    counts = [len(reader.read(body, "shop.example").orders) for body in bodies]
    assert counts[0] > 0 and counts[1] > counts[0] and counts[2] == 0
