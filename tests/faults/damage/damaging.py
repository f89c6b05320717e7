"""Ways to damage the files of a store, each by chance alone."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

PAGE: Final = 4096
SALT: Final = 16


@dataclass(frozen=True, slots=True)
class Files:
    """The bytes of a store: its file, and the log beside it where its process was killed."""

    main: bytes
    log: bytes = b""


Damage = Callable[[Files, random.Random], Files]


def _bits(data: bytes, chance: random.Random, begin: int = 0) -> bytes:
    spoilt = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        spoilt[chance.randrange(begin, len(data))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def _put(data: bytes, start: int, part: bytes) -> bytes:
    return data[:start] + part + data[start + len(part) :]


def _page(data: bytes, chance: random.Random) -> int:
    return chance.randrange(len(data) // PAGE) * PAGE


def flipped_bits(files: Files, chance: random.Random) -> Files:
    return Files(_bits(files.main, chance, SALT), files.log)


def wrong_salt(files: Files, chance: random.Random) -> Files:
    return Files(_bits(files.main[:SALT], chance) + files.main[SALT:], files.log)


def zeroed_page(files: Files, chance: random.Random) -> Files:
    return Files(_put(files.main, _page(files.main, chance), bytes(PAGE)), files.log)


def swapped_pages(files: Files, chance: random.Random) -> Files:
    one, other = _page(files.main, chance), _page(files.main, chance)
    first, second = files.main[one : one + PAGE], files.main[other : other + PAGE]
    return Files(_put(_put(files.main, one, second), other, first), files.log)


def doubled_page(files: Files, chance: random.Random) -> Files:
    source = _page(files.main, chance)
    return Files(_put(files.main, _page(files.main, chance), files.main[source : source + PAGE]), files.log)


def overwritten(files: Files, chance: random.Random) -> Files:
    start = chance.randrange(SALT, len(files.main) - 600)
    return Files(_put(files.main, start, chance.randbytes(chance.randint(1, 600))), files.log)


def cut(files: Files, chance: random.Random) -> Files:
    return Files(files.main[: chance.randrange(1, len(files.main))], files.log)


def foreign(files: Files, chance: random.Random) -> Files:
    return Files(files.main[:SALT] + chance.randbytes(len(files.main) - SALT), files.log)


def flipped_bits_in_log(files: Files, chance: random.Random) -> Files:
    return Files(files.main, _bits(files.log, chance))


def cut_log(files: Files, chance: random.Random) -> Files:
    return Files(files.main, files.log[: chance.randrange(len(files.log))])


OF_A_CLOSED_STORE: Final[Mapping[str, Damage]] = {
    one.__name__: one
    for one in (
        flipped_bits,
        wrong_salt,
        zeroed_page,
        swapped_pages,
        doubled_page,
        overwritten,
        cut,
        foreign,
    )
}
# A log that is not whole is what a power cut leaves: it counts up to its first fault.
OF_A_LOG: Final[Mapping[str, Damage]] = {one.__name__: one for one in (flipped_bits_in_log, cut_log)}
