"""What stands on paper is what the desk works with, and no paper or file is there without its note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from goq_desktop.cancellation import Cancelled, CancelToken
from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.domain.edits import EditField, Wish
from goq_desktop.domain.fetching import Window
from goq_desktop.domain.handling import HandlingKind, HandlingQuery
from goq_desktop.domain.history import EventKind
from goq_desktop.domain.orders import Lane, Order
from goq_desktop.domain.payments import PaymentKind
from goq_desktop.domain.printing.content import PrintedOrder, PrintKind, picking_sums
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.domain.slips import SenderSource
from goq_desktop.paths import Home
from goq_desktop.services import editing, printing
from goq_desktop.services.actor import os_user
from goq_desktop.services.handling import newest
from goq_desktop.services.printing import note_printed, printed_orders, save_pages
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Contractor, PaymentMethod, Payments, Shop, Shops, ShopSlip, Slips
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.orders import OrderWriter
from tests.support.made_orders import NEWEST, made_order, received
from tests.support.set_clock import SetClock

LANES = {"new": "新規受付", "done": "処理済", "cancelled": "キャンセル"}


@pytest.fixture
def workspace(home: Home) -> Iterator[Workspace]:
    workspace = Workspace(home, SessionStore(), SetClock(NEWEST))
    workspace.prepare()
    workspace.settings_store.save(
        contractor=Contractor(company="株式会社 工芸館", street="9-9-9", invoice_number="T1234567890123"),
        shops=Shops(shops=(Shop(uid="a", name="本店", shop_id="a.wc"),)),
        payments=Payments(
            methods=(
                PaymentMethod(wording="クレジットカード", kind=PaymentKind.CARD, printed_name="カード払い"),
            )
        ),
    )
    yield workspace
    workspace.close()


def store(workspace: Workspace, orders: Sequence[Order]) -> None:
    database = workspace.database()
    run = Journal(database).begin("a", Window(since=NEWEST), is_automatic=True, now=NEWEST)
    OrderWriter(database, "x").store_page("a", run, list(map(received, orders)), now=NEWEST)


def printed(workspace: Workspace, *ids: int) -> tuple[PrintedOrder, ...]:
    return printed_orders(workspace, ids, LANES, CancelToken())


def noted(workspace: Workspace) -> list[tuple[HandlingKind, str, int]]:
    _, rows = newest(workspace, HandlingQuery(), 10)
    return [(row.kind, row.detail, row.count) for row in rows]


def test_orders_come_in_the_order_of_the_list_and_what_is_gone_is_left_out(workspace: Workspace) -> None:
    store(workspace, [made_order(number) for number in range(250)])
    wanted = [250, 3, 999, 1, 120]
    assert [one.id for one in printed(workspace, *wanted)] == [250, 3, 1, 120]


def test_no_more_than_a_thousand_come(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "MOST_ORDERS", 2)
    store(workspace, [made_order(number) for number in range(5)])
    assert [one.id for one in printed(workspace, 5, 4, 3)] == [5, 4]


def test_what_people_decided_is_printed(workspace: Workspace) -> None:
    store(workspace, [made_order(0)])
    wishes = [
        Wish(EditField.NOTE, "のしを付ける"),
        Wish(EditField.DELIVERY, "yamato/compact", 0),
        Wish(EditField.PARCELS, "3", 0),
        Wish(EditField.STREET, "正しい番地1-2-3", 0),
    ]
    editing.edit(workspace, [1], wishes)
    (one,) = printed(workspace, 1)
    assert one.note == "のしを付ける"
    assert one.destinations[0].carrier == "ヤマト運輸 宅急便コンパクト"
    assert one.destinations[0].parcels == 3
    assert one.destinations[0].party.street == "正しい番地1-2-3"
    assert not one.destinations[0].is_purchaser


def test_the_payment_has_the_words_of_the_delivery_note(workspace: Workspace) -> None:
    store(workspace, [made_order(0), made_order(1)])
    assert [one.payment for one in printed(workspace, 1, 2)] == ["カード払い", "銀行振込"]


def test_an_order_that_the_shop_cancelled_is_marked_wherever_it_stands(workspace: Workspace) -> None:
    store(workspace, [replace(made_order(0), lane=Lane.CANCELLED), made_order(1)])
    editing.edit(workspace, [1], [Wish(EditField.LANE, "new")])
    first, second = printed(workspace, 1, 2)
    assert first.is_cancelled and first.lane == "新規受付" and not second.is_cancelled
    assert {one.orders for one in picking_sums((first, second))} == {1}


def test_the_issuer_is_the_contractor_or_the_shop_itself(workspace: Workspace) -> None:
    store(workspace, [made_order(0)])
    (one,) = printed(workspace, 1)
    assert (one.issuer.name, one.issuer.shop, one.issuer.address) == ("株式会社 工芸館", "本店", "9-9-9")
    slip = ShopSlip(shop="a", sender=SenderSource.SHOP, name="工芸館 本店", street="1-1-1")
    workspace.settings_store.save(slips=Slips(shops=(slip,)))
    (one,) = printed(workspace, 1)
    assert (one.issuer.name, one.issuer.address) == ("工芸館 本店", "1-1-1")
    assert one.issuer.invoice_number == "T1234567890123"


def test_reading_stops_when_nobody_wants_it_any_more(workspace: Workspace) -> None:
    store(workspace, [made_order(0)])
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        printed_orders(workspace, [1], LANES, token)


def test_paper_and_file_leave_a_note(workspace: Workspace, tmp_path: Path) -> None:
    store(workspace, [made_order(number) for number in range(3)])
    note_printed(workspace, PrintKind.ORDER_LIST, [1, 2, 3])
    save_pages(workspace, tmp_path / "a.pdf", b"%PDF-1", PrintKind.DELIVERY_NOTE, [2])
    assert (tmp_path / "a.pdf").read_bytes() == b"%PDF-1"
    assert noted(workspace) == [
        (HandlingKind.PRINTED, "delivery_note", 1),
        (HandlingKind.PRINTED, "order_list", 3),
    ]


def test_each_order_remembers_that_it_was_printed(workspace: Workspace) -> None:
    store(workspace, [made_order(number) for number in range(3)])
    note_printed(workspace, PrintKind.ORDER_LIST, [1, 3])
    note_printed(workspace, PrintKind.DELIVERY_NOTE, [3])

    def prints(order_id: int) -> list[tuple[str | None, str]]:
        events = editing.timeline(workspace, order_id)
        return [(one.after, one.who) for one in events if one.kind is EventKind.PRINTED]

    assert [what for what, _ in prints(3)] == ["delivery_note", "order_list"]
    assert prints(1) == [("order_list", os_user())] and prints(2) == []
    assert editing.undo_state(workspace).undo is None, "paper cannot be taken back"


def test_a_file_that_cannot_be_written_leaves_neither(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as raised:
        save_pages(workspace, tmp_path / "no" / "a.pdf", b"x", PrintKind.ORDER_SLIP, [1])
    assert raised.value.problem.code is ProblemCode.FILE_UNWRITABLE
    assert noted(workspace) == []


def test_there_is_no_file_without_its_note(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ProblemError(ProblemCode.DISK_FULL, path="x")

    monkeypatch.setattr(printing, "note", refuse)
    with pytest.raises(ProblemError):
        save_pages(workspace, tmp_path / "a.pdf", b"x", PrintKind.ORDER_SLIP, [1])
    assert list(tmp_path.glob("*.pdf")) == []
