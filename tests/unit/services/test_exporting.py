"""An export holds every order, runs nothing in a spreadsheet, and is a whole file or none."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from goq_desktop.domain.csv_encoding import CsvEncoding
from goq_desktop.domain.fetching import FetchRequest
from goq_desktop.domain.payments import AWAITING_PAYMENT, PaymentKind
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.practice.server import PracticeServer
from goq_desktop.practice.shop import PracticeShop
from goq_desktop.practice.traps import Trap
from goq_desktop.services import spreadsheet
from goq_desktop.services.exporting import ExportFormat, export_orders
from goq_desktop.services.spreadsheet import csv_in
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Lanes, Other, PaymentMethod, Payments
from goq_desktop.storage.order_export import all_orders
from tests.support.practice import exported_form
from tests.support.set_clock import SetClock
from tests.unit.services.conftest import UID, Fetches

FORMULA_SIGNS = ("=", "+", "-", "@")
ALL_FORMATS = pytest.mark.parametrize("form", list(ExportFormat))


@pytest.fixture
def filled(fetch: Fetches, clock: SetClock) -> Workspace:
    """With everything that the practice shop lists, all traps of real data among it."""
    assert fetch(FetchRequest(shop_uid=UID, since=clock.now() - timedelta(days=400))).is_complete
    return fetch.workspace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "書き出し先"
    made.mkdir()
    return made


def sheet_of(file: Path) -> Any:
    return openpyxl.load_workbook(file).active


def csv_rows(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.reader(text))


def test_json_holds_every_field_of_every_order(filled: Workspace, mall: PracticeShop, folder: Path) -> None:
    file = folder / "orders.json"
    count = export_orders(filled, file, ExportFormat.JSON)
    lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert count == len(lines)
    expected = {order.serial: exported_form(order, "練習") for order in mall.orders()}
    assert {line["serial"]: line for line in lines} == expected


def test_csv_and_xlsx_hold_the_same_rows(filled: Workspace, mall: PracticeShop, folder: Path) -> None:
    for form in (ExportFormat.CSV, ExportFormat.XLSX):
        assert export_orders(filled, folder / f"orders.{form}", form) == len(list(mall.orders()))
    rows = csv_rows(folder / "orders.csv")
    lines = sum(len(to.items) or 1 for order in mall.orders() for to in order.deliveries or [None] if to)
    assert len(rows) - 1 >= lines
    sheet = [
        ["" if cell is None else str(cell).replace("_x000D_", "\r") for cell in row]
        for row in sheet_of(folder / "orders.xlsx").iter_rows(values_only=True)
    ]
    # The apostrophe is CSV's way to say that a text is a text.
    assert [[cell.removeprefix("'") for cell in row] for row in rows] == sheet


def test_numbers_of_orders_stay_text(filled: Workspace, mall: PracticeShop, folder: Path) -> None:
    zero = mall.trap(Trap.LEADING_ZERO)
    assert zero.number.startswith("0")
    export_orders(filled, folder / "orders.xlsx", ExportFormat.XLSX)
    column = [cell.value for cell in sheet_of(folder / "orders.xlsx")["B"]]
    assert zero.number in column


def test_no_cell_of_a_csv_is_a_formula(filled: Workspace, folder: Path) -> None:
    export_orders(filled, folder / "orders.csv", ExportFormat.CSV)
    cells = [cell for row in csv_rows(folder / "orders.csv") for cell in row]
    begun = [cell for cell in cells if cell.lstrip().startswith(FORMULA_SIGNS)]
    assert [cell for cell in begun if not cell.lstrip("-").isdigit()] == []
    assert [cell for cell in cells if cell.startswith("'=")], "the shop's formula is there, as text"


def test_no_cell_of_an_xlsx_is_a_formula_or_a_link(filled: Workspace, folder: Path) -> None:
    export_orders(filled, folder / "orders.xlsx", ExportFormat.XLSX)
    cells = [cell for row in sheet_of(folder / "orders.xlsx").iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    assert any(str(cell.value).startswith("=") for cell in cells), "the shop's formula is there, as text"


def test_the_status_is_the_desks(
    workspace: Workspace, fetch: Fetches, mall: PracticeShop, clock: SetClock, folder: Path
) -> None:
    method = PaymentMethod(wording="銀行振込", kind=PaymentKind.PREPAID)
    workspace.settings_store.save(payments=Payments(methods=(method,)))
    fetch(FetchRequest(shop_uid=UID, since=clock.now() - timedelta(days=400)))
    waiting = {one.order.serial for one in all_orders(workspace.database()) if one.lane == AWAITING_PAYMENT}
    assert waiting

    def statuses() -> dict[str, str]:
        export_orders(workspace, folder / "orders.csv", ExportFormat.CSV)
        titles, *rows = csv_rows(folder / "orders.csv")
        serial, status = titles.index("管理キー"), titles.index("ステータス")
        return {row[serial].removeprefix("'"): row[status] for row in rows}

    assert {serial for serial, status in statuses().items() if status == "入金待ち"} == waiting
    export_orders(workspace, folder / "orders.json", ExportFormat.JSON)
    lines = [json.loads(line) for line in (folder / "orders.json").read_text("utf-8").splitlines()]
    assert {line["serial"] for line in lines if line["lane"] == AWAITING_PAYMENT} == waiting
    workspace.settings_store.save(lanes=Lanes(lanes=()))
    now = statuses()
    assert {now[serial] for serial in waiting} == {"新規受付"}


def test_a_csv_in_the_characters_of_older_programs_replaces_none(
    workspace: Workspace, fetch: Fetches, mall: PracticeShop, clock: SetClock, folder: Path
) -> None:
    fetch(FetchRequest(shop_uid=UID, since=clock.now() - timedelta(days=400)))
    workspace.settings_store.save(other=Other(csv_encoding=CsvEncoding.CP932))
    file = folder / "orders.csv"
    file.write_text("before", encoding="ascii")
    with pytest.raises(ProblemError) as caught:
        export_orders(workspace, file, ExportFormat.CSV)
    problem = caught.value.problem
    assert problem.code is ProblemCode.FILE_UNENCODABLE
    with pytest.raises(UnicodeEncodeError):
        str(problem.params["character"]).encode("cp932")
    assert file.read_text(encoding="ascii") == "before"
    assert [each.name for each in folder.iterdir()] == ["orders.csv"]
    with csv_in(file, CsvEncoding.CP932) as write:
        write(("髙﨑", "①㈱", "=1"))
    assert file.read_bytes() == '"髙﨑","①㈱","\'=1"\r\n'.encode("cp932")


@ALL_FORMATS
def test_only_its_owner_may_read_it(filled: Workspace, folder: Path, form: ExportFormat) -> None:
    file = folder / "orders"
    export_orders(filled, file, form)
    assert [one.name for one in folder.iterdir()] == ["orders"]
    if sys.platform != "win32":
        assert file.stat().st_mode & 0o777 == 0o600


@ALL_FORMATS
def test_an_export_replaces_the_one_before(filled: Workspace, folder: Path, form: ExportFormat) -> None:
    file = folder / "orders"
    file.write_text("before")
    export_orders(filled, file, form)
    assert file.read_bytes() != b"before"


@contextmanager
def files_at_most(size: int) -> Iterator[None]:
    """Every write that would make a file longer fails, as on a full disk."""
    resource = pytest.importorskip("resource")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@ALL_FORMATS
@pytest.mark.parametrize("size", [0, 4_096, 20_000])
def test_a_write_that_fails_leaves_what_was_there(
    filled: Workspace, folder: Path, form: ExportFormat, size: int
) -> None:
    file = folder / "orders"
    file.write_text("before")
    with files_at_most(size), pytest.raises(ProblemError) as caught:
        export_orders(filled, file, form)
    assert caught.value.problem.code is ProblemCode.FILE_UNWRITABLE
    assert [one.name for one in folder.iterdir()] == ["orders"]
    assert file.read_text() == "before"


@ALL_FORMATS
@pytest.mark.parametrize("name", ["missing/orders", "a-file/orders", "a-folder", "", "x" * 300])
def test_a_place_that_cannot_be_written(
    filled: Workspace, folder: Path, form: ExportFormat, name: str
) -> None:
    (folder / "a-folder").mkdir()
    (folder / "a-file").write_text("")
    before = sorted(folder.iterdir())
    with pytest.raises(ProblemError) as caught:
        export_orders(filled, folder / name, form)
    assert caught.value.problem.code is ProblemCode.FILE_UNWRITABLE
    assert caught.value.problem.params["path"] == str(folder / name)
    assert sorted(folder.iterdir()) == before


def test_the_root_is_no_file(filled: Workspace) -> None:
    with pytest.raises(ProblemError) as caught:
        export_orders(filled, Path("/"), ExportFormat.CSV)
    assert caught.value.problem.code is ProblemCode.FILE_UNWRITABLE


def test_more_rows_than_a_sheet_holds_are_never_left_out(
    filled: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 50)
    with pytest.raises(ProblemError) as caught:
        export_orders(filled, folder / "orders.xlsx", ExportFormat.XLSX)
    assert caught.value.problem.params["reason"] == "too_many_rows"
    assert list(folder.iterdir()) == []


@ALL_FORMATS
def test_an_empty_store_is_no_error(
    workspace: Workspace, server: PracticeServer, folder: Path, form: ExportFormat
) -> None:
    assert export_orders(workspace, folder / "orders", form) == 0
    assert server.requests == [], "an export asks the shop nothing"


def test_what_a_killed_export_left_goes_with_the_next(filled: Workspace, folder: Path) -> None:
    left, rows = folder / ".受注.xlsx.77.part", folder / ".受注.xlsx.77.part-abc"
    left.write_bytes(b"people")
    rows.mkdir()
    (rows / "rows").write_bytes(b"people")
    export_orders(filled, folder / "受注.xlsx", ExportFormat.XLSX)
    assert [file.name for file in folder.iterdir()] == ["受注.xlsx"]
