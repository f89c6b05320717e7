"""Times and sums as people read them."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QCoreApplication

from goq_desktop.domain.orders import Moment
from goq_desktop.domain.times import JST


def clock_time(moment: datetime, now: datetime) -> str:
    """The time in Japan, with as much of the date as is needed on the day of `now`."""
    local, today = moment.astimezone(JST), now.astimezone(JST).date()
    if local.date() == today:
        return local.strftime("%H:%M")
    return local.strftime("%m/%d %H:%M" if local.year == today.year else "%Y/%m/%d %H:%M")


def age(moment: datetime, now: datetime) -> str:
    """How long ago, in the largest unit that says something."""
    translate = QCoreApplication.translate
    minutes = int((now - moment).total_seconds() // 60)
    if minutes < 1:
        return translate("Ages", "たった今")
    if minutes < 60:
        return translate("Ages", "{0}分前").format(minutes)
    if minutes < 24 * 60:
        return translate("Ages", "{0}時間前").format(minutes // 60)
    return translate("Ages", "{0}日前").format(minutes // (24 * 60))


def duration(seconds: int) -> str:
    translate = QCoreApplication.translate
    if seconds < 60:
        return translate("Ages", "{0}秒").format(max(1, seconds))
    return translate("Ages", "{0}分").format((seconds + 59) // 60)


def shop_time(moment: Moment | None) -> str:
    """A moment of an order: the time in Japan, the shop's own text where it could not be read.

    Where the shop told a day alone, no midnight is made up.
    """
    if moment is None:
        return ""
    if moment.utc is None:
        return moment.text
    form = "%Y/%m/%d %H:%M" if ":" in moment.text else "%Y/%m/%d"
    return moment.utc.astimezone(JST).strftime(form)


def yen(amount: int | None) -> str:
    if amount is None:
        return ""
    return QCoreApplication.translate("Ages", "{0}円").format(f"{amount:,}")
