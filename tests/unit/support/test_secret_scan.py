"""The scan finds a key in every spelling and place, and nothing where there is none."""

from __future__ import annotations

import json
import os
import quopri
import stat
import subprocess
import sys
import zipfile
from base64 import b32encode, b64encode, b85encode, urlsafe_b64encode
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from tests.support import canaries, secret_scan
from tests.support.canaries import CanaryKeys
from tests.support.secret_scan import needles_of, scan

# Of its own: the run's keys must not come near a file. The manager key falls on another alignment each time.
KEYS = canaries.make()

SPELLINGS: dict[str, Callable[[str], bytes]] = {
    "plain": lambda key: key.encode(),
    "HTTP Basic": lambda key: b64encode(f"renshu.pr:{key}".encode()),
    "HTTP Basic, longer id": lambda key: b64encode(f"renshu2.pr:{key}".encode()),
    "HTTP Basic, longest id": lambda key: b64encode(f"renshu33.pr:{key}".encode()),
    "Base64": lambda key: b64encode(key.encode()),
    "Base64 for URLs": lambda key: urlsafe_b64encode(b"?" + key.encode() + b"?"),
    "hex": lambda key: key.encode().hex().encode(),
    "HEX": lambda key: key.encode().hex().upper().encode(),
    "URL": lambda key: quote(key, safe="").encode(),
    "URL path": lambda key: quote(key).encode(),
    "form": lambda key: quote_plus(key).encode(),
    "JSON": lambda key: json.dumps(key).encode(),
    "JSON with escaped slashes": lambda key: json.dumps(key).replace("/", "\\/").encode(),
    "Base32": lambda key: b32encode(f"id:{key}".encode()),
    "Base85": lambda key: b85encode(f"shopid:{key}".encode()),
    "every letter as %": lambda key: "".join(f"%{byte:02X}" for byte in key.encode()).encode(),
    "HTML entities": lambda key: "".join(f"&#{byte};" for byte in key.encode()).encode(),
    "escapes": lambda key: "".join(f"\\u{byte:04x}" for byte in key.encode()).encode(),
    "list of bytes": lambda key: str(list(key.encode())).encode(),
    "quoted-printable": lambda key: quopri.encodestring(key.encode()),
    "UTF-16 with high bytes first": lambda key: key.encode("utf-16-be"),
    "UTF-16": lambda key: key.encode("utf-16-le"),
    "UTF-16 of Base64": lambda key: b64encode(f"id:{key}".encode()).decode().encode("utf-16-le"),
}


def found(root: Path, keys: CanaryKeys = KEYS) -> list[str]:
    return [f"{Path(finding.place).name}: {finding.what}" for finding in scan([root], needles_of(keys))]


@pytest.mark.parametrize("name", ["open", "manager"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_key_is_found_in_every_spelling(tmp_path: Path, spelling: str, name: str) -> None:
    written = SPELLINGS[spelling](getattr(KEYS, name))
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "app.log").write_bytes(b"before " + written + b" after")
    assert [finding for finding in found(tmp_path) if finding.startswith(f"app.log: {name} key")]


def test_other_keys_and_texts_are_no_finding(tmp_path: Path) -> None:
    other = canaries.make()
    (tmp_path / "app.log").write_text(f"{other.open} {other.manager} $2y$11$ {KEYS.manager[:20]}")
    (tmp_path / "empty").write_bytes(b"")
    assert found(tmp_path) == []


def test_a_key_across_two_chunks_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(secret_scan, "CHUNK", 64)
    for before in range(130):
        (tmp_path / "big").write_bytes(b"x" * before + KEYS.open.encode() + b"y" * 100)
        assert found(tmp_path) == ["big: open key, plain"]


def test_packed_books_and_names_are_searched(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "orders.xlsx", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/sheet1.xml", f"<c>{KEYS.open}</c>" * 50)
    (tmp_path / f"{KEYS.open}.txt").write_text("")
    findings = found(tmp_path)
    assert any("sheet1.xml: open key, plain" in finding for finding in findings)
    assert any("open key" in finding and finding.startswith(tmp_path.name) for finding in findings)


def test_a_broken_archive_is_still_searched_as_it_is(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w") as book:
        book.writestr("sheet", KEYS.open)
    packed = (tmp_path / "book.xlsx").read_bytes()
    (tmp_path / "book.xlsx").write_bytes(packed.replace(b"PK\x03\x04", b"XX\x03\x04"))
    assert "book.xlsx: open key, plain" in found(tmp_path)
    (tmp_path / "book.xlsx").unlink()  # the scan of the whole run cannot read it either, and says so


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX")
def test_links_and_sockets_are_passed_over(tmp_path: Path) -> None:
    os.symlink("/proc/self/environ", tmp_path / "link")
    os.symlink("nowhere", tmp_path / "dead link")
    os.mkfifo(tmp_path / "pipe")
    assert found(tmp_path) == []


def test_what_cannot_be_read_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "closed").write_text("")

    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", refuse)
    assert found(tmp_path) == ["closed: not readable (PermissionError)"]


def run(*words: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.support.secret_scan", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_the_program_fails_on_a_finding_without_repeating_it(tmp_path: Path) -> None:
    keys_file, tree = tmp_path / "keys", tmp_path / "tree"
    tree.mkdir()
    canaries.write(KEYS, keys_file)
    (tree / "a.log").write_text("all well")
    assert run(keys_file, tree).returncode == 0
    (tree / "b.log").write_text(f"key={KEYS.manager}")
    outcome = run(keys_file, tree)
    assert outcome.returncode == 1
    assert "b.log" in outcome.stdout
    assert KEYS.manager not in outcome.stdout + outcome.stderr
    # The keys lay in a file of tmp_path, which a scan of the whole run would find.
    keys_file.unlink()
    (tree / "b.log").unlink()


def test_the_program_refuses_to_scan_nothing_or_the_keys_themselves(tmp_path: Path) -> None:
    keys_file = tmp_path / "keys"
    canaries.write(canaries.make(), keys_file)
    assert run(keys_file, tmp_path / "missing").returncode == 2
    assert run(keys_file, tmp_path).returncode == 2


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_the_keys_file_is_private_new_and_read_back(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    canaries.write(KEYS, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert canaries.read(file) == KEYS
    with pytest.raises(FileExistsError):
        canaries.write(KEYS, file)
    assert "•••" in repr(KEYS)
    assert KEYS.open not in repr(KEYS)
