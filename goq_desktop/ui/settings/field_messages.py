"""The sentence beside a field for each reason why its value will not do."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication

from goq_desktop.settings import checks
from goq_desktop.settings.checks import FieldProblem, Reason

_CHOICES: Final = ("prefecture", "charges")  # chosen from a list, not typed


def field_message(problem: FieldProblem) -> str:
    """Short: it stands beside the field, whose label it does not repeat."""
    return _sentence(problem).format(
        days=checks.FETCH_DAYS[-1],
        shortest_interval=checks.INTERVAL_MINUTES[0],
        longest_interval=checks.INTERVAL_MINUTES[-1],
        fewest_days=checks.ERASE_AFTER_DAYS[0],
        most_yen=format(checks.FEES[-1], ","),
    )


def _sentence(problem: FieldProblem) -> str:
    tr = QCoreApplication.translate
    field = problem.field.rpartition(".")[2]
    if problem.reason is Reason.REQUIRED and field in _CHOICES:
        return tr("FieldMessages", "選んでください。")
    if problem.reason is Reason.DAYS and field == "erase_after_days":
        return tr("FieldMessages", "{fewest_days}から{days}までの日数にしてください。")
    if problem.reason is Reason.CODE and field == "category_code":
        return tr("FieldMessages", "3桁の数字で入力してください。例: 001")
    if problem.reason is Reason.CODE and field == "freight_code":
        return tr("FieldMessages", "2桁の数字で入力してください。例: 01")
    return {
        Reason.REQUIRED: tr("FieldMessages", "入力してください。"),
        Reason.TOO_LONG: tr("FieldMessages", "長すぎます。短くしてください。"),
        Reason.UNPRINTABLE: tr("FieldMessages", "表示できない文字が入っています。入力し直してください。"),
        Reason.POSTCODE: tr("FieldMessages", "7桁の数字で入力してください。例: 100-0001"),
        Reason.PHONE: tr("FieldMessages", "0から始まる10桁か11桁で入力してください。"),
        Reason.EMAIL: tr("FieldMessages", "name@example.jp の形で入力してください。"),
        Reason.INVOICE_NUMBER: tr("FieldMessages", "T と13桁の数字で入力してください。"),
        Reason.CHECK_DIGIT: tr("FieldMessages", "打ち間違いかもしれません。通知書と見比べてください。"),
        Reason.SHOP_ID: tr("FieldMessages", "空白と「:」は使えません。管理画面のログインIDです。"),
        Reason.DAYS: tr("FieldMessages", "1から{days}までの日数にしてください。"),
        Reason.INTERVAL: tr(
            "FieldMessages", "{shortest_interval}分から{longest_interval}分までにしてください。"
        ),
        Reason.IN_FUTURE: tr("FieldMessages", "今日か、それより前の日にしてください。"),
        Reason.DUPLICATE: tr("FieldMessages", "同じものがすでにあります。"),
        Reason.UNKNOWN: tr("FieldMessages", "このバージョンでは扱えません。選び直してください。"),
        Reason.CODE: tr("FieldMessages", "桁数か文字が違います。契約の控えと見比べてください。"),
        Reason.LANE_MISSING: tr("FieldMessages", "このステータスはもうありません。選び直してください。"),
        Reason.FOLDER: tr("FieldMessages", "フォルダーの場所が途中からです。選び直してください。"),
        Reason.AMOUNT: tr("FieldMessages", "0円から{most_yen}円までにしてください。"),
        Reason.NO_OPEN_DAY: tr("FieldMessages", "休まない曜日を1つ以上残してください。"),
    }[problem.reason]
