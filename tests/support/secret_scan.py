"""Searches every file of some folders for the run's canary keys, in every spelling, and fails on a find."""

from __future__ import annotations

import argparse
import json
import os
import quopri
import stat
import zipfile
from base64 import b32encode, b64encode, b85encode, urlsafe_b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Final
from urllib.parse import quote, quote_plus

from tests.support import canaries

CHUNK: Final = 8 * 2**20
# Installed packages and git's compressed objects: nothing that a test run writes as text.
NOT_SCANNED: Final = frozenset({".git", ".venv"})

Needles = Mapping[bytes, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """Never says what was found, only where and how it was spelled."""

    place: str
    what: str


def needles_of(keys: canaries.CanaryKeys) -> Needles:
    """Every byte string that gives a key away, with the name of the key and of the spelling."""
    needles: dict[bytes, str] = {}
    for name, key in asdict(keys).items():
        for how, needle in _spellings(key):
            needles.setdefault(needle, f"{name} key, {how}")
    return needles


def _spellings(key: str) -> Iterator[tuple[str, bytes]]:
    """Written apart from the app's own redaction on purpose: a gap there shall not be a gap here."""
    raw = key.encode()
    in_json = json.dumps(key)[1:-1]
    texts = {
        "plain": {key},
        "JSON": {in_json, in_json.replace("/", "\\/")},
        "URL": {quote(key, safe=""), quote(key), quote_plus(key), quote(key, safe="").lower()},
        "hex": {raw.hex(), raw.hex().upper()},
        # The key alone and behind `shop id:` of HTTP Basic, whatever the id: one of three alignments.
        "Base64": {_base64_core(raw, before, is_urlsafe) for before in range(3) for is_urlsafe in (0, 1)},
        "Base32": {_base32_core(raw, before) for before in range(5)},
        "Base85": {_base85_core(raw, before) for before in range(4)},
        "every letter as %": {"".join(f"%{byte:02{case}}" for byte in raw) for case in "xX"},
        "HTML entities": {
            "".join(form.format(byte) for byte in raw) for form in ("&#{};", "&#x{:x};", "&#x{:X};")
        },
        "escapes": {"".join(form.format(byte) for byte in raw) for form in ("\\x{:02x}", "\\u{:04x}")},
        "list of bytes": {", ".join(map(str, raw)), ",".join(map(str, raw))},
        "quoted-printable": {quopri.encodestring(raw, quotetabs=True).decode().replace("=\n", "")},
    }
    for how, forms in texts.items():
        for form in forms:
            yield how, form.encode()
            # With the high bytes first it is the same but for a shift by one byte.
            yield f"{how} in UTF-16", form.encode("utf-16-le")[:-1]


def _base64_core(raw: bytes, before: int, is_urlsafe: int) -> str:
    """The part of the encoding that does not depend on the neighbours."""
    encoded = (urlsafe_b64encode if is_urlsafe else b64encode)(b"\0" * before + raw).decode().rstrip("=")
    start = (before * 8 + 5) // 6
    end = (before + len(raw)) * 8 // 6
    return encoded[start:end]


def _base32_core(raw: bytes, before: int) -> str:
    """As in Base64, with five bits a letter."""
    encoded = b32encode(b"\0" * before + raw).decode().rstrip("=")
    return encoded[(before * 8 + 4) // 5 : (before + len(raw)) * 8 // 5]


def _base85_core(raw: bytes, before: int) -> str:
    """The groups of four bytes that hold nothing but the key."""
    skipped = -before % 4
    whole = (len(raw) - skipped) // 4 * 4
    return b85encode(raw[skipped : skipped + whole]).decode()


def scan(roots: Sequence[Path], needles: Needles) -> list[Finding]:
    """Findings in the files below `roots`, in their names, and in the members of zip files.

    A file that cannot be read is a finding, too: nobody knows what it holds.
    """
    return [finding for root in roots for file in _files(root) for finding in _scan_file(file, needles)]


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(set(folders) - NOT_SCANNED)
        for name in sorted(names):
            yield Path(folder, name)


def _scan_file(file: Path, needles: Needles) -> Iterator[Finding]:
    for needle, what in needles.items():
        if needle in os.fsencode(file):
            yield Finding(f"name of a file in {file.parent}", what)
    try:
        if not stat.S_ISREG(file.lstat().st_mode):
            return
        with file.open("rb") as stream:
            yield from _scan_stream(stream, str(file), needles)
        if zipfile.is_zipfile(file):  # such as XLSX
            with zipfile.ZipFile(file) as archive:
                for member in archive.namelist():
                    with archive.open(member) as stream:
                        yield from _scan_stream(stream, f"{file} › {member}", needles)
    except (OSError, zipfile.BadZipFile, RuntimeError) as error:
        with suppress(FileNotFoundError):  # gone meanwhile: a test's own process was ending
            file.lstat()
            yield Finding(str(file), f"not readable ({type(error).__name__})")


def _scan_stream(stream: IO[bytes], place: str, needles: Needles) -> Iterator[Finding]:
    overlap = max(map(len, needles)) - 1
    kept, found = b"", set[str]()
    while chunk := stream.read(CHUNK):
        window = kept + chunk
        found.update(what for needle, what in needles.items() if needle in window)
        kept = window[-overlap:]
    for what in sorted(found):
        yield Finding(place, what)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("keys", type=Path, help="the file with the run's canary keys")
    parser.add_argument("roots", type=Path, nargs="+", help="folders to scan")
    arguments = parser.parse_args()
    keys_file: Path = arguments.keys.resolve()
    for root in arguments.roots:
        if not root.is_dir():
            parser.error(f"no such folder: {root}")
        if keys_file.is_relative_to(root.resolve()):
            parser.error("the keys lie in what is to be scanned")
    findings = scan(arguments.roots, needles_of(canaries.read(keys_file)))
    for finding in findings:
        print(f"LEAK: {finding.place}: {finding.what}")
    count = sum(1 for root in arguments.roots for _ in _files(root))
    print(f"scan for test keys: {count:,} files, {len(findings)} findings")
    return 1 if findings else 0


if __name__ == "__main__":
    raise SystemExit(main())
