"""The Secret Service of a Linux desktop, asked so that no prompt opens unless a person wants one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Final

import secretstorage
from jeepney.bus_messages import message_bus  # type: ignore[import-untyped]
from jeepney.io.blocking import DBusConnection, Proxy  # type: ignore[import-untyped]
from secretstorage.exceptions import (
    ItemNotFoundException,
    LockedException,
    SecretServiceNotAvailableException,
)
from secretstorage.util import BUS_NAME

# The process names are cut at 15 letters by the kernel. KDE renamed its daemon twice; it is one wallet.
_PRODUCTS: Final = {
    "gnome-keyring-d": "GNOME Keyring",
    "kwalletd5": "KWallet",
    "kwalletd6": "KWallet",
    "ksecretd": "KWallet",
    "keepassxc": "KeePassXC",
}
# As the `keyring` package has it on other systems, and had it here: items that it wrote are found and replaced.
_WRITER: Final = {"application": "Python keyring library"}


class PromptlessKeyring:
    """The default collection; raises LockedException where the backend of `keyring` opens a modal prompt.

    That backend is not used: its package looks through all installed ones, which takes longer than the window.
    """

    def get_password(self, service: str, username: str, /) -> str | None:
        with _collection() as collection:
            item = _find(collection, service, username)
            if item is None:
                return None
            if item.is_locked():
                raise LockedException
            return item.get_secret().decode()

    def set_password(self, service: str, username: str, password: str, /) -> None:
        label = f"Password for '{username}' on '{service}'"
        with _collection() as collection:
            attributes = _attributes(service, username) | _WRITER
            collection.create_item(label, attributes, password.encode(), replace=True)

    def delete_password(self, service: str, username: str, /) -> None:
        with _collection() as collection:
            item = _find(collection, service, username)
            if item is not None:
                item.delete()


@contextmanager
def _collection() -> Iterator[secretstorage.Collection]:
    """The default collection, unlocked."""
    with closing(_connect()) as connection:
        try:
            collection = secretstorage.Collection(connection)
            if collection.is_locked():
                raise LockedException
        except ItemNotFoundException:
            raise LockedException from None  # a collection is made by a prompt, too
        yield collection


def _find(collection: secretstorage.Collection, service: str, username: str) -> secretstorage.Item | None:
    return next(iter(collection.search_items(_attributes(service, username))), None)


def _attributes(service: str, username: str) -> dict[str, str]:
    return {"username": username, "service": service}


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
    """Open the desktop's prompt and wait for the person. Raises LockedException when it was dismissed."""
    with closing(_connect()) as connection:
        collection = secretstorage.get_default_collection(connection)
        if collection.is_locked() and collection.unlock():
            raise LockedException


def _connect() -> DBusConnection:
    connection = secretstorage.dbus_init()
    try:
        if not secretstorage.check_service_availability(connection):
            raise SecretServiceNotAvailableException
    except BaseException:
        connection.close()
        raise
    return connection
