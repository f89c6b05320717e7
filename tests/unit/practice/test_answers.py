"""The JSON that the practice shop speaks is the one that the shipped mall profile reads."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime
from typing import Any

import pytest

from goq_desktop import resources
from goq_desktop.practice.answers import json_of, page_of, read_time, time_text
from goq_desktop.practice.shop import PracticeShop
from goq_desktop.practice.traps import TRAPS, Trap

SHOP = PracticeShop(now=datetime(2026, 11, 20, 3, 4, 5, tzinfo=UTC))


def answer(trap: Trap) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json_of(SHOP.trap(trap)))
    return found


def profile() -> dict[str, Any]:
    return tomllib.loads(resources.path("malls", "shopserve.toml").read_text("utf-8"))


def at(value: Any, path: str) -> Any:
    for key in path.split("."):
        value = value[key]
    return value


def test_every_path_of_the_profile_leads_to_the_truth() -> None:
    order = SHOP.trap(Trap.SEVERAL_DESTINATIONS)
    found, fields = answer(Trap.SEVERAL_DESTINATIONS), profile()["fields"]
    read = {key: at(found, path) for key, path in fields.items() if isinstance(path, str)}
    assert read == {
        "serial": order.serial,
        "number": order.number,
        "ordered": time_text(order.ordered),
        "updated": time_text(order.updated),
        "paid": order.paid,
        "ship_planned": order.ship_planned,
        "shipped": order.shipped,
        "order_status": order.order_status,
        "payment_status": order.payment_status,
        "shipping_status": order.shipping_status,
        "payment_method": order.payment_method,
        "is_subscription": "No",
        "memo": order.memo,
    }
    _check_party(at(found, fields["purchaser"]["at"]), fields["purchaser"], order.purchaser)
    deliveries = at(found, fields["destination"]["list"])
    assert len(deliveries) == len(order.deliveries)
    for told, delivery in zip(deliveries, order.deliveries, strict=True):
        _check_party(told, fields["destination"]["party"], delivery.receiver)
        for key, attribute in (
            ("carrier", "carrier"),
            ("delivery_date", "wish_date"),
            ("delivery_slot", "wish_time"),
            ("tracking_number", "tracking_number"),
            ("memo", "memo"),
        ):
            assert told[fields["destination"][key]] == getattr(delivery, attribute)
        for line, item in zip(told[fields["line"]["list"]], delivery.items, strict=True):
            names = fields["line"]
            assert line[names["code"]] == item.code
            assert line[names["name"]] == item.name
            assert line[names["option"]] == item.option
            assert int(line[names["unit_price"]]) == item.price
            assert line[names["quantity"]] == item.quantity
            assert line[names["tax_percent"]] == item.tax_percent
    money, sums = at(found, fields["money"]["at"]), order.sums
    names = {key: path for key, path in fields["money"].items() if key != "at"}
    assert {key: int(money[path]) for key, path in names.items()} == {
        "subtotal": sums.subtotal,
        "shipping": sums.shipping_fee,
        "fee": sums.cod_fee,
        "discount": sums.discount,
        "points": sums.points,
        "tax": sums.tax,
        "total": sums.total,
    }


def _check_party(told: dict[str, str], names: dict[str, str], who: object) -> None:
    for key, path in names.items():
        if key != "at":
            assert told[path] == getattr(who, key)


def test_numbers_come_in_three_ways() -> None:
    usual = answer(Trap.WISH)["basic"]["deliveries"][0]["items"][0]
    assert (type(usual["price"]), type(usual["quantity"]), type(usual["tax_rate"])) == (str, int, int)
    text = answer(Trap.NUMBERS_AS_TEXT)["basic"]["deliveries"][0]["items"][0]
    assert {type(text[key]) for key in ("price", "quantity", "tax_rate")} == {str}
    plain = answer(Trap.NUMBERS_AS_NUMBERS)["basic"]
    assert {type(value) for value in plain["totals"].values()} == {int}


def test_empty_fields_come_in_three_ways() -> None:
    assert answer(Trap.NUMBERS_AS_TEXT)["basic"]["memo"] == ""
    assert answer(Trap.FIELDS_NULL)["basic"]["memo"] is None
    assert answer(Trap.FIELDS_NULL)["basic"]["purchaser"]["building"] is None
    assert "memo" not in answer(Trap.FIELDS_ABSENT)["basic"]
    assert "building" not in answer(Trap.FIELDS_ABSENT)["basic"]["deliveries"][0]


def test_words_of_the_profile_put_orders_into_their_lanes() -> None:
    lanes = profile()["lanes"]
    assert SHOP.trap(Trap.CANCELLED).order_status in lanes["order_status"]["cancelled"]
    assert SHOP.trap(Trap.SENT_BEFORE_PAID).shipping_status in lanes["shipping_status"]["done"]
    assert answer(Trap.SUBSCRIPTION_FIRST)["basic"]["is_subscription"] in profile()["words"]["yes"]


@pytest.mark.parametrize("trap", TRAPS)
def test_text_survives_the_way_through_json(trap: Trap) -> None:
    order, found = SHOP.trap(trap), answer(trap)
    assert found["basic"]["purchaser"]["name"] == order.purchaser.name
    assert (found["basic"].get("memo") or "") == order.memo


def test_a_page_tells_the_total_as_text() -> None:
    page = json.loads(page_of(map(json_of, SHOP.orders()), 999))
    assert page["total_count"] == "999"
    assert [order["serial_code"] for order in page["orders"]] == [order.serial for order in SHOP.orders()]


def test_times_are_japanese_and_have_no_zone() -> None:
    assert time_text(datetime(2026, 11, 20, 15, 0, 1, tzinfo=UTC)) == "2026-11-21 00:00:01"
    assert read_time("2026-11-21 00:00:01") == datetime(2026, 11, 20, 15, 0, 1, tzinfo=UTC)
    assert read_time("2026-11-21") == datetime(2026, 11, 20, 15, tzinfo=UTC)
