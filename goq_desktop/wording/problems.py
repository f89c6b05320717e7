"""What went wrong and what to do next, for each problem code."""

from __future__ import annotations

from dataclasses import dataclass

from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import Problem
from goq_desktop.file_names import shown
from goq_desktop.wording.fields import FIELD_NAMES
from goq_desktop.wording.keys import KEY_NAMES
from goq_desktop.wording.problem_texts import TEXTS
from goq_desktop.wording.reasons import REASONS
from goq_desktop.wording.settings import TILE_NAMES

_LONGEST_PARAMETER = 200


@dataclass(frozen=True, slots=True)
class Wording:
    """`title`: what happened, in a few words. `text`: why. `next_step`: what the person can do now."""

    title: str
    text: str
    next_step: str

    @property
    def line(self) -> str:
        """Everything in one line, for the command line and the freshness line."""
        return f"{self.title}: {self.text} → {self.next_step}"


class _Parameters(dict[str, str]):
    """A missing parameter shows as a dash: a sentence is never lost to a forgotten one."""

    def __missing__(self, key: str) -> str:
        return "―"


def sentence(problem: Problem) -> Wording:
    """The sentence of a problem, with its parameters filled in and bounded."""
    parameters = _Parameters(
        {name: _one_line(str(value))[:_LONGEST_PARAMETER] for name, value in problem.params.items()}
    )
    if parameters["key"] in list(KeyKind):
        parameters["key"] = KEY_NAMES[KeyKind(parameters["key"])]
    if "field" in parameters:
        parameters["field"] = FIELD_NAMES.get(parameters["field"], parameters["field"])
    if "reason" in parameters:
        parameters["reason"] = REASONS.get(parameters["reason"], parameters["reason"])
    _add_phrases(parameters)
    parameters["place"] = f"{parameters['line']} 行目" if "line" in parameters else ""
    title, text, next_step = TEXTS[problem.code]
    return Wording(
        title.format_map(parameters), text.format_map(parameters), next_step.format_map(parameters)
    )


def unforeseen(kind: str, logs: str) -> str:
    """The line for an error that no code stands for."""
    return (
        f"予期しない問題が起きました: {kind}。保存済みの受注は無事です。 → もう一度お試しください。"
        f"続くときは {logs} の記録を添えてお知らせください。"
    )


def _add_phrases(parameters: _Parameters) -> None:
    """Parts of a sentence that differ by what is known."""
    until = parameters.get("until")
    parameters["maintenance"] = (
        f"定期メンテナンスの時間帯です（{until} ごろまで）。"
        if until
        else "今は利用できないという返事がありました。"
    )
    parameters["named"] = f"「{parameters['key']}」" if parameters.get("key") else ""
    kept_as = parameters.get("kept_as")
    parameters["kept"] = f"元のファイルは {kept_as} に残しました。" if kept_as else ""
    names = (TILE_NAMES.get(name, name) for name in parameters.get("tiles", "").split(","))
    parameters["tiles"] = "、".join(f"「{name}」" for name in names if name) or "設定"
    minutes = parameters.get("minutes", "").lstrip("-")
    parameters["clock"] = (
        f"ショップの時計と約 {minutes} 分ずれています。"
        if minutes
        else "接続先の証明書の有効期間から外れています。"
    )


def _one_line(text: str) -> str:
    return shown(" ".join(text.split()))
