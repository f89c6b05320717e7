"""Maps a mall's JSON to orders by the paths of its profile, which are compiled once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from goq_desktop.domain.orders import Destination, Lane, Money, Order, OrderLine, Party, ReceivedOrder
from goq_desktop.domain.problems import Problem, ProblemCode, ProblemError
from goq_desktop.malls.dates import ShopTimes
from goq_desktop.malls.envelope import Envelope, decode_any, is_too_deep
from goq_desktop.malls.paths import TextOf, getter, text_getter
from goq_desktop.malls.profile import (
    DestinationFields,
    LaneWords,
    LineFields,
    MallProfile,
    MoneyFields,
    PartyFields,
    Within,
)
from goq_desktop.malls.values import kind_of, text_reader, whole_number

# A serial is the key under which an order is stored: it is never cut, so it must not be endless.
_LONGEST_SERIAL: Final = 200
_MOST_PARTS: Final = 5_000


@dataclass(frozen=True, slots=True)
class Reading:
    """One answer as read.

    `problem` tells of an order that could not be read, which is then not among `orders`.
    `total` and `cursor` are what the shop told about the whole list; None where it did not.
    """

    orders: tuple[ReceivedOrder, ...]
    received: int
    total: int | None
    cursor: str | None
    problem: Problem | None


class AnswerReader:
    """Reads the order list's answers of one profile."""

    def __init__(self, profile: MallProfile) -> None:
        self._profile = profile
        self._order_of = _order_reader(profile)

    def read(self, body: bytes, host: str, content_type: str = "") -> Reading:
        """Raises ANSWER_NOT_JSON, ANSWER_CUT or ANSWER_SHAPE when no order of the answer can be read."""
        paging = self._profile.paging
        envelope = Envelope(body, host, content_type)
        total = whole_number(envelope.value(paging.total, "paging.total")) if paging.total else None
        items = envelope.items(self._profile.orders.list, "orders.list", is_empty_allowed=total == 0)
        cursor = envelope.value(paging.next, "paging.next") if paging.next else None
        orders, problem = self._orders([bytes(item) for item in items])
        if problem and not orders:
            raise ProblemError(problem.code, **problem.params)
        return Reading(
            orders=tuple(orders),
            received=len(items),
            total=total if total is None or total >= 0 else None,
            cursor=None if cursor in (None, "", False) else text_reader(4_000)(cursor),
            problem=problem,
        )

    def _orders(self, raws: Sequence[bytes]) -> tuple[list[ReceivedOrder], Problem | None]:
        orders: list[ReceivedOrder] = []
        problem: Problem | None = None
        deepest = self._profile.limits.depth
        for raw in raws:
            if is_too_deep(raw, deepest):
                problem = problem or _shape("limits.depth", "depth")
                continue
            item = decode_any(raw)
            order = self._order_of(item)
            if isinstance(order, Problem):
                problem = problem or order
            else:
                orders.append(ReceivedOrder(order=order, raw=raw))
        return orders, problem


def _order_reader(profile: MallProfile) -> Callable[[Any], Order | Problem]:
    fields = profile.fields
    text_of = text_reader(profile.limits.text_length)
    serial = text_getter(fields.serial, text_reader(_LONGEST_SERIAL + 1))
    number = text_getter(fields.number, text_of)
    moment_of = ShopTimes(profile.dates).read
    ordered = text_getter(fields.ordered, text_of)
    updated = text_getter(fields.updated, text_of)
    paid = text_getter(fields.paid, text_of)
    ship_planned = text_getter(fields.ship_planned, text_of)
    shipped = text_getter(fields.shipped, text_of)
    order_status = text_getter(fields.order_status, text_of)
    payment_status = text_getter(fields.payment_status, text_of)
    shipping_status = text_getter(fields.shipping_status, text_of)
    payment_method = text_getter(fields.payment_method, text_of)
    is_subscription = text_getter(fields.is_subscription, text_of)
    yes = {*profile.words.yes, "true", "1"}
    memo = text_getter(fields.memo, text_of)
    order_lane = _lane_words(profile.lanes.order_status)
    payment_lane = _lane_words(profile.lanes.payment_status)
    shipping_lane = _lane_words(profile.lanes.shipping_status)
    purchaser_at = getter(fields.purchaser.at)
    party_of = _party_reader(fields.purchaser, text_of)
    destinations_of = _destinations_reader(fields.destination, fields.line, text_of)
    money_at = getter(fields.money.at)
    money_of = _money_reader(fields.money)

    def read(item: Any) -> Order | Problem:
        if type(item) is not dict:
            return _shape("orders.list", kind_of(item))
        key = serial(item)
        if not key or len(key) > _LONGEST_SERIAL:
            return _shape("fields.serial", "too_long" if key else "missing")
        words = order_status(item), payment_status(item), shipping_status(item)
        lanes = order_lane.get(words[0]), payment_lane.get(words[1]), shipping_lane.get(words[2])
        return Order(
            serial=key,
            number=number(item),
            ordered=moment_of(ordered(item)),
            updated=moment_of(updated(item)),
            paid=moment_of(paid(item)),
            ship_planned=moment_of(ship_planned(item)),
            shipped=moment_of(shipped(item)),
            lane=(
                Lane.CANCELLED if Lane.CANCELLED in lanes else Lane.DONE if Lane.DONE in lanes else Lane.NEW
            ),
            order_status=words[0],
            payment_status=words[1],
            shipping_status=words[2],
            payment_method=payment_method(item),
            is_subscription=is_subscription(item) in yes,
            purchaser=party_of(purchaser_at(item)),
            destinations=destinations_of(item),
            money=money_of(money_at(item)),
            memo=memo(item),
        )

    return read


