"""A home that is set up for a practice shop on real HTTP, with keys in memory and the real encrypted store."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.domain.fetching import FetchProgress, FetchRequest, FetchSummary, Freshness
from goq_desktop.domain.orders import Order
from goq_desktop.paths import Home
from goq_desktop.practice.profile import write_profile
from goq_desktop.practice.server import PracticeServer
from goq_desktop.practice.shop import PracticeShop
from goq_desktop.services.fetching import fetch_orders
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Shop, Shops
from goq_desktop.storage.journal import Journal
from goq_desktop.storage.order_export import all_orders
from tests.support.keys import keep_keys
from tests.support.malls import PatientToken
from tests.support.set_clock import SetClock

UID = "shop-1"
ORDERS = 250  # the last seven days hold two pages of them


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def mall(clock: SetClock) -> PracticeShop:
    return PracticeShop(orders=ORDERS, seed=3, clock=clock)


@pytest.fixture
def server(mall: PracticeShop) -> Iterator[PracticeServer]:
    with PracticeServer(mall) as server:
        yield server


@pytest.fixture
def workspace(home: Home, server: PracticeServer, clock: SetClock) -> Iterator[Workspace]:
    """With one shop and its right keys; nothing is fetched."""
    write_profile(home.malls_dir, server.url)
    workspace = Workspace(home, SessionStore(), clock)
    shop = Shop(uid=UID, mall="practice", name="練習", shop_id=server.shop_id)
    workspace.settings_store.save(shops=Shops(shops=(shop,)))
    keep_keys(workspace, UID, server.open_key, server.manager_key)
    yield workspace
    workspace.close()


@pytest.fixture
def token() -> PatientToken:
    return PatientToken()


class Fetches:
    """Fetches by hand, and what is known afterwards."""

    def __init__(self, workspace: Workspace, token: PatientToken) -> None:
        self.workspace = workspace
        self.token = token
        self.reports: list[FetchProgress] = []

    def __call__(
        self, request: FetchRequest | None = None, report: Callable[[FetchProgress], None] | None = None
    ) -> FetchSummary:
        def told(progress: FetchProgress) -> None:
            self.reports.append(progress)
            if report is not None:
                report(progress)

        return fetch_orders(self.workspace, request or FetchRequest(shop_uid=UID), self.token, told)

    @property
    def stored(self) -> dict[str, Order]:
        return {one.order.serial: one.order for one in all_orders(self.workspace.database())}

    @property
    def freshness(self) -> Freshness:
        return Journal(self.workspace.database()).freshness(UID)


@pytest.fixture
def fetch(workspace: Workspace, token: PatientToken) -> Fetches:
    return Fetches(workspace, token)
