"""取扱記録: what was done with people's data, by whom, when and with how many; never the data itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class HandlingKind(StrEnum):
    FETCHED = "fetched"  # 取得
    EXPORTED = "exported"  # 書き出し
    PRINTED = "printed"  # 印刷
    COPIED = "copied"  # 大量コピー
    BACKED_UP = "backed_up"  # バックアップ
    RESTORED = "restored"  # 復元
    ERASED = "erased"  # 消去
    DIAGNOSED = "diagnosed"  # 診断ファイル, サポート用ファイル
    SETTINGS_EXPORTED = "settings_exported"  # 設定の書き出し
    SETTINGS_IMPORTED = "settings_imported"  # 設定の読み込み
    UNREADABLE = "unreadable"  # nothing that this version writes


# So many orders in the clipboard are no look-up of one customer any more.
MANY_COPIED: Final = 20


@dataclass(frozen=True, slots=True)
class Handling:
    """A row of the log. `actor` is the user of the operating system; `count` the number of orders.

    `detail` is a word of the program's own, such as a file's format or a shop's uid.
    """

    id: int
    at: datetime
    actor: str
    kind: HandlingKind
    count: int
    detail: str


@dataclass(frozen=True, slots=True)
class HandlingQuery:
    """From `since` to before `until`; None is open."""

    since: datetime | None = None
    until: datetime | None = None
    kind: HandlingKind | None = None


class Soundness(StrEnum):
    WHOLE = "whole"  # every row stands as it was written, and the newest one is there
    UNANCHORED = "unanchored"  # the same, but nothing tells whether rows are missing at the end
    CHANGED = "changed"  # from `row` on it is not what was written
    CUT = "cut"  # from `row` on rows are missing at the end


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the log has shown; `row` is the number of the first doubtful row, 0 without one."""

    soundness: Soundness
    rows: int
    row: int = 0
