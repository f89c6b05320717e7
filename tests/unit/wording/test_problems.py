"""Every problem has a sentence, a reason and a next step, whatever its parameters hold."""

from __future__ import annotations

from enum import StrEnum

import pytest

from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.malls.profile_checks import CheckFault
from goq_desktop.malls.profile_loading import LoadFault
from goq_desktop.settings.checks import Reason
from goq_desktop.settings.salvage import Flaw
from goq_desktop.wording.problems import sentence
from goq_desktop.wording.reasons import REASONS


@pytest.mark.parametrize("code", list(ProblemCode))
def test_every_code_says_what_why_and_what_next(code: ProblemCode) -> None:
    wording = sentence(Problem(code))
    assert wording.title and wording.text
    assert wording.next_step.endswith("。")
    assert "{" not in wording.line


def test_keys_are_called_by_the_names_on_the_screen() -> None:
    wording = sentence(Problem(ProblemCode.KEY_REFUSED, {"key": "manager"}))
    assert wording.title.startswith("マネジャー認証キー")


def test_a_parameter_is_bounded_and_stays_on_one_line() -> None:
    wording = sentence(Problem(ProblemCode.SETTINGS_INVALID, {"key": "shops", "reason": "a\nb" * 5000}))
    assert "\n" not in wording.line
    assert len(wording.line) < 600


def test_braces_in_a_parameter_stay_text() -> None:
    wording = sentence(Problem(ProblemCode.SETTINGS_INVALID, {"key": "{reason}", "reason": "{key}"}))
    assert wording.text == "「{reason}」: {key}"


@pytest.mark.parametrize("reasons", [LoadFault, CheckFault, Flaw, Reason])
def test_every_reason_of_a_file_has_its_words(reasons: type[StrEnum]) -> None:
    for reason in reasons:
        assert REASONS[reason.value]


def test_only_a_known_end_of_a_maintenance_is_told() -> None:
    known = sentence(Problem(ProblemCode.MAINTENANCE, {"until": "08:00"}))
    assert "定期メンテナンス" in known.text and "08:00" in known.text
    assert "定期メンテナンス" not in sentence(Problem(ProblemCode.MAINTENANCE, {"until": ""})).text


def test_a_wrong_clock_tells_how_far_it_is_off_when_that_is_known() -> None:
    assert "180 分" in sentence(Problem(ProblemCode.CLOCK_WRONG, {"minutes": -180})).text
    assert "証明書" in sentence(Problem(ProblemCode.CLOCK_WRONG)).text
