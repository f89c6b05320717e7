"""The exit status of each problem, as the contract of the program has it."""

from __future__ import annotations

from typing import Final

from goq_desktop.domain.problems import Problem, ProblemCode

WRONG_CALL: Final = 2
REFUSED: Final = 3
UNREACHED: Final = 4
KEYRING: Final = 5
STORAGE: Final = 6

_REFUSED: Final = {ProblemCode.KEY_REFUSED, ProblemCode.API_NOT_ENABLED}
_UNREACHED: Final = {
    ProblemCode.MAINTENANCE,
    ProblemCode.NO_NETWORK,
    ProblemCode.HOST_UNKNOWN,
    ProblemCode.TIMED_OUT,
    ProblemCode.TLS_UNTRUSTED,
    ProblemCode.CLOCK_WRONG,
    ProblemCode.REDIRECTED,
    ProblemCode.SHOP_BUSY,
    ProblemCode.SHOP_FAILED,
    ProblemCode.NOT_FOUND,
    ProblemCode.ANSWER_NOT_JSON,
    ProblemCode.ANSWER_CUT,
    ProblemCode.ANSWER_TOO_LARGE,
    ProblemCode.ANSWER_SHAPE,
    ProblemCode.PAGES_REPEAT,
    ProblemCode.PAGES_SHIFTED,
}
_STORAGE: Final = {
    ProblemCode.DISK_FULL,
    ProblemCode.FILE_UNWRITABLE,
    ProblemCode.BACKUP_NOT_ERASED,
    ProblemCode.BACKUP_MISSING,
}


def exit_code(problem: Problem) -> int:
    """3 refused · 4 not reached or answered badly · 5 keyring · 6 local storage · 2 everything else."""
    code = problem.code
    if code in _REFUSED:
        return REFUSED
    if code in _UNREACHED:
        return UNREACHED
    if code.name.startswith("KEYRING_"):
        return KEYRING
    if code in _STORAGE or code.name.startswith("STORE_"):
        return STORAGE
    return WRONG_CALL
