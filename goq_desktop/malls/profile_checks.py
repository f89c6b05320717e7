"""What must hold in a profile beyond its form: addresses, references, placeholders, formats, bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from goq_desktop.malls.dates import is_format, parse_zone
from goq_desktop.malls.paths import is_path
from goq_desktop.malls.placeholders import HEADER_NAMES, REQUEST_NAMES, names_in
from goq_desktop.malls.profile import Auth, Call, Fields, MallProfile, Method, PagingKind

_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_PAGING_PLACEHOLDER: Final = {
    PagingKind.OFFSET: "offset",
    PagingKind.PAGE: "page",
    PagingKind.CURSOR: "cursor",
}
_LARGEST: Final = {"wire_mb": 1_000, "decoded_mb": 2_000, "depth": 200, "tries": 10, "pages": 100_000}


class CheckFault(StrEnum):
    """The `reason` of PROFILE_INVALID for a key whose value cannot be right."""

    BAD_STATUS = "bad_status"
    BAD_URL = "bad_url"
    NOT_HTTPS = "not_https"
    UNKNOWN_HOST = "unknown_host"
    BAD_PATH = "bad_path"
    BAD_HEADER = "bad_header"
    BODY_WITH_GET = "body_with_get"
    UNKNOWN_PLACEHOLDER = "unknown_placeholder"
    PLACEHOLDER_NEEDED = "placeholder_needed"
    BAD_FIELD_PATH = "bad_field_path"
    NEEDED = "needed"
    BAD_DATE_FORMAT = "bad_date_format"
    BAD_ZONE = "bad_zone"
    BAD_TIME = "bad_time"
    OUT_OF_RANGE = "out_of_range"
    NO_SUCH_KEY = "no_such_key"


@dataclass(frozen=True, slots=True)
class Fault:
    key: str
    reason: CheckFault


def first_fault(profile: MallProfile, data: Mapping[str, Any]) -> Fault | None:
    """The first thing wrong in a profile; `data` is the merged table it was made from."""
    return next(_faults(profile, data), None)


def is_loopback(host: str) -> bool:
    return host in _LOOPBACK


def _faults(profile: MallProfile, data: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _status(profile)
    yield from _hosts(profile)
    yield from _call("orders", profile.orders, profile)
    if profile.tests.open:
        yield from _call("tests.open", profile.tests.open, profile)
    if profile.tests.manager:
        yield from _call("tests.manager", profile.tests.manager, profile)
    yield from _paging(profile)
    yield from _dates(profile)
    yield from _fields(profile.fields)
    yield from _maintenance(profile)
    yield from _limits(profile)
    yield from _certainty(profile, data)


def _status(profile: MallProfile) -> Iterator[Fault]:
    word, _, day = profile.status.partition(" ")
    try:
        is_good = profile.status == "unverified" or (word == "verified" and bool(date.fromisoformat(day)))
    except ValueError:
        is_good = False
    if not is_good:
        yield Fault("status", CheckFault.BAD_STATUS)


def _hosts(profile: MallProfile) -> Iterator[Fault]:
    for name, host in profile.hosts.items():
        key = f"hosts.{name}"
        try:
            url = urlsplit(host.url)
            has_port = url.port is None or url.port > 0
        except ValueError:
            yield Fault(f"{key}.url", CheckFault.BAD_URL)
            continue
        is_plain = not (url.username or url.password or url.query or url.fragment)
        is_url = url.scheme in ("https", "http") and bool(url.hostname) and has_port and is_plain
        if not is_url or not host.url.endswith("/") or not host.url.isascii() or not host.url.isprintable():
            yield Fault(f"{key}.url", CheckFault.BAD_URL)
        elif url.scheme == "http" and not is_loopback(url.hostname or ""):
            yield Fault(f"{key}.url", CheckFault.NOT_HTTPS)
        if host.auth is Auth.HEADER:
            if not re.fullmatch(r"[A-Za-z0-9-]+", host.header_name):
                yield Fault(f"{key}.header_name", CheckFault.BAD_HEADER)
            if "key" not in names_in(host.header_value):
                yield Fault(f"{key}.header_value", CheckFault.PLACEHOLDER_NEEDED)
            yield from _placeholders(f"{key}.header_value", host.header_value, HEADER_NAMES)


def _call(key: str, call: Call, profile: MallProfile) -> Iterator[Fault]:
    if call.host not in profile.hosts:
        yield Fault(f"{key}.host", CheckFault.UNKNOWN_HOST)
    parts = call.path.split("/")
    has_bad_sign = re.search(r"[\s\\?#%]|://", call.path) is not None
    if not call.path or has_bad_sign or not call.path.isascii() or parts[0] == "" or {".", ".."} & set(parts):
        yield Fault(f"{key}.path", CheckFault.BAD_PATH)
    if call.body and call.method is Method.GET:
        yield Fault(f"{key}.body", CheckFault.BODY_WITH_GET)
    yield from _placeholders(f"{key}.path", call.path, REQUEST_NAMES)
    for part, table in (("query", call.query), ("body", call.body)):
        for name, value in table.items():
            yield from _placeholders(f"{key}.{part}.{name}", value, REQUEST_NAMES)


def _placeholders(key: str, template: Any, known: frozenset[str]) -> Iterator[Fault]:
    if set(names_in(template)) - known:
        yield Fault(key, CheckFault.UNKNOWN_PLACEHOLDER)


def _paging(profile: MallProfile) -> Iterator[Fault]:
    paging = profile.paging
    if not 1 <= paging.size <= 10_000:
        yield Fault("paging.size", CheckFault.OUT_OF_RANGE)
    if not 0 <= paging.first <= 1:
        yield Fault("paging.first", CheckFault.OUT_OF_RANGE)
    used = {*names_in(profile.orders.path), *names_in(profile.orders.query), *names_in(profile.orders.body)}
    if "since" not in used:
        yield Fault("orders", CheckFault.PLACEHOLDER_NEEDED)
    if _PAGING_PLACEHOLDER.get(paging.kind, "since") not in used:
        yield Fault("paging.kind", CheckFault.PLACEHOLDER_NEEDED)
    if paging.kind is PagingKind.CURSOR and not paging.next:
        yield Fault("paging.next", CheckFault.NEEDED)
    for key, path in (
        ("paging.total", paging.total),
        ("paging.next", paging.next),
        ("orders.list", profile.orders.list),
    ):
        if "{" in path or not is_path(path):
            yield Fault(key, CheckFault.BAD_FIELD_PATH)


def _dates(profile: MallProfile) -> Iterator[Fault]:
    try:
        parse_zone(profile.dates.zone)
    except ValueError:
        yield Fault("dates.zone", CheckFault.BAD_ZONE)
    if not is_format(profile.dates.write):
        yield Fault("dates.write", CheckFault.BAD_DATE_FORMAT)
    if not profile.dates.read or not all(is_format(form) for form in profile.dates.read):
        yield Fault("dates.read", CheckFault.BAD_DATE_FORMAT)


def _fields(fields: Fields) -> Iterator[Fault]:
    for name in ("serial", "number"):
        if not getattr(fields, name):
            yield Fault(f"fields.{name}", CheckFault.NEEDED)
    yield from _field_paths("fields", msgspec.to_builtins(fields))


def _field_paths(key: str, table: Mapping[str, Any]) -> Iterator[Fault]:
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from _field_paths(f"{key}.{name}", value)
        elif not is_path(value) or (name in ("at", "list") and "{" in value):
            yield Fault(f"{key}.{name}", CheckFault.BAD_FIELD_PATH)


def _maintenance(profile: MallProfile) -> Iterator[Fault]:
    for window in profile.maintenance:
        if not 0 <= window.nth <= 5:
            yield Fault("maintenance.nth", CheckFault.OUT_OF_RANGE)
        for key, text in (("from", window.start), ("until", window.until)):
            try:
                time.fromisoformat(text)
            except ValueError:
                yield Fault(f"maintenance.{key}", CheckFault.BAD_TIME)


def _limits(profile: MallProfile) -> Iterator[Fault]:
    for name, value in msgspec.to_builtins(profile.limits).items():
        if not 0 < value <= _LARGEST.get(name, 100_000):
            yield Fault(f"limits.{name}", CheckFault.OUT_OF_RANGE)


def _certainty(profile: MallProfile, data: Mapping[str, Any]) -> Iterator[Fault]:
    for name, keys in msgspec.to_builtins(profile.certainty).items():
        for key in keys:
            found: Any = data
            for part in key.split("."):
                found = found.get(part) if isinstance(found, Mapping) else None
            if found is None:
                yield Fault(f"certainty.{name}", CheckFault.NO_SUCH_KEY)
