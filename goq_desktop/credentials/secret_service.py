"""The Secret Service of a Linux desktop, asked so that no prompt opens unless a person wants one."""

from __future__ import annotations

from contextlib import closing, suppress
from pathlib import Path
from typing import Final

import secretstorage
from jeepney.bus_messages import message_bus  # type: ignore[import-untyped]
from jeepney.io.blocking import DBusConnection, Proxy  # type: ignore[import-untyped]
from keyring.backends.SecretService import Keyring
from keyring.errors import KeyringLocked, NoKeyringError
from secretstorage.exceptions import ItemNotFoundException
from secretstorage.util import BUS_NAME

# The process names are cut at 15 letters by the kernel. KDE renamed its daemon twice; it is one wallet.
_PRODUCTS: Final = {
    "gnome-keyring-d": "GNOME Keyring",
    "kwalletd5": "KWallet",
    "kwalletd6": "KWallet",
    "ksecretd": "KWallet",
    "keepassxc": "KeePassXC",
}


class PromptlessKeyring(Keyring):
    """The backend of `keyring`, which raises KeyringLocked where that one opens a modal prompt."""

    def get_preferred_collection(self) -> secretstorage.Collection:
        """The default collection, unlocked, on a connection of its own that the caller closes."""
        connection = _connect()
        try:
            collection = secretstorage.Collection(connection)
            if collection.is_locked():
                raise KeyringLocked
        except ItemNotFoundException:
            connection.close()
            raise KeyringLocked from None  # a collection is made by a prompt, too
        except BaseException:
            connection.close()
            raise
        return collection

    def unlock(self, item: secretstorage.Item) -> None:
        if item.is_locked():
            raise KeyringLocked


def product() -> str:
    """Who answers as the Secret Service, for people and for noticing a change. Raises what the bus raises."""
    with closing(_connect()) as connection:
        bus = Proxy(message_bus, connection)
        if not bus.NameHasOwner(BUS_NAME)[0]:
            bus.StartServiceByName(BUS_NAME)
        process = bus.GetConnectionUnixProcessID(BUS_NAME)[0]
    # A sandbox hides the process; the plain name is then the best there is.
    with suppress(OSError):
        name = Path(f"/proc/{process}/comm").read_text().strip()
        return _PRODUCTS.get(name, f"Secret Service ({name})")
    return "Secret Service"


def ask_for_unlocking() -> None:
    """Open the desktop's prompt and wait for the person. Raises KeyringLocked when it was dismissed."""
    with closing(_connect()) as connection:
        collection = secretstorage.get_default_collection(connection)
        if collection.is_locked() and collection.unlock():
            raise KeyringLocked


def _connect() -> DBusConnection:
    connection = secretstorage.dbus_init()
    try:
        if not secretstorage.check_service_availability(connection):
            raise NoKeyringError
    except BaseException:
        connection.close()
        raise
    return connection
