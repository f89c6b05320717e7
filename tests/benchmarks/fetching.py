"""P2: ten thousand orders from the practice shop, by the app, by the floor and by the obvious way."""

from __future__ import annotations

import http.client
import json
import secrets
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import msgspec

from goq_desktop.cancellation import CancelToken
from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.domain.fetching import FetchRequest
from goq_desktop.practice import keys
from goq_desktop.practice.answers import time_text
from goq_desktop.services.fetching import fetch_orders
from goq_desktop.services.workspace import Workspace
from goq_desktop.storage.database import Database, new_salt
from tests.benchmarks.naive import store_naively
from tests.benchmarks.shop import PRACTICE_UID, SINCE
from tests.benchmarks.stores import prepared_workspace

TABLES: Final = ("orders", "order_documents", "order_search")
_PAGE: Final = 100

Stored = dict[str, list[tuple[Any, ...]]]


@dataclass
class FetchTimes:
    """Seconds of each run."""

    orders: int = 0
    ours: list[float] = field(default_factory=list)
    floor: list[float] = field(default_factory=list)
    naive: list[float] = field(default_factory=list)


def measure_fetches(folder: Path, url: str, *, runs: int) -> FetchTimes:
    """Each in turns; the first round of the quick ways warms up and is not counted."""
    times = FetchTimes()
    _round(folder / "fetch-0", url, FetchTimes(), has_naive=False)
    for number in range(1, runs + 1):
        _round(folder / f"fetch-{number}", url, times, has_naive=True)
    return times


def _round(place: Path, url: str, times: FetchTimes, *, has_naive: bool) -> None:
    workspace = prepared_workspace(place, url, SessionStore())
    workspace.database()
    seconds, times.orders = _timed(lambda: _fetch(workspace))
    times.ours.append(seconds)
    stored = _stored(workspace.database())
    workspace.close()
    database = _new_database(place / "floor.db")
    times.floor.append(_timed(lambda: _floor(url, database, stored))[0])
    if has_naive:
        naive = _new_database(place / "naive.db")
        seconds, count = _timed(lambda: store_naively(_naive_pages(url), naive))
        assert count == times.orders
        times.naive.append(seconds)


def _timed(work: Callable[[], int]) -> tuple[float, int]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def _fetch(workspace: Workspace) -> int:
    request = FetchRequest(shop_uid=PRACTICE_UID, since=SINCE)
    summary = fetch_orders(workspace, request, CancelToken(), lambda _: None)
    assert summary.is_complete, summary.problems
    return summary.new


def _stored(database: Database) -> Stored:
    """Everything that a fetch has written, for the floor to write the same."""
    reader = database.reader()
    try:
        return {table: reader.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
    finally:
        reader.close()


def _new_database(path: Path) -> Database:
    database = Database(path, secrets.token_bytes(32), new_salt())
    database.create()
    return database


def _floor(url: str, database: Database, stored: Stored) -> int:
    """The same bytes read and decoded, the same rows written, and nothing else done."""
    read = 0
    for page in _raw_pages(url):
        read += len(msgspec.json.decode(page)["orders"])
    with database.engine().begin() as connection:
        for table, rows in stored.items():
            marks = ",".join("?" * len(rows[0]))
            connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({marks})", rows)
    database.close()
    return read


def _raw_pages(url: str) -> Iterator[bytes]:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc)
    for body in _questions():
        connection.request("POST", f"{parts.path}orders/_retrieve/basic", body, _headers())
        page = connection.getresponse().read()
        yield page
        if page.count(b'"serial_code"') < _PAGE:
            break
    connection.close()


def _naive_pages(url: str) -> Iterator[Sequence[dict[str, Any]]]:
    for body in _questions():
        with urlopen(Request(f"{url}orders/_retrieve/basic", body, _headers())) as answer:
            orders = json.loads(answer.read())["orders"]
        yield orders
        if len(orders) < _PAGE:
            return


def _questions() -> Iterator[bytes]:
    start = 0
    while True:
        question = {"since": time_text(SINCE), "from": start, "size": _PAGE, "sort": {"order": "Asc"}}
        yield json.dumps(question).encode()
        start += _PAGE


def _headers() -> dict[str, str]:
    pair = f"{keys.SHOP_ID}:{keys.manager_key(1)}".encode()
    return {"Authorization": f"Basic {b64encode(pair).decode()}", "Content-Type": "application/json"}
