"""A page of the window as it is registered: its name, its key, how it is made, and whether it may be left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

Then = Callable[[], None]


class PageCode(StrEnum):
    """The pages in the order of the bar, whatever order they are registered in."""

    HOME = "home"  # ホーム
    ORDERS = "orders"  # 受注一覧
    CHECKS = "checks"  # 要確認
    SALES = "sales"  # 売上データ
    CUSTOMERS = "customers"  # 顧客管理
    SETTINGS = "settings"  # 各種設定


# Kept here, so that no page takes the key of another.
KEYS: Final = {
    PageCode.HOME: "Ctrl+1",
    PageCode.ORDERS: "Ctrl+2",
    PageCode.CHECKS: "Ctrl+3",
    PageCode.SALES: "Ctrl+4",
    PageCode.CUSTOMERS: "Ctrl+5",
    PageCode.SETTINGS: "Ctrl+,",
}


@dataclass(frozen=True, slots=True)
class Face:
    """What the bar and the menu show of a page."""

    title: str
    icon: str


def face_of(code: PageCode) -> Face:
    """Known before the page is registered: the bar stands as it is from the first paint on."""
    translate = QCoreApplication.translate
    return {
        PageCode.HOME: Face(translate("Pages", "ホーム"), "home"),
        PageCode.ORDERS: Face(translate("Pages", "受注一覧"), "list"),
        PageCode.CHECKS: Face(translate("Pages", "要確認"), "warning"),
        PageCode.SALES: Face(translate("Pages", "売上データ"), "chart"),
        PageCode.CUSTOMERS: Face(translate("Pages", "顧客管理"), "person"),
        PageCode.SETTINGS: Face(translate("Pages", "各種設定"), "settings"),
    }[code]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`make` is called once, when the page is first shown; a ProblemError of it is told, and nothing changes.

    `entered`: each time that a person comes to it, also when it is shown already; it takes the focus.
    `leave` goes on with what it is given, at once or when a question about unsaved changes is answered;
    `is_unsaved`: whether it would ask. `holds_window` is asked of every page, in sight or not, when the window
    closes: True keeps it open for now, and the page goes on with what it is given or shows what is to be done.
    """

    code: PageCode
    make: Callable[[], QWidget]
    entered: Then = lambda: None
    leave: Callable[[Then], None] = lambda then: then()
    is_unsaved: Callable[[], bool] = lambda: False
    holds_window: Callable[[Then], bool] = lambda _: False
