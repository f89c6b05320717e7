"""The names of the settings' fields, known before the forms are made: these take a second, which Ctrl+K has not.

A test holds them to the forms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from goq_desktop.domain.carriers import CARRIERS
from goq_desktop.domain.matching import normalised
from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.ui.hub.search import SYNONYMS

P = SetupPage


def _of_carriers() -> Iterator[str]:
    yield from (
        "請求先顧客コード",
        "分類コード",
        "運賃管理番号",
        "お客様コード",
        "ご依頼主コード",
        "荷送人コード",
    )
    for carrier in CARRIERS:
        yield f"{carrier.name}を使う"
        yield f"{carrier.name}の送り状ソフト"
        yield f"{carrier.name}の送り状の種類の初期値"
        yield from (f"{carrier.name}の{service.name}" for service in carrier.services)


FIELD_NAMES: Final[Mapping[SetupPage, Sequence[str]]] = {
    P.CONTRACTOR: (
        "会社名・屋号",
        "代表者名",
        "管理責任者名",
        "郵便番号",
        "都道府県",
        "市区町村",
        "番地",
        "ビル名",
        "電話番号",
        "FAX",
        "メールアドレス",
        "インボイス番号",
        "振込先",
    ),
    P.CARRIERS: tuple(_of_carriers()),
    P.SHOPS: ("ショップの一覧", "モール", "表示名", "ショップを追加"),
    P.PAYMENTS: (
        "支払い方法の一覧",
        "支払い方法を追加",
        "最初のステータス",
        "手数料",
        "納品書の表記",
    ),
    P.SHOP_DETAIL: (
        "ショップID",
        "オープン認証キー",
        "マネジャー認証キー",
        "受注を取得する日数",
        "自動取得",
        "取込開始日",
        "発行日",
        "接続テスト",
    ),
    P.SLIPS: ("ご依頼主", "品名", "記事"),
    P.OTHER: (
        "ステータスの一覧",
        "ステータスを追加",
        "選んだステータスの色",
        "休業日のカレンダー",
        *(f"毎週{day}曜日は休み" for day in "月火水木金土日"),
        "祝日も休む",
        "時間帯の表記の一覧",
        "時間帯の表記を追加",
        "消費税の端数を切り捨て",
        "消費税の端数を四捨五入",
        "消費税の端数を切り上げ",
        "同梱候補を探す日数",
        "CSVの文字コード",
        "バックアップの保存先を選ぶ",
        "保存先",
        "間隔",
        "今すぐバックアップ",
        "バックアップから元に戻す",
        "古い受注の個人情報を消去する",
    ),
    P.OPTIONS: ("変換の一覧", "変換を追加"),
}


def synonyms_of(page: SetupPage, name: str) -> tuple[str, ...]:
    """What people also call this field."""
    return tuple(
        said
        for said, meant in SYNONYMS.items()
        if any(there is page and part and normalised(part) in normalised(name) for there, part in meant)
    )
