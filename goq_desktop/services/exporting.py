"""All stored orders as a file: JSON lines for programs, CSV and XLSX for people."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import IO, Final

import msgspec

from goq_desktop.domain.handling import HandlingKind
from goq_desktop.domain.orders import Destination, Lane, Moment, Order, OrderLine
from goq_desktop.domain.times import JST
from goq_desktop.services.handling import note
from goq_desktop.services.spreadsheet import Cell, sheet_in
from goq_desktop.services.whole_file import whole_file
from goq_desktop.services.workspace import Workspace
from goq_desktop.storage.order_export import all_orders

LANE_NAMES: Final[dict[str, str]] = {Lane.NEW: "新規受付", Lane.DONE: "処理済", Lane.CANCELLED: "キャンセル"}


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of an order beside itself; `lane` is the code of where it stands on the desk."""

    shop: str
    lane: str
    lane_name: str


# One row a product line of a destination: the smallest thing that is packed.
_COLUMNS: Final[tuple[tuple[str, Callable[[Origin, Order, Destination, OrderLine], Cell]], ...]] = (
    ("ショップ", lambda s, o, d, i: s.shop),
    ("受注番号", lambda s, o, d, i: o.number),
    ("管理キー", lambda s, o, d, i: o.serial),
    ("注文日時", lambda s, o, d, i: _moment(o.ordered)),
    ("ステータス", lambda s, o, d, i: s.lane_name),
    ("受注状況", lambda s, o, d, i: o.order_status),
    ("入金状況", lambda s, o, d, i: o.payment_status),
    ("発送状況", lambda s, o, d, i: o.shipping_status),
    ("支払い方法", lambda s, o, d, i: o.payment_method),
    ("注文者", lambda s, o, d, i: o.purchaser.name),
    ("注文者カナ", lambda s, o, d, i: o.purchaser.name_kana),
    ("注文者郵便番号", lambda s, o, d, i: o.purchaser.postcode),
    ("注文者住所", lambda s, o, d, i: o.purchaser.address),
    ("注文者電話番号", lambda s, o, d, i: o.purchaser.phone),
    ("注文者メール", lambda s, o, d, i: o.purchaser.email),
    ("送付先", lambda s, o, d, i: d.party.name),
    ("送付先郵便番号", lambda s, o, d, i: d.party.postcode),
    ("送付先住所", lambda s, o, d, i: d.party.address),
    ("送付先電話番号", lambda s, o, d, i: d.party.phone),
    ("配送業者", lambda s, o, d, i: d.carrier),
    ("お届け日指定", lambda s, o, d, i: d.delivery_date),
    ("お届け時間帯", lambda s, o, d, i: d.delivery_slot),
    ("伝票番号", lambda s, o, d, i: d.tracking_number),
    ("商品コード", lambda s, o, d, i: i.code),
    ("商品名", lambda s, o, d, i: i.name),
    ("選択肢", lambda s, o, d, i: i.option),
    ("単価", lambda s, o, d, i: i.unit_price),
    ("数量", lambda s, o, d, i: i.quantity),
    ("税率", lambda s, o, d, i: i.tax_percent),
    ("送料", lambda s, o, d, i: o.money.shipping),
    ("合計金額", lambda s, o, d, i: o.money.total),
    ("備考", lambda s, o, d, i: o.memo),
    ("送付先備考", lambda s, o, d, i: d.memo),
)


class ExportFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


def export_orders(workspace: Workspace, file: Path, form: ExportFormat) -> int:
    """Write all stored orders to `file`, oldest first, and return how many there were.

    The file appears whole or not at all. Raises FILE_UNWRITABLE, DISK_FULL and what opening the store raises.
    """
    settings = workspace.load_settings().settings
    names = {shop.uid: shop.name for shop in settings.shops.shops}
    lanes = {**LANE_NAMES, **{lane.code: lane.name for lane in settings.lanes.lanes}}
    orders = (
        (
            Origin(
                names.get(stored.shop_uid, stored.shop_uid),
                stored.lane,
                lanes.get(stored.lane, LANE_NAMES[Lane.NEW]),
            ),
            stored.order,
        )
        for stored in all_orders(workspace.database())
    )
    write = {ExportFormat.CSV: _write_csv, ExportFormat.XLSX: _write_xlsx, ExportFormat.JSON: _write_json}[
        form
    ]
    with whole_file(file) as part:
        count = write(part, orders)
        # Before the file is there: no file without its note.
        note(workspace, HandlingKind.EXPORTED, count, form.value)
        return count


def _write_json(part: Path, orders: Iterable[tuple[Origin, Order]]) -> int:
    count = 0
    with part.open("wb") as out:
        for origin, order in orders:
            fields = {**msgspec.to_builtins(order), "lane": origin.lane}
            out.write(msgspec.json.encode({"shop": origin.shop, **fields}) + b"\n")
            count += 1
    return count


def _write_csv(part: Path, orders: Iterable[tuple[Origin, Order]]) -> int:
    # The mark at the beginning tells Excel that this is UTF-8.
    with part.open("w", encoding="utf-8-sig", newline="") as out:
        return _write_rows(_csv_writer(out), orders)


def _write_xlsx(part: Path, orders: Iterable[tuple[Origin, Order]]) -> int:
    with sheet_in(part, "受注") as write:
        return _write_rows(write, orders)


def _csv_writer(out: IO[str]) -> Callable[[Sequence[Cell]], None]:
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)

    def write(row: Sequence[Cell]) -> None:
        writer.writerow(["" if cell is None else _harmless(cell) for cell in row])

    return write


def _write_rows(write: Callable[[Sequence[Cell]], None], orders: Iterable[tuple[Origin, Order]]) -> int:
    write([title for title, _ in _COLUMNS])
    count = 0
    for origin, order in orders:
        for destination in order.destinations:
            for item in destination.lines or (OrderLine(),):
                write([value(origin, order, destination, item) for _, value in _COLUMNS])
        count += 1
    return count


def _moment(moment: Moment | None) -> str:
    if moment is None:
        return ""
    return moment.text if moment.utc is None else _japanese(moment.utc)


def _japanese(utc: datetime) -> str:
    return utc.astimezone(JST).strftime("%Y-%m-%d %H:%M:%S")


def _harmless(cell: str | int) -> str | int:
    """Text that a spreadsheet would take for a formula gets an apostrophe in front, as Excel itself writes it."""
    if isinstance(cell, str) and cell.lstrip().startswith(("=", "+", "-", "@")):
        return "'" + cell
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("\t", "\r", "\n")) else cell
