"""The words of the command line; what each call does is in `app` and `cli`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn, TypeVar

from goq_desktop import __version__
from goq_desktop.domain.times import JST, start_of_day

_Day = TypeVar("_Day", date, datetime)


def parse(words: Sequence[str]) -> argparse.Namespace:
    """Parse a call; leaves the process with status 2 and one line on stderr when it is wrong."""
    return _parser().parse_args(words)


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        message = " ".join(message.split())
        self.exit(2, f"呼び出し方が違います: {message} → goq-desktop --help で使い方を確かめてください。\n")


def _parser() -> argparse.ArgumentParser:
    home = _Parser(add_help=False)
    # Suppressed, so that the word counts in front of the command and behind it.
    home.add_argument(
        "--home",
        type=Path,
        default=argparse.SUPPRESS,
        metavar="DIR",
        help="設定・データ・ログをすべて置く場所",
    )
    parser = _Parser(prog="goq-desktop", description="受注管理デスク GoQ Desktop", parents=[home])
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--demo", action="store_true", help="練習ショップで試す（何も残しません）")
    parser.add_argument("--tour", type=Path, metavar="DIR", help="--demo と一緒に: 各画面の画像を DIR に保存")
    commands = parser.add_subparsers(dest="command", metavar="命令", parser_class=_Parser)

    fetch = commands.add_parser("fetch", parents=[home], help="画面を出さずに受注を取得する")
    fetch.add_argument("--shop", metavar="NAME", help="ショップ名（省くとすべて）")
    fetch.add_argument("--since", type=_day, metavar="DATE", help="この日から取得する（例 2026-11-01）")
    fetch.add_argument("--json", action="store_true", help="結果を JSON で出す")

    check = commands.add_parser("check", parents=[home], help="2つのキーで接続テストをする")
    check.add_argument("--shop", metavar="NAME", help="ショップ名（省くと先頭のショップ）")
    check.add_argument("--json", action="store_true", help="結果を JSON で出す")

    keys = commands.add_parser("keys", parents=[home], help="認証キー").add_subparsers(
        dest="action", metavar="set", required=True, parser_class=_Parser
    )
    set_keys = keys.add_parser(
        "set",
        parents=[home],
        help="標準入力から オープン認証キー、マネジャー認証キー の順に1行ずつ読む（空行は変更しない）",
    )
    set_keys.add_argument("--shop", required=True, metavar="NAME", help="ショップ名またはショップID")
    set_keys.add_argument("--shop-id", metavar="ID", help="新しく登録するショップのショップID")
    set_keys.add_argument(
        "--mall", metavar="KIND", help="新しく登録するショップのモール定義（既定 shopserve）"
    )

    settings = commands.add_parser("settings", parents=[home], help="設定").add_subparsers(
        dest="action", metavar="export|import", required=True, parser_class=_Parser
    )
    for name, text in (("export", "すべての設定を書き出す（キーは含まない）"), ("import", "設定を読み込む")):
        settings.add_parser(name, parents=[home], help=text).add_argument("file", type=Path, metavar="FILE")

    orders = commands.add_parser("orders", parents=[home], help="受注").add_subparsers(
        dest="action", metavar="export", required=True, parser_class=_Parser
    )
    export = orders.add_parser("export", parents=[home], help="保存済みの受注をすべて書き出す")
    export.add_argument("file", type=Path, metavar="FILE")
    export.add_argument("--format", choices=("csv", "xlsx", "json"), help="形式（省くとファイル名から）")

    practice = commands.add_parser("practice-shop", parents=[home], help="練習ショップを動かす")
    practice.add_argument("--port", type=_natural, metavar="N", help="ポート番号（0 は空いている番号）")
    practice.add_argument("--orders", type=_natural, default=120, metavar="N", help="受注の件数")
    practice.add_argument("--seed", type=_natural, default=1, metavar="N", help="同じ数なら同じ受注になる")
    practice.add_argument(
        "--now", type=_moment, metavar="TIME", help="ショップの時刻（省くとこのパソコンの時刻）"
    )
    practice.add_argument(
        "--misbehave",
        type=_fault,
        metavar="NAME",
        help="わざと起こす不具合（例 slow）",
    )
    return parser


def _day(text: str) -> datetime:
    try:
        return start_of_day(_of_this_age(date.fromisoformat(text)))
    except ValueError:
        raise argparse.ArgumentTypeError(f"日付は 2026-11-01 のように書きます（{text[:20]}）") from None


def _moment(text: str) -> datetime:
    try:
        moment = _of_this_age(datetime.fromisoformat(text))
    except ValueError:
        raise argparse.ArgumentTypeError(
            f"時刻は 2026-11-01T09:00:00 のように書きます（{text[:30]}）"
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=JST)


def _fault(text: str) -> str:
    # Loaded for who asks for it: a start of the window waits for nothing that it does not need.
    from goq_desktop.practice.misbehaviour import Fault

    known = [fault.value for fault in Fault]
    if text in known:
        return text
    raise argparse.ArgumentTypeError(f"{text[:20]} という不具合はありません（{', '.join(known)}）")


def _of_this_age(day: _Day) -> _Day:
    """Raises ValueError for a slip such as the year 206: no other clock or shop could take it."""
    if 2000 <= day.year < 2100:
        return day
    raise ValueError


def _natural(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < 10:
        return int(text)
    raise argparse.ArgumentTypeError(f"0以上の整数を書きます（{text[:20]}）")


def home_named(arguments: argparse.Namespace) -> Path | None:
    """`--home`, else GOQ_DESKTOP_HOME, else None for the platform's usual place."""
    given: Path | None = getattr(arguments, "home", None)
    named = os.environ.get("GOQ_DESKTOP_HOME")
    return given or (Path(named) if named else None)
