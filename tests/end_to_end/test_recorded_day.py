"""A day at the desk as it was recorded: 120 orders and 40 reasons to check, worked through by keys alone."""

from __future__ import annotations

import csv
import json
import tomllib
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from goq_desktop import logs
from goq_desktop.domain.payments import PaymentKind
from goq_desktop.domain.times import JST
from goq_desktop.paths import Home
from goq_desktop.practice.server import PracticeServer
from goq_desktop.services.exporting import ExportFormat, export_orders
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import (
    Carriers,
    CarrierUse,
    Conversion,
    Conversions,
    Lanes,
    LaneSetting,
    PaymentMethod,
    Payments,
    Setup,
    Shop,
    Shops,
)
from goq_desktop.ui import theme
from goq_desktop.ui.desk import Desk
from tests.end_to_end.conftest import PROFILE
from tests.support.canaries import CanaryKeys
from tests.support.day_record import Line, read_record
from tests.support.day_shop import DayShop
from tests.support.keys import keep_keys
from tests.support.practice import exported_form
from tests.support.set_clock import SetClock
from tests.support.typist import Typist

DAY: Final = Path(__file__).parents[1] / "data" / "day"
MORNING: Final = datetime(2026, 11, 20, 0, 0, tzinfo=JST)
SHOP: Final = "shop1"
SHOP_NAME: Final = "練習の店"
LANE_NAMES: Final = {
    "new": "新規受付",
    "awaiting_payment": "入金待ち",
    "to_ship": "発送待ち",
    "done": "処理済",
    "cancelled": "キャンセル",
}


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MORNING.astimezone(UTC))


@pytest.fixture
def day_shop(clock: SetClock) -> DayShop:
    return DayShop(DAY / "orders.toml", clock)


@pytest.fixture
def server(day_shop: DayShop, canary_keys: CanaryKeys, home: Home) -> Iterator[PracticeServer]:
    server = PracticeServer(day_shop.shop, open_key=canary_keys.open, manager_key=canary_keys.manager)
    with server:
        (home.malls_dir / "shopserve.toml").write_text(PROFILE.format(url=server.url), encoding="utf-8")
        yield server


@pytest.fixture
def workspace(real_keyring: None, home: Home, server: PracticeServer, clock: SetClock) -> Workspace:
    """A desk that was set up some time ago."""
    workspace = Workspace.on_keyring(home)
    workspace.clock = clock
    workspace.prepare()
    logs.configure(home)
    kinds = {
        "クレジットカード": PaymentKind.CARD,
        "代金引換": PaymentKind.COD,
        "PayPay": PaymentKind.SETTLED,
        "銀行振込": PaymentKind.PREPAID,
    }
    workspace.settings_store.save(
        shops=Shops(shops=(Shop(uid=SHOP, name=SHOP_NAME, shop_id=server.shop_id),)),
        payments=Payments(methods=tuple(PaymentMethod(wording=w, kind=kind) for w, kind in kinds.items())),
        lanes=Lanes(
            lanes=(
                LaneSetting(code="awaiting_payment", name="入金待ち", colour="amber"),
                LaneSetting(code="to_ship", name="発送待ち", colour="green"),
            )
        ),
        carriers=Carriers(used=tuple(CarrierUse(carrier=one) for one in ("yamato", "sagawa", "japan_post"))),
        conversions=Conversions(rules=(Conversion(wording="ネコポス", carrier="yamato", service="nekopos"),)),
        setup=Setup(is_done=True, is_task_list_dismissed=True),
    )
    keep_keys(workspace, SHOP, server.open_key, server.manager_key)
    return workspace


