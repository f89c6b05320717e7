"""The result of a connection test: the proof, or what to mend, and never the shop's markup."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from goq_desktop.domain.connection import ConnectionProof, KeyCheck, KeyKind
from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.ui.proof_view import ProofView

GOOD_CHECKS = (KeyCheck(key=KeyKind.OPEN, detail="ランキング 10 件"), KeyCheck(key=KeyKind.MANAGER))
WORKING = ConnectionProof(
    shop_uid="a",
    checks=GOOD_CHECKS,
    orders_7_days=1234,
    newest_number="00123456",
    newest_ordered=datetime(2026, 11, 22, 15, 1, tzinfo=UTC),
)
REFUSED = Problem(ProblemCode.KEY_REFUSED, {"key": "manager"})


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ProofView]:
    page = QWidget()
    page.setFixedSize(650, 480)
    view = ProofView()
    QVBoxLayout(page).addWidget(view)
    qtbot.addWidget(page)
    page.show()
    yield view
    page.close()


def test_the_proof_names_keys_answers_count_and_newest_order_in_japanese_time(view: ProofView) -> None:
    view.show_proof(WORKING)
    assert view.text.splitlines() == [
        "オープン認証キー: 使えます（ショップの返事: ランキング 10 件）",
        "マネジャー認証キー: 使えます",
        "最近7日間の受注: 1,234 件、最新は 00123456（2026年11月23日 00:01）",
    ]


def test_a_shop_without_orders_is_a_proof_too(view: ProofView) -> None:
    view.show_proof(ConnectionProof(shop_uid="a", checks=GOOD_CHECKS, orders_7_days=0))
    assert view.text.endswith("最近7日間の受注: 0 件")


def test_the_first_thing_to_mend_stands_below_with_its_next_step(view: ProofView) -> None:
    checks = (GOOD_CHECKS[0], KeyCheck(key=KeyKind.MANAGER, problem=REFUSED))
    view.show_proof(ConnectionProof(shop_uid="a", checks=checks))
    assert "マネジャー認証キー: 使えません" in view.text
    assert "次にすること" in view.text


def test_swapped_keys_are_called_so_and_not_wrong(view: ProofView) -> None:
    checks = tuple(KeyCheck(key=kind, problem=REFUSED) for kind in KeyKind)
    view.show_proof(ConnectionProof(shop_uid="a", checks=checks, keys_look_swapped=True))
    assert "逆に入っている" in view.text
    assert "再発行" not in view.text


@pytest.mark.parametrize(("minutes", "is_told"), [(0, False), (4, False), (5, True), (-30, True)])
def test_a_clock_that_is_far_off_is_told(view: ProofView, minutes: int, is_told: bool) -> None:
    proof = ConnectionProof(shop_uid="a", checks=GOOD_CHECKS, orders_7_days=1, clock_off_minutes=minutes)
    view.show_proof(proof)
    assert ("時計" in view.text) is is_told


def test_a_new_result_replaces_the_old_one(view: ProofView) -> None:
    view.show_proof(WORKING)
    view.show_busy("接続しています…")
    assert view.text == "接続しています…"
    view.show_problem(REFUSED)
    assert "接続しています" not in view.text
    view.clear()
    assert view.text == ""


def test_text_of_the_shop_is_shown_plain_and_bounded(view: ProofView) -> None:
    checks = (KeyCheck(key=KeyKind.OPEN, detail="<img src='file:///x'>\n" * 50), GOOD_CHECKS[1])
    view.show_proof(ConnectionProof(shop_uid="a", checks=checks, orders_7_days=1, newest_number="9" * 500))
    assert all(len(line) < 150 for line in view.text.splitlines())
    formats = {label.textFormat() for label in view.findChildren(QLabel) if label.text()}
    assert formats == {Qt.TextFormat.PlainText}


def test_no_line_shows_itself_as_a_window_of_its_own(view: ProofView) -> None:
    view.show_proof(WORKING)
    visible = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    assert visible == [view.window()]
