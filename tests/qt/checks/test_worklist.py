"""What is at hand in the check inbox and what comes next, whatever is confirmed, held or brought meanwhile."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from goq_desktop.domain.checks.reason import CheckReason
from goq_desktop.storage.check_queue import Waiting
from goq_desktop.ui.checks.worklist import Worklist

MEMO, ZERO = CheckReason.MEMO, CheckReason.ZERO_YEN


def worklist(*waiting: Waiting) -> Worklist:
    work = Worklist()
    work.take(waiting)
    return work


def three() -> Worklist:
    return worklist(Waiting(1, (MEMO,)), Waiting(2, (ZERO, MEMO)), Waiting(3, (ZERO,)))


def test_orders_and_reasons_are_counted() -> None:
    work = three()
    work.moved(3, is_held=True)
    assert (work.orders, work.reasons, work.held) == (2, 3, 1)
    assert work.by_reason == {ZERO: 1, MEMO: 2}


def test_a_done_order_gives_way_to_the_next_and_the_last_to_the_first() -> None:
    work = three()
    work.step(1)
    work.confirmed(2, (MEMO,))
    assert work.current == 2
    work.confirmed(2, ())
    assert work.current == 3
    work.confirmed(3, ())
    assert (work.current, work.place) == (1, (1, 1))
    work.confirmed(1, ())
    assert work.place == (0, 0)


def test_one_reason_alone_is_worked_through() -> None:
    work = three()
    work.want(ZERO)
    assert (work.current, work.place) == (2, (1, 2))
    work.confirmed(2, (MEMO,))
    assert work.current == 3
    work.want(None)
    assert work.orders == 3


def test_what_is_on_hold_is_looked_at_alone() -> None:
    work = three()
    work.moved(2, is_held=True, until="2026-12-01")
    assert work.place[1] == 2
    work.want(None, is_on_hold=True)
    assert (work.current, work.until(2)) == (2, "2026-12-01")
    work.moved(2, is_held=False)
    assert work.current is None


def test_news_leave_the_order_at_hand() -> None:
    work = three()
    work.go_to(2)
    work.take([Waiting(9, (MEMO,)), Waiting(1, (MEMO,)), Waiting(2, (MEMO,)), Waiting(3, (ZERO,))])
    assert work.current == 2
    work.take([Waiting(9, (MEMO,)), Waiting(1, (MEMO,)), Waiting(3, (ZERO,))])
    assert work.current == 3


@given(
    steps=st.lists(st.tuples(st.sampled_from(("confirm", "hold", "next", "back", "take")), st.integers(1, 6)))
)
def test_the_order_at_hand_is_always_one_that_waits(steps: list[tuple[str, int]]) -> None:
    waits = {number: Waiting(number, (MEMO,)) for number in range(1, 7)}
    work = worklist(*waits.values())
    for name, number in steps:
        if name == "confirm":
            work.confirmed(number, ())
            waits.pop(number, None)
        elif name == "hold":
            work.moved(number, is_held=True)
            waits.pop(number, None)
        elif name == "take":
            work.take(tuple(waits.values()))
        else:
            work.step(1 if name == "next" else -1)
        assert (work.current in waits) if waits else (work.current is None)
        assert work.orders == len(waits)
