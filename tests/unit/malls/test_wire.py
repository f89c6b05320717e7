"""Answers become orders whatever types the mall sends; what is odd is kept or told, never a crash."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goq_desktop.domain.orders import Lane, Moment, Order
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.malls.profile_loading import load_profile
from goq_desktop.malls.wire import AnswerReader, Reading
from tests.support.malls import DATA

SHOPSERVE = AnswerReader(load_profile("shopserve", None))
ORCHARD = AnswerReader(load_profile("orchard", DATA))
ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


def encoded(*orders: Any, total: Any = None) -> bytes:
    count = str(len(orders)) if total is None else total
    return json.dumps({"total_count": count, "orders": orders}).encode()


def read(*orders: Any, total: Any = None) -> Reading:
    return SHOPSERVE.read(encoded(*orders, total=total), "shop.example")


def order_with(basic: Any = None) -> Order:
    reading = read({"serial_code": "S1", "basic": basic})
    return reading.orders[0].order


def refused(body: bytes, reader: AnswerReader = SHOPSERVE) -> tuple[ProblemCode, dict[str, str | int]]:
    with pytest.raises(ProblemError) as caught:
        reader.read(body, "shop.example", "text/plain; charset=x")
    return caught.value.problem.code, dict(caught.value.problem.params)


def test_numbers_come_as_numbers_or_as_text() -> None:
    totals = {"subtotal": "1,200", "shipping_fee": 800, "cod_fee": "0", "discount": -300, "points": 12.0,
              "tax": "109.00", "total": "+1700"}  # fmt: skip
    money = order_with({"totals": totals}).money
    assert (money.subtotal, money.shipping, money.fee) == (1200, 800, 0)
    assert (money.discount, money.points, money.tax, money.total) == (-300, 12, 109, 1700)


@pytest.mark.parametrize(
    "odd", [None, "", "abc", "12.5", 12.5, [], {}, True, "1e3", 10**13, "9" * 5000, "1200円"]
)
def test_a_sum_that_is_no_whole_yen_is_not_told(odd: object) -> None:
    assert order_with({"totals": {"total": odd}}).money.total is None


def test_a_missing_null_or_odd_part_leaves_an_empty_order_with_one_destination() -> None:
    odd: list[Any] = [None, {}, [], "text", 5, {"purchaser": None, "deliveries": None, "totals": []}]
    for basic in odd:
        order = order_with(basic)
        assert order.serial == "S1"
        assert (order.number, order.purchaser.name, order.money.total, order.ordered) == ("", "", None, None)
        assert len(order.destinations) == 1
        assert order.lines == ()


def test_numbers_where_text_is_due_keep_their_digits() -> None:
    order = order_with(
        {"order_number": 123456789012345678901234567890, "memo": 1.5, "purchaser": {"zip": 1000001}}
    )
    assert order.number == "123456789012345678901234567890"
    assert order.memo == "1.5"
    assert order.purchaser.postcode == "1000001"


@pytest.mark.parametrize("number", ["9" * 6000, "1e999", "-" + "9" * 400])
def test_a_number_beyond_all_bounds_stays_text_and_the_order_comes(number: str) -> None:
    body = encoded({"serial_code": "S1", "basic": {"memo": "MARK"}}).replace(b'"MARK"', number.encode())
    assert SHOPSERVE.read(body, "h").orders[0].order.memo == number


def test_text_is_kept_as_it_is_but_for_signs_that_are_unsafe_to_show() -> None:
    kept = " 髙﨑𠮷\u3000①㈱～－ ﾊﾅｺ\t<b>\r\né— "
    assert order_with({"memo": kept}).memo == kept
    assert order_with({"memo": "a\x00b\x1bc\u202ed"}).memo == "a\ufffdb\ufffdc\ufffdd"


def test_a_text_is_bounded() -> None:
    assert len(order_with({"memo": "あ" * 100_000}).memo) == 20_000


def test_half_a_surrogate_pair_loses_one_sign_and_no_order() -> None:
    body = encoded({"serial_code": "S1", "basic": {"memo": "MARK"}}, {"serial_code": "S2", "basic": None})
    for broken in (rb"\ud83d", rb"\udc00", rb"\ud83d\ud83d", rb"\\\ud83d"):
        reading = SHOPSERVE.read(body.replace(b"MARK", b"a" + broken + b"z"), "shop.example")
        assert [received.order.serial for received in reading.orders] == ["S1", "S2"]
        assert "\ufffd" in reading.orders[0].order.memo
    whole = SHOPSERVE.read(body.replace(b"MARK", rb"\ud83d\ude00\ud83d"), "shop.example")
    assert whole.orders[0].order.memo == "😀\ufffd"


def test_bytes_that_are_no_utf8_lose_a_sign_and_no_order() -> None:
    body = encoded({"serial_code": "S1", "basic": {"memo": "MARK"}}).replace(b"MARK", b"a\xffz")
    received = SHOPSERVE.read(body, "shop.example").orders[0]
    assert received.order.memo == "a\ufffdz"
    assert b"\xff" in received.raw


def test_the_shops_bytes_of_each_order_are_kept_exactly() -> None:
    first = '{ "basic":{"memo" : "髙\\u9ad9" }, "serial_code":"S1",\n "x":1.50}'.encode()
    second = b'{"serial_code":2}'
    reading = SHOPSERVE.read(
        b'\xef\xbb\xbf{"orders":[ ' + first + b" , " + second + b'],"total_count":2}', "h"
    )
    assert [received.raw for received in reading.orders] == [first, second]
    assert [received.order.serial for received in reading.orders] == ["S1", "2"]


@pytest.mark.parametrize(
    ("statuses", "lane"),
    [
        ({}, Lane.NEW),
        ({"order_status": "確認済", "shipping_status": "未発送"}, Lane.NEW),
        ({"order_status": "聞いたことのない言葉"}, Lane.NEW),
        ({"order_status": "完了"}, Lane.DONE),
        ({"order_status": "確認済", "shipping_status": "発送済"}, Lane.DONE),
        ({"order_status": "キャンセル", "shipping_status": "発送済"}, Lane.CANCELLED),
    ],
)
def test_the_shops_words_make_the_lane_and_stay(statuses: dict[str, str], lane: Lane) -> None:
    order = order_with(statuses)
    assert order.lane is lane
    assert order.order_status == statuses.get("order_status", "")


@pytest.mark.parametrize(
    ("word", "expected"), [("Yes", True), (True, True), (1, True), ("No", False), (None, False), ("?", False)]
)
def test_yes_is_what_the_profile_says(word: object, expected: bool) -> None:
    assert order_with({"is_subscription": word}).is_subscription is expected


def test_times_are_the_shops_whatever_the_pc_says() -> None:
    order = order_with(
        {"order_date": "2026-11-20 09:12:33", "ship_plan_date": "2026-11-22", "ship_date": "未定"}
    )
    assert order.ordered == Moment(
        utc=datetime(2026, 11, 20, 0, 12, 33, tzinfo=UTC), text="2026-11-20 09:12:33"
    )
    assert order.ship_planned == Moment(utc=datetime(2026, 11, 21, 15, tzinfo=UTC), text="2026-11-22")
    assert order.shipped == Moment(utc=None, text="未定")


@pytest.mark.parametrize(
    "odd", ["0000-00-00 00:00:00", "0001-01-01 00:00:00", "9999-99-99", 5, "2026-11-20T"]
)
def test_a_time_that_cannot_be_read_stays_as_text(odd: object) -> None:
    assert order_with({"order_date": odd}).ordered == Moment(utc=None, text=str(odd))


def test_every_destination_has_its_own_lines_and_memo() -> None:
    deliveries = [
        {"name": "一", "memo": "m1", "items": [{"item_name": "a", "quantity": "2"}, {"item_name": "b"}]},
        {"name": "二", "items": {"item_name": "alone"}},
        "odd",
    ]
    first, second = order_with({"deliveries": deliveries}).destinations
    assert (first.party.name, first.memo, [line.name for line in first.lines]) == ("一", "m1", ["a", "b"])
    assert first.lines[0].quantity == 2
    assert (second.party.name, [line.name for line in second.lines]) == ("二", ["alone"])


def test_an_order_without_a_serial_is_told_and_the_others_come() -> None:
    reading = read(
        {"serial_code": "S1"}, {"basic": {}}, "odd", {"serial_code": "x" * 201}, {"serial_code": "S2"}
    )
    assert [received.order.serial for received in reading.orders] == ["S1", "S2"]
    assert reading.received == 5
    assert reading.problem is not None
    assert reading.problem.params == {"path": "fields.serial", "found": "missing"}


def test_an_answer_without_one_readable_order_is_refused() -> None:
    assert refused(encoded({"id": 1}, {"id": 2})) == (
        ProblemCode.ANSWER_SHAPE,
        {"path": "fields.serial", "found": "missing"},
    )


def test_an_order_nested_too_deep_is_told_and_the_others_come() -> None:
    deep = b'{"serial_code":"S1","x":' + b"[" * 40 + b"]" * 40 + b"}"
    flat = b'{"serial_code":"S2","x":[' + b",".join([b'"[[{"'] * 40) + b"," + b",".join([b"[]"] * 40) + b"]}"
    reading = SHOPSERVE.read(b'{"total_count":2,"orders":[' + deep + b"," + flat + b"]}", "h")
    assert [received.order.serial for received in reading.orders] == ["S2"]
    assert reading.problem is not None and reading.problem.params["found"] == "depth"


@pytest.mark.parametrize(
    ("body", "code", "found"),
    [
        (b"<html><h1>x</h1></html>", ProblemCode.ANSWER_NOT_JSON, "html"),
        (b" \n<!DOCTYPE html>", ProblemCode.ANSWER_NOT_JSON, "html"),
        (b"", ProblemCode.ANSWER_NOT_JSON, "empty"),
        (b"\xff\xfe\x00", ProblemCode.ANSWER_NOT_JSON, "text/plain"),
        (b"OK", ProblemCode.ANSWER_NOT_JSON, "text/plain"),
        (b'{"orders":[{"serial_code":"S1"}', ProblemCode.ANSWER_CUT, None),
        (b'{"orders":[{"serial_code":"S1', ProblemCode.ANSWER_CUT, None),
        (b'{"orders":[1 2]}', ProblemCode.ANSWER_NOT_JSON, "text/plain"),
        (b"[]", ProblemCode.ANSWER_SHAPE, "list"),
        (b"null", ProblemCode.ANSWER_SHAPE, "null"),
        (b"{}", ProblemCode.ANSWER_SHAPE, "missing"),
        (b'{"total_count":3,"orders":null}', ProblemCode.ANSWER_SHAPE, "null"),
        (b'{"total_count":3,"orders":{"a":1}}', ProblemCode.ANSWER_SHAPE, "object"),
        (b'{"total_count":3,"orders":"none"}', ProblemCode.ANSWER_SHAPE, "text"),
        (b'{"orders":' + b"[" * 200_000 + b"]" * 200_000 + b"}", ProblemCode.ANSWER_SHAPE, "depth"),
    ],
)
def test_an_answer_of_another_kind_is_told_apart(body: bytes, code: ProblemCode, found: str | None) -> None:
    found_code, params = refused(body)
    assert found_code is code
    assert params.get("found", params.get("kind")) == found


@pytest.mark.parametrize(
    "body", [b'{"total_count":"0"}', b'{"total_count":0,"orders":null}', b'{"orders":[],"total_count":""}']
)
def test_an_empty_list_may_be_missing_where_the_count_is_zero(body: bytes) -> None:
    assert SHOPSERVE.read(body, "h").orders == ()


def test_a_count_of_a_million_digits_is_no_count() -> None:
    assert SHOPSERVE.read(b'{"orders":[],"total_count":' + b"9" * 1_000_000 + b"}", "h").total is None


def test_another_shape_is_read_by_data_alone() -> None:
    row: dict[str, Any] = {
        "id": 17, "no": "A-1", "at": 1763600000, "touched": "2026-11-20T09:00:00+02:00", "state": "gone",
        "pay": [{"label": "カード"}], "repeat": "monthly", "note": "n",
        "buyer": {"name": {"family": "見本", "given": "花子"}, "zip1": "100", "zip2": "0001", "tel": "03"},
        "ship_to": {"who": "届け先", "lines": ["x", "番地"], "by": {"name": "佐川急便"}},
        "rows": [{"what": "りんご", "yen": "300", "n": 2}], "sum": 600,
    }  # fmt: skip
    answer = {"result": {"meta": {"count": 1, "next": "n1"}, "data": {"rows": [row]}}}
    reading = ORCHARD.read(json.dumps(answer).encode(), "h")
    order = reading.orders[0].order
    assert (reading.total, reading.cursor) == (1, "n1")
    assert (order.serial, order.number, order.lane, order.payment_method) == (
        "17",
        "A-1",
        Lane.DONE,
        "カード",
    )
    assert order.ordered is not None and order.ordered.utc == datetime(2025, 11, 20, 0, 53, 20, tzinfo=UTC)
    assert order.updated is not None and order.updated.utc == datetime(2026, 11, 20, 7, tzinfo=UTC)
    assert (order.purchaser.name, order.purchaser.postcode) == ("見本 花子", "100-0001")
    destination = order.destinations[0]
    assert (destination.party.name, destination.party.street, destination.carrier) == (
        "届け先",
        "番地",
        "佐川急便",
    )
    assert [(line.name, line.unit_price, line.quantity) for line in destination.lines] == [("りんご", 300, 2)]
    assert order.is_subscription and order.money.total == 600
    row["buyer"] = {}
    bare = ORCHARD.read(json.dumps(answer).encode(), "h").orders[0].order
    assert (bare.purchaser.name, bare.purchaser.postcode) == ("", "")


@given(st.binary(max_size=200))
def test_no_bytes_make_it_crash(body: bytes) -> None:
    with suppress(ProblemError):
        SHOPSERVE.read(body, "h")


@given(ANY_JSON)
def test_no_json_makes_it_crash(value: Any) -> None:
    for reader in (SHOPSERVE, ORCHARD):
        with suppress(ProblemError):
            reader.read(json.dumps(value).encode(), "h")


@given(ANY_JSON, st.sampled_from(["basic", "purchaser", "deliveries", "totals", "order_date", "items"]))
def test_whatever_stands_in_a_part_the_order_itself_comes(value: Any, part: str) -> None:
    basic: Any = {"order_number": "1"}
    if part == "basic":
        basic = value
    elif part == "items":
        basic["deliveries"] = [{"items": value}]
    else:
        basic[part] = value
    received = read({"serial_code": "S1", "basic": basic}).orders[0]
    assert received.order.serial == "S1"
    assert received.order.destinations
    assert json.loads(received.raw)["basic"] == json.loads(json.dumps(basic))
    for text in (received.order.number, received.order.memo, received.order.purchaser.name):
        text.encode()
