"""Whatever is done with people's data leaves a row, of numbers and words of the program's own."""

from __future__ import annotations

import csv
import getpass
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from goq_desktop.domain.fetching import FetchSummary
from goq_desktop.domain.handling import Handling, HandlingKind, HandlingQuery, Soundness
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.services import handling
from goq_desktop.services.backing_up import back_up
from goq_desktop.services.diagnosing import save_diagnosis
from goq_desktop.services.erasing import erase_when_due
from goq_desktop.services.exporting import ExportFormat, export_orders
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Other
from goq_desktop.storage import handling_log
from goq_desktop.storage.order_export import all_orders
from tests.support.malls import PatientToken
from tests.support.set_clock import SetClock
from tests.unit.services.conftest import UID

Fetch = Callable[..., FetchSummary]
K = HandlingKind


def rows(workspace: Workspace) -> list[tuple[HandlingKind, int, str]]:
    _, found = handling.newest(workspace, HandlingQuery(), 100)
    return [(one.kind, one.count, one.detail) for one in reversed(found)]


def test_a_day_s_work_is_in_the_log(
    workspace: Workspace, fetch: Fetch, clock: SetClock, token: PatientToken, tmp_path: Path
) -> None:
    brought = fetch().new
    assert fetch().new == 0, "and that needs no row"
    export_orders(workspace, tmp_path / "受注.csv", ExportFormat.CSV)
    back_up(workspace, token)
    save_diagnosis(workspace, UID, tmp_path / "診断.json", token)
    workspace.settings_store.save(other=Other(erase_after_days=60))
    clock.move(timedelta(days=61))
    erased = erase_when_due(workspace)
    assert brought and erased
    assert rows(workspace) == [
        (K.FETCHED, brought, UID),
        (K.EXPORTED, brought, "csv"),
        (K.BACKED_UP, brought, ""),
        (K.DIAGNOSED, 0, UID),
        (K.ERASED, erased, ""),
    ]
    _, found = handling.newest(workspace, HandlingQuery(), 100)
    assert {one.actor for one in found} == {getpass.getuser()}
    assert found[0].at == clock.now() and handling.verified(workspace).soundness is Soundness.WHOLE


def test_the_log_holds_nothing_of_an_order(workspace: Workspace, fetch: Fetch, tmp_path: Path) -> None:
    fetch()
    first = next(iter(all_orders(workspace.database()))).order
    export_orders(workspace, tmp_path / f"{first.purchaser.name}様.csv", ExportFormat.CSV)
    text = str(rows(workspace))
    for order in all_orders(workspace.database()):
        who = order.order.purchaser
        assert not any(part in text for part in (who.name, who.phone, who.email, order.order.number) if part)


def test_no_file_appears_without_its_row(
    workspace: Workspace, fetch: Fetch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch()

    def full(*_: object, **__: object) -> None:
        raise ProblemError(ProblemCode.DISK_FULL, path="x")

    monkeypatch.setattr(handling_log, "add", full)
    with pytest.raises(ProblemError):
        export_orders(workspace, tmp_path / "a.csv", ExportFormat.CSV)
    with pytest.raises(ProblemError):
        back_up(workspace, PatientToken())
    assert not (tmp_path / "a.csv").exists() and not list(workspace.home.backups.glob("orders-*"))


def test_a_fetch_stays_good_when_its_row_finds_no_room(
    workspace: Workspace, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise ProblemError(ProblemCode.DISK_FULL, path="x")

    monkeypatch.setattr(handling_log, "add", full)
    assert fetch().is_complete


def test_settings_make_no_store_for_their_row(workspace: Workspace) -> None:
    handling.note_if_stored(workspace, K.SETTINGS_EXPORTED)
    assert not workspace.home.database.exists()
    workspace.database()
    handling.note_if_stored(workspace, K.SETTINGS_EXPORTED)
    assert rows(workspace) == [(K.SETTINGS_EXPORTED, 0, "")]


def test_the_log_as_a_file_runs_no_formula(workspace: Workspace, tmp_path: Path) -> None:
    """The user's name is the operating system's affair, and may begin with anything."""
    handling.note(workspace, K.COPIED, 1)
    file = tmp_path / "取扱記録.csv"
    handling.export_log(workspace, HandlingQuery(), file, ("利用者",), lambda _: ("=cmd|'/c calc'!A1",))
    assert "\"'=cmd" in file.read_text("utf-8-sig")


def test_the_log_as_a_file_for_people(workspace: Workspace, tmp_path: Path) -> None:
    for number in range(3):
        handling.note(workspace, K.COPIED, number)
    file = tmp_path / "取扱記録.csv"

    def line(entry: Handling) -> tuple[str, ...]:
        return (str(entry.id), entry.kind.value, str(entry.count))

    assert handling.export_log(workspace, HandlingQuery(), file, ("番号", "内容", "件数"), line) == 3
    with file.open(encoding="utf-8-sig", newline="") as opened:
        assert list(csv.reader(opened))[1:] == [
            ["3", "copied", "2"],
            ["2", "copied", "1"],
            ["1", "copied", "0"],
        ]
