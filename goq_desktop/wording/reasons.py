"""Short reasons, by their codes, why a value of a settings file or a mall profile will not do."""

from __future__ import annotations

import errno
import os
from collections.abc import Mapping
from typing import Final

REASONS: Final[Mapping[str, str]] = {
    # a file
    "encoding": "文字コードが UTF-8 ではありません",
    "syntax": "TOML の書き方が正しくありません",
    "unreadable": "ファイルを開けません",
    "too large": "ファイルが大きすぎます",
    "too_many_rows": "Excel の行数の上限を超えます（CSV なら書き出せます）",
    # what the operating system says in English
    os.strerror(errno.EACCES): "許可されていません",
    os.strerror(errno.EPERM): "許可されていません",
    os.strerror(errno.EROFS): "書き込みできないディスクです",
    os.strerror(errno.ENOENT): "ファイルかフォルダーがありません",
    os.strerror(errno.ENOTDIR): "途中にフォルダーではないものがあります",
    os.strerror(errno.EISDIR): "フォルダーです",
    os.strerror(errno.ENAMETOOLONG): "名前が長すぎます",
    os.strerror(errno.EADDRINUSE): "ほかのアプリが使っています",
    "not_toml": "TOML の書き方が正しくありません",
    # a key
    "unknown_key": "知らない項目です（綴りを確かめてください）",
    "missing_key": "必要な項目がありません",
    "missing": "必要な項目がありません",
    "wrong_type": "値の種類が違います",
    "wrong_value": "値が正しくありません",
    "duplicate": "同じものが二つあります",
    "extends_unknown": "もとになる定義が見つかりません",
    "extends_loop": "定義が自分自身をもとにしています",
    "bad_status": "unverified か「verified 日付」と書きます",
    "bad_url": "https:// で始まる接続先を書きます",
    "not_https": "https:// でなければなりません（http:// はこのパソコンの中だけ）",
    "unknown_host": "hosts にない名前です",
    "bad_path": "接続先の中の場所として正しくありません",
    "bad_header": "ヘッダーの書き方が正しくありません",
    "body_with_get": "GET では body を送れません",
    "unknown_placeholder": "知らない {…} があります",
    "placeholder_needed": "このページ送りに必要な {…} がありません",
    "bad_field_path": "項目の場所の書き方が正しくありません",
    "needed": "空のままにはできません",
    "bad_date_format": "日付の形の書き方が正しくありません",
    "bad_zone": "時差は +09:00 のように書きます",
    "bad_time": "時刻は 02:00 のように書きます",
    "out_of_range": "大きすぎるか小さすぎます",
    "no_such_key": "そのような項目はありません",
    # a value
    "required": "空のままにはできません",
    "too_long": "長すぎます",
    "unprintable": "表示できない文字が入っています",
    "postcode": "郵便番号は7桁の数字です",
    "phone": "電話番号は0から始まる10桁か11桁です",
    "email": "メールアドレスの形ではありません",
    "invoice_number": "登録番号は T と13桁の数字です",
    "check_digit": "登録番号の検査数字が合いません",
    "shop_id": "ショップIDに空白と「:」は使えません",
    "days": "日数は1から365までです",
    "interval": "間隔は5分から1440分までです",
    "in_future": "今日か、それより前の日にします",
    "unknown": "このバージョンでは扱えません",
    "code": "桁数か文字が正しくありません",
    "lane_missing": "そのステータスはありません",
    "folder": "フォルダーの場所が途中からです",
    "amount": "金額は0円から9,999,999円までです",
    "parcels": "個口数は1から99までの数字です",
    "day": "日付は 2026-11-28 のように書きます",
    "carrier_missing": "その配送業者かサービスはありません",
    "no_open_day": "出荷できる日がありません",
}
