"""Whose data was held when: each person once, by the simple rule that stands in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from goq_desktop.cancellation import Cancelled
from goq_desktop.domain.fetching import FetchSummary
from goq_desktop.domain.handling import HandlingKind, HandlingQuery
from goq_desktop.domain.orders import Party
from goq_desktop.domain.people import parties_of, person_key
from goq_desktop.services import handling
from goq_desktop.services.affected import affected, export_affected, held_now
from goq_desktop.services.erasing import erase_when_due
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Other
from goq_desktop.storage.order_export import all_orders
from tests.support.malls import PatientToken
from tests.support.set_clock import SetClock

Fetch = Callable[..., FetchSummary]
DAY = timedelta(days=1)
SATO = Party(name="佐藤 花子", phone="090-1234-5678", email="Hana@example.jp", city="仙台市")


def quiet(_: object) -> None:
    pass


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        (replace(SATO, phone="０９０ー１２３４ー５６７８", name="サトウ", email=""), True),
        (replace(SATO, phone="090-1234-5679"), False),
        (replace(SATO, phone="", email="hana@EXAMPLE.jp"), False),
    ],
)
def test_the_phone_tells_people_apart(other: Party, is_same: bool) -> None:
    assert (person_key(SATO) == person_key(other)) is is_same


def test_without_a_phone_it_is_the_mail_and_then_name_and_address() -> None:
    by_mail = replace(SATO, phone="1")
    assert person_key(by_mail) == person_key(replace(by_mail, name="別", email="hana@EXAMPLE.jp"))
    by_name = replace(SATO, phone="", email="")
    assert person_key(by_name) == person_key(replace(by_name, name="佐藤花子"))
    assert person_key(by_name) != person_key(replace(by_name, city="盛岡市"))
    assert person_key(Party(prefecture="宮城県")) is None


def test_the_number_now_and_then(
    workspace: Workspace, fetch: Fetch, clock: SetClock, token: PatientToken
) -> None:
    fetch()
    stored = [one.order for one in all_orders(workspace.database())]
    people = {person_key(party) for order in stored for party in parties_of(order)} - {None}
    assert held_now(workspace, token, quiet) == len(people) > 100
    now = clock.now()
    then = affected(workspace, now - DAY, now + DAY, token, quiet)
    assert (then.people, then.orders, then.erased) == (len(people), len(stored), 0)
    assert then.handled == {HandlingKind.FETCHED: 1}
    assert affected(workspace, now - 9 * DAY, now, token, quiet).people == 0


def test_who_was_erased_since_is_counted_and_not_named(
    workspace: Workspace, fetch: Fetch, clock: SetClock, token: PatientToken
) -> None:
    fetch()
    lost = clock.now()
    workspace.settings_store.save(other=Other(erase_after_days=60))
    clock.move(61 * DAY)
    erased = erase_when_due(workspace)
    then = affected(workspace, lost, lost + DAY, token, quiet)
    assert then.erased == erased > 0 and then.people == held_now(workspace, token, quiet)
    now = clock.now()
    assert affected(workspace, now + DAY, now + 2 * DAY, token, quiet).erased == 0


def test_the_list_names_each_once_and_is_itself_in_the_log(
    workspace: Workspace, fetch: Fetch, clock: SetClock, token: PatientToken, tmp_path: Path
) -> None:
    fetch()
    now, file = clock.now(), tmp_path / "影響した人.xlsx"
    count = export_affected(workspace, now - DAY, now + DAY, file, token, quiet)
    sheet = load_workbook(file).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert count == len(rows) - 1 == held_now(workspace, token, quiet)
    keys = [person_key(Party(name=str(row[0]), phone=str(row[2]), email=str(row[3] or ""))) for row in rows]
    stored = [one.order for one in all_orders(workspace.database())]
    assert len(set(keys)) == len(keys)
    assert {person_key(order.purchaser) for order in stored if order.purchaser.phone} <= set(keys)
    _, newest = handling.newest(workspace, HandlingQuery(), 1)
    assert (newest[0].kind, newest[0].count, newest[0].detail) == (HandlingKind.EXPORTED, count, "affected")


def test_it_can_be_stopped(workspace: Workspace, fetch: Fetch, clock: SetClock, token: PatientToken) -> None:
    fetch()
    token.cancel()
    with pytest.raises(Cancelled):
        held_now(workspace, token, quiet)
