"""Local work as a use case: values are looked at, exports hold them, and undo gives the same bytes back."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.domain.edits import EditField, Wish
from goq_desktop.domain.fetching import Window
from goq_desktop.domain.handling import HandlingKind, HandlingQuery
from goq_desktop.domain.history import StepResult
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.paths import Home
from goq_desktop.services import editing, handling
from goq_desktop.services.exporting import ExportFormat, export_orders
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Lanes, LaneSetting
from goq_desktop.storage import handling_log
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.orders import OrderWriter
from tests.support.made_orders import NEWEST, made_order, received
from tests.support.malls import PatientToken

MANY = 500
WISHES = (
    Wish(EditField.LANE, "held"),
    Wish(EditField.NOTE, "=急ぎ"),
    Wish(EditField.DELIVERY, "yamato/compact"),
    Wish(EditField.SHIP_DATE, "2026-11-28"),
    Wish(EditField.SLOT, "am"),
    Wish(EditField.PARCELS, "2"),
    Wish(EditField.CITY, "仙台市青葉区"),
)


@pytest.fixture
def filled(home: Home) -> Iterator[Workspace]:
    workspace = Workspace(home, SessionStore())
    workspace.prepare()
    workspace.settings_store.save(lanes=Lanes(lanes=(LaneSetting(code="held", name="保留"),)))
    database = workspace.database()
    run = Journal(database).begin("a", Window(since=NEWEST), is_automatic=True, now=NEWEST)
    page = [received(made_order(number)) for number in range(MANY)]
    OrderWriter(database, "mark").store_page("a", run, page, now=NEWEST)
    yield workspace
    workspace.close()


def exported(workspace: Workspace, folder: Path) -> dict[ExportFormat, bytes]:
    """Of the workbook its sheet: the file itself tells when it was made."""
    files = {form: folder / f"orders.{form}" for form in ExportFormat}
    for form, file in files.items():
        export_orders(workspace, file, form)
    contents = {form: file.read_bytes() for form, file in files.items()}
    with zipfile.ZipFile(files[ExportFormat.XLSX]) as book:
        contents[ExportFormat.XLSX] = book.read("xl/worksheets/sheet1.xml")
    return contents


def test_a_bulk_edit_that_is_undone_leaves_the_same_exports(filled: Workspace, tmp_path: Path) -> None:
    before = exported(filled, tmp_path)
    result = editing.edit(filled, range(1, MANY + 1), WISHES)
    assert len(result.changed_ids) == MANY
    after = exported(filled, tmp_path)
    assert all(after[form] != before[form] for form in ExportFormat)
    assert len(editing.undo(filled).changed_ids) == MANY
    assert exported(filled, tmp_path) == before
    editing.redo(filled)
    assert exported(filled, tmp_path) == after


def test_exports_hold_what_is_in_force_and_json_what_the_shop_says(filled: Workspace, tmp_path: Path) -> None:
    editing.edit(filled, [1], WISHES)
    exported(filled, tmp_path)
    with (tmp_path / "orders.csv").open(encoding="utf-8-sig", newline="") as text:
        row = next(csv.DictReader(text))
    assert (row["ステータス"], row["ひとことメモ"], row["個口数"]) == ("保留", "'=急ぎ", "2")
    assert (row["配送業者"], row["お届け時間帯"]) == ("ヤマト運輸 宅急便コンパクト", "午前中")
    assert row["出荷日"] == "2026-11-28" and "仙台市青葉区" in row["送付先住所"]
    line = json.loads((tmp_path / "orders.json").read_text("utf-8").splitlines()[0])
    shops = {edit["field"]: edit["shop"] for edit in line["edits"]}
    assert shops["delivery"] == made_order(0).destinations[0].carrier and line["lane"] == "held"
    assert line["destinations"][0]["parcels"] == 2 and line["note"] == "=急ぎ"


def test_the_preview_tells_what_the_step_does(filled: Workspace) -> None:
    ids = range(1, 41)
    told = editing.preview(filled, ids, WISHES, PatientToken())
    assert (told.total, told.changed, told.erased) == (40, 40, 0)
    assert len(editing.edit(filled, ids, WISHES).changed_ids) == told.changed
    again = editing.preview(filled, ids, WISHES, PatientToken())
    assert (again.total, again.changed, again.counts, again.samples) == (40, 0, {}, ())


@pytest.mark.parametrize(
    ("field", "value", "reason"),
    [
        (EditField.LANE, "gone", "lane_missing"),
        (EditField.DELIVERY, "yamato/none", "carrier_missing"),
        (EditField.DELIVERY, "nobody/", "carrier_missing"),
        (EditField.SLOT, "noon", "unknown"),
        (EditField.PARCELS, "0", "parcels"),
        (EditField.PARCELS, "100", "parcels"),
        (EditField.SHIP_DATE, "2026-02-30", "day"),
        (EditField.SHIP_DATE, "20261128", "day"),
        (EditField.NOTE, "長" * 501, "too_long"),
        (EditField.NOTE, "a\x00b", "unprintable"),
        (EditField.NAME, "", "required"),
        (EditField.PHONE, "12", "phone"),
        (EditField.POSTCODE, "12", "postcode"),
        (EditField.STREET, "長" * 101, "too_long"),
    ],
)
def test_a_wrong_value_is_told_and_nothing_is_written(
    filled: Workspace, field: EditField, value: str, reason: str
) -> None:
    with pytest.raises(ProblemError) as caught:
        editing.edit(filled, [1], [Wish(EditField.LANE, "held"), Wish(field, value)])
    problem = caught.value.problem
    assert problem.code is ProblemCode.EDIT_INVALID
    assert problem.params == {"field": field.value, "reason": reason}
    assert editing.undo_state(filled).undo is None


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        (EditField.POSTCODE, "〒１５００００１", "150-0001"),
        (EditField.PHONE, "（０３）１１１１ー２２２２", "03-1111-2222"),
        (EditField.PARCELS, "３", "3"),
        (EditField.NOTE, " 一行目 \n二行目\n", "一行目\n二行目"),
    ],
)
def test_values_are_kept_in_one_form(filled: Workspace, field: EditField, typed: str, kept: str) -> None:
    assert editing.checked([Wish(field, typed)], frozenset()) == (Wish(field, kept),)


def test_nothing_to_undo_is_no_problem(filled: Workspace) -> None:
    assert editing.undo(filled) == editing.redo(filled) == StepResult()


def test_history_names_who_works_here_like_the_handling_log_whatever_the_environment_says(
    filled: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "somebody else")
    editing.edit(filled, [1], WISHES[:1])
    export_orders(filled, tmp_path / "orders.csv", ExportFormat.CSV)
    (noted,) = handling_log.entries(filled.database(), HandlingQuery(), 1)
    assert editing.timeline(filled, 1)[0].who == noted.actor != "somebody else"


def test_a_file_of_all_orders_stands_in_the_history_of_each(filled: Workspace, tmp_path: Path) -> None:
    editing.edit(filled, [1], [Wish(EditField.NOTE, "急ぎ")])
    export_orders(filled, tmp_path / "orders.csv", ExportFormat.CSV)
    handling.note(filled, HandlingKind.EXPORTED, 3, "log")
    for order_id, kinds in ((1, ["exported", "edited", "fetched"]), (2, ["exported", "fetched"])):
        events = editing.timeline(filled, order_id)
        assert sorted(event.kind for event in events) == sorted(kinds) and events[-1].kind == "fetched"
    assert next(one for one in events if one.kind == "exported").after == "csv"
