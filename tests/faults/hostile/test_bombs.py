"""Answers made to fill the memory, the disk or the day are stopped at their bound."""

from __future__ import annotations

import gzip
import json
import tracemalloc
import zlib
from collections.abc import Callable
from typing import Final

import pytest

from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.malls.client import MallClient
from tests.faults.rows import row
from tests.support.malls import ALL_TIME, client_for, profile_at
from tests.support.scripted_mall import Asked, ScriptedMall, Told

MB: Final = 1_000_000
# Of each profile here; what is held in memory meanwhile may be a few times that.
WIRE_MB, DECODED_MB = 1, 2
MOST_MEMORY: Final = 60 * MB

_ORDERS: Final = b'{"total_count":1,"orders":[%s]}'


def _packed(body: bytes, encoding: str = "gzip", **others: str) -> Told:
    packed = gzip.compress(body, mtime=0) if "gzip" in encoding else zlib.compress(body)
    return Told(packed, headers={"Content-Encoding": encoding, **others})


def _bare(body: bytes) -> bytes:
    deflater = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return deflater.compress(body) + deflater.flush()


BOMBS: Final[dict[str, Callable[[], Told]]] = {
    "gzip of zeros": lambda: _packed(bytes(100 * MB)),
    "deflate of zeros": lambda: _packed(bytes(100 * MB), "deflate"),
    "bare deflate of zeros": lambda: Told(_bare(bytes(100 * MB)), headers={"Content-Encoding": "deflate"}),
    "gzip in gzip": lambda: _packed(gzip.compress(bytes(100 * MB)), "gzip, gzip"),
    "many members": lambda: Told(
        gzip.compress(bytes(MB), mtime=0) * 50, headers={"Content-Encoding": "gzip"}
    ),
    "countless empty members": lambda: Told(
        gzip.compress(b"", mtime=0) * 30_000, headers={"Content-Encoding": "gzip"}
    ),
    "gzip of spaces around an answer": lambda: _packed(b" " * (100 * MB) + b"{}"),
    "plain and long": lambda: Told(_ORDERS % (b" " * (3 * MB))),
    "a length of a terabyte": lambda: Told(b"{", cut=10**12),
    "a length of a thousand digits": lambda: Told(
        b"{}", headers={"Content-Length": "9" * 1_000}, has_length=False
    ),
    "lists in lists": lambda: Told(b"[" * 400_000 + b"]" * 400_000),
    "tables in an order": lambda: Told(_ORDERS % (b'{"a":' * 60_000 + b"1" + b"}" * 60_000)),
    "a number of a million digits": lambda: Told(_ORDERS % (b'{"serial_code":' + b"9" * 900_000 + b"}")),
    "a hundred thousand orders of nothing": lambda: Told(
        json.dumps({"total_count": 10**9, "orders": [{}] * 100_000}).encode()
    ),
}


STOPPED: Final = (
    ProblemCode.ANSWER_TOO_LARGE,
    ProblemCode.ANSWER_SHAPE,
    ProblemCode.ANSWER_NOT_JSON,
    ProblemCode.ANSWER_CUT,
    None,  # it was read within the bounds, and no order was in it
)


def _told_of(client: MallClient) -> ProblemCode | None:
    try:
        orders = [order for page in client.pages(ALL_TIME) for order in page.orders]
    except ProblemError as error:
        return error.problem.code
    assert orders == []
    return None


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_stopped(name: str) -> None:
    told = BOMBS[name]()

    def script(asked: Asked) -> Told:
        return told

    with row("bombs stopped") as figures, ScriptedMall(script) as mall:
        figures.tried = 1
        profile = profile_at(
            mall.url(), tries=1, wire_mb=WIRE_MB, decoded_mb=DECODED_MB, read_seconds=5, total_seconds=20
        )
        tracemalloc.start()
        with client_for(profile, {KeyKind.MANAGER: "key"}) as client:
            code = _told_of(client)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert code in STOPPED
        assert peak < MOST_MEMORY
        figures.result = "all"


def test_there_are_fourteen() -> None:
    assert len(BOMBS) == 14


def test_without_the_bound_the_memory_would_be_seen() -> None:
    """The suite's teeth."""
    told = BOMBS["gzip of zeros"]()
    with ScriptedMall(lambda asked: told) as mall:
        profile = profile_at(mall.url(), tries=1, wire_mb=200, decoded_mb=200)
        tracemalloc.start()
        with client_for(profile, {KeyKind.MANAGER: "key"}) as client, pytest.raises(ProblemError):
            list(client.pages(ALL_TIME))
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak > MOST_MEMORY
