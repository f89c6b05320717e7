"""A disk that holds what was synced, and of everything else any part in any order."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Final

from tests.faults.power_cut.recording import Acknowledged, Deleted, Event, Synced, Truncated, Written

# What a disk writes whole or not at all.
SECTOR: Final = 512


class _File:
    """`durable` is None while nothing of the file is certain to be there, not even its name."""

    def __init__(self, durable: bytes | None) -> None:
        self.durable = durable
        self.pending: list[Written | Truncated] = []


class Disk:
    """Follows the events of a recording; `after_cut` says what one cut at this moment may leave."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = {path: _File(content) for path, content in files.items()}
        # Removed, but the folder was not synced: it may still be there.
        self._doubtful: dict[str, _File] = {}
        self.acknowledged = -1

    def follow(self, event: Event) -> None:
        if isinstance(event, Acknowledged):
            self.acknowledged = event.number
        elif isinstance(event, Deleted):
            gone = self._files.pop(event.path, None)
            if gone is not None and not event.is_durable:
                self._doubtful[event.path] = gone
        else:
            file = self._files.setdefault(event.path, _File(None))
            if isinstance(event, Synced):
                if file.durable is None:
                    # With a new log SQLite syncs the folder as well, so what was removed before is gone.
                    self._doubtful.clear()
                file.durable = _all_of(file)
                file.pending.clear()
            else:
                file.pending.append(event)

    def after_cut(self, chance: random.Random) -> dict[str, bytes]:
        """The content of each file that is there."""
        files = dict(self._files)
        for path, file in self._doubtful.items():
            if path not in files and chance.random() < 0.5:
                files[path] = file
        left = {path: _part_of(file, chance) for path, file in files.items()}
        return {path: content for path, content in left.items() if content is not None}


def _all_of(file: _File) -> bytes:
    content = bytearray(file.durable or b"")
    for event in file.pending:
        _apply(event, content)
    return bytes(content)


def _part_of(file: _File, chance: random.Random) -> bytes | None:
    if file.durable is None and chance.random() < 0.3:
        return None
    content = bytearray(file.durable or b"")
    if chance.random() < 0.1:
        # In order up to some moment, and the last one torn.
        kept = file.pending[: chance.randint(0, len(file.pending))]
        for event in kept[:-1]:
            _apply(event, content)
        if kept:
            _apply_torn(kept[-1], content, chance, 0.5)
        return bytes(content)
    share = chance.random()
    events = list(file.pending)
    if chance.random() < 0.7:
        chance.shuffle(events)
    for event in events:
        if chance.random() < share:
            _apply_torn(event, content, chance, 0.9)
    return bytes(content)


def _apply(event: Written | Truncated, content: bytearray) -> None:
    if isinstance(event, Truncated):
        del content[event.size :]
        return
    _make_room(content, event.offset + len(event.data))
    content[event.offset : event.offset + len(event.data)] = event.data


def _apply_torn(
    event: Written | Truncated, content: bytearray, chance: random.Random, share_whole: float
) -> None:
    if isinstance(event, Truncated) or chance.random() < share_whole:
        _apply(event, content)
        return
    end = event.offset + len(event.data)
    for start in range(event.offset - event.offset % SECTOR, end, SECTOR):
        if chance.random() < 0.5:
            first, last = max(start, event.offset), min(start + SECTOR, end)
            _make_room(content, last)
            content[first:last] = event.data[first - event.offset : last - event.offset]


def _make_room(content: bytearray, size: int) -> None:
    if len(content) < size:
        content.extend(bytes(size - len(content)))
