"""接続テストの結果: which key worked, what the shop answered, and the newest order as the proof."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from goq_desktop.domain.connection import TOLERATED_MINUTES, ConnectionProof, KeyCheck
from goq_desktop.domain.problems import Problem
from goq_desktop.domain.times import JST
from goq_desktop.ui import theme
from goq_desktop.ui.problem_box import ProblemBox
from goq_desktop.ui.settings.message_line import MessageLine
from goq_desktop.ui.theme import Role
from goq_desktop.wording.keys import KEY_NAMES

_LONGEST_ANSWER: Final = 80  # letters of the shop's own text in one line


class ProofView(QWidget):
    """Empty until a test begins. All of the shop's text is shown plain and bounded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._busy_text = QLabel()
        self._busy_text.setTextFormat(Qt.TextFormat.PlainText)
        self._busy_bar = QProgressBar()
        self._busy_bar.setRange(0, 0)
        self._busy_bar.setTextVisible(False)
        self._busy_bar.setFixedHeight(theme.SPACE // 2)
        self._problem = ProblemBox()
        self._lines: list[MessageLine] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE // 2)
        for widget in (self._busy_text, self._busy_bar, self._problem):
            self._column.addWidget(widget)
        self.clear()

    @property
    def text(self) -> str:
        """Everything that is shown, line by line."""
        parts = [line.text for line in self._lines]
        if not self._busy_text.isHidden():
            parts.append(self._busy_text.text())
        if self._problem.text:
            parts.append(self._problem.text)
        return "\n".join(parts)

    def clear(self) -> None:
        for line in self._lines:
            self._column.removeWidget(line)
            line.deleteLater()
        self._lines.clear()
        for widget in (self._busy_text, self._busy_bar, self._problem):
            widget.hide()

    def show_busy(self, text: str) -> None:
        self.clear()
        self._busy_text.setText(text)
        self._busy_bar.setAccessibleName(text)
        self._busy_text.show()
        self._busy_bar.show()

    def show_problem(self, problem: Problem) -> None:
        self.clear()
        self._problem.show_problem(problem)

    def show_proof(self, proof: ConnectionProof) -> None:
        self.clear()
        for check in proof.checks:
            self._add_line(*self._key_line(check))
        if proof.orders_7_days is not None:
            self._add_line(Role.GOOD, self._orders_line(proof))
        if abs(proof.clock_off_minutes) >= TOLERATED_MINUTES:
            text = self.tr("パソコンの時計が約 {minutes} 分ずれています。時刻の設定を確かめてください。")
            self._add_line(Role.NOTICE, text.format(minutes=abs(proof.clock_off_minutes)))
        if proof.keys_look_swapped:
            self._add_line(Role.NOTICE, self.tr("2つのキーが逆に入っているようです。入れ替えると使えます。"))
        elif proof.problem is not None:
            self._problem.show_problem(proof.problem)

    def _add_line(self, role: Role, text: str) -> None:
        line = MessageLine(self)  # a parent first: without one it would show itself as a window
        self._column.insertWidget(len(self._lines), line)
        self._lines.append(line)
        line.say(role, text)

    def _key_line(self, check: KeyCheck) -> tuple[Role, str]:
        name = KEY_NAMES[check.key]
        if check.problem is not None:
            return Role.PROBLEM, self.tr("{key}: 使えません").format(key=name)
        if not check.detail:
            return Role.GOOD, self.tr("{key}: 使えます").format(key=name)
        answer = " ".join(check.detail.split())
        if len(answer) > _LONGEST_ANSWER:
            answer = answer[: _LONGEST_ANSWER - 1] + "…"
        return Role.GOOD, self.tr("{key}: 使えます（ショップの返事: {answer}）").format(
            key=name, answer=answer
        )

    def _orders_line(self, proof: ConnectionProof) -> str:
        count = f"{proof.orders_7_days:,}"
        if not proof.newest_number:
            return self.tr("最近7日間の受注: {count} 件").format(count=count)
        number = proof.newest_number[:_LONGEST_ANSWER]
        if proof.newest_ordered is None:
            return self.tr("最近7日間の受注: {count} 件、最新は {number}").format(count=count, number=number)
        return self.tr("最近7日間の受注: {count} 件、最新は {number}（{time}）").format(
            count=count, number=number, time=_in_japan(proof.newest_ordered)
        )


def _in_japan(moment: datetime) -> str:
    local = moment.astimezone(JST)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
