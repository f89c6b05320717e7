"""The handling log in people's words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from goq_desktop.domain.handling import Handling, HandlingKind, Soundness, Verdict
from goq_desktop.domain.printing.content import PrintKind
from goq_desktop.domain.times import JST

KIND_NAMES: Final[Mapping[HandlingKind, str]] = {
    HandlingKind.FETCHED: "取得",
    HandlingKind.EXPORTED: "書き出し",
    HandlingKind.PRINTED: "印刷",
    HandlingKind.COPIED: "大量コピー",
    HandlingKind.BACKED_UP: "バックアップ",
    HandlingKind.RESTORED: "復元",
    HandlingKind.ERASED: "個人情報の消去",
    HandlingKind.DIAGNOSED: "診断・サポート用ファイル",
    HandlingKind.SETTINGS_EXPORTED: "設定の書き出し",
    HandlingKind.SETTINGS_IMPORTED: "設定の読み込み",
    HandlingKind.UNREADABLE: "読めない行",
}
TITLES: Final = ("番号", "日時", "利用者", "内容", "補足", "件数")

PRINT_NAMES: Final[Mapping[str, str]] = {
    PrintKind.ORDER_LIST: "受注一覧",
    PrintKind.DELIVERY_NOTE: "納品書",
    PrintKind.ORDER_SLIP: "受注伝票",
}
_DETAILS: Final[Mapping[str, str]] = {
    "xlsx": "Excel",
    "csv": "CSV",
    "json": "JSON",
    **PRINT_NAMES,
    "affected": "影響した人の一覧（人数）",
    "log": "取扱記録",
    "support": "サポート用ファイル",
    "asked": "今すぐ消去",
    "backups": "古いバックアップの中",
}


def cells(entry: Handling, shops: Mapping[str, str]) -> tuple[str, ...]:
    """In the order of `TITLES`; `shops` are the names by uid."""
    detail = shops.get(entry.detail) or _DETAILS.get(entry.detail, entry.detail)
    return (
        str(entry.id),
        japanese_time(entry.at),
        entry.actor,
        KIND_NAMES[entry.kind],
        detail,
        f"{entry.count:,}" if entry.count else "",
    )


def verdict_text(verdict: Verdict) -> str:
    """One sentence, and what to do about it."""
    if verdict.soundness is Soundness.WHOLE:
        return f"記録は改ざんされていません（{verdict.rows:,}行を確かめました）。"
    if verdict.soundness is Soundness.UNANCHORED:
        return (
            f"{verdict.rows:,}行は書いたときのままですが、しるしのファイルがないため、"
            "最後の行が消されていないかは確かめられません。次の記録から、また確かめられます。"
        )
    if verdict.soundness is Soundness.CUT:
        return (
            f"{verdict.row:,}行目から後の記録がなくなっています。"
            "心当たりがなければ、CSVに書き出して残し、このパソコンを使える人を確かめてください。"
        )
    return (
        f"{verdict.row:,}行目から確かめられません。書いたときと内容が違います。"
        "心当たりがなければ、CSVに書き出して残し、このパソコンを使える人を確かめてください。"
    )


def japanese_time(moment: datetime) -> str:
    return moment.astimezone(JST).strftime("%Y-%m-%d %H:%M:%S")
