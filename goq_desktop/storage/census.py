"""Compares a census of the shop's list with the stored orders; differences are written down, not mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final, TypeVar

from sqlalchemy import Connection, Row, delete, func, insert, or_, select

from goq_desktop.domain.census import Census, Finding
from goq_desktop.storage.alarms import mark_vanished, note_listed
from goq_desktop.storage.order_rows import fingerprint
from goq_desktop.storage.schema import CENSUS_FINDINGS as FINDINGS
from goq_desktop.storage.schema import ORDER_DOCUMENTS, ORDERS

_CHUNK: Final = 500

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Ours:
    order_id: int
    mark: bytes
    is_erased: bool
    has_vanished: bool


def record_census(connection: Connection, shop_uid: str, census: Census, seconds: int) -> None:
    """Write what differs, in place of what an earlier census found in the same period.

    An order whose people were erased differs from nothing and has not vanished: only its number counts.
    """
    since = int(census.since.timestamp())
    ours = _ours(connection, shop_uid, since, census.seen)
    for serials in _chunks(census.seen):
        note_listed(connection, shop_uid, serials)
    connection.execute(
        delete(FINDINGS).where(
            FINDINGS.c.shop_uid == shop_uid,
            or_(FINDINGS.c.ordered_at.is_(None), FINDINGS.c.ordered_at >= since),
        )
    )
    found = []
    for serial, seen in census.seen.items():
        own = ours.get(serial)
        if own is not None and (own.is_erased or own.mark == seen.mark):
            continue
        if own is not None and _is_same(connection, own.order_id, seen.mark, census.profile_mark):
            continue
        found.append(
            {
                "shop_uid": shop_uid,
                "serial": serial,
                "kind": (Finding.MISSING if own is None else Finding.DIFFERING).value,
                "ordered_at": seen.ordered_at,
                "since": since,
            }
        )
    if found:
        connection.execute(insert(FINDINGS), found)
    gone = (
        own.order_id
        for serial, own in ours.items()
        if serial not in census.seen and not own.is_erased and not own.has_vanished
    )
    for ids in _chunks(gone):
        mark_vanished(connection, ids, seconds)


def counted(connection: Connection, shop_uid: str) -> tuple[int, int, int | None]:
    """How many are missing and differing, and the UTC seconds that a fetch of them has to begin with."""
    rows = connection.execute(
        select(FINDINGS.c.kind, func.count(), func.min(FINDINGS.c.since))
        .where(FINDINGS.c.shop_uid == shop_uid)
        .group_by(FINDINGS.c.kind)
    ).all()
    counts = {kind: number for kind, number, _ in rows}
    return (
        counts.get(Finding.MISSING.value, 0),
        counts.get(Finding.DIFFERING.value, 0),
        min((since for _, _, since in rows), default=None),
    )


def _ours(connection: Connection, shop_uid: str, since: int, serials: Iterable[str]) -> dict[str, _Ours]:
    """Ours that were placed in the period, which the shop must list, and all others that it does list."""
    columns = (
        ORDERS.c.serial,
        ORDERS.c.id,
        ORDERS.c.fingerprint,
        ORDERS.c.erased_at,
        ORDERS.c.vanished_at,
    )
    of_shop = select(*columns).where(ORDERS.c.shop_uid == shop_uid)
    found = dict(map(_own, connection.execute(of_shop.where(ORDERS.c.ordered_at >= since))))
    for chunk in _chunks(serial for serial in serials if serial not in found):
        found.update(map(_own, connection.execute(of_shop.where(ORDERS.c.serial.in_(chunk)))))
    return found


def _own(row: Row[*tuple[Any, ...]]) -> tuple[str, _Ours]:
    own = _Ours(row.id, row.fingerprint, row.erased_at is not None, row.vanished_at is not None)
    return row.serial, own


def _is_same(connection: Connection, order_id: int, mark: bytes, profile_mark: str) -> bool:
    """Whether only the profile has changed since it was stored."""
    raw = connection.scalar(select(ORDER_DOCUMENTS.c.raw).where(ORDER_DOCUMENTS.c.order_id == order_id))
    return raw is not None and fingerprint(raw, profile_mark) == mark


def _chunks(values: Iterable[_T]) -> Iterator[list[_T]]:
    rest = iter(values)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk
