"""The sentences beside the fields."""

from __future__ import annotations

import pytest

from goq_desktop.settings.checks import FieldProblem, Reason
from goq_desktop.ui.settings.field_messages import field_message


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_has_a_whole_sentence_that_is_short_enough_for_its_place(reason: Reason) -> None:
    sentence = field_message(FieldProblem("company", reason))
    assert 8 <= len(sentence) <= 40
    assert "{" not in sentence


def test_what_is_chosen_from_a_list_is_not_asked_to_be_typed() -> None:
    assert field_message(FieldProblem("prefecture", Reason.REQUIRED)) == "選んでください。"
