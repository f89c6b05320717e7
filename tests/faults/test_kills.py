"""A fetch that is killed at any moment loses nothing and doubles nothing."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from goq_desktop.practice.misbehaviour import Fault, Misbehaviour
from goq_desktop.practice.server import PracticeServer
from goq_desktop.practice.shop import PracticeShop
from tests.faults.rows import in_time, row, size
from tests.support.practice import SHOP_NAME, exported_form, home_for

pytestmark = [pytest.mark.usefixtures("own_keyring"), pytest.mark.timeout(size(1_200, 86_400))]

HOMES, KILLS_A_HOME = size(10, 250), 20
HOMES_WITH_TEETH = 5
ORDERS = 800
# Each answer takes a moment, as a real shop's does: the pages of a fetch spread over the time of the kills.
ANSWER_SECONDS = 0.02
FETCH_SECONDS = 0.7

_WITHOUT_TRANSACTIONS = """
from sqlalchemy import event
from goq_desktop.storage import writing_engine
made = writing_engine.make_engine
def make_engine(connect, turn):
    engine = made(connect, turn)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("COMMIT"))
    return engine
writing_engine.make_engine = make_engine
from tests.support import fetch_forks
fetch_forks.main()
"""


class Forks:
    """Starts fetches that are ready to run, and kills them."""

    def __init__(self, *program: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, *(program or ("-m", "tests.support.fetch_forks"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def fetch(self, home: Path, *, kill_after: float | None = None) -> int:
        """Run one fetch and return its exit status; -9 when it was killed before its end."""
        child = int(self._ask(f"{home}\n"))
        timer = threading.Timer(kill_after or 0, _kill, (child,))
        if kill_after is not None:
            timer.start()
        status = int(self._answer())
        timer.cancel()
        return status

    def close(self) -> None:
        self._process.communicate("")

    def _ask(self, line: str) -> str:
        assert self._process.stdin is not None
        self._process.stdin.write(line)
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()


def _kill(child: int) -> None:
    try:
        os.kill(child, signal.SIGKILL)
    except ProcessLookupError:
        return


@pytest.fixture
def forks() -> Iterator[Forks]:
    forks = Forks()
    yield forks
    forks.close()


def exported(home: Path, file: Path) -> list[dict[str, object]]:
    words = ["orders", "export", str(file), "--format", "json", "--home", str(home)]
    subprocess.run([sys.executable, "-m", "goq_desktop", *words], check=True, stdout=subprocess.DEVNULL)
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]


def killed_and_compared(home: Path, forks: Forks, shop: PracticeShop, moments: random.Random) -> int:
    """Kills fetches while orders are edited, lets one end, and compares; how many were killed."""
    killed = 0
    while killed < KILLS_A_HOME:
        status = forks.fetch(home, kill_after=moments.uniform(0.02, FETCH_SECONDS))
        assert status in (0, -signal.SIGKILL)
        killed += status == -signal.SIGKILL
        listed = [order.serial for order in shop.orders()]
        shop.edit(moments.choice(listed))
    assert forks.fetch(home) == 0
    stored = exported(home, home / "exported.json")
    serials = [order["serial"] for order in stored]
    assert len(serials) == len(set(serials)), "doubled"
    expected = {order.serial: exported_form(order, SHOP_NAME) for order in shop.orders()}
    assert {order["serial"]: order for order in stored} == expected, "lost or stale"
    return killed


def test_kills_lose_and_double_nothing(tmp_path: Path, forks: Forks) -> None:
    """Each home begins with nothing."""
    moments = random.Random(20)
    shop = PracticeShop(orders=ORDERS, seed=3)
    with PracticeServer(shop) as server, row("SIGKILL during a fetch: lost / doubled / stale") as figures:
        server.misbehave(Misbehaviour(fault=Fault.SLOW, seconds=ANSWER_SECONDS))
        for number in in_time(range(HOMES)):
            home = home_for(tmp_path / f"home-{number}", server)
            figures.tried += killed_and_compared(home, forks, shop, moments)
        figures.result = "0 / 0 / 0"


def test_without_transactions_the_kills_are_noticed(tmp_path: Path) -> None:
    """The suite's teeth: each statement of a page commits by itself."""
    moments = random.Random(20)
    shop = PracticeShop(orders=ORDERS, seed=3)
    forks = Forks("-c", _WITHOUT_TRANSACTIONS)
    with (
        PracticeServer(shop) as server,
        row("SIGKILL, teeth: without transactions, homes until it is seen") as figures,
        closing(forks),
    ):
        server.misbehave(Misbehaviour(fault=Fault.SLOW, seconds=ANSWER_SECONDS))
        for number in range(HOMES_WITH_TEETH):
            figures.tried += 1
            try:
                killed_and_compared(home_for(tmp_path / f"home-{number}", server), forks, shop, moments)
            except AssertionError:
                figures.result = "seen"
                return
    pytest.fail("not noticed")
