"""誰の情報が影響したか: whose data is held now, or was held when a PC or a file was lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.handling import HandlingKind, HandlingQuery
from goq_desktop.domain.people import Person, parties_of, person_key
from goq_desktop.services.handling import note
from goq_desktop.services.spreadsheet import sheet_in
from goq_desktop.services.whole_file import whole_file
from goq_desktop.services.workspace import Workspace
from goq_desktop.storage import handling_log
from goq_desktop.storage.held_people import count_orders, held_orders

_MOST_NUMBERS: Final = 50  # of one person in a cell
_FIRST: Final = datetime(1970, 1, 2, tzinfo=UTC)
_TITLES: Final = (
    "お名前",
    "会社名",
    "電話番号",
    "メールアドレス",
    "郵便番号",
    "住所",
    "注文者",
    "送付先",
    "受注件数",
    "受注番号",
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How many of all orders were read."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Affected:
    """`people` in `orders` orders; `erased` further orders held people then that nobody can name any more.

    `handled`: how often what was done in that time.
    """

    people: int
    orders: int
    erased: int
    handled: Mapping[HandlingKind, int]


def held_now(workspace: Workspace, token: CancelToken, report: Callable[[Reading], None]) -> int:
    """The number of people whose data is in the store. Raises STORE_*, KEYRING_*, Cancelled."""
    now = workspace.clock.now()
    # What a wrong clock wrote for tomorrow is held today.
    return len(_people(workspace, _FIRST, now + timedelta(days=36_500), token, report, keeps_who=False))


def affected(
    workspace: Workspace,
    since: datetime,
    until: datetime,
    token: CancelToken,
    report: Callable[[Reading], None],
) -> Affected:
    """Of the people that were held at any time from `since` to before `until`."""
    database = workspace.database()
    orders, erased = count_orders(database, since, until)
    people = _people(workspace, since, until, token, report, keeps_who=False)
    query = HandlingQuery(since=since, until=until)
    handled = Counter(entry.kind for entry in handling_log.entries(database, query))
    return Affected(len(people), orders - erased, erased, handled)


def export_affected(
    workspace: Workspace,
    since: datetime,
    until: datetime,
    file: Path,
    token: CancelToken,
    report: Callable[[Reading], None],
) -> int:
    """These people as an Excel file, which is itself an export. FILE_UNWRITABLE, DISK_FULL, STORE_*, Cancelled."""
    people = _people(workspace, since, until, token, report, keeps_who=True)
    with whole_file(file) as part:
        with sheet_in(part, "影響した人") as write:
            write(_TITLES)
            for who in people.values():
                assert who is not None
                write(_row(who))
        note(workspace, HandlingKind.EXPORTED, len(people), "affected")
    return len(people)


def _row(who: Person) -> tuple[str | int, ...]:
    party = who.party
    numbers = "、".join(who.numbers) + (" ほか" if who.orders > len(who.numbers) else "")
    return (
        party.name,
        party.company,
        party.phone,
        party.email,
        party.postcode,
        party.address,
        "○" if who.is_purchaser else "",
        "○" if who.is_recipient else "",
        who.orders,
        numbers,
    )


def _people(
    workspace: Workspace,
    since: datetime,
    until: datetime,
    token: CancelToken,
    report: Callable[[Reading], None],
    *,
    keeps_who: bool,
) -> dict[int, Person | None]:
    """By their keys; only whether there is somebody unless `keeps_who`, which is a lot to keep."""
    database = workspace.database()
    orders, erased = count_orders(database, since, until)
    found: dict[int, Person | None] = {}

    def tell(done: int) -> None:
        report(Reading(done, orders - erased))

    for held in held_orders(database, since, until, token.check, tell):
        met: set[int] = set()
        for party in parties_of(held.order):
            key = person_key(party)
            if key is None:
                continue
            if not keeps_who:
                found[key] = None
                continue
            who = found.get(key)
            if who is None:
                who = found[key] = Person(party, 0, [], is_purchaser=False, is_recipient=False)
            if key not in met:
                met.add(key)
                who.orders += 1
                if len(who.numbers) < _MOST_NUMBERS:
                    who.numbers.append(held.number)
            who.is_purchaser = who.is_purchaser or party == held.order.purchaser
            who.is_recipient = who.is_recipient or any(
                party == destination.party for destination in held.order.destinations
            )
    return found
