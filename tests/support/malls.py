"""Profiles and clients for tests of the mall client: an address of the test's own, no real waits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from goq_desktop.cancellation import CancelToken
from goq_desktop.clock import Clock
from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.fetching import Window
from goq_desktop.malls.client import MallClient
from goq_desktop.malls.profile import MallProfile
from goq_desktop.malls.profile_loading import load_profile

DATA: Final = Path(__file__).parents[1] / "data" / "malls"
ALL_TIME: Final = Window(since=datetime(2000, 1, 1, tzinfo=UTC))


class PatientToken(CancelToken):
    """Notes the waits between tries instead of sleeping."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []

    def wait(self, seconds: float) -> None:
        self.check()
        self.waits.append(seconds)


def profile_at(url: str, mall: str = "practice", **limits: float) -> MallProfile:
    """A profile of the test data or a shipped one with all its hosts at `url` and other limits."""
    profile = load_profile(mall, DATA)
    return msgspec.structs.replace(
        profile,
        hosts={name: msgspec.structs.replace(host, url=url) for name, host in profile.hosts.items()},
        limits=msgspec.structs.replace(profile.limits, **limits),
    )


def client_for(
    profile: MallProfile,
    keys: Mapping[KeyKind, str],
    shop_id: str = "renshu.pr",
    token: CancelToken | None = None,
    clock: Clock | None = None,
) -> MallClient:
    return MallClient(
        profile, shop_id, lambda kind: keys.get(kind, ""), clock or Clock(), token or PatientToken()
    )
