"""Writes settings as TOML that is pleasant to read, with the comments of the text that is there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from goq_desktop.settings import layout
from goq_desktop.settings.remarks import Place, Remark, remarks_in
from goq_desktop.settings.tiles import Settings


def rendered(settings: Settings, previous: str = "") -> str:
    """The file's new text. A comment goes with the table or key below or beside it, wherever that moves."""
    remarks = remarks_in(previous)
    lines: list[str] = []
    for name, value in layout.to_plain(settings).items():
        if isinstance(value, dict):
            _add_table(lines, remarks, f"[{name}]", Place(name), value)
        elif isinstance(value, list) and value:
            listed = layout.LIST_TILES[name]
            for entry in value:
                _add_table(lines, remarks, f"[[{name}]]", Place(name, listed.identity_of(entry)), entry)
        else:
            _add(lines, remarks, Place(key=name), f"{name} = {_toml(value)}")
    if last := remarks.get(Place(), Remark()).above:
        lines += ["", *last]
    return "\n".join(lines) + "\n"


def _add_table(
    lines: list[str],
    remarks: Mapping[Place, Remark],
    header: str,
    place: Place,
    values: Mapping[str, object],
) -> None:
    lines.append("")
    _add(lines, remarks, place, header)
    for key, value in values.items():
        _add(
            lines,
            remarks,
            Place(place.table, place.identity, key),
            f"{key} = {_toml(value)}",
        )


def _add(lines: list[str], remarks: Mapping[Place, Remark], place: Place, line: str) -> None:
    remark = remarks.get(place, Remark())
    lines += remark.above
    lines.append(f"{line}  {remark.beside}".rstrip() if remark.beside else line)


def _toml(value: object) -> str:
    """Text, numbers, booleans and lists of them are written in TOML as in JSON, but for one letter."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
