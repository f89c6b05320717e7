"""Records what SQLite asks of its files, by a layer between the real store and the real file system."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from dataclasses import dataclass
from typing import Any, Final

import sqlcipher3._sqlite3

_OK: Final = 0
_MAKE_DEFAULT: Final = 1

# A name stays the pointer that SQLite gave: the system's layer keeps it, and reads more behind it.
_Open = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, POINTER(c_int))
_Delete = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
_Close = CFUNCTYPE(c_int, c_void_p)
_Write = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_Truncate = CFUNCTYPE(c_int, c_void_p, c_int64)
_Sync = CFUNCTYPE(c_int, c_void_p, c_int)


class _Vfs(Structure):
    """The head of `sqlite3_vfs`; what follows is copied as it is."""

    _fields_ = (
        ("iVersion", c_int),
        ("szOsFile", c_int),
        ("mxPathname", c_int),
        ("pNext", c_void_p),
        ("zName", c_char_p),
        ("pAppData", c_void_p),
        ("xOpen", _Open),
        ("xDelete", _Delete),
        ("rest", c_void_p * 14),
    )


class _Methods(Structure):
    """`sqlite3_io_methods`."""

    _fields_ = (
        ("iVersion", c_int),
        ("xClose", _Close),
        ("xRead", c_void_p),
        ("xWrite", _Write),
        ("xTruncate", _Truncate),
        ("xSync", _Sync),
        ("rest", c_void_p * 13),
    )


@dataclass(frozen=True, slots=True)
class Written:
    path: str
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Truncated:
    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Synced:
    path: str


@dataclass(frozen=True, slots=True)
class Deleted:
    """`is_durable`: the folder was synced as well."""

    path: str
    is_durable: bool


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A transaction was told to be stored; everything up to this number has to outlive a cut from here on."""

    number: int


Event = Written | Truncated | Synced | Deleted | Acknowledged


def is_possible() -> bool:
    """Whether this build of SQLite lets its functions be called from outside."""
    return hasattr(ctypes.CDLL(sqlcipher3._sqlite3.__file__), "sqlite3_vfs_register")


@contextmanager
def recorded() -> Iterator[list[Event]]:
    """The events of all connections that are opened inside; nothing waits for a disk meanwhile."""
    layer = _Layer()
    layer.put_in()
    try:
        yield layer.events
    finally:
        layer.take_out()


class _Layer:
    def __init__(self) -> None:
        self.events: list[Event] = []
        self._library = ctypes.CDLL(sqlcipher3._sqlite3.__file__)
        self._library.sqlite3_vfs_find.restype = POINTER(_Vfs)
        self._library.sqlite3_vfs_register.argtypes = (POINTER(_Vfs), c_int)
        self._library.sqlite3_vfs_unregister.argtypes = (POINTER(_Vfs),)
        self._real = self._library.sqlite3_vfs_find(None)
        self._own = _Vfs()
        self._paths: dict[int, str] = {}
        # By the address of the real ones; kept here, since SQLite only points to them.
        self._methods: dict[int, _Methods] = {}
        self._kept: list[Any] = []

    def put_in(self) -> None:
        ctypes.memmove(ctypes.byref(self._own), self._real, ctypes.sizeof(_Vfs))
        self._own.zName = b"recording"
        self._own.xOpen = self._keep(_Open(self._open))
        self._own.xDelete = self._keep(_Delete(self._delete))
        assert self._library.sqlite3_vfs_register(ctypes.byref(self._own), _MAKE_DEFAULT) == _OK

    def take_out(self) -> None:
        self._library.sqlite3_vfs_unregister(ctypes.byref(self._own))
        self._library.sqlite3_vfs_register(self._real, _MAKE_DEFAULT)

    def _keep(self, function: Any) -> Any:
        self._kept.append(function)
        return function

    def _open(self, vfs: int, name: int | None, file: int, flags: int, out: Any) -> int:
        answer: int = self._real.contents.xOpen(vfs, name, file, flags, out)
        if answer == _OK and name:
            self._paths[file] = ctypes.string_at(name).decode()
            slot = ctypes.cast(file, POINTER(c_void_p))
            slot[0] = ctypes.addressof(self._watched(slot[0]))
        return answer

    def _watched(self, address: int) -> _Methods:
        """The methods of a file with three of them watched."""
        if address not in self._methods:
            real = _Methods.from_address(address)
            own = _Methods()
            ctypes.memmove(ctypes.byref(own), address, ctypes.sizeof(_Methods))
            own.xWrite = self._keep(_Write(self._write(real.xWrite)))
            own.xTruncate = self._keep(_Truncate(self._truncate(real.xTruncate)))
            own.xSync = self._keep(_Sync(self._sync))
            self._methods[address] = own
        return self._methods[address]

    def _write(self, real: Any) -> Callable[[int, int, int, int], int]:
        def write(file: int, data: int, size: int, offset: int) -> int:
            self.events.append(Written(self._paths[file], offset, ctypes.string_at(data, size)))
            return int(real(file, data, size, offset))

        return write

    def _truncate(self, real: Any) -> Callable[[int, int], int]:
        def truncate(file: int, size: int) -> int:
            self.events.append(Truncated(self._paths[file], size))
            return int(real(file, size))

        return truncate

    def _sync(self, file: int, _: int) -> int:
        self.events.append(Synced(self._paths[file]))
        return _OK

    def _delete(self, vfs: int, name: int, is_durable: int) -> int:
        self.events.append(Deleted(ctypes.string_at(name).decode(), bool(is_durable)))
        return int(self._real.contents.xDelete(vfs, name, is_durable))
