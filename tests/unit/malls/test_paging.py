"""Where pages begin and end, what a moved or endless list looks like, when a mall is quiet, what is tried again."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.domain.times import JST
from goq_desktop.malls.failures import CallFailure
from goq_desktop.malls.maintenance import maintenance_until, quiet_until
from goq_desktop.malls.paging import PageWatch, Position, last_position, next_position
from goq_desktop.malls.profile import Limits, MaintenanceWindow, Paging, PagingKind, Weekday
from goq_desktop.malls.retry import with_retries
from goq_desktop.malls.wire import Reading
from tests.support.made_orders import made_order, received
from tests.support.malls import PatientToken, profile_at


def paging(kind: PagingKind, first: int = 0, size: int = 10) -> Paging:
    return Paging(kind=kind, first=first, size=size)


def reading(count: int, total: int | None = None, cursor: str | None = None, first: int = 0) -> Reading:
    orders = tuple(received(made_order(first + number)) for number in range(count))
    return Reading(orders=orders, received=count, total=total, cursor=cursor, problem=None)


def test_a_request_names_where_its_page_begins() -> None:
    place = Position(number=3, rows_before=20, cursor="c")
    for first in (0, 1):
        values = place.values(paging(PagingKind.OFFSET, first))
        assert values == {"offset": first + 20, "page": first + 2, "cursor": "c", "size": 10}
    assert Position().values(paging(PagingKind.PAGE, 1)) == {
        "offset": 1,
        "page": 1,
        "cursor": None,
        "size": 10,
    }


@pytest.mark.parametrize("kind", [PagingKind.OFFSET, PagingKind.PAGE])
def test_a_list_ends_with_its_total_or_else_with_an_empty_page(kind: PagingKind) -> None:
    here = Position(number=2, rows_before=10)
    following = Position(number=3, rows_before=14)
    assert next_position(paging(kind), here, reading(4)) == following, "a short page is no end"
    assert next_position(paging(kind), here, reading(0)) is None
    assert next_position(paging(kind), here, reading(4, total=15)) == following
    assert next_position(paging(kind), here, reading(4, total=14)) is None
    assert next_position(paging(kind), here, reading(4, total=13)) is None
    assert next_position(paging(kind), here, reading(0, total=99)) is None


def test_a_list_with_a_cursor_ends_without_one_and_a_single_page_at_once() -> None:
    cursor = paging(PagingKind.CURSOR)
    assert next_position(cursor, Position(), reading(0, cursor="n")) == Position(number=2, cursor="n")
    assert next_position(cursor, Position(), reading(5, total=99)) is None
    assert next_position(paging(PagingKind.SINGLE), Position(), reading(5, total=99, cursor="n")) is None


def test_the_last_page_holds_the_last_rows() -> None:
    assert last_position(paging(PagingKind.OFFSET), 25) == Position(rows_before=15)
    assert last_position(paging(PagingKind.OFFSET), 5) == Position(rows_before=0)
    pages = [last_position(paging(PagingKind.PAGE), total) for total in (0, 1, 10, 11, 20, 21)]
    assert [one.number for one in pages if one] == [1, 1, 1, 2, 2, 3]
    assert last_position(paging(PagingKind.CURSOR), 5) is None
    assert last_position(paging(PagingKind.SINGLE), 5) is None


def test_a_page_that_brings_nothing_new_ends_an_endless_list() -> None:
    watch = PageWatch(size=3, most_pages=9)
    watch.look(Position(), reading(3), is_last=False)
    watch.look(Position(number=2), reading(3, first=2), is_last=False)
    with pytest.raises(ProblemError) as caught:
        watch.look(Position(number=3), reading(2, first=1), is_last=False)
    assert caught.value.problem.code is ProblemCode.PAGES_REPEAT
    assert caught.value.problem.params == {"pages": 3}


@pytest.mark.parametrize(("count", "is_repeated"), [(2, False), (3, True)])
def test_a_short_last_page_of_known_orders_is_a_list_that_moved(count: int, is_repeated: bool) -> None:
    watch = PageWatch(size=3, most_pages=9)
    watch.look(Position(), reading(3, total=4), is_last=False)
    last = reading(count, total=4)
    if is_repeated:
        with pytest.raises(ProblemError):
            watch.look(Position(number=2), last, is_last=True)
    else:
        watch.look(Position(number=2), last, is_last=True)
        assert watch.has_shifted(last)


def test_an_empty_page_repeats_nothing_and_a_known_cursor_does() -> None:
    watch = PageWatch(size=3, most_pages=9)
    watch.look(Position(), reading(0), is_last=False)
    watch.look(Position(number=2, cursor="a"), reading(1), is_last=False)
    watch.look(Position(number=3, cursor="b"), reading(1, first=1), is_last=False)
    with pytest.raises(ProblemError):
        watch.look(Position(number=4, cursor="a"), reading(1, first=2), is_last=False)


def test_no_list_has_more_pages_than_its_profile_allows() -> None:
    watch = PageWatch(size=1, most_pages=2)
    watch.look(Position(number=2), reading(1), is_last=False)
    with pytest.raises(ProblemError):
        watch.look(Position(number=3), reading(1, first=1), is_last=False)


def test_a_list_has_moved_when_its_total_changed_or_is_not_met() -> None:
    def moved(*pages: Reading) -> bool:
        watch = PageWatch(size=2, most_pages=9)
        for number, one in enumerate(pages, 1):
            watch.look(Position(number=number), one, is_last=number == len(pages))
        return watch.has_shifted(pages[-1])

    assert not moved(reading(2, total=3), reading(1, total=3, first=2))
    assert moved(reading(2, total=3), reading(2, total=4, first=2)), "another total"
    assert moved(reading(2, total=3), reading(1, total=3, first=1)), "one came twice, another never"
    assert moved(reading(1, total=3))
    assert not moved(reading(2))
    unread = Reading(orders=(), received=1, total=3, cursor=None, problem=None)
    assert not moved(reading(2, total=3), unread), "one that cannot be read is there all the same"


WEDNESDAY = MaintenanceWindow(weekday=Weekday.WED, nth=3, start="02:00", until="08:00")


@pytest.mark.parametrize(
    ("local", "until"),
    [
        ("2026-11-18 02:00", "08:00"),
        ("2026-11-18 07:59", "08:00"),
        ("2026-11-18 08:00", None),
        ("2026-11-18 01:59", None),
        ("2026-11-19 03:00", None),
        ("2026-11-11 03:00", None),
        ("2026-11-25 03:00", None),
        ("2026-07-15 03:00", "08:00"),  # the first day that can be a third Wednesday
        ("2026-04-15 03:00", "08:00"),
        ("2026-10-21 03:00", "08:00"),  # and the last
    ],
)
def test_a_window_is_of_one_week_of_the_month(local: str, until: str | None) -> None:
    assert maintenance_until([WEDNESDAY], datetime.fromisoformat(local)) == until


def test_a_window_of_each_week_and_the_first_of_several() -> None:
    weekly = MaintenanceWindow(weekday=Weekday.WED, nth=0, start="02:30", until="03:15")
    for day in (4, 11, 18, 25):
        assert maintenance_until([weekly], datetime(2026, 11, day, 3, tzinfo=JST)) == "03:15"
    assert maintenance_until([weekly, WEDNESDAY], datetime(2026, 11, 18, 2, 15, tzinfo=JST)) == "08:00"
    assert maintenance_until([], datetime(2026, 11, 18, 3, tzinfo=JST)) is None


def test_quiet_ends_to_the_minute_in_utc() -> None:
    window = MaintenanceWindow(weekday=Weekday.WED, nth=3, start="02:00", until="07:45")
    profile = msgspec.structs.replace(profile_at("https://x.example", "shopserve"), maintenance=(window,))
    inside = datetime(2026, 11, 18, 3, 4, 5, 678, tzinfo=JST)
    assert quiet_until(profile, inside) == datetime(2026, 11, 17, 22, 45, tzinfo=UTC)
    assert quiet_until(profile, inside.astimezone(UTC)) == datetime(2026, 11, 17, 22, 45, tzinfo=UTC)
    assert quiet_until(profile, datetime(2026, 11, 18, 7, 45, tzinfo=JST)) is None


class Tries:
    """Fails with these, one after the other, then succeeds."""

    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)
        self.made = self.waits = 0

    def __call__(self) -> str:
        self.made += 1
        if self.errors:
            raise self.errors.pop(0)
        return "answer"

    def note_wait(self) -> None:
        self.waits += 1


def passing(retry_after: float | None = None) -> CallFailure:
    return CallFailure(ProblemCode.SHOP_FAILED, is_passing=True, retry_after=retry_after, host="x")


def test_what_passes_is_tried_again_up_to_the_limit() -> None:
    token, twice = PatientToken(), Tries(passing(), passing())
    assert with_retries(twice, Limits(), token, twice.note_wait) == "answer"
    assert (twice.made, twice.waits, len(token.waits)) == (3, 2, 2)
    assert all(0 <= wait <= 60 for wait in token.waits)
    errors = [passing() for _ in range(4)]
    often = Tries(*errors)
    with pytest.raises(CallFailure) as caught:
        with_retries(often, Limits(), PatientToken(), often.note_wait)
    assert often.made == 3 and caught.value is errors[2], "the last one's own error"
    once = Tries(passing())
    with pytest.raises(CallFailure):
        with_retries(once, Limits(tries=1), PatientToken(), once.note_wait)
    assert (once.made, once.waits) == (1, 0)


def test_the_shop_s_wish_is_the_least_wait_and_one_that_is_too_long_ends_the_tries() -> None:
    token, wish = PatientToken(), Tries(passing(60.0), passing(2.0))
    assert with_retries(wish, Limits(), token, wish.note_wait) == "answer"
    assert 60 <= token.waits[0] <= 61 and 2 <= token.waits[1] <= 62
    too_long = Tries(passing(60.5))
    with pytest.raises(CallFailure):
        with_retries(too_long, Limits(), PatientToken(), too_long.note_wait)
    assert too_long.made == 1


def test_waits_grow_and_are_bounded() -> None:
    longest = Limits(tries=40, longest_wait_seconds=5)
    tokens = [PatientToken() for _ in range(8)]
    for token in tokens:
        tries = Tries(*(passing() for _ in range(39)))
        with_retries(tries, longest, token, tries.note_wait)
    waits = [wait for token in tokens for wait in token.waits]
    assert max(token.waits[0] for token in tokens) <= 1 < max(waits) <= 5


@pytest.mark.parametrize(
    ("error", "is_tried_again"),
    [
        (ProblemError(ProblemCode.ANSWER_CUT, host="x"), True),
        (ProblemError(ProblemCode.ANSWER_NOT_JSON, host="x"), False),
        (CallFailure(ProblemCode.KEY_REFUSED, host="x"), False),
        (CallFailure(ProblemCode.SHOP_BUSY, retry_after=1.0, host="x"), False),
        (ValueError(), False),
    ],
)
def test_what_does_not_pass_is_not_tried_again(error: Exception, is_tried_again: bool) -> None:
    tries = Tries(error)
    if is_tried_again:
        assert with_retries(tries, Limits(), PatientToken(), tries.note_wait) == "answer"
    else:
        with pytest.raises(type(error)):
            with_retries(tries, Limits(), PatientToken(), tries.note_wait)
        assert tries.made == 1
