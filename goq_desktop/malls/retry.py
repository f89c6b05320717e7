"""Tries a call again a few times where that can help, and waits in a way that can be cancelled."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.malls.failures import CallFailure
from goq_desktop.malls.profile import Limits

OnWait = Callable[[], None]

_T = TypeVar("_T")


def with_retries(attempt: Callable[[], _T], limits: Limits, token: CancelToken, on_wait: OnWait) -> _T:
    """The result of the first try that succeeds, else the last try's error.

    Waits grow and are jittered; a Retry-After is their floor. `on_wait` is called before each.
    """
    from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt
    from tenacity.wait import wait_random_exponential

    backoff = wait_random_exponential(multiplier=1, max=limits.longest_wait_seconds)

    def is_worth_it(error: BaseException) -> bool:
        if isinstance(error, CallFailure):
            return error.is_passing and (error.retry_after or 0) <= limits.longest_wait_seconds
        return isinstance(error, ProblemError) and error.problem.code is ProblemCode.ANSWER_CUT

    def pause(state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        floor = error.retry_after if isinstance(error, CallFailure) else None
        return (floor or 0.0) + backoff(state)

    return Retrying(
        retry=retry_if_exception(is_worth_it),
        stop=stop_after_attempt(limits.tries),
        wait=pause,
        sleep=token.wait,
        before_sleep=lambda state: on_wait(),
        reraise=True,
    )(attempt)
