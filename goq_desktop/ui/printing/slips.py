"""納品書 for the customer and 受注伝票 for the shop itself: a sheet for each order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QCoreApplication

from goq_desktop.domain.orders import OrderLine
from goq_desktop.domain.printing.content import Issuer, PrintedDestination, PrintedOrder, PrintKind
from goq_desktop.domain.printing.tax_sums import REDUCED
from goq_desktop.ui.orders.readable import shop_time, yen
from goq_desktop.ui.orders.worked import reason_names
from goq_desktop.ui.printing.sheet import Cell, Row, Sheet, Side, Style, printable
from goq_desktop.ui.printing.words import address, kind_name, with_sama

# Where each column begins, as a share of the width.
_SECOND: Final = 0.58  # what stands beside the purchaser
_VALUE: Final = 0.14
_PRICE: Final = 0.6
_COUNT: Final = 0.76
_AMOUNT: Final = 0.84


def slip_sheet(order: PrintedOrder, kind: PrintKind, *, has_prices: bool = True) -> Sheet:
    """`kind` is DELIVERY_NOTE or ORDER_SLIP. Nothing that is for the shop alone stands on the former."""
    is_note = kind is PrintKind.DELIVERY_NOTE
    title, number = kind_name(kind), _tr("受注番号 {0}").format(printable(order.number))
    rows = [Row(cells=(Cell(title, side=Side.CENTRE, style=Style.TITLE),))]
    if order.is_cancelled:
        text = _tr("【キャンセル】出荷しないでください")
        rows.append(Row(cells=(Cell(text, side=Side.CENTRE, style=Style.STRONG),), above=10))
    rows += _parties(order, is_note=is_note)
    if is_note:
        thanks = _tr("このたびはお買い上げいただき、ありがとうございます。下記のとおり納品いたします。")
        rows.append(Row(cells=(Cell(thanks),), above=40))
    rows += _facts(_note_facts(order) if is_note else _slip_facts(order), above=30)
    if not is_note:
        rows += _slip_words(order)
    has_tax_mark = False
    for place, one in enumerate(order.destinations):
        rows += _destination(order, place, one, is_note=is_note)
        rows += _lines(one.lines, has_prices=has_prices)
        has_tax_mark |= any(line.tax_percent == REDUCED for line in one.lines)
    if has_tax_mark and has_prices:
        text = _tr("※は軽減税率（{0}%）の対象です。").format(REDUCED)
        rows.append(Row(cells=(Cell(text, style=Style.SMALL),), above=10))
    if has_prices:
        rows += _sums(order)
    again = _tr("{title}（つづき）　{number}").format(title=title, number=number)
    return Sheet(rows=tuple(rows), again=(Row(cells=(Cell(again, style=Style.SMALL),)),), foot=number)


def _parties(order: PrintedOrder, *, is_note: bool) -> list[Row]:
    purchaser, issuer = order.purchaser, order.issuer
    name = _tr("個人情報は消去済みです") if order.is_erased else with_sama(purchaser)
    left = [address(purchaser)]
    if not is_note:
        left += [printable(purchaser.name_kana), printable(purchaser.phone), printable(purchaser.email)]
        if order.attention is not None:
            left.append(_tr("要注意 {0}").format(printable(order.attention)))
    return [
        Row(
            cells=(
                Cell(name, 0, _SECOND - 0.04, style=Style.STRONG),
                Cell(printable(issuer.name or issuer.shop), _SECOND, 1, style=Style.STRONG),
            ),
            above=40,
        ),
        Row(
            cells=(
                Cell(_joined(left), 0, _SECOND - 0.04),
                Cell(_issuer(issuer), _SECOND, 1, style=Style.SMALL),
            ),
            above=4,
        ),
    ]


def _issuer(issuer: Issuer) -> str:
    shop = issuer.shop if issuer.name and issuer.shop != issuer.name else ""
    captions = (
        ("", shop),
        (_tr("〒{0}"), issuer.postcode),
        ("", issuer.address),
        (_tr("電話 {0}"), issuer.phone),
        (_tr("FAX {0}"), issuer.fax),
        (_tr("メール {0}"), issuer.email),
        (_tr("登録番号 {0}"), issuer.invoice_number),
    )
    texts = ((caption, printable(text)) for caption, text in captions)
    return _joined(caption.format(text) if caption else text for caption, text in texts if text)


def _note_facts(order: PrintedOrder) -> list[tuple[str, str]]:
    return [
        (_tr("受注番号"), order.number),
        (_tr("注文日時"), shop_time(order.ordered)),
        (_tr("お支払い方法"), order.payment),
        (_tr("出荷日"), shop_time(order.shipped)),
    ]


def _slip_facts(order: PrintedOrder) -> list[tuple[str, str]]:
    """What the shop itself has to know; none of it is for the customer."""
    return [
        (_tr("受注番号"), order.number),
        (_tr("注文日時"), shop_time(order.ordered)),
        (_tr("発注元"), order.issuer.shop),
        (_tr("ステータス"), order.lane),
        (_tr("支払い方法"), order.payment),
        (_tr("入金状況"), order.payment_status),
        (_tr("出荷予定日"), shop_time(order.ship_planned)),
        (_tr("出荷日"), shop_time(order.shipped)),
        (_tr("種類"), _tr("定期購入") if order.is_subscription else ""),
    ]


def _slip_words(order: PrintedOrder) -> Iterator[Row]:
    for caption, text, style in (
        (_tr("要確認"), reason_names(order.reasons), Style.STRONG),
        (_tr("ひとことメモ"), order.note, Style.STRONG),
        (_tr("備考"), order.memo, Style.BODY),
    ):
        if value := printable(text):
            cells = (Cell(caption, 0, _VALUE, style=Style.SMALL), Cell(value, _VALUE, 1, style=style))
            yield Row(cells=cells, above=8)


def _destination(order: PrintedOrder, place: int, one: PrintedDestination, *, is_note: bool) -> Iterator[Row]:
    count = len(order.destinations)
    heading = _tr("送付先")
    if count > 1:
        heading = _tr("送付先 {place}/{count}").format(place=place + 1, count=count)
    yield Row(cells=(Cell(heading, style=Style.STRONG),), above=40, has_rule=True, is_with_next=True)
    if one.is_purchaser and is_note:
        who = _tr("ご注文者と同じ")
    elif order.is_erased:
        who = _tr("個人情報は消去済みです")
    else:
        phone = "" if is_note else printable(one.party.phone)
        who = _joined((with_sama(one.party), address(one.party), phone))
    if who:
        yield Row(cells=(Cell(who),), above=4)
    parcels = "" if one.parcels is None else _tr("{0}個口").format(one.parcels)
    yield from _facts(
        [
            (_tr("配送業者"), one.carrier),
            (_tr("お届け日指定"), one.delivery_date),
            (_tr("お届け時間帯"), one.slot),
            (_tr("伝票番号"), one.tracking),
            *([] if is_note else [(_tr("個口数"), parcels), (_tr("配送メモ"), one.memo)]),
        ],
        above=6,
    )


def _facts(facts: Iterable[tuple[str, str]], *, above: int) -> Iterator[Row]:
    """Captions with their values, two in a line, for what is told."""
    told = [(caption, text) for caption, value in facts if (text := printable(value))]
    for start in range(0, len(told), 2):
        cells: list[Cell] = []
        for left, (caption, text) in zip((0, 0.5), told[start : start + 2], strict=False):
            cells.append(Cell(caption, left, left + _VALUE, style=Style.SMALL))
            cells.append(Cell(text, left + _VALUE, left + 0.5))
        yield Row(cells=tuple(cells), above=above if start == 0 else 0)


def _lines(lines: Iterable[OrderLine], *, has_prices: bool) -> Iterator[Row]:
    titles = [Cell(_tr("商品"), 0, _PRICE, style=Style.SMALL)]
    if has_prices:
        titles.append(Cell(_tr("単価（税込）"), _PRICE, _COUNT, Side.RIGHT, Style.SMALL))
    end = _AMOUNT if has_prices else 1
    titles.append(Cell(_tr("数量"), _COUNT, end, Side.RIGHT, Style.SMALL))
    if has_prices:
        titles.append(Cell(_tr("金額（税込）"), _AMOUNT, 1, Side.RIGHT, Style.SMALL))
    head = Row(cells=tuple(titles), above=12)
    for line in lines:
        cells = [Cell(_product(line, has_prices=has_prices), 0, _PRICE)]
        if has_prices:
            cells.append(Cell(yen(line.unit_price), _PRICE, _COUNT, Side.RIGHT))
        count = "" if line.quantity is None else f"{line.quantity:,}"
        cells.append(Cell(count, _COUNT, end, Side.RIGHT))
        if has_prices:
            is_told = line.unit_price is not None and line.quantity is not None
            amount = (line.unit_price or 0) * (line.quantity or 0) if is_told else None
            cells.append(Cell(yen(amount), _AMOUNT, 1, Side.RIGHT))
        yield Row(cells=tuple(cells), above=12, has_rule=True, under=head)


def _product(line: OrderLine, *, has_prices: bool) -> str:
    name = printable(line.name)
    if line.tax_percent == REDUCED and has_prices:
        name = _tr("{name} ※").format(name=name)
    code = f"[{printable(line.code)}]" if line.code else ""
    below = " ".join(part for part in (printable(line.option), code) if part)
    return _joined((name, below))


def _sums(order: PrintedOrder) -> list[Row]:
    """They stay together on one page."""
    money, tax = order.money, order.tax
    lines = [
        (_tr("商品合計"), money.subtotal),
        (_tr("送料"), money.shipping),
        (_tr("手数料"), money.fee),
        # What is not there needs no line; what is taken off shows it.
        (_tr("割引"), -money.discount if money.discount else None),
        (_tr("ポイント利用"), -money.points if money.points else None),
    ]
    rows = [_sum(caption, yen(amount), Style.BODY) for caption, amount in lines if amount is not None]
    if money.total is not None:
        rows.append(_sum(_tr("合計金額（税込）"), yen(money.total), Style.STRONG, has_rule=True))
    for one in tax.sums:
        caption = _tr("{percent}%対象（うち消費税 {tax}）").format(percent=one.percent, tax=yen(one.tax))
        rows.append(_sum(caption, yen(one.amount), Style.SMALL))
    if tax.is_before_discount:
        rows.append(_sum(_tr("税率ごとの金額は、割引・ポイント利用を引く前のものです"), "", Style.SMALL))
    if money.tax is not None and (not tax.sums or tax.is_before_discount):
        rows.append(_sum(_tr("うち消費税"), yen(money.tax), Style.SMALL))
    rows[:1] = [replace(row, above=30) for row in rows[:1]]
    return [*(replace(row, is_with_next=True) for row in rows[:-1]), *rows[-1:]]


def _sum(caption: str, amount: str, style: Style, *, has_rule: bool = False) -> Row:
    cells = (Cell(caption, 0.4, _AMOUNT, Side.RIGHT, style), Cell(amount, _AMOUNT, 1, Side.RIGHT, style))
    return Row(cells=cells, above=10 if has_rule else 0, has_rule=has_rule)


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(part for part in parts if part)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Slips", text)
