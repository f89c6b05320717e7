"""The command line as a person has it: a process of its own, with its status and its output."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from goq_desktop.paths import Home
from goq_desktop.practice.server import PracticeServer
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Shop, Shops
from goq_desktop.storage.order_export import all_orders
from tests.support.keys import keep_keys

UID: Final = "shop-1"
SHOP_NAME: Final = "練習ショップ"
# One try, and bounds that are met soon: these shops fail on purpose.
PROFILE: Final = """\
extends = "practice"
[hosts.manager]
url = "{url}"
[hosts.open]
url = "{url}"
[limits]
tries = 1
pages = 4
read_seconds = 1
"""

_JAPANESE: Final = re.compile("[ぁ-んァ-ヶ一-龠]")


@dataclass(frozen=True)
class Outcome:
    status: int
    out: str
    err: str

    def is_refusal(self, status: int, *words: str) -> None:
        """Asserts the status and one line for people: Japanese, with a next step and these words."""
        assert self.status == status, self.err
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        assert "→" in lines[0] and _JAPANESE.search(lines[0])
        assert [word for word in words if word not in lines[0]] == [], lines[0]
        assert "Traceback" not in self.out + self.err
        # No English of the system's and no name of an exception's.
        assert not re.search(r"Errno|Error|No such|denied|[Cc]annot", lines[0]), lines[0]


class CommandLine:
    """Calls on one home; `before` is put in front of the command, as `unshare …`."""

    def __init__(self, home: Path, before: Sequence[str] = ()) -> None:
        self.home = home
        self._before = before

    def __call__(self, *words: str, stdin: str = "", **environment: str) -> Outcome:
        command = [*self._before, sys.executable, "-m", "goq_desktop", *words, "--home", str(self.home)]
        done = subprocess.run(
            command,
            input=stdin.encode("utf-8", "surrogateescape"),
            capture_output=True,
            timeout=60,
            check=False,
            env=os.environ | environment,
        )
        return Outcome(done.returncode, done.stdout.decode(), done.stderr.decode())

    def exported(self, file: Path) -> dict[str, object]:
        """All stored orders by their unique key."""
        done = self("orders", "export", str(file), "--format", "json")
        assert done.status == 0, done.err
        lines = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        assert len({line["serial"] for line in lines}) == len(lines)
        return {line["serial"]: line for line in lines}


def set_up(home: Path, server: PracticeServer) -> Home:
    """One shop, the server's, with its keys in the session's keyring."""
    made = Home.at(home)
    made.ensure()
    (made.malls_dir / "practice.toml").write_text(PROFILE.format(url=server.url), encoding="utf-8")
    workspace = Workspace.on_keyring(made)
    shop = Shop(uid=UID, mall="practice", name=SHOP_NAME, shop_id=server.shop_id, fetch_days=365)
    workspace.settings_store.save(shops=Shops(shops=(shop,)))
    keep_keys(workspace, UID, server.open_key, server.manager_key)
    workspace.close()
    return made


def stored_serials(home: Home) -> set[str]:
    """What lies in the store of a home that nobody uses now; the whole file is checked on the way."""
    workspace = Workspace.on_keyring(home)
    try:
        connection = workspace.database().reader()
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        connection.close()
        return {one.order.serial for one in all_orders(workspace.database())}
    finally:
        workspace.close()
