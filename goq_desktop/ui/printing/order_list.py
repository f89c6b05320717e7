"""受注一覧 on paper: what is packed for whom, with a box to tick, and what has to come from the shelves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from PySide6.QtCore import QCoreApplication

from goq_desktop.domain.orders import OrderLine
from goq_desktop.domain.printing.content import Picked, PrintedDestination, PrintedOrder, picking_sums
from goq_desktop.domain.times import JST
from goq_desktop.ui.orders.readable import shop_time
from goq_desktop.ui.orders.worked import reason_names
from goq_desktop.ui.printing.sheet import Cell, Row, Sheet, Side, Style, printable
from goq_desktop.ui.printing.words import address, with_sama

# Where each column begins, as a share of the width.
_NUMBER: Final = 0.035
_RECIPIENT: Final = 0.2
_ITEMS: Final = 0.445
_DELIVERY: Final = 0.775
_CODE: Final = 0.2
_ORDERS: Final = 0.78
_PIECES: Final = 0.89


def list_sheet(orders: Sequence[PrintedOrder], now: datetime) -> Sheet:
    """All orders on one run of pages, and the products of all of them at its end."""
    title = _tr("受注一覧")
    stamp = now.astimezone(JST).strftime("%Y/%m/%d %H:%M")
    pieces = sum(order.pieces for order in orders if not order.is_cancelled)
    count = _tr("{orders}件 / {pieces}点").format(orders=f"{len(orders):,}", pieces=f"{pieces:,}")
    head = Row(
        cells=(
            Cell(title, 0, 0.5, style=Style.TITLE),
            Cell(f"{count}　{stamp}", 0.5, 1, Side.RIGHT),
        )
    )
    titles = _titles()
    rows = [head, *(row for order in orders for row in _order_rows(order, titles))]
    picked = picking_sums(tuple(orders))
    if picked:
        rows += _picking_rows(picked)
    return Sheet(
        rows=tuple(rows),
        again=(Row(cells=(Cell(_tr("{title}（つづき）").format(title=title), style=Style.SMALL),)),),
        foot=_tr("印刷 {time}　個人情報が含まれます").format(time=stamp),
    )


def _titles() -> Row:
    return Row(
        cells=(
            Cell(_tr("受注番号・注文日時"), _NUMBER, _RECIPIENT, style=Style.SMALL),
            Cell(_tr("送付先"), _RECIPIENT, _ITEMS, style=Style.SMALL),
            Cell(_tr("数量・商品"), _ITEMS, _DELIVERY, style=Style.SMALL),
            Cell(_tr("配送業者・お届け"), _DELIVERY, 1, style=Style.SMALL),
        ),
        above=16,
    )


def _order_rows(order: PrintedOrder, titles: Row) -> list[Row]:
    count = len(order.destinations)
    rows = [
        Row(
            cells=(
                Cell(_number(order, place, count), _NUMBER, _RECIPIENT),
                Cell(_recipient(order, one), _RECIPIENT, _ITEMS),
                Cell("\n".join(map(_item, one.lines)), _ITEMS, _DELIVERY),
                Cell(_delivery(one), _DELIVERY, 1),
            ),
            above=16,
            has_rule=True,
            is_box=not order.is_cancelled,
            under=titles,
        )
        for place, one in enumerate(order.destinations)
    ]
    for style, text in ((Style.STRONG, _warnings(order)), (Style.BODY, _memos(order))):
        if text:
            # Under what it belongs to, not alone at the top of a page.
            rows[-1] = replace(rows[-1], is_with_next=True)
            rows.append(Row(cells=(Cell(text, _NUMBER, 1, style=style),), above=4, under=titles))
    return rows


def _number(order: PrintedOrder, place: int, count: int) -> str:
    of_several = _tr("送付先 {place}/{count}").format(place=place + 1, count=count) if count > 1 else ""
    parts = (printable(order.number), shop_time(order.ordered), printable(order.issuer.shop), of_several)
    return "\n".join(part for part in parts if part)


def _recipient(order: PrintedOrder, destination: PrintedDestination) -> str:
    if order.is_erased:
        return _tr("個人情報は消去済みです")
    name = with_sama(destination.party)
    sender = "" if destination.is_purchaser else _tr("注文者 {name}").format(name=with_sama(order.purchaser))
    return "\n".join(part for part in (name, address(destination.party), sender) if part)


def _item(line: OrderLine) -> str:
    pieces = _tr("？個") if line.quantity is None else _tr("{0}個").format(f"{line.quantity:,}")
    code = f"[{line.code}]" if line.code else ""
    return " ".join(printable(part) for part in (pieces, line.name, line.option, code) if part)


def _delivery(one: PrintedDestination) -> str:
    parcels = "" if one.parcels is None else _tr("{0}個口").format(one.parcels)
    carrier = " ".join(part for part in (printable(one.carrier), parcels) if part)
    parts = (carrier, printable(one.delivery_date), printable(one.slot), printable(one.tracking))
    return "\n".join(part for part in parts if part)


def _warnings(order: PrintedOrder) -> str:
    """What a packer has to know before the parcel is closed."""
    parts = []
    if order.is_cancelled:
        parts.append(_tr("【キャンセル】出荷しないでください"))
    if order.reasons:
        parts.append(_tr("【要確認】{reasons}").format(reasons=reason_names(order.reasons)))
    if order.attention is not None:
        parts.append(_tr("【要注意】{note}").format(note=printable(order.attention)))
    if order.note.strip():
        parts.append(_tr("ひとことメモ: {note}").format(note=printable(order.note)))
    return "\n".join(parts)


def _memos(order: PrintedOrder) -> str:
    captions = [(_tr("備考: {memo}"), order.memo)]
    captions += [(_tr("配送メモ: {memo}"), one.memo) for one in order.destinations]
    texts = (caption.format(memo=printable(memo)) for caption, memo in captions if memo.strip())
    return "\n".join(dict.fromkeys(texts))


def _picking_rows(picked: Sequence[Picked]) -> list[Row]:
    titles = Row(
        cells=(
            Cell(_tr("商品コード"), _NUMBER, _CODE, style=Style.SMALL),
            Cell(_tr("商品名・選択肢"), _CODE, _ORDERS, style=Style.SMALL),
            Cell(_tr("受注"), _ORDERS, _PIECES, Side.RIGHT, Style.SMALL),
            Cell(_tr("数量の合計"), _PIECES, 1, Side.RIGHT, Style.SMALL),
        ),
        above=8,
    )
    heading = Row(
        cells=(Cell(_tr("商品ごとの合計（キャンセルを除く）"), style=Style.STRONG),),
        above=60,
        is_with_next=True,
    )
    return [heading, *(_picked_row(one, titles) for one in picked)]


def _picked_row(one: Picked, titles: Row) -> Row:
    name = " ".join(printable(part) for part in (one.name, one.option) if part)
    pieces = _tr("{0}個").format(f"{one.pieces:,}")
    return Row(
        cells=(
            Cell(printable(one.code), _NUMBER, _CODE),
            Cell(name, _CODE, _ORDERS),
            Cell(_tr("{0}件").format(f"{one.orders:,}"), _ORDERS, _PIECES, Side.RIGHT),
            Cell(_tr("{0}＋？").format(pieces) if one.is_open else pieces, _PIECES, 1, Side.RIGHT),
        ),
        above=12,
        has_rule=True,
        is_box=True,
        under=titles,
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("OrderList", text)