@pytest.mark.timeout(600)
def test_a_recorded_day_is_worked_through_by_keys_alone(
    workspace: Workspace, day_shop: DayShop, clock: SetClock, qapp: QApplication, tmp_path: Path
) -> None:
    assert len(day_shop.reasons) == 40
    Played(workspace, day_shop, clock, qapp).play(read_record(DAY / "keys.txt", out=str(tmp_path)))
    came_out = CameOut(DAY / "came_out.toml", day_shop)

    export_orders(workspace, tmp_path / "day.json", ExportFormat.JSON)
    exported = [json.loads(line) for line in (tmp_path / "day.json").read_text("utf-8").splitlines()]
    assert len(exported) == 120
    for number, order in enumerate(exported, 1):
        shops = exported_form(day_shop.order(number), SHOP_NAME)
        for field in (
            "serial",
            "number",
            "ordered",
            "updated",
            "payment_method",
            "purchaser",
            "money",
            "memo",
        ):
            assert order[field] == shops[field], f"{field} of order {number}"
        edits = {edit["field"]: edit["mine"] for edit in order["edits"]}
        assert edits == came_out.edits[number], f"order {number}"
        assert order["lane"] == came_out.lane(number), f"order {number}"

    with (tmp_path / "day.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["受注番号"] for row in rows] == [order["number"] for order in exported]
    for number, row in enumerate(rows, 1):
        edits = came_out.edits[number]
        assert row["ステータス"] == LANE_NAMES[came_out.lane(number)]
        for title, field in (("ひとことメモ", "note"), ("出荷日", "ship_date"), ("伝票番号", "tracking")):
            assert row[title] == edits.get(field, ""), f"{title} of order {number}"

    with closing(workspace.database().reader()) as reader:
        confirmed = dict(reader.execute("SELECT code, count(*) FROM confirmations GROUP BY code"))
        history = dict(reader.execute("SELECT kind, count(*) FROM order_history GROUP BY kind"))
        customers = reader.execute("SELECT name, note FROM customers WHERE is_marked").fetchall()
    assert {code: count for code, count in confirmed.items() if code} == came_out.confirmed
    assert {kind: history.get(kind, 0) for kind in came_out.history} == came_out.history
    assert customers == [("架空 葵", "折り返し")]


class CameOut:
    """What the record says that the day must have brought about."""

    def __init__(self, file: Path, shop: DayShop) -> None:
        told = tomllib.loads(file.read_text("utf-8"))
        self._awaiting, self._cancelled = told["waiting_for_payment"], told["cancelled"]
        self.confirmed: dict[str, int] = told["confirmed"]
        self.history: dict[str, int] = told["history"]
        self.edits: dict[int, dict[str, str]] = {number: {} for number in range(1, shop.count + 1)}
        for edited in told["edited"]:
            for number in edited.pop("orders"):
                self.edits[number].update(edited)

    def lane(self, number: int) -> str:
        """Where the order stands in the evening."""
        if number in self._cancelled:
            return "cancelled"
        return self.edits[number].get("lane", "awaiting_payment" if number in self._awaiting else "new")


class Played:
    """The day from the first start to the last end: each start is a new desk, as of another process."""

    def __init__(self, workspace: Workspace, shop: DayShop, clock: SetClock, app: QApplication) -> None:
        self._workspace, self._shop, self._clock, self._app = workspace, shop, clock, app

    def play(self, lines: list[Line]) -> None:
        theme.apply(self._app, Qt.ColorScheme.Light)
        starts = [place for place, line in enumerate(lines) if line.command == "start"]
        for first, last in zip(starts, [*starts[1:], len(lines)], strict=True):
            self._work(lines[first:last])

    def _work(self, lines: list[Line]) -> None:
        """From a start to the end of the program, which comes by a key."""
        desk = Desk(self._workspace)
        typist = Typist(self._run)
        self._app.setQuitOnLastWindowClosed(False)
        self._set_clock(lines[0])
        desk.start()
        thread = typist.play(lines, lambda: self._app.exit(1))
        status = self._app.exec()
        self._app.setQuitOnLastWindowClosed(True)
        typist.leave(lines[-1])
        thread.join()
        has_ended = desk.stop()
        desk.dispose()
        typist.deleteLater()
        assert typist.told is None, typist.told
        assert not typist.stray_windows
        assert status == 0
        assert has_ended
        self._app.processEvents()

    def _run(self, line: Line) -> None:
        self._set_clock(line)
        if not line.command:
            return
        what, *words = line.command.split()
        if what == "arrive":
            self._shop.arrive(int(words[0]))

    def _set_clock(self, line: Line) -> None:
        self._clock.time = (MORNING + timedelta(hours=line.at.hour, minutes=line.at.minute)).astimezone(UTC)
