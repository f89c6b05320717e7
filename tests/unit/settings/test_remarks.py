"""A person's comments stay where they were written, whatever the program saves."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Contractor, Lanes, Shops

BY_HAND = """\
# 設定 of the office PC

version = 1  # first

[contractor]
# as on the seal
company = "雪乃 # 商店"  # "not" a value

[[carriers]]
carrier = "yamato"
services = [
  # small things
  "nekopos",
]  # both

# the main shop
[[shops]]
uid = "a"  # never change
name = "本店"

# the second shop
[[shops]]
uid = "b"
name = "2号店"

# the end
"""


@pytest.fixture
def store(tmp_path: Path) -> SettingsStore:
    file = tmp_path / "settings.toml"
    file.write_text(BY_HAND, encoding="utf-8")
    return SettingsStore(file)


def text_of(store: SettingsStore, tmp_path: Path) -> str:
    return (tmp_path / "settings.toml").read_text(encoding="utf-8")


def test_comments_stay_with_what_they_stand_at(store: SettingsStore, tmp_path: Path) -> None:
    store.save(contractor=Contractor(company="霜月商店"))
    text = text_of(store, tmp_path)
    assert text.startswith("# 設定 of the office PC\n\nversion = 2  # first\n")
    assert '# as on the seal\ncompany = "霜月商店"  # "not" a value\n' in text
    assert '# small things\nservices = ["nekopos"]  # both\n' in text
    assert '\n# the main shop\n[[shops]]\nuid = "a"  # never change\n' in text
    assert text.endswith("\n\n# the end\n")


def test_a_comment_moves_with_its_shop(store: SettingsStore, tmp_path: Path) -> None:
    shops = store.load().settings.shops.shops
    store.save(shops=Shops(shops=(shops[1], shops[0])))
    text = text_of(store, tmp_path)
    second, first = (
        text.index("# the second shop\n[[shops]]"),
        text.index("# the main shop\n[[shops]]"),
    )
    assert second < first < text.index("# never change")


def test_a_new_key_comes_after_its_neighbours(store: SettingsStore, tmp_path: Path) -> None:
    store.update_shop("a", import_from=date(2026, 10, 1))
    assert "interval_minutes = 30\nimport_from = 2026-10-01\n" in text_of(store, tmp_path)


def test_a_wrong_value_beside_costs_no_comment(store: SettingsStore, tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(
        BY_HAND.replace('name = "本店"', 'name = "本店"\nfetch_days = "x"'),
        encoding="utf-8",
    )
    store.save(contractor=Contractor(company="霜月商店"))
    text = text_of(store, tmp_path)
    assert all(remark in text for remark in ("# as on the seal", "# never change", "# the end"))
    assert store.load().problems == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('  "nekopos",', "  nekopos,"),
        ("[[carriers]]", "[[carriers]"),
        ("[contractor]", "[contractor]\n[contractor]"),
        ("version = 1  # first", "version = 1  # first\nversion = 1"),
        ('carrier = "yamato"', "\x00"),
    ],
)
def test_a_line_that_cannot_be_read_costs_no_other_lines_comment(
    store: SettingsStore, tmp_path: Path, old: str, new: str
) -> None:
    (tmp_path / "settings.toml").write_text(BY_HAND.replace(old, new, 1), encoding="utf-8")
    store.save(contractor=Contractor(company="霜月商店"))
    text = text_of(store, tmp_path)
    assert '# as on the seal\ncompany = "霜月商店"  # "not" a value\n' in text
    assert '# the main shop\n[[shops]]\nuid = "a"  # never change\n' in text
    assert '# the second shop\n[[shops]]\nuid = "b"\n' in text
    assert text.startswith("# 設定 of the office PC\n\nversion = 2  # first\n")
    assert text.endswith("\n\n# the end\n")


def test_an_empty_list_of_statuses_keeps_its_comment(store: SettingsStore, tmp_path: Path) -> None:
    store.save(lanes=Lanes(lanes=()))
    file = tmp_path / "settings.toml"
    file.write_text(
        file.read_text("utf-8").replace("lanes = []", "# none yet\nlanes = []  # really"), "utf-8"
    )
    store.save(contractor=Contractor(company="霜月商店"))
    assert "\n# none yet\nlanes = []  # really\n\n[contractor]\n" in text_of(store, tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[[shops]]", "[[shops]]  # here\n[[shops]]"),
        ("[contractor]", "# here\n[contractor]\n# and here\n[contractor]"),
        ("[contractor]", "[contractor]\n# here\n[contractor]"),
    ],
)
def test_what_stands_twice_keeps_the_comments_of_both(
    store: SettingsStore, tmp_path: Path, old: str, new: str
) -> None:
    (tmp_path / "settings.toml").write_text(BY_HAND.replace(old, new, 1), encoding="utf-8")
    store.save(contractor=Contractor(company="霜月商店"))
    lines = text_of(store, tmp_path).split("\n")
    remarks = [line for line in new.split("\n") if line.startswith("#")] or ["# here"]
    assert set(remarks) <= set(lines)
    assert {"# the main shop", "# the second shop", "# as on the seal"} <= set(lines)
