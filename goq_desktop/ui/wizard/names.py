"""The steps' names as GoQ's tiles write them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from goq_desktop.services.setup_flow import SetupPage


def page_title(page: SetupPage) -> str:
    tr = QCoreApplication.translate
    match page:
        case SetupPage.CONTRACTOR:
            return tr("SetupPages", "契約者情報")
        case SetupPage.CARRIERS:
            return tr("SetupPages", "配達業者設定")
        case SetupPage.SHOPS:
            return tr("SetupPages", "モール選択")
        case SetupPage.PAYMENTS:
            return tr("SetupPages", "支払い方法")
        case SetupPage.KEYRING:
            return tr("SetupPages", "キーの保管場所")
        case SetupPage.SHOP_DETAIL:
            return tr("SetupPages", "モール詳細設定")
        case SetupPage.SLIPS:
            return tr("SetupPages", "モール配送伝票")
        case SetupPage.OTHER:
            return tr("SetupPages", "その他設定")
        case SetupPage.OPTIONS:
            return tr("SetupPages", "オプション設定")
        case SetupPage.CONFIRM:
            return tr("SetupPages", "確認")
