"""The practice shop in tests: a home that is set up for it, and its orders in the form of an export."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

from goq_desktop.domain.times import JST
from goq_desktop.practice.orders import Delivery, Item, Person, PracticeOrder
from goq_desktop.practice.profile import write_profile
from goq_desktop.practice.server import PracticeServer

SHOP_NAME = "練習ショップ"


def home_for(home: Path, server: PracticeServer) -> Path:
    """A home with one shop, the server's, and its keys in the keyring of the test session."""
    write_profile(home / "settings" / "malls", server.url)
    command = [
        sys.executable, "-m", "goq_desktop", "keys", "set",
        "--shop", SHOP_NAME, "--shop-id", server.shop_id, "--mall", "practice", "--home", str(home),
    ]  # fmt: skip
    keys = f"{server.open_key}\n{server.manager_key}\n"
    subprocess.run(command, input=keys, text=True, encoding="utf-8", check=True, stdout=subprocess.DEVNULL)
    return home


def exported_form(order: PracticeOrder, shop_name: str) -> dict[str, object]:
    """What `orders export --format json` has to write for an order; written without the code under test.

    Signs that turn the direction of writing, to fake other text, each become U+FFFD.
    """
    text = json.dumps(_fields(order, shop_name), ensure_ascii=False)
    form: dict[str, object] = json.loads(text.translate({0x202E: "\ufffd", 0x202C: "\ufffd"}))
    return form


def _fields(order: PracticeOrder, shop_name: str) -> dict[str, object]:
    return {
        "shop": shop_name,
        "serial": order.serial,
        "number": order.number,
        "ordered": _time(order.ordered.astimezone(JST).strftime("%Y-%m-%d %H:%M:%S")),
        "updated": _time(order.updated.astimezone(JST).strftime("%Y-%m-%d %H:%M:%S")),
        "paid": _time(order.paid),
        "ship_planned": _time(order.ship_planned),
        "shipped": _time(order.shipped),
        "lane": _lane(order),
        "order_status": order.order_status,
        "payment_status": order.payment_status,
        "shipping_status": order.shipping_status,
        "payment_method": order.payment_method,
        "is_subscription": order.is_subscription,
        "purchaser": _person(order.purchaser),
        "destinations": [_destination(delivery) for delivery in order.deliveries],
        "money": {
            "subtotal": order.sums.subtotal,
            "shipping": order.sums.shipping_fee,
            "fee": order.sums.cod_fee,
            "discount": order.sums.discount,
            "points": order.sums.points,
            "tax": order.sums.tax,
            "total": order.sums.total,
        },
        "memo": order.memo,
        "note": "",
        "edits": [],
    }


def _time(text: str) -> dict[str, str | None] | None:
    """Japanese time, nine hours before it in UTC; what is no time stays text."""
    if not text:
        return None
    form = "%Y-%m-%d %H:%M:%S" if len(text) > 10 else "%Y-%m-%d"
    try:
        utc = datetime.strptime(text, form) - timedelta(hours=9)
    except ValueError:
        return {"utc": None, "text": text}
    return {"utc": utc.strftime("%Y-%m-%dT%H:%M:%SZ"), "text": text}


def _lane(order: PracticeOrder) -> str:
    if order.is_cancelled:
        return "cancelled"
    return "done" if order.order_status == "完了" or order.shipping_status == "発送済" else "new"


def _person(who: Person) -> dict[str, str]:
    return {
        "name": who.name,
        "name_kana": who.name_kana,
        "company": who.company,
        "postcode": who.postcode,
        "prefecture": who.prefecture,
        "city": who.city,
        "street": who.street,
        "building": who.building,
        "phone": who.phone,
        "email": who.email,
    }


def _destination(delivery: Delivery) -> dict[str, object]:
    return {
        "party": _person(delivery.receiver),
        "lines": [_line(item) for item in delivery.items],
        "carrier": delivery.carrier,
        "delivery_date": delivery.wish_date,
        "delivery_slot": delivery.wish_time,
        "tracking_number": delivery.tracking_number,
        "parcels": None,
        "memo": delivery.memo,
    }


def _line(item: Item) -> dict[str, object]:
    return {
        "code": item.code,
        "name": item.name,
        "option": item.option,
        "unit_price": item.price,
        "quantity": item.quantity,
        "tax_percent": item.tax_percent,
    }
