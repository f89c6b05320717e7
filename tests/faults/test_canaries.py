"""Keys stay out of the log in every form that a log shows them in, and the scan would find them if not."""

from __future__ import annotations

import json
import logging
from base64 import b32encode, b64encode, b85encode, urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import quote, quote_plus

import pytest

from goq_desktop import logs
from goq_desktop.paths import Home
from goq_desktop.redaction import hide
from tests.faults.rows import row
from tests.support import canaries
from tests.support.secret_scan import needles_of, scan

# Of its own: the run's keys must not come near a file.
KEYS: Final = canaries.make()
_log: Final = logging.getLogger("goq_desktop.canaries")

# What libraries, tracebacks and careless lines make of a key.
IN_A_LOG: Final[dict[str, Callable[[str], str]]] = {
    "plain": str,
    "repr of bytes": lambda key: repr(key.encode()),
    "JSON": json.dumps,
    "JSON in JSON": lambda key: json.dumps(json.dumps(key)),
    "JSON with escaped slashes": lambda key: json.dumps(key).replace("/", "\\/"),
    "URL": lambda key: quote(key, safe=""),
    "URL path": quote,
    "form": quote_plus,
    "hex": lambda key: key.encode().hex(),
    "HEX": lambda key: key.encode().hex().upper(),
    "HTTP Basic": lambda key: b64encode(f"renshu.pr:{key}".encode()).decode(),
    "Base64 for URLs": lambda key: urlsafe_b64encode(f"?{key}?".encode()).decode(),
}
# Beside these in files of every kind.
IN_A_FILE: Final[dict[str, Callable[[str], bytes]]] = {
    **{name: lambda key, form=form: form(key).encode() for name, form in IN_A_LOG.items()},  # type: ignore[misc]
    "UTF-16": lambda key: key.encode("utf-16-le"),
    "Base32": lambda key: b32encode(key.encode()),
    "Base85": lambda key: b85encode(key.encode()),
    "every letter as %": lambda key: "".join(f"%{byte:02x}" for byte in key.encode()).encode(),
    "HTML entities": lambda key: "".join(f"&#{byte};" for byte in key.encode()).encode(),
}


def findings(home: Home) -> set[str]:
    """The lines of the log, by name, in which a key was found; one file for each line."""
    return {Path(one.place).stem for one in scan([home.logs], needles_of(KEYS))}


def write_lines(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for number, form in enumerate(IN_A_LOG.values()):
        monkeypatch.setattr(logs, "LOG_NAME", f"{number}.log")
        logs.configure(home, verbose=True)
        for key in (KEYS.open, KEYS.manager):
            _log.debug("a careless line: %s", form(key))


def test_no_form_of_a_key_reaches_the_log(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for key in (KEYS.open, KEYS.manager):
        hide(key)
    with row("keys in the log at DEBUG, found in it") as figures:
        write_lines(home, monkeypatch)
        found = findings(home)
        figures.tried, figures.result = len(IN_A_LOG), str(len(found))
    assert len(list(home.logs.iterdir())) == len(IN_A_LOG)
    assert found == set()


def test_with_redaction_off_the_scan_finds_them(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "redact", str)
    with row("keys in the log at DEBUG, teeth: redaction off") as figures:
        write_lines(home, monkeypatch)
        found = findings(home)
        figures.tried, figures.result = len(IN_A_LOG), str(len(found))
        assert len(found) >= 10
    assert found == {str(number) for number in range(len(IN_A_LOG))}


def test_the_scan_knows_the_encodings(tmp_path: Path) -> None:
    with row("encodings in which the scan finds a key") as figures:
        for number, form in enumerate(IN_A_FILE.values()):
            (tmp_path / f"{number}").write_bytes(b"before " + form(KEYS.manager) + b" after")
        found = {Path(one.place).name for one in scan([tmp_path], needles_of(KEYS))}
        figures.tried, figures.result = len(IN_A_FILE), str(len(found))
        assert found == {str(number) for number in range(len(IN_A_FILE))}
    assert len(IN_A_FILE) >= 12
    for file in tmp_path.iterdir():
        file.unlink()
