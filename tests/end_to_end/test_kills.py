"""A fetch that is killed at any moment loses nothing and doubles nothing."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from goq_desktop.practice.server import PracticeServer
from goq_desktop.practice.shop import PracticeShop
from tests.support.practice import SHOP_NAME, exported_form, home_for

pytestmark = [pytest.mark.usefixtures("real_keyring"), pytest.mark.timeout(1200)]

KILLS = 200
ORDERS = 1500


def call(home: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "goq_desktop", *words, "--home", str(home)]


def test_200_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    """Ten homes are filled from nothing; each fetch is killed at random moments until one may end."""
    shop = PracticeShop(orders=ORDERS, seed=3)
    moments = random.Random(20)
    killed = 0
    with PracticeServer(shop) as server:
        for round_number in range(10):
            home = home_for(tmp_path / f"home-{round_number}", server)
            for _ in range(KILLS // 10):
                process = subprocess.Popen(
                    call(home, "fetch", "--since", "2000-01-01"),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
                try:
                    process.wait(moments.uniform(0.4, 2.2))
                except subprocess.TimeoutExpired:
                    process.send_signal(signal.SIGKILL)
                    killed += process.wait() == -signal.SIGKILL
            done = subprocess.run(
                call(home, "fetch", "--since", "2000-01-01", "--json"), capture_output=True, check=False
            )
            assert done.returncode == 0, done.stderr.decode()
            file = tmp_path / f"{round_number}.json"
            subprocess.run(call(home, "orders", "export", str(file)), check=True, stdout=subprocess.DEVNULL)
            stored = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
            serials = [order["serial"] for order in stored]
            assert len(serials) == len(set(serials)), "doubled"
            expected = {order.serial: exported_form(order, SHOP_NAME) for order in shop.orders()}
            assert {order["serial"]: order for order in stored} == expected
    print(f"{killed} of {KILLS} fetches were killed before their end")
    assert killed >= KILLS // 2
