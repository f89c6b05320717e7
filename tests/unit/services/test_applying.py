"""The settings act on orders: at the fetch, and anew on what is stored; old people are erased."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goq_desktop.cancellation import Cancelled
from goq_desktop.domain.carriers import CARRIERS
from goq_desktop.domain.fetching import FetchProgress, FetchSummary
from goq_desktop.domain.orders import Lane
from goq_desktop.domain.payments import AWAITING_PAYMENT, PaymentKind
from goq_desktop.domain.rules import PaymentRule
from goq_desktop.domain.slots import NO_WISH
from goq_desktop.services import applying
from goq_desktop.services.applying import MOST_SAMPLES, Part, Preview, apply, own_lanes, preview, rules_of
from goq_desktop.services.erasing import erase_when_due
from goq_desktop.services.sight import look_at_store
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import (
    Conversion,
    Conversions,
    Lanes,
    LaneSetting,
    Other,
    PaymentMethod,
    Payments,
    Settings,
    SlotName,
    SlotNames,
)
from goq_desktop.storage import reworking
from goq_desktop.storage.order_export import all_orders
from goq_desktop.storage.reworking import Step
from tests.support.malls import PatientToken
from tests.support.set_clock import SetClock
from tests.unit.services.conftest import Fetches

Fetch = Callable[..., FetchSummary]


def worked(workspace: Workspace) -> list[tuple[object, ...]]:
    with closing(workspace.database().reader()) as reader:
        return reader.execute("SELECT lane, carrier_code, service_code, reasons FROM orders").fetchall()


def test_a_wording_of_a_time_may_stand_for_no_wish() -> None:
    names = (SlotName(wording="ポスト投函", slot=NO_WISH.code), SlotName(wording="朝", slot="am"))
    assert rules_of(Settings(slot_names=SlotNames(names=names))).slots == {"ポスト投函": "", "朝": "am"}


def set_up(workspace: Workspace, first: str, wording: str) -> None:
    workspace.settings_store.save(
        payments=Payments(
            methods=(PaymentMethod(wording=first, kind=PaymentKind.PREPAID, first_lane=AWAITING_PAYMENT),)
        ),
        conversions=Conversions(rules=(Conversion(wording=wording, carrier="seino", service="mini"),)),
    )


def test_settings_act_at_the_fetch_and_the_same_way_on_what_is_stored(
    workspace: Workspace, fetch: Fetch, token: PatientToken
) -> None:
    fetch()
    sight = look_at_store(workspace)
    payment = next(one.text for one in sight.payments if one.text == "銀行振込")
    carrier = next(one.text for one in sight.carriers)
    set_up(workspace, payment, carrier)
    rules = rules_of(workspace.load_settings().settings)
    steps: list[Step] = []
    told = preview(workspace, rules, token, steps.append)
    assert told.total == len(worked(workspace)) == steps[-1].looked_at >= told.changed > 0
    assert told.counts[Part.DELIVERY] > 0
    assert {sample.part for sample in told.samples} <= set(told.counts)
    assert len(told.samples) == min(MOST_SAMPLES, sum(told.counts.values()))
    assert apply(workspace, rules, token, steps.append) == told.changed == steps[-1].changed
    assert preview(workspace, rules, token) == Preview(told.total, 0, {}, ())
    stored = worked(workspace)
    assert any(row[0] == AWAITING_PAYMENT for row in stored)
    assert any(row[1:3] == ("seino", "mini") for row in stored)
    assert any(row[3] for row in stored)
    workspace.close()
    for file in workspace.home.data_dir.iterdir():
        file.unlink()
    fetch()
    assert worked(workspace) == stored


def test_samples_are_the_first_and_bounded(
    workspace: Workspace, fetch: Fetch, token: PatientToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch()
    set_up(workspace, "銀行振込", "佐川急便")
    rules = rules_of(workspace.load_settings().settings)
    whole = preview(workspace, rules, token)
    for most in range(8):
        monkeypatch.setattr(applying, "MOST_SAMPLES", most)
        assert preview(workspace, rules, token) == replace(whole, samples=whole.samples[:most])


def test_applying_leaves_what_the_shop_said(workspace: Workspace, fetch: Fetch, token: PatientToken) -> None:
    fetch()
    before = [(one.order, one.raw) for one in all_orders(workspace.database())]
    set_up(workspace, "銀行振込", "佐川急便")
    assert apply(workspace, rules_of(workspace.load_settings().settings), token)
    assert [(one.order, one.raw) for one in all_orders(workspace.database())] == before
    summary = fetch()
    assert (summary.new, summary.updated, summary.unchanged) == (0, 0, len(before))


def test_a_cancel_leaves_whole_orders_and_the_next_call_does_the_rest(
    workspace: Workspace, fetch: Fetch, token: PatientToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetch()
    set_up(workspace, "銀行振込", "佐川急便")
    rules = rules_of(workspace.load_settings().settings)
    monkeypatch.setattr(reworking, "_CHUNK", 20)
    expected = preview(workspace, rules, token).changed
    steps: list[Step] = []

    def cancel_in_the_middle(step: Step) -> None:
        steps.append(step)
        if len(steps) == 3:
            token.cancel()

    with pytest.raises(Cancelled):
        apply(workspace, rules, token, cancel_in_the_middle)
    assert len(steps) == 3 and 0 < steps[-1].changed < expected
    assert apply(workspace, rules, PatientToken()) == expected - steps[-1].changed


def test_settings_that_change_while_a_fetch_runs_hold_from_the_next_page(
    workspace: Workspace, fetch: Fetches
) -> None:
    assert not workspace.load_settings().settings.payments.methods

    def change(progress: FetchProgress) -> None:
        if progress.page == 1:
            set_up(workspace, "銀行振込", "佐川急便")

    assert fetch(report=change).pages == 2
    lanes = [row[0] for row in worked(workspace)]
    assert AWAITING_PAYMENT not in lanes[:100] and AWAITING_PAYMENT in lanes[100:]


def test_a_lane_that_a_file_gives_a_fixed_code_is_none() -> None:
    lanes = tuple(LaneSetting(code=code, name="x") for code in ("done", "held"))
    settings = Settings(lanes=Lanes(lanes=lanes))
    assert [lane.code for lane in own_lanes(settings)] == ["held"]
    assert rules_of(settings).lanes == {"held"}


WORDING = st.sampled_from(["a", "b", "A", "a "])


@given(
    methods=st.lists(st.builds(PaymentMethod, wording=WORDING, kind=st.sampled_from(PaymentKind))),
    rules=st.lists(st.builds(Conversion, wording=WORDING, carrier=st.sampled_from(["yamato", "sagawa"]))),
    names=st.lists(st.builds(SlotName, wording=WORDING, slot=st.sampled_from(["am", "12-14"]))),
)
def test_of_the_same_wording_the_first_counts(
    methods: list[PaymentMethod], rules: list[Conversion], names: list[SlotName]
) -> None:
    made = rules_of(
        Settings(
            payments=Payments(methods=tuple(methods)),
            conversions=Conversions(rules=tuple(rules)),
            slot_names=SlotNames(names=tuple(names)),
        )
    )
    for wording in ("a", "b", "A", "a "):
        method = next((one for one in methods if one.wording == wording), None)
        assert made.payments.get(wording) == (method and PaymentRule(method.kind))
        rule = next((one for one in rules if one.wording == wording), None)
        assert made.deliveries.get(wording) == (rule and (rule.carrier, ""))
        assert made.slots.get(wording) == next((one.slot for one in names if one.wording == wording), None)


def test_seen_wordings_count_every_order(workspace: Workspace, fetch: Fetch) -> None:
    fetch()
    orders = [one.order for one in all_orders(workspace.database())]
    sight = look_at_store(workspace)
    assert sum(one.count for one in sight.payments) == sum(bool(order.payment_method) for order in orders)
    assert {one.order.serial for one in sight.recent} <= {order.serial for order in orders}
    assert sight.recent


def test_carriers_names_mean_themselves(workspace: Workspace, fetch: Fetch) -> None:
    fetch()
    names = {carrier.name: carrier.code for carrier in CARRIERS}
    for stored, row in zip(all_orders(workspace.database()), worked(workspace), strict=True):
        assert row[1] == names.get(stored.order.destinations[0].carrier)


def test_people_are_erased_only_when_the_shop_wants_it_and_in_time(
    workspace: Workspace, fetch: Fetch, clock: SetClock
) -> None:
    fetch()
    ended = sum(one.order.lane is not Lane.NEW for one in all_orders(workspace.database()))
    clock.move(timedelta(days=400))
    assert erase_when_due(workspace) == 0
    workspace.settings_store.save(other=Other(erase_after_days=365))
    assert erase_when_due(workspace) == ended > 0
    for one in all_orders(workspace.database()):
        assert one.is_erased == (one.order.lane is not Lane.NEW) == (not one.order.purchaser.name)
