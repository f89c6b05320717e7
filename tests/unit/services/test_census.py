"""The census tells what a fetch cannot see, mends nothing by itself, and brings no erased people back."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta

import pytest

from goq_desktop.domain.census import NO_FINDINGS, Alarm
from goq_desktop.domain.edits import EditField, Wish
from goq_desktop.domain.fetching import FetchRequest
from goq_desktop.domain.orders import Lane, Order
from goq_desktop.domain.rules import NO_RULES
from goq_desktop.practice.shop import PracticeShop
from goq_desktop.practice.traps import Trap
from goq_desktop.services import confirming, sync_plan
from goq_desktop.storage.editing import OrderEditor
from goq_desktop.storage.erasing import erase_finished
from tests.support.set_clock import SetClock
from tests.unit.services.conftest import UID, Fetches

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def first_of(fetch: Fetches, lane: Lane) -> Order:
    newest = reversed(list(fetch.stored.values()))
    return next(order for order in newest if order.lane is lane)


def vanished(fetch: Fetches) -> list[str]:
    with closing(fetch.workspace.database().reader()) as reader:
        return [row[0] for row in reader.execute("SELECT serial FROM orders WHERE vanished_at IS NOT NULL")]


def test_an_order_that_was_listed_too_late_is_told_and_comes_when_a_person_asks(
    fetch: Fetches, mall: PracticeShop, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Else it would be found by chance, beside open orders of its day.
    monkeypatch.setattr(sync_plan, "OPEN_SLICES", 0)
    late = mall.trap(Trap.LATE)
    fetch.workspace.settings_store.update_shop(UID, fetch_days=1)
    clock.time = late.updated + 20 * HOUR
    fetch()
    clock.move(2 * DAY)
    assert fetch().findings == NO_FINDINGS
    mall.publish_late()
    clock.move(HOUR)
    assert fetch().findings == NO_FINDINGS, "one census a day"
    clock.move(DAY)
    summary = fetch()
    assert summary.is_complete and summary.findings is not None
    assert (summary.findings.missing, summary.findings.differing) == (1, 0)
    assert late.serial not in fetch.stored, "told, not mended"
    assert fetch.freshness.findings == summary.findings
    mended = fetch(FetchRequest(shop_uid=UID, since=summary.findings.since))
    assert mended.findings == NO_FINDINGS == fetch.freshness.findings
    assert late.serial in fetch.stored


def test_an_order_that_is_listed_no_longer_is_marked_and_stays(
    fetch: Fetches, mall: PracticeShop, clock: SetClock
) -> None:
    fetch()
    before = fetch.stored
    opened, done = first_of(fetch, Lane.NEW), first_of(fetch, Lane.DONE)
    mall.remove(opened.serial)
    mall.remove(done.serial)
    clock.move(DAY)
    findings = fetch().findings
    assert findings is not None and findings.alarms == {Alarm.VANISHED: (opened.number,)}
    assert sorted(vanished(fetch)) == sorted([opened.serial, done.serial])
    assert fetch.stored == before
    clock.move(DAY)
    assert fetch().findings == findings, "marked once"
    mall.edit(opened.serial)
    assert fetch().findings == NO_FINDINGS
    assert vanished(fetch) == [done.serial]


def test_an_order_that_was_worked_on_and_is_cancelled_raises_an_alarm_once(
    fetch: Fetches, mall: PracticeShop
) -> None:
    fetch()
    sent = [order for order in fetch.stored.values() if order.lane is Lane.DONE]
    cancelled, edited = sent[:2]
    untouched = first_of(fetch, Lane.NEW)
    mall.cancel(cancelled.serial)
    mall.edit(edited.serial)
    mall.cancel(untouched.serial)
    summary = fetch()
    assert sorted(summary.alarms) == [Alarm.CANCELLED, Alarm.CHANGED]
    expected = {Alarm.CANCELLED: (cancelled.number,), Alarm.CHANGED: (edited.number,)}
    assert fetch.freshness.findings.alarms == expected
    assert fetch().alarms == ()
    assert fetch.freshness.findings.alarms == expected, "until a person has seen it"
    confirming.see_alarms(fetch.workspace, UID, expected)
    assert fetch().findings == NO_FINDINGS


def test_an_order_that_was_edited_here_raises_the_alarm_too(fetch: Fetches, mall: PracticeShop) -> None:
    fetch()
    order = first_of(fetch, Lane.NEW)
    database = fetch.workspace.database()
    with closing(database.reader()) as reader:
        row = reader.execute("SELECT id FROM orders WHERE serial = ?", (order.serial,)).fetchone()
    editor = OrderEditor(database, lambda: NO_RULES)
    editor.edit(row, (Wish(EditField.NOTE, "急ぎ"),), who="花子", now=fetch.workspace.clock.now())
    mall.cancel(order.serial)
    assert fetch().alarms == (Alarm.CANCELLED,)


def test_erased_people_do_not_come_back_by_a_census_nor_do_their_orders_count_as_missing(
    fetch: Fetches, mall: PracticeShop, clock: SetClock
) -> None:
    fetch()
    clock.move(DAY)
    gone = first_of(fetch, Lane.DONE)
    later = clock.now() + HOUR
    assert erase_finished(fetch.workspace.database(), NO_RULES, before=later, now=later) > 1
    erased = fetch.stored
    mall.edit(gone.serial)
    summary = fetch()
    assert summary.is_complete and summary.findings == NO_FINDINGS
    assert summary.alarms == ()
    assert fetch.stored[gone.serial] == erased[gone.serial] != gone
    mall.remove(gone.serial)
    clock.move(DAY)
    assert fetch().findings == NO_FINDINGS
    assert vanished(fetch) == []
