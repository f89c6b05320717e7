"""Changes an ordinary order into the one that holds a trap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Final

from goq_desktop.domain.times import JST
from goq_desktop.practice import catalog, people
from goq_desktop.practice.orders import CANCELLED, Delivery, Person, PracticeOrder, Sums, Wording, added_up
from goq_desktop.practice.places import OKINAWA, PLACES, REMOTE_ISLANDS, Place
from goq_desktop.practice.traps import Trap

_Change = Callable[[PracticeOrder], PracticeOrder]

_REPEATED_NUMBER: Final = "00120001"
_REPEATING_CUSTOMER: Final = 1
_SUBSCRIBER: Final = 2


def sprung(trap: Trap, base: PracticeOrder, seed: int) -> PracticeOrder:
    """`base` with the trap in it, still to be worked on. Its serial and its times stay."""
    order = _unsent(base)
    if trap in (Trap.SAME_CUSTOMER, Trap.SAME_CUSTOMER_AGAIN):
        return _bought_by(order, people.customer(seed, _REPEATING_CUSTOMER))
    if trap in (Trap.SUBSCRIPTION_FIRST, Trap.SUBSCRIPTION_NEXT):
        order = _bought_by(order, people.customer(seed, _SUBSCRIBER))
    return added_up(_CHANGES[trap](order))


def _unsent(order: PracticeOrder) -> PracticeOrder:
    # A trap in an order that is finished would harm nobody.
    is_paid = order.payment_method in catalog.PAID_AT_ONCE
    return replace(
        order,
        paid=order.paid if is_paid else "",
        shipped="",
        order_status=catalog.CONFIRMED,
        payment_status=catalog.PAID if is_paid else catalog.UNPAID,
        shipping_status=catalog.NOT_SHIPPED,
        deliveries=tuple(replace(delivery, tracking_number="") for delivery in order.deliveries),
    )


def _bought_by(order: PracticeOrder, who: Person) -> PracticeOrder:
    """Bought by `who` and sent to them."""
    deliveries = tuple(replace(delivery, receiver=who) for delivery in order.deliveries)
    return replace(order, purchaser=who, deliveries=deliveries)


def _named(name: str, kana: str = "ミホン ハナコ") -> _Change:
    def change(order: PracticeOrder) -> PracticeOrder:
        return _bought_by(order, replace(order.purchaser, name=name, name_kana=kana))

    return change


def _living_at(place: Place) -> _Change:
    def change(order: PracticeOrder) -> PracticeOrder:
        who = replace(
            order.purchaser,
            postcode=place.postcode,
            prefecture=place.prefecture,
            city=place.city,
            street=f"{place.town}99-99",
            building="",
        )
        return _bought_by(order, who)

    return change


def _worded(wording: Wording) -> _Change:
    def change(order: PracticeOrder) -> PracticeOrder:
        # Something has to be empty for the difference to show.
        who = replace(order.purchaser, company="", building="")
        return replace(_bought_by(order, who), wording=wording, memo="", paid="")

    return change


def _several_destinations(order: PracticeOrder) -> PracticeOrder:
    tea, cup, towel = catalog.item("tea-001"), catalog.item("cup-101"), catalog.item("towel-01")
    first, second, third = (_moved(order.purchaser, name, PLACES[n]) for n, name in enumerate(_RELATIVES))
    return replace(
        order,
        memo="3か所へ別々に送ってください。",
        deliveries=(
            Delivery(receiver=first, items=(tea,), carrier="ヤマト運輸", memo="のし: 御礼"),
            Delivery(receiver=second, items=(tea, cup), carrier="佐川急便", memo="のし: 内祝 / 名入れ 見本"),
            Delivery(receiver=third, items=(towel,), carrier="日本郵便", memo="納品書を入れないでください"),
        ),
    )


_RELATIVES: Final = ("練習 一郎", "架空 桜", "例示 恵")


def _moved(who: Person, name: str, place: Place) -> Person:
    return replace(
        who,
        name=name,
        name_kana="",
        postcode=place.postcode,
        prefecture=place.prefecture,
        city=place.city,
        street=f"{place.town}9-9-9",
        building="",
    )


def _repeated_number(order: PracticeOrder) -> PracticeOrder:
    return replace(order, number=_REPEATED_NUMBER)


def _zero_yen(order: PracticeOrder) -> PracticeOrder:
    sample = replace(catalog.item("tea-001"), name="無料サンプル", price=0)
    return replace(order, deliveries=(replace(order.deliveries[0], items=(sample,)),), sums=Sums())


def _cancelled(order: PracticeOrder) -> PracticeOrder:
    return replace(order, order_status=CANCELLED)


def _subscription(order: PracticeOrder) -> PracticeOrder:
    goods = (replace(catalog.item("rice-005"), name="【定期便】見本米 5kg"),)
    delivery = replace(order.deliveries[0], items=goods)
    return replace(order, is_subscription=True, deliveries=(delivery,), sums=Sums())


def _memo_with_time(order: PracticeOrder) -> PracticeOrder:
    return replace(order, memo="18時以降に届けてください。不在のときは電話を。")


def _too_long(order: PracticeOrder) -> PracticeOrder:
    who = replace(
        order.purchaser,
        name="見本寿限無寿限無五劫の擦り切れ海砂利水魚の" * 4 + " 花子",
        company="株式会社とても長い名前の見本商事練習部門架空課" * 4,
        street="千代田9-9-9 " + "見本小路上る東入る練習町通り下る西入る" * 6,
        building="例示グランドレジデンス架空ヶ丘" * 4 + "1203号室",
    )
    return _bought_by(order, who)


def _new_lines(order: PracticeOrder) -> PracticeOrder:
    delivery = replace(order.deliveries[0], memo="一行目\n二行目\tタブ")
    return replace(
        order, memo='玄関に置いてください。\r\n\r\n"引用", カンマ\n最後の行', deliveries=(delivery,)
    )


def _unknown_words(order: PracticeOrder) -> PracticeOrder:
    delivery = replace(order.deliveries[0], carrier="架空急便", wish_time="夕食のあと")
    return replace(
        order,
        order_status="審査中（仮）",
        payment_status="オーソリ保留",
        shipping_status="一部引当",
        payment_method="見本ペイ",
        deliveries=(delivery,),
    )


def _unreadable_date(order: PracticeOrder) -> PracticeOrder:
    return replace(order, paid="0000-00-00", ship_planned="未定")


def _wish(order: PracticeOrder) -> PracticeOrder:
    day = (order.ordered.astimezone(JST) + timedelta(days=5)).date().isoformat()
    delivery = replace(order.deliveries[0], wish_date=day, wish_time="18:00～20:00")
    return replace(order, deliveries=(delivery,))


def _two_tax_rates(order: PracticeOrder) -> PracticeOrder:
    goods = (replace(catalog.item("tea-001"), quantity=2), catalog.item("cup-101"))
    return replace(
        order,
        deliveries=(replace(order.deliveries[0], items=goods),),
        sums=Sums(shipping_fee=550, discount=100, points=120),
    )


def _postcode_elsewhere(order: PracticeOrder) -> PracticeOrder:
    sapporo = next(place for place in PLACES if place.prefecture == "北海道")
    osaka = next(place for place in PLACES if place.prefecture == "大阪府")
    return _living_at(replace(sapporo, postcode=osaka.postcode))(order)


def _sent_before_paid(order: PracticeOrder) -> PracticeOrder:
    delivery = replace(order.deliveries[0], tracking_number="000012345678")
    return replace(
        order,
        payment_method="クレジットカード",
        paid="",
        payment_status=catalog.UNPAID,
        shipping_status=catalog.SHIPPED,
        shipped=order.updated.astimezone(JST).date().isoformat(),
        deliveries=(delivery,),
    )


def _many_lines(order: PracticeOrder) -> PracticeOrder:
    goods = tuple(replace(catalog.GOODS[n % len(catalog.GOODS)], code=f"many-{n:03d}") for n in range(60))
    return replace(order, deliveries=(replace(order.deliveries[0], items=goods),))


def _as_it_is(order: PracticeOrder) -> PracticeOrder:
    return order


_CHANGES: Final[dict[Trap, _Change]] = {
    Trap.OLD_KANJI: _named("髙﨑 𠮷", "タカサキ ヨシ"),
    Trap.HALF_WIDTH_KANA: _named("ﾐﾎﾝ ﾊﾅｺﾞ", "ﾐﾎﾝ ﾊﾅｺﾞ"),
    Trap.MACHINE_CHARACTERS: _named("㈱表能ソ十 ①〜— é\u00a0見本", "ヒョウ ノウ"),
    Trap.SEVERAL_DESTINATIONS: _several_destinations,
    Trap.LEADING_ZERO: _repeated_number,
    Trap.REPEATED_NUMBER: _repeated_number,
    Trap.ZERO_YEN: _zero_yen,
    Trap.EDITED_LATER: _as_it_is,
    Trap.CANCELLED: _cancelled,
    Trap.SUBSCRIPTION_FIRST: _subscription,
    Trap.SUBSCRIPTION_NEXT: _subscription,
    Trap.LATE: _as_it_is,
    Trap.MEMO_WITH_TIME: _memo_with_time,
    Trap.OKINAWA: _living_at(OKINAWA),
    Trap.REMOTE_ISLAND: _living_at(REMOTE_ISLANDS[0]),
    Trap.TOO_LONG: _too_long,
    Trap.MARKUP_BOLD: _named("<b>太字</b> 見本"),
    Trap.MARKUP_IMAGE: _named('<img src="file:///etc/hostname"> 練習'),
    Trap.FORMULA: _named('=HYPERLINK("http://example.com/","見本")', "+ミホン @ハナコ"),
    Trap.RIGHT_TO_LEFT: _named("見本\u202e子花\u202c 練習"),
    Trap.NEW_LINES: _new_lines,
    Trap.NUMBERS_AS_TEXT: _worded(Wording.TEXT),
    Trap.NUMBERS_AS_NUMBERS: _worded(Wording.NUMBERS),
    Trap.FIELDS_ABSENT: _worded(Wording.ABSENT),
    Trap.FIELDS_NULL: _worded(Wording.NULL),
    Trap.UNKNOWN_WORDS: _unknown_words,
    Trap.UNREADABLE_DATE: _unreadable_date,
    Trap.WISH: _wish,
    Trap.TWO_TAX_RATES: _two_tax_rates,
    Trap.POSTCODE_ELSEWHERE: _postcode_elsewhere,
    Trap.SENT_BEFORE_PAID: _sent_before_paid,
    Trap.MANY_LINES: _many_lines,
    Trap.TEST_NAME: _named("テスト テスト", "テスト テスト"),
}
