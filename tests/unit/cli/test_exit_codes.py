"""Every problem ends in a status of the contract."""

from __future__ import annotations

import pytest

from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.exit_codes import exit_code


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (ProblemCode.WRONG_CALL, 2),
        (ProblemCode.SETTINGS_INVALID, 2),
        (ProblemCode.PROFILE_INVALID, 2),
        (ProblemCode.SHOP_NOT_SET_UP, 2),
        (ProblemCode.KEY_REFUSED, 3),
        (ProblemCode.API_NOT_ENABLED, 3),
        (ProblemCode.NO_NETWORK, 4),
        (ProblemCode.ANSWER_SHAPE, 4),
        (ProblemCode.PAGES_SHIFTED, 4),
        (ProblemCode.KEYRING_ABSENT, 5),
        (ProblemCode.KEYRING_SILENT, 5),
        (ProblemCode.DISK_FULL, 6),
        (ProblemCode.STORE_IN_USE, 6),
        (ProblemCode.FILE_UNWRITABLE, 6),
    ],
)
def test_status(code: ProblemCode, status: int) -> None:
    assert exit_code(Problem(code)) == status


def test_no_problem_looks_like_success() -> None:
    assert all(exit_code(Problem(code)) in {2, 3, 4, 5, 6} for code in ProblemCode)
