"""A practice server on real loopback HTTP, and a client for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from goq_desktop.practice.server import PracticeServer
from goq_desktop.practice.shop import PracticeShop
from tests.support.practice_client import Client


@pytest.fixture
def server() -> Iterator[PracticeServer]:
    with PracticeServer(PracticeShop(orders=250)) as server:
        yield server


@pytest.fixture
def client(server: PracticeServer) -> Iterator[Client]:
    client = Client(server)
    yield client
    client.connection.close()
