"""--demo: a home that is gone afterwards, and a practice shop in this process."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from goq_desktop.domain.connection import KeyKind
from goq_desktop.paths import Home
from goq_desktop.practice.profile import write_profile
from goq_desktop.practice.server import PracticeServer
from goq_desktop.practice.shop import PracticeShop

_ORDERS: Final = 400


@dataclass(frozen=True, slots=True)
class Demo:
    """What the window needs to know of the practice shop; its keys are no secrets."""

    home: Home
    shop_id: str
    keys: Mapping[KeyKind, str]


@contextmanager
def running_demo() -> Iterator[Demo]:
    with (
        tempfile.TemporaryDirectory(prefix="goq-desktop-demo-", ignore_cleanup_errors=True) as folder,
        PracticeServer(PracticeShop(orders=_ORDERS)) as server,
    ):
        home = Home.at(Path(folder))
        home.ensure()
        write_profile(home.malls_dir, server.url)
        keys = {KeyKind.OPEN: server.open_key, KeyKind.MANAGER: server.manager_key}
        yield Demo(home, server.shop_id, keys)
