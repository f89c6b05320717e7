"""Protections of the desk to be taken away, each with the day on which that is noticed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from goq_desktop.domain.fetching import FetchRequest, FetchSummary
from goq_desktop.services import exporting, fetching, sync_cycle
from goq_desktop.services.sync_ports import SyncParts
from goq_desktop.settings import files
from goq_desktop.storage import handling_log
from goq_desktop.storage.handling_log import Noting
from goq_desktop.storage.journal import Journal

Bug = Callable[[pytest.MonkeyPatch], None]


def _settings_written_in_place(patches: pytest.MonkeyPatch) -> None:
    patches.setattr(files, "replace", lambda path, data: path.write_bytes(data))


def _nothing_swept(patches: pytest.MonkeyPatch) -> None:
    patches.setattr(files, "sweep", lambda _: None)


def _files_written_in_place(patches: pytest.MonkeyPatch) -> None:
    @contextmanager
    def at_once(file: Path) -> Iterator[Path]:
        yield file

    patches.setattr(exporting, "whole_file", at_once)


def _fetches_noted_afterwards(patches: pytest.MonkeyPatch) -> None:
    real, made = sync_cycle.run_fetch, list[Noting]()

    def noting(*values: Any) -> Noting:
        made.append(Noting(*values))
        return made[-1]

    def run(parts: SyncParts, request: FetchRequest) -> FetchSummary:
        summary, one = real(parts, request), made[-1]
        count = summary.new + summary.updated
        if count:
            now = parts.clock.now()
            handling_log.add(
                one.database, at=now, actor=one.actor, kind=one.kind, count=count, detail=one.detail
            )
        return summary

    patches.setattr(fetching, "Noting", noting)
    patches.setattr(fetching, "Journal", lambda database, _: Journal(database))
    patches.setattr(fetching, "run_fetch", run)


BUGS: Final[Mapping[str, tuple[str, Bug]]] = {
    "settings written in place": ("first set-up", _settings_written_in_place),
    "leftovers not swept": ("key rotation", _nothing_swept),
    "exports written in place": ("census and exports", _files_written_in_place),
    "fetched orders not noted with them": ("ordinary fetches", _fetches_noted_afterwards),
}
