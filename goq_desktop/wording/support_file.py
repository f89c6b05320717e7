"""サポート用ファイル in people's words: a title for each part, a line for each fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from goq_desktop.services.support_file import Counted, Fact, Fields, Part, PartCode, Presence, Told

_HEAD: Final = "GoQ Desktop サポート用ファイル"
_NOTHING: Final = "なし"
_TITLES: Final[Mapping[PartCode, str]] = {
    PartCode.PROGRAM: "プログラムとパソコン",
    PartCode.SETTINGS: "設定の形（文字は「あり」「なし」だけ）",
    PartCode.SHOPS: "モール定義",
    PartCode.STORE: "データの大きさと検査",
    PartCode.FETCHES: "最近の取得（50回まで）",
    PartCode.LOG: "ログ（プログラムの場所と種類だけ）",
}
_LINES: Final[Mapping[Fact, str]] = {
    Fact.UNREADABLE: "読めません: {problem}",
    Fact.VERSION: "GoQ Desktop {version}",
    Fact.MADE_AT: "作成日時 {at}",
    Fact.SYSTEM: "Python {python}\n{system}",
    Fact.LIBRARY: "{name} {version}",
    Fact.KEYRING: "キーリング {name}",
    Fact.SESSION_ONLY: "この起動中だけ使う: {is_so}",
    Fact.FROZEN: "まとめられたプログラム: {is_so}",
    Fact.SETTINGS_PROBLEM: "読めないところ: {problem}",
    Fact.SETTINGS: "{tile}: {shape}",
    Fact.SHOP: "ショップ{number}: {mall}、{status}、定義のしるし {mark}",
    Fact.SHOP_PROBLEM: "ショップ{number}: {mall}、{problem}",
    Fact.FILE: "{name}: {bytes}",
    Fact.BACKUPS: "バックアップ: {count}件",
    Fact.BACKUP: "  {at} {bytes}",
    Fact.DISK: "ディスクの空き: {mebibytes}",
    Fact.STORE: "版 {schema}、受注 {orders:,}件、うち消去済み {erased:,}件",
    Fact.PAGES: "空きページ {backlog:,}、検査の結果: {is_sound}",
    Fact.RECORD: "取扱記録 {rows:,}行: {soundness} {row}",
    Fact.FETCH: (
        "ショップ{shop} {started}～{finished} {run} {pages}ページ"
        " 新規{new} 更新{updated} 変更なし{unchanged} 通信{requests}回 {problem}"
    ),
    Fact.LOG_LINE: "{text}",
}
_PRESENCE: Final = {Presence.SET: "あり", Presence.DATED: "日付あり", Presence.UNSET: "なし"}
# What stands where a parameter is None.
_WITHOUT: Final = {
    "mall": "自作のモール定義",
    "mebibytes": "不明",
    "shop": "?",
    "finished": "終わっていません",
}


def title_of(part: Part) -> str:
    return _TITLES[part.code]


def text_of(part: Part) -> str:
    """A title and a line for each fact."""
    return "\n".join((f"■ {title_of(part)}", *(map(_line, part.facts) if part.facts else (_NOTHING,))))


def whole_text(parts: Iterable[Part]) -> str:
    """As it is shown and as it is saved."""
    return "\n\n".join((_HEAD, *map(text_of, parts))) + "\n"


def _line(told: Told) -> str:
    words = {name: _words(name, value) for name, value in told.params.items()}
    return _LINES[told.fact].format(**words).rstrip()


def _words(name: str, value: object) -> object:
    if value is None:
        return _WITHOUT.get(name, _NOTHING)
    if name == "is_sound":
        return "正常" if value else "異常"
    if name == "bytes":
        return f"{value:,} バイト"
    if name == "mebibytes":
        return f"{value:,} MiB"
    if name == "row":
        return value or ""
    return _shape(value) if isinstance(value, bool | Presence | Counted | Fields) else _moment(value)


def _moment(value: object) -> object:
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else value


def _shape(value: object) -> str:
    if isinstance(value, Fields):
        return "、".join(f"{name}={_shape(one)}" for name, one in value.shapes)
    if isinstance(value, Counted):
        return " ".join((f"{value.count}件", *(f"{{{_shape(one)}}}" for one in value.shapes)))
    if isinstance(value, Presence):
        return _PRESENCE[value]
    if isinstance(value, bool):
        return "はい" if value else "いいえ"
    return str(value)
