"""Message buses of a test's own, with a real keyring on them, a silent one or none."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

_NAME = "org.freedesktop.secrets"

# Nothing can be started through this bus, unlike through the one that is installed.
_CONFIG = """\
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <policy context="default">
    <allow send_destination="*"/>
    <allow receive_sender="*"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""

# Owns the name and says who asked, but never answers.
_SILENT_SERVICE = f"""
from jeepney import MessageType
from jeepney.bus_messages import message_bus
from jeepney.io.blocking import Proxy, open_dbus_connection
connection = open_dbus_connection()
Proxy(message_bus, connection).RequestName("{_NAME}")
print("owned", flush=True)
while True:
    if connection.receive().header.message_type is MessageType.method_call:
        print("asked", flush=True)
"""


class OwnBus:
    """A running bus; `address` is what DBUS_SESSION_BUS_ADDRESS has to be."""

    def __init__(self, home: Path, process: subprocess.Popen[str], address: str) -> None:
        self.home = home
        self.process = process
        self.address = address
        self._password = secrets.token_hex(16)  # with an empty one the keyring would be kept as plain text

    @contextmanager
    def real_keyring(self, *, is_unlocked: bool = True) -> Iterator[None]:
        """The Secret Service of GNOME with a home of its own; without `is_unlocked` it holds no collection."""
        unlock = ["--unlock"] if is_unlocked else []
        command = ["gnome-keyring-daemon", "--foreground", "--components=secrets", *unlock]
        with _running(command, self._environment(), stdin=f"{self._password}\n") as daemon:
            self._wait_for_name(daemon)
            yield

    @contextmanager
    def silent_keyring(self) -> Iterator[subprocess.Popen[str]]:
        """A Secret Service that prints `asked` for each call and answers none."""
        with _running([sys.executable, "-c", _SILENT_SERVICE], self._environment()) as service:
            assert read_line(service.stdout) == "owned"
            yield service

    def _environment(self) -> dict[str, str]:
        places = {name: str(self.home) for name in ("HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR")}
        return os.environ | places | {"DBUS_SESSION_BUS_ADDRESS": self.address}

    def _wait_for_name(self, daemon: subprocess.Popen[str]) -> None:
        from jeepney import MatchRule  # type: ignore[import-untyped]
        from jeepney.bus_messages import message_bus  # type: ignore[import-untyped]
        from jeepney.io.blocking import Proxy, open_dbus_connection  # type: ignore[import-untyped]

        with open_dbus_connection(self.address) as connection:
            bus = Proxy(message_bus, connection)
            rule = MatchRule(type="signal", member="NameOwnerChanged", path="/org/freedesktop/DBus")
            rule.add_arg_condition(0, _NAME)
            with connection.filter(rule) as changes:
                bus.AddMatch(rule)
                if not bus.NameHasOwner(_NAME)[0]:
                    connection.recv_until_filtered(changes, timeout=30)
        assert daemon.poll() is None


@contextmanager
def own_bus(home: Path) -> Iterator[OwnBus]:
    """A new bus whose socket and configuration lie in `home`."""
    home.mkdir(mode=0o700, exist_ok=True)
    config = home / "bus.conf"
    config.write_text(_CONFIG.format(socket=home / "bus"))
    command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address=1"]
    with _running(command, dict(os.environ)) as process:
        yield OwnBus(home, process, read_line(process.stdout))


def read_line(stream: IO[str] | None) -> str:
    assert stream is not None
    return stream.readline().strip()


@contextmanager
def _running(
    command: list[str], environment: dict[str, str], stdin: str = ""
) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        command,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdin is not None
        process.stdin.write(stdin)
        process.stdin.close()
        try:
            yield process
        finally:
            process.kill()
