"""Tells whether this process runs in the test run's own session, away from a person's keyring."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final
from urllib.parse import unquote

# Set by the script that starts the session: the folder of the run, which holds all that it writes.
RUN_DIR: Final = "GOQ_TEST_RUN_DIR"
# And the 0600 file with the run's keys. It lies outside the run's folder, since the scan of that folder must not
# find it, and the scan needs the keys, too. Not an environment variable, which every child process would inherit,
# show in /proc and perhaps write down; not a descriptor, since several processes read it.
KEYS_FILE: Final = "GOQ_TEST_KEYS_FILE"


def why_not_private(environment: Mapping[str, str] = os.environ) -> str:
    """Empty in the private session; otherwise the reason, for people."""
    run_dir = environment.get(RUN_DIR, "")
    if not run_dir:
        return f"{RUN_DIR} is not set: this is not the session that `bash packaging/dev.sh test` starts"
    address = environment.get("DBUS_SESSION_BUS_ADDRESS", "")
    for what, place in (("the bus", _bus_socket(address)), ("HOME", environment.get("HOME", ""))):
        # The variable alone may be left over in somebody's shell; where the bus really lies tells the truth.
        if not place or not Path(place).resolve().is_relative_to(Path(run_dir).resolve()):
            return f"{what} does not lie in the test run's own folder"
    return ""


def _bus_socket(address: str) -> str:
    """The path of the one socket in the address, or empty."""
    found = re.fullmatch(r"unix:path=([^,;]+)(,guid=[0-9a-f]+)?", address)
    return unquote(found[1]) if found else ""
