"""A command as the box lists it, and the finding of those that fit what is typed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from goq_desktop.domain.matching import normalised, words

MOST: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`code` is the same at every start. `place`: where else it is found; `also`: other words for it;
    `why_not`: a sentence, where it is known why it cannot be done now; `is_minor`: listed only when something
    is typed, or when it was chosen lately."""

    code: str
    label: str
    run: Callable[[], object]
    place: str = ""
    keys: str = ""
    also: Sequence[str] = ()
    is_enabled: bool = True
    why_not: str = ""
    is_minor: bool = False


def find(typed: str, commands: Iterable[Command], recent: Sequence[str] = ()) -> list[Command]:
    """What every word fits: what begins with it first, then by name, by place, by other words.

    `recent`: codes, the newest first; they come first where nothing is typed, and first of equal ones else.
    """
    rank = {code: place for place, code in enumerate(recent)}
    wanted = words(typed)
    found = [
        (fit, rank.get(command.code, len(rank)), command)
        for command in commands
        if (wanted or not command.is_minor or command.code in rank)
        and (fit := _fit(wanted, command)) is not None
    ]
    found.sort(key=lambda each: each[:2])
    return [command for _, _, command in found][:MOST]


def _fit(wanted: Sequence[str], command: Command) -> int | None:
    """How well: 0 is best; None when some word is nowhere."""
    if not wanted:
        return 0
    label = normalised(command.label)
    if all(word in label for word in wanted):
        return 0 if label.startswith(wanted[0]) else 1
    also = [normalised(each) for each in command.also]
    if any(all(word in each for word in wanted) for each in also):
        return 2
    everywhere = [label, normalised(command.place), *also]
    return 3 if all(any(word in each for each in everywhere) for word in wanted) else None
