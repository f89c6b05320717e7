"""Stored open orders follow a change of the checks by themselves, once, and stay in their lanes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from goq_desktop.cancellation import Cancelled, CancelToken
from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.domain.checks.reason import CheckReason
from goq_desktop.domain.fetching import Window
from goq_desktop.domain.orders import Lane, Order
from goq_desktop.domain.payments import PaymentKind
from goq_desktop.paths import Home
from goq_desktop.services import confirming
from goq_desktop.services.rechecking import recheck_when_due
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Other, PaymentMethod, Payments
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.orders import OrderWriter
from tests.support.made_orders import NEWEST, calm_order, received

TOKEN = CancelToken()


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace(Home.at(tmp_path / "home"), SessionStore())
    workspace.prepare()
    yield workspace
    workspace.close()


def wrong(number: int, lane: Lane = Lane.NEW) -> Order:
    """Of a postcode that is none; the writer of these tests has no dictionary and finds nothing."""
    order = calm_order(number)
    who = replace(order.purchaser, postcode="0000000")
    first = replace(order.destinations[0], party=who)
    return replace(order, lane=lane, purchaser=who, destinations=(first,))


def store(workspace: Workspace, *orders: Order) -> None:
    database = workspace.database()
    run = Journal(database).begin("a", Window(since=NEWEST), is_automatic=True, now=NEWEST)
    OrderWriter(database, "m").store_page("a", run, [received(order) for order in orders], now=NEWEST)


def stored(workspace: Workspace) -> list[tuple[str, str | None]]:
    with closing(workspace.database().reader()) as reader:
        return reader.execute("SELECT lane, reasons FROM orders ORDER BY id").fetchall()


def test_open_orders_are_examined_once(workspace: Workspace) -> None:
    store(workspace, wrong(1), wrong(2, Lane.DONE), calm_order(4))
    # By these settings it would begin in another lane; that is for a person to apply.
    method = PaymentMethod(wording="銀行振込", kind=PaymentKind.PREPAID)
    rest = PaymentMethod(wording="クレジットカード", kind=PaymentKind.CARD)
    workspace.settings_store.save(payments=Payments(methods=(method, rest)))
    assert [one for _, one in stored(workspace)] == [None, None, None]
    assert recheck_when_due(workspace, TOKEN) == 2
    assert stored(workspace) == [("new", "postcode"), ("done", None), ("new", None)]
    assert recheck_when_due(workspace, TOKEN) == 0


def test_what_was_confirmed_stays_so_and_a_setting_makes_it_due(workspace: Workspace) -> None:
    store(workspace, wrong(1))
    recheck_when_due(workspace, TOKEN)
    database = workspace.database()
    from goq_desktop.storage.order_list import OrderList

    orders = OrderList(database.reader(), database.path)
    found = orders.detail(1)
    orders.close()
    assert found is not None and found.reasons == (CheckReason.POSTCODE,)
    assert confirming.confirm(workspace, 1, {found.checks[0].mark}).changed_ids == (1,)
    workspace.settings_store.save(other=Other(bundle_days=3))
    assert recheck_when_due(workspace, TOKEN) == 1
    assert stored(workspace) == [("new", None)]


def test_a_stop_is_made_up_for(workspace: Workspace) -> None:
    store(workspace, wrong(1))
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        recheck_when_due(workspace, token)
    assert recheck_when_due(workspace, TOKEN) == 1
