"""Brings the tables of an older file to the newest format, a small step for each version."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from goq_desktop.settings import layout

_Tables = dict[str, object]


def migrated(tables: Mapping[str, object]) -> _Tables:
    """The tables as the newest format has them. What is damaged passes unchanged, and so does a newer file.

    A file without a version is taken for one of the newest: only a person can have written it.
    """
    result = dict(tables)
    version = result.get("version")
    while isinstance(version, int) and not isinstance(version, bool) and version in _STEPS:
        result = _STEPS[version](result)
        version += 1
        result["version"] = version
    return result


def _from_1_to_2(tables: _Tables) -> _Tables:
    """Version 2 knows which tiles a person has saved; here, those that hold something."""
    setup = tables.get("setup", {})
    if not isinstance(setup, dict) or "saved" in setup:
        return tables
    saved = [name for name in ("contractor", "carriers", "shops", "payments") if _has_content(tables, name)]
    if any(shop.get("shop_id") for shop in _entries(tables, "shops")):
        saved.append("shop_detail")
    return tables | {"setup": setup | {"saved": saved}}


def _has_content(tables: _Tables, name: str) -> bool:
    table = tables.get(name)
    return any(table.values()) if isinstance(table, dict) else bool(_entries(tables, name))


def _entries(tables: _Tables, name: str) -> list[dict[str, object]]:
    entries = tables.get(name)
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


_STEPS: Final[Mapping[int, Callable[[_Tables], _Tables]]] = {1: _from_1_to_2}
assert max(_STEPS) + 1 == layout.VERSION
