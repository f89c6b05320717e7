"""All stored orders as a file: JSON lines for programs, CSV and XLSX for people.

Orders are written as the desk works with them, with what people decided in force. JSON names under `edits`
what the shop says instead; the shop's own answer stays in the store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Final

import msgspec

from goq_desktop.domain.csv_encoding import CsvEncoding
from goq_desktop.domain.edits import Choices, apply, shop_value
from goq_desktop.domain.handling import HandlingKind
from goq_desktop.domain.orders import Destination, Lane, Moment, Order, OrderLine
from goq_desktop.domain.times import JST
from goq_desktop.services.handling import note
from goq_desktop.services.spreadsheet import Cell, csv_in, sheet_in
from goq_desktop.services.whole_file import whole_file
from goq_desktop.services.workspace import Workspace
from goq_desktop.storage.order_export import all_orders
from goq_desktop.storage.stored_order import StoredOrder

LANE_NAMES: Final[dict[str, str]] = {Lane.NEW: "新規受付", Lane.DONE: "処理済", Lane.CANCELLED: "キャンセル"}


@dataclass(frozen=True, slots=True)
class _Exported:
    """An order in force, and what is known of it beside; `stored.lane` is where it stands on the desk."""

    stored: StoredOrder
    order: Order
    choices: Choices
    shop: str
    lane_name: str


@dataclass(frozen=True, slots=True)
class _Row:
    """One product line of a destination: the smallest thing that is packed."""

    exported: _Exported
    place: int
    destination: Destination
    line: OrderLine


_COLUMNS: Final[tuple[tuple[str, Callable[[_Row], Cell]], ...]] = (
    ("ショップ", lambda r: r.exported.shop),
    ("受注番号", lambda r: r.exported.order.number),
    ("管理キー", lambda r: r.exported.order.serial),
    ("注文日時", lambda r: _moment(r.exported.order.ordered)),
    ("ステータス", lambda r: r.exported.lane_name),
    ("受注状況", lambda r: r.exported.order.order_status),
    ("入金状況", lambda r: r.exported.order.payment_status),
    ("発送状況", lambda r: r.exported.order.shipping_status),
    ("支払い方法", lambda r: r.exported.order.payment_method),
    ("注文者", lambda r: r.exported.order.purchaser.name),
    ("注文者カナ", lambda r: r.exported.order.purchaser.name_kana),
    ("注文者郵便番号", lambda r: r.exported.order.purchaser.postcode),
    ("注文者住所", lambda r: r.exported.order.purchaser.address),
    ("注文者電話番号", lambda r: r.exported.order.purchaser.phone),
    ("注文者メール", lambda r: r.exported.order.purchaser.email),
    ("送付先", lambda r: r.destination.party.name),
    ("送付先郵便番号", lambda r: r.destination.party.postcode),
    ("送付先住所", lambda r: r.destination.party.address),
    ("送付先電話番号", lambda r: r.destination.party.phone),
    ("配送業者", lambda r: r.destination.carrier),
    ("お届け日指定", lambda r: r.destination.delivery_date),
    ("お届け時間帯", lambda r: r.destination.delivery_slot),
    ("出荷日", lambda r: _day(r.exported.order.shipped)),
    ("個口数", lambda r: r.exported.choices.parcels.get(r.place)),
    ("伝票番号", lambda r: r.destination.tracking_number),
    ("商品コード", lambda r: r.line.code),
    ("商品名", lambda r: r.line.name),
    ("選択肢", lambda r: r.line.option),
    ("単価", lambda r: r.line.unit_price),
    ("数量", lambda r: r.line.quantity),
    ("税率", lambda r: r.line.tax_percent),
    ("送料", lambda r: r.exported.order.money.shipping),
    ("合計金額", lambda r: r.exported.order.money.total),
    ("ひとことメモ", lambda r: r.exported.choices.note),
    ("備考", lambda r: r.exported.order.memo),
    ("送付先備考", lambda r: r.destination.memo),
)


class ExportFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


def export_orders(workspace: Workspace, file: Path, form: ExportFormat) -> int:
    """Write all stored orders to `file`, oldest first, and return how many there were.

    The file appears whole or not at all. Raises FILE_UNWRITABLE, FILE_UNENCODABLE, DISK_FULL and what opening the store raises.
    """
    settings = workspace.load_settings().settings
    names = {shop.uid: shop.name for shop in settings.shops.shops}
    lanes = {**LANE_NAMES, **{lane.code: lane.name for lane in settings.lanes.lanes}}

    def exported(stored: StoredOrder) -> _Exported:
        order, choices = apply(stored.order, stored.edits)
        lane_name = lanes.get(stored.lane, LANE_NAMES[Lane.NEW])
        return _Exported(stored, order, choices, names.get(stored.shop_uid, stored.shop_uid), lane_name)

    orders = map(exported, all_orders(workspace.database()))
    writers: Mapping[ExportFormat, Callable[[Path, Iterable[_Exported]], int]] = {
        ExportFormat.CSV: partial(_write_csv, encoding=settings.other.csv_encoding),
        ExportFormat.XLSX: _write_xlsx,
        ExportFormat.JSON: _write_json,
    }
    with whole_file(file) as part:
        count = writers[form](part, orders)
        # Before the file is there: no file without its note.
        note(workspace, HandlingKind.EXPORTED, count, form.value)
        return count


def _write_json(part: Path, orders: Iterable[_Exported]) -> int:
    count = 0
    with part.open("wb") as out:
        for one in orders:
            fields = {**msgspec.to_builtins(one.order), "lane": one.stored.lane, "note": one.choices.note}
            for place, destination in enumerate(fields["destinations"]):
                destination["parcels"] = one.choices.parcels.get(place)
            fields["edits"] = [
                {
                    "place": edit.place,
                    "field": edit.field,
                    "mine": edit.mine,
                    "shop": shop_value(one.stored.order, edit.place, edit.field),
                }
                for edit in one.stored.edits
            ]
            out.write(msgspec.json.encode({"shop": one.shop, **fields}) + b"\n")
            count += 1
    return count


def _write_csv(part: Path, orders: Iterable[_Exported], encoding: CsvEncoding) -> int:
    with csv_in(part, encoding) as write:
        return _write_rows(write, orders)


def _write_xlsx(part: Path, orders: Iterable[_Exported]) -> int:
    with sheet_in(part, "受注") as write:
        return _write_rows(write, orders)


def _write_rows(write: Callable[[Sequence[Cell]], None], orders: Iterable[_Exported]) -> int:
    write([title for title, _ in _COLUMNS])
    count = 0
    for exported in orders:
        for place, destination in enumerate(exported.order.destinations):
            for line in destination.lines or (OrderLine(),):
                row = _Row(exported, place, destination, line)
                write([value(row) for _, value in _COLUMNS])
        count += 1
    return count


def _moment(moment: Moment | None) -> str:
    if moment is None:
        return ""
    return moment.text if moment.utc is None else _japanese(moment.utc)


def _day(moment: Moment | None) -> str:
    if moment is None:
        return ""
    return moment.text if moment.utc is None else moment.utc.astimezone(JST).date().isoformat()


def _japanese(utc: datetime) -> str:
    return utc.astimezone(JST).strftime("%Y-%m-%d %H:%M:%S")
