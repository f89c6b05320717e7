"""What a desk holds, in a form in which a day that was stopped and one that was not can be compared."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from contextlib import closing
from typing import Any, Final

import msgspec

from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.handling import HandlingKind, HandlingQuery, Soundness
from goq_desktop.services.exporting import ExportFormat, export_orders
from goq_desktop.settings.transfer import export_settings
from goq_desktop.storage import handling_log
from tests.faults.every_point.desk import SHOP, Desk

_TABLES: Final = {
    "confirmations": "SELECT o.serial, count(*) FROM confirmations c JOIN orders o ON o.id = c.order_id GROUP BY 1",
    "holds": "SELECT o.serial, h.until FROM holds h JOIN orders o ON o.id = h.order_id",
    "history": "SELECT o.serial, h.kind, count(*) FROM order_history h JOIN orders o ON o.id = h.order_id GROUP BY 1, 2",
    "open orders": "SELECT count(*) FROM open_orders",
    "census": "SELECT serial, kind FROM census_findings",
    "customers": "SELECT text, orders, total, is_marked FROM customers WHERE text IS NOT NULL",
    "alarms": "SELECT serial, alarm, vanished_at IS NOT NULL FROM orders WHERE alarm IS NOT NULL",
}
# Noted before the deed: one that was stopped in between stays noted, and is noted again with the next.
_NOTED_BEFORE: Final = (
    HandlingKind.EXPORTED,
    HandlingKind.BACKED_UP,
    HandlingKind.RESTORED,
)


def view(desk: Desk) -> dict[str, Any]:
    """Everything that is to be the same, by name."""
    database = desk.workspace.database()
    found: dict[str, Any] = {
        "orders": [
            (one.order.serial, one.lane, msgspec.to_builtins(one.order), one.raw, sorted(one.reasons), one.edits,
             one.is_erased)
            for one in desk.orders()
        ]
    }  # fmt: skip
    with closing(database.reader()) as reader:
        assert reader.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for name, sql in _TABLES.items():
            found[name] = sorted(map(repr, reader.execute(sql).fetchall()))
    serials = [row[0] for row in found["orders"]]
    assert len(set(serials)) == len(serials), "doubled"
    found["handling"] = _handled(desk)
    # A change of keys that is tried again has the next number.
    settings = export_settings(desk.workspace.load_settings().settings)
    found["settings"] = re.sub(r"(key_generation =) \d+", r"\1 1", settings)
    found["keyring"] = _keys(desk)
    found["files"] = sorted(
        str(file.relative_to(desk.root))
        for file in desk.root.rglob("*")
        if file.is_file() and not file.name.endswith(("-shm", "-wal", ".lock", ".closed"))
    )
    return found


def _handled(desk: Desk) -> dict[str, Any]:
    database = desk.workspace.database()
    assert handling_log.verify(database).soundness is Soundness.WHOLE, "handling log"
    counts: Counter[str] = Counter()
    for one in handling_log.entries(database, HandlingQuery()):
        counts[f"{one.kind} {one.detail}"] += one.count
    for name in list(counts):
        if name.split()[0] in _NOTED_BEFORE or name == "erased backups":
            counts[name] = -1
    return dict(counts)


def _keys(desk: Desk) -> list[str]:
    """The shop's keys by their value, and how many keys of stores there are."""
    names = [service for service, _ in desk.keyring.entries()]
    generation = desk.workspace.key_generation(SHOP.uid)
    reveal = desk.workspace.key_reader(SHOP.uid)
    pair = [hashlib.sha256(reveal(kind).encode()).hexdigest() for kind in KeyKind] if generation else []
    return [*pair, f"{sum('shop' in name for name in names)} of shops"]


def bytes_of(desk: Desk) -> tuple[bytes, bytes]:
    """The export of all orders, and the settings file."""
    file = desk.root / "compared.json"
    export_orders(desk.workspace, file, ExportFormat.JSON)
    content = file.read_bytes()
    file.unlink()
    return content, desk.workspace.home.settings_file.read_bytes()