def _party_reader(fields: PartyFields, text_of: TextOf) -> Callable[[Any], Party]:
    name = text_getter(fields.name, text_of)
    name_kana = text_getter(fields.name_kana, text_of)
    company = text_getter(fields.company, text_of)
    postcode = text_getter(fields.postcode, text_of)
    prefecture = text_getter(fields.prefecture, text_of)
    city = text_getter(fields.city, text_of)
    street = text_getter(fields.street, text_of)
    building = text_getter(fields.building, text_of)
    phone = text_getter(fields.phone, text_of)
    email = text_getter(fields.email, text_of)

    def read(item: Any) -> Party:
        return Party(
            name=name(item),
            name_kana=name_kana(item),
            company=company(item),
            postcode=postcode(item),
            prefecture=prefecture(item),
            city=city(item),
            street=street(item),
            building=building(item),
            phone=phone(item),
            email=email(item),
        )

    return read


def _destinations_reader(
    fields: DestinationFields, line_fields: LineFields, text_of: TextOf
) -> Callable[[Any], tuple[Destination, ...]]:
    """An order without any destination gets an empty one: its lines must lie somewhere."""
    destinations = getter(fields.list)
    party_of = _party_reader(fields.party, text_of)
    carrier = text_getter(fields.carrier, text_of)
    delivery_date = text_getter(fields.delivery_date, text_of)
    delivery_slot = text_getter(fields.delivery_slot, text_of)
    tracking_number = text_getter(fields.tracking_number, text_of)
    memo = text_getter(fields.memo, text_of)
    lines_of = _lines_reader(line_fields, text_of)
    is_within_order = line_fields.within is Within.ORDER

    def read(order: Any) -> tuple[Destination, ...]:
        items = _as_items(destinations(order)) or [{}]
        return tuple(
            Destination(
                party=party_of(item),
                lines=lines_of(item) if not is_within_order else lines_of(order) if index == 0 else (),
                carrier=carrier(item),
                delivery_date=delivery_date(item),
                delivery_slot=delivery_slot(item),
                tracking_number=tracking_number(item),
                memo=memo(item),
            )
            for index, item in enumerate(items)
        )

    return read


def _lines_reader(fields: LineFields, text_of: TextOf) -> Callable[[Any], tuple[OrderLine, ...]]:
    lines = getter(fields.list)
    code = text_getter(fields.code, text_of)
    name = text_getter(fields.name, text_of)
    option = text_getter(fields.option, text_of)
    unit_price = _number_getter(fields.unit_price)
    quantity = _number_getter(fields.quantity)
    tax_percent = _number_getter(fields.tax_percent)

    def read(holder: Any) -> tuple[OrderLine, ...]:
        return tuple(
            OrderLine(
                code=code(item),
                name=name(item),
                option=option(item),
                unit_price=unit_price(item),
                quantity=quantity(item),
                tax_percent=tax_percent(item),
            )
            for item in _as_items(lines(holder))
        )

    return read


def _money_reader(fields: MoneyFields) -> Callable[[Any], Money]:
    subtotal = _number_getter(fields.subtotal)
    shipping = _number_getter(fields.shipping)
    fee = _number_getter(fields.fee)
    discount = _number_getter(fields.discount)
    points = _number_getter(fields.points)
    tax = _number_getter(fields.tax)
    total = _number_getter(fields.total)

    def read(item: Any) -> Money:
        return Money(
            subtotal=subtotal(item),
            shipping=shipping(item),
            fee=fee(item),
            discount=discount(item),
            points=points(item),
            tax=tax(item),
            total=total(item),
        )

    return read


def _number_getter(path: str) -> Callable[[Any], int | None]:
    if not path:
        return lambda item: None
    get = getter(path)
    return lambda item: whole_number(get(item))


def _lane_words(words: LaneWords) -> dict[str, Lane]:
    return dict.fromkeys(words.done, Lane.DONE) | dict.fromkeys(words.cancelled, Lane.CANCELLED)


def _as_items(value: Any) -> list[Any]:
    """The tables of a list. A mall may send one alone without its list."""
    if type(value) is dict:
        return [value]
    return [item for item in value[:_MOST_PARTS] if type(item) is dict] if type(value) is list else []


def _shape(path: str, found: str) -> Problem:
    return Problem(ProblemCode.ANSWER_SHAPE, {"path": path, "found": found})
