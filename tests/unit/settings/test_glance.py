"""The glance at the settings says what reading them says, or nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from goq_desktop.services.applying import own_lanes
from goq_desktop.settings import reading, writing
from goq_desktop.settings.glance import Glance, glance
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Settings
from tests.support.made_settings import made_settings

PLAIN = """\
version = 2
[setup]
is_done = true
[desk]
keyring_backend = "KWallet"
[[shops]]
uid = "a"
name = "本店"
[[lanes]]
code = "packing"
name = "梱包待ち"
colour = "blue"
[[lanes]]
code = "done"
name = "固定のもの"
"""


def said_by_reading(settings: Settings) -> Glance:
    return Glance(
        {shop.uid: shop.name for shop in settings.shops.shops},
        own_lanes(settings),
        settings.desk.keyring_backend,
    )


@bounds(max_examples=60)
@given(made_settings, st.booleans())
def test_it_says_of_saved_settings_what_reading_says(made: Settings, is_done: bool) -> None:
    setup = msgspec.structs.replace(made.setup, is_done=is_done)
    text = writing.rendered(msgspec.structs.replace(made, setup=setup), "")
    saved = reading.read(text.encode()).settings
    with tempfile.NamedTemporaryFile() as file:
        file.write(text.encode())
        file.flush()
        seen = glance(Path(file.name))
    assert seen in (None, said_by_reading(saved))
    is_plain = is_done and bool(saved.shops.shops)
    assert (seen is not None) is is_plain


def test_of_a_file_that_a_form_saved_it_says_it_all(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(PLAIN, encoding="utf-8")
    assert glance(file) == said_by_reading(SettingsStore(file).load().settings)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version = 2", "version = 3"),
        ("version = 2", "version = true"),
        ("version = 2", ""),
        ("is_done = true", "is_done = false"),
        ("is_done = true", "is_done = 1"),
        ('"KWallet"', "7"),
        ('uid = "a"', 'uid = "a b"'),
        ('name = "本店"', ""),
        ('name = "本店"', 'name = "' + "あ" * 501 + '"'),
        ('name = "本店"', 'name = "本店'),
        ('colour = "blue"', 'colour = "Blue!"'),
        ('code = "done"', 'code = "packing"'),
        ("[[shops]]", "[shops]"),
    ],
)
def test_of_what_is_odd_it_says_nothing(tmp_path: Path, old: str, new: str) -> None:
    file = tmp_path / "settings.toml"
    assert old in PLAIN
    file.write_text(PLAIN.replace(old, new), encoding="utf-8")
    assert glance(file) is None


def test_of_no_file_and_of_no_text_it_says_nothing(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    assert glance(file) is None
    file.write_bytes(b"\xff\xfe" + PLAIN.encode())
    assert glance(file) is None
    file.write_text(PLAIN + "#" * 1024 * 1024, encoding="utf-8")
    assert glance(file) is None
