"""The twelve days: what changed at the shop in the night, and what a person and the app do one after the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

from goq_desktop.domain.edits import EditField
from goq_desktop.domain.payments import PaymentKind
from goq_desktop.practice.seeded import serial_of
from goq_desktop.services import applying, backing_up, confirming, erasing, restoring
from goq_desktop.services.exporting import ExportFormat
from goq_desktop.services.rechecking import recheck_when_due
from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.services.tile_saving import save_page
from goq_desktop.settings.tiles import Contractor, Lanes, LaneSetting, PaymentMethod, Payments, Setup
from tests.faults.every_point.desk import Desk
from tests.faults.every_point.shop import NearShop
from tests.support import canaries
from tests.support.malls import PatientToken

FIRST: Final = datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
KEYS: Final = canaries.make()
NEW_KEYS: Final = canaries.make()

Act = Callable[[Desk], None]


def _nothing(_: NearShop) -> None:
    return


@dataclass(frozen=True)
class Day:
    """`after` nights since the day before; `whole`: the acts of which a stop leaves all or nothing of the orders."""

    name: str
    acts: tuple[Act, ...]
    night: Callable[[NearShop], None] = _nothing
    after: int = 1
    whole: frozenset[str] = field(default_factory=frozenset)


# -- setting up


def save_contractor(desk: Desk) -> None:
    contractor = Contractor(company="架空商店", postcode="980-0811", prefecture="宮城県", city="仙台市青葉区")
    save_page(desk.workspace.settings_store, SetupPage.CONTRACTOR, {"contractor": contractor})


def set_first_keys(desk: Desk) -> None:
    desk.workspace.remember_keyring()
    if not desk.workspace.shops():
        desk.set_keys(KEYS)


def end_set_up(desk: Desk) -> None:
    desk.workspace.settings_store.save(setup=Setup(page="confirm", is_quick=True, is_done=True))


# -- everyday


def fetch(desk: Desk) -> None:
    assert desk.fetch()


def fetch_later(desk: Desk) -> None:
    desk.at(4)
    assert desk.fetch()


def fetch_in_vain(desk: Desk) -> None:
    desk.shop.is_reachable = False
    try:
        assert not desk.fetch()
    finally:
        desk.shop.is_reachable = True


def keep(desk: Desk) -> None:
    """What the app does each hour."""
    desk.at(5)
    token = PatientToken()
    erasing.erase_when_due(desk.workspace)
    backing_up.back_up_when_due(desk.workspace, token)
    recheck_when_due(desk.workspace, token)
    erasing.erase_in_backups_when_due(desk.workspace, token)


# -- a person's work

MANY: Final = [serial_of(number) for number in range(21, 33)]
ONE: Final = MANY[:1]


def note_many(desk: Desk) -> None:
    desk.edit(MANY, EditField.NOTE, "急ぎ")


def date_many(desk: Desk) -> None:
    desk.edit(MANY, EditField.SHIP_DATE, "2026-11-30")


def undo_date(desk: Desk) -> None:
    if desk.holds(MANY, EditField.SHIP_DATE):
        desk.undo()


def correct_one(desk: Desk) -> None:
    desk.edit(ONE, EditField.STREET, "一番町9-9-9")


def undo_correction(desk: Desk) -> None:
    if desk.holds(ONE, EditField.STREET):
        desk.undo()


def redo_correction(desk: Desk) -> None:
    if not desk.holds(ONE, EditField.STREET):
        desk.redo()


def confirm_many(desk: Desk) -> None:
    desk.confirm(MANY)


def hold_one(desk: Desk) -> None:
    confirming.hold(desk.workspace, desk.ids(ONE)[0], "2026-12-24")


def release_one(desk: Desk) -> None:
    confirming.release(desk.workspace, desk.ids(ONE)[0])


def set_new_keys(desk: Desk) -> None:
    desk.set_keys(NEW_KEYS)


def back_up(desk: Desk) -> None:
    desk.at(6)
    backing_up.back_up(desk.workspace, PatientToken())


def keep_people_for_a_month(desk: Desk) -> None:
    other = msgspec.structs.replace(desk.workspace.load_settings().settings.other, erase_after_days=30)
    save_page(desk.workspace.settings_store, SetupPage.OTHER, {"other": other})


def erase_at_once(desk: Desk) -> None:
    desk.at(7)
    erasing.erase_now(desk.workspace, 30, PatientToken(), lambda _, __: None)


def export_for_programs(desk: Desk) -> None:
    desk.export("受注.json", ExportFormat.JSON)


def export_as_text(desk: Desk) -> None:
    desk.export("受注.csv", ExportFormat.CSV)


def export_as_sheet(desk: Desk) -> None:
    desk.export("受注.xlsx", ExportFormat.XLSX)


def choose_backup(desk: Desk) -> None:
    desk.at(7)
    if not desk.workspace.is_restoring_due and not restored(desk):
        newest = backing_up.backups(desk.workspace.home.backups)[0]
        restoring.prepare(desk.workspace, newest, PatientToken())


def restored(desk: Desk) -> bool:
    return any(desk.workspace.home.data_dir.glob("orders.before-restore-*"))


def start_again(desk: Desk) -> None:
    desk.restart()


def change_lanes_and_payments(desk: Desk) -> None:
    lanes = Lanes(lanes=(*Lanes().lanes, LaneSetting(code="wrap", name="のし作業")))
    save_page(desk.workspace.settings_store, SetupPage.OTHER, {"lanes": lanes})
    wordings = sorted({one.order.payment_method for one in desk.orders()} - {""})
    methods = tuple(
        PaymentMethod(wording=one, kind=PaymentKind.CARD, first_lane="wrap" if place % 2 else "")
        for place, one in enumerate(wordings)
    )
    save_page(desk.workspace.settings_store, SetupPage.PAYMENTS, {"payments": Payments(methods=methods)})


def apply_settings(desk: Desk) -> None:
    settings = desk.workspace.load_settings().settings
    applying.apply(desk.workspace, applying.rules_of(settings), PatientToken())
    applying.return_strays(desk.workspace)


def take_lane_away(desk: Desk) -> None:
    save_page(desk.workspace.settings_store, SetupPage.OTHER, {"lanes": Lanes()})


def _new_keys_at_the_shop(shop: NearShop) -> None:
    shop.keys = NEW_KEYS


DAYS: Final = (
    Day("first set-up", (save_contractor, set_first_keys, end_set_up, fetch)),
    Day("ordinary fetches", (fetch, fetch_later, keep), lambda shop: shop.take_orders(4)),
    Day(
        "offline for a month",
        (fetch_in_vain, fetch_later, keep),
        lambda shop: shop.take_orders_over_weeks(6, 4),
        after=30,
    ),
    Day("changes at the shop", (fetch, fetch_later), NearShop.change_much),
    Day(
        "edits",
        (note_many, date_many, undo_date, correct_one, undo_correction, redo_correction, fetch_later),
        whole=frozenset(("note_many", "date_many", "undo_date", "correct_one", "undo_correction")),
    ),
    Day("confirmations", (confirm_many, hold_one, release_one, fetch_later)),
    Day("settings", (change_lanes_and_payments, apply_settings, take_lane_away, apply_settings, fetch_later)),
    Day("key rotation", (set_new_keys, fetch_later), _new_keys_at_the_shop),
    Day("backup", (back_up, keep, fetch_later), lambda shop: shop.take_orders(2)),
    Day(
        "erasing",
        (keep_people_for_a_month, keep, erase_at_once, fetch_later),
        lambda shop: shop.ship(5),
        after=40,
    ),
    Day(
        "census and exports",
        (fetch, export_for_programs, export_as_text, export_as_sheet),
        NearShop.change_much,
    ),
    Day("restore", (back_up, choose_backup, start_again, fetch_later), lambda shop: shop.take_orders(2)),
)


def mornings() -> list[datetime]:
    moment, found = FIRST, []
    for day in DAYS:
        moment += timedelta(days=day.after)
        found.append(moment)
    return found
