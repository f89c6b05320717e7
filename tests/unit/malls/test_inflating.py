"""A body is collected within its bounds, whatever it inflates to."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.malls.inflating import BoundedBody

TEXT = b'{"orders":[]}' * 500
BARE = zlib.compressobj(wbits=-zlib.MAX_WBITS)
BARE_DEFLATE = BARE.compress(TEXT) + BARE.flush()


def collect(data: bytes, encoding: str, step: int = 7, wire_mb: int = 1, decoded_mb: int = 1) -> bytes:
    body = BoundedBody("shop.example", encoding, wire_mb, decoded_mb)
    for start in range(0, len(data), step):
        body.feed(data[start : start + step])
    return body.finish()


def refusal(data: bytes, encoding: str, step: int = 65536) -> ProblemCode:
    with pytest.raises(ProblemError) as caught:
        collect(data, encoding, step)
    return caught.value.problem.code


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT, ""),
        (TEXT, "identity"),
        (gzip.compress(TEXT, mtime=0), "gzip"),
        (gzip.compress(TEXT, mtime=0), " GZIP "),
        (gzip.compress(TEXT[:100], mtime=0) + gzip.compress(TEXT[100:], mtime=0), "gzip"),
        (zlib.compress(TEXT), "deflate"),
        (BARE_DEFLATE, "deflate"),
    ],
)
@pytest.mark.parametrize("step", [1, 7, 100_000])
def test_every_way_to_send_a_body_gives_the_same(data: bytes, encoding: str, step: int) -> None:
    assert collect(data, encoding, step) == TEXT


def test_a_bomb_is_stopped_at_the_bound() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    assert len(bomb) < 100_000
    body = BoundedBody("shop.example", "gzip", 1, 1)
    tracemalloc.start()
    with pytest.raises(ProblemError) as caught:
        body.feed(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 10_000_000
    assert caught.value.problem.code is ProblemCode.ANSWER_TOO_LARGE
    assert caught.value.problem.params["limit_mb"] == 1


def test_an_endless_row_of_small_members_is_stopped_too() -> None:
    member = gzip.compress(bytes(900_000))
    assert refusal(member * 3, "gzip") is ProblemCode.ANSWER_TOO_LARGE


def test_a_body_of_countless_empty_members_is_stopped() -> None:
    assert refusal(gzip.compress(b"") * 200, "gzip") is ProblemCode.ANSWER_TOO_LARGE


def test_more_bytes_than_allowed_on_the_wire_are_stopped() -> None:
    assert refusal(b"x" * 1_000_001, "") is ProblemCode.ANSWER_TOO_LARGE


def test_an_announced_size_is_enough() -> None:
    for length in ("1000001", "9" * 400):
        with pytest.raises(ProblemError) as caught:
            BoundedBody("shop.example", "", 1, 1).expect(length)
        assert caught.value.problem.code is ProblemCode.ANSWER_TOO_LARGE
    BoundedBody("shop.example", "", 1, 1).expect("1000000")
    BoundedBody("shop.example", "", 1, 1).expect("soon")


def test_a_compressed_body_without_an_end_is_cut() -> None:
    assert refusal(gzip.compress(TEXT)[:-9], "gzip") is ProblemCode.ANSWER_CUT


def test_an_encoding_nobody_asked_for_or_a_false_one_is_refused() -> None:
    assert refusal(b"x", "br") is ProblemCode.ANSWER_NOT_JSON
    assert refusal(TEXT, "gzip") is ProblemCode.ANSWER_NOT_JSON
    assert refusal(b"\xff" * 50, "deflate") is ProblemCode.ANSWER_NOT_JSON


@given(st.binary(max_size=300), st.sampled_from(["", "gzip", "deflate"]), st.integers(1, 50))
def test_no_bytes_make_it_crash(data: bytes, encoding: str, step: int) -> None:
    with suppress(ProblemError):
        collect(data, encoding, step)
