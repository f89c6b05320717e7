"""A fake of Windows' Credential Manager (`win32cred`), under the real WinVault backend of `keyring`."""

from __future__ import annotations

import importlib
import sys
import types
from collections.abc import Iterator
from contextlib import contextmanager

import pytest


class FakeWinError(Exception):
    """As pywintypes.error."""

    def __init__(self, winerror: int, funcname: str) -> None:
        super().__init__(winerror, funcname)
        self.winerror = winerror
        self.funcname = funcname


class FakeWinCred(types.ModuleType):
    """As win32cred on the Credential Manager, with its limit of 2,560 bytes."""

    CRED_TYPE_GENERIC = 1
    CRED_PERSIST_LOCAL_MACHINE = 2
    CRED_PERSIST_ENTERPRISE = 3

    def __init__(self) -> None:
        super().__init__("win32cred")
        self.kept: dict[str, dict[str, object]] = {}

    def keep(self, target: str, user: str, text: str) -> None:
        """As another program, or this one's process of another time, has left it."""
        self.kept[target] = {"UserName": user, "CredentialBlob": text.encode("utf-16-le"), "Persist": 3}

    def CredRead(self, Type: int, TargetName: str) -> dict[str, object]:
        if TargetName not in self.kept:
            raise FakeWinError(1168, "CredRead")
        return self.kept[TargetName]

    def CredWrite(self, credential: dict[str, object], flags: int) -> None:
        blob = str(credential["CredentialBlob"]).encode("utf-16-le")
        if len(blob) > 2560:
            raise FakeWinError(1783, "CredWrite")
        self.kept[str(credential["TargetName"])] = credential | {"CredentialBlob": blob}

    def CredDelete(self, Type: int, TargetName: str) -> None:
        if TargetName not in self.kept:
            raise FakeWinError(1168, "CredDelete")
        del self.kept[TargetName]


@contextmanager
def fake_credential_manager() -> Iterator[FakeWinCred]:
    """While it lasts, `keyring`'s backend for Windows can be made here and works on the fake."""
    fake = FakeWinCred()
    pywin32 = types.ModuleType("win32ctypes.pywin32")
    errors = types.ModuleType("pywintypes")
    vars(errors)["error"] = FakeWinError
    vars(pywin32).update(pywintypes=errors, win32cred=fake)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "win32ctypes", types.ModuleType("win32ctypes"))
        patch.setitem(sys.modules, "win32ctypes.pywin32", pywin32)
        backend = importlib.import_module("keyring.backends.Windows")
        importlib.reload(backend)
        yield fake
    importlib.reload(backend)
