"""The shipped profiles load, say how sure each line is, and are documented."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, get_type_hints

import msgspec
import pytest

from goq_desktop import resources
from goq_desktop.malls import profile as parts
from goq_desktop.malls.key_lines import KeyLines
from goq_desktop.malls.profile import Certainty, MallProfile
from goq_desktop.malls.profile_loading import known_malls, load_profile

LETTERS = {"C": Certainty.CERTAIN, "L": Certainty.LIKELY, "G": Certainty.GUESS}


def keys(table: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for key, value in table.items():
        yield prefix + key
        if isinstance(value, Mapping):
            yield from keys(value, f"{prefix}{key}.")


@pytest.mark.parametrize("mall", known_malls(None))
def test_a_shipped_profile_loads_and_is_marked_unverified(mall: str) -> None:
    profile = load_profile(mall, None)
    assert profile.verified_on is None
    assert profile.help.key_steps


def test_the_letter_of_each_line_is_what_the_program_is_told() -> None:
    text = resources.path("malls", "shopserve.toml").read_text(encoding="utf-8")
    profile = load_profile("shopserve", None)
    data = tomllib.loads(text)
    lines, source = KeyLines(text, data), text.splitlines()
    lettered = set()
    for key in keys(data):
        number = lines.line_of(key)
        if number is None:
            continue
        while source[number - 1].endswith("[") or source[number - 1].startswith(" "):
            number += 1
        letter = re.search(r"#\s*([CLG])$", source[number - 1])
        if letter:
            assert profile.certainty_of(key) is LETTERS[letter.group(1)], key
            lettered.add(number)
    all_lettered = {
        n for n, line in enumerate(source, 1) if re.search(r"=.*#\s*[CLG]$|^\].*#\s*[CLG]$", line)
    }
    begin, end = lines.line_of("maintenance") or 0, lines.line_of("limits") or 0
    in_maintenance = {number for number in all_lettered if begin <= number < end}
    assert lettered == all_lettered - in_maintenance
    assert profile.certainty_of("maintenance") is Certainty.GUESS


def test_a_key_that_nobody_named_is_a_guess() -> None:
    assert load_profile("shopserve", None).certainty_of("fields.purchaser.name") is Certainty.GUESS


def test_the_practice_profile_speaks_what_the_shipped_one_speaks() -> None:
    practice, shipped = load_profile("practice", None), load_profile("shopserve", None)
    assert practice.mark == shipped.mark
    assert practice.orders == shipped.orders
    assert practice.hosts["manager"].url.startswith("http://127.0.0.1:")


def test_every_key_is_documented() -> None:
    readme = resources.path("malls", "README.md").read_text(encoding="utf-8")
    classes = [
        kind for kind in vars(parts).values() if isinstance(kind, type) and issubclass(kind, parts.Part)
    ]
    assert MallProfile in classes
    for kind in classes:
        for name in msgspec.structs.fields(kind) if get_type_hints(kind) else ():
            assert re.search(rf"[`\[.]{name.encode_name}[`\].]", readme), (
                f"{kind.__name__}.{name.encode_name}"
            )
