"""A file of an older version is read without a finding, and written as the newest at the next save."""

from __future__ import annotations

import copy
import tomllib
from datetime import date
from pathlib import Path

import pytest

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.settings import layout, migrations, reading, transfer
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Lanes, Settings, Setup

DATA = Path(__file__).parents[2] / "data" / "settings"
V1 = (DATA / "v1.toml").read_bytes()
V2 = (DATA / "v2.toml").read_bytes()
OF_V1 = ("contractor", "carriers", "shops", "payments", "setup", "desk")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "settings.toml"
    file.write_bytes(V1)
    return file


def test_every_kept_version_is_read_without_a_finding() -> None:
    for number, data in enumerate((V1, V2), 1):
        found = reading.read(data)
        assert (found.version, found.findings) == (number, ())
        assert found.settings.version == layout.VERSION


def test_every_value_of_version_1_is_there() -> None:
    settings = reading.read(V1).settings
    raw = tomllib.loads(V1.decode())
    kept = layout.to_plain(settings)
    for name in OF_V1:
        for old, new in zip(_tables(raw[name]), _tables(kept[name]), strict=True):
            assert {key: _plain(new[key]) for key in old} == old
    assert settings.shops.shops[0].import_from == date(2026, 4, 1)
    assert settings.lanes == Lanes()


def _tables(value: object) -> list[dict[str, object]]:
    if isinstance(value, list):
        return value
    assert isinstance(value, dict)
    return [value]


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def test_loading_writes_nothing_and_the_next_save_writes_the_newest_version(file: Path) -> None:
    loaded = SettingsStore(file).load()
    assert loaded.problems == ()
    assert file.read_bytes() == V1
    assert list(file.parent.iterdir()) == [file]

    SettingsStore(file).save(setup=loaded.settings.setup)
    text = file.read_text("utf-8")
    assert f"\nversion = {layout.VERSION}  # 手で変えない\n" in text
    assert reading.read(text.encode()).findings == ()
    assert SettingsStore(file).load().settings == loaded.settings
    assert not list(file.parent.glob("*.damaged-*"))


def test_the_comments_of_version_1_stay_where_they_were(file: Path) -> None:
    SettingsStore(file).save(setup=Setup())
    text = file.read_text("utf-8")
    assert text.startswith("# 事務所のパソコンの設定\n\nversion = ")
    assert '\n# 2026年4月に登録\ninvoice_number = "T8700110005901"  # 通知書のとおり\n' in text
    assert '\n# 試すためのショップ\n[[shops]]\nuid = "p07c2e"\n' in text
    assert '\nwording = "NP後払い"  # 2026年から\n' in text
    assert text.endswith("\n\n# ここまで\n")


def test_version_2_is_written_as_it_was_read(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(V2)
    SettingsStore(file).save(setup=SettingsStore(file).load().settings.setup)
    assert file.read_bytes() == V2


def test_version_2_holds_every_key() -> None:
    raw = tomllib.loads(V2.decode())
    whole = layout.to_plain(reading.read(V2).settings)
    assert raw.keys() == whole.keys() == set(Settings.__struct_fields__)


def test_the_tiles_that_hold_something_count_as_saved() -> None:
    assert reading.read(V1).settings.setup.saved == (
        "contractor",
        "carriers",
        "shops",
        "payments",
        "shop_detail",
    )


@pytest.mark.parametrize(
    ("text", "saved"),
    [
        ("", []),
        ('[contractor]\ncompany = ""', []),
        ('[contractor]\nfax = "1"', ["contractor"]),
        ('[[shops]]\nuid = "a"\nname = "A"', ["shops"]),
        ('[[shops]]\nuid = "a"\nname = "A"\nshop_id = "x"', ["shops", "shop_detail"]),
        ("[setup]\nis_done = true", []),
    ],
)
def test_an_empty_tile_is_not_taken_for_saved(text: str, saved: list[str]) -> None:
    tables = migrations.migrated(tomllib.loads(f"version = 1\n{text}"))
    assert tables["version"] == 2
    assert tables["setup"] == {**tomllib.loads(text).get("setup", {}), "saved": saved}


@pytest.mark.parametrize(
    "tables",
    [
        {"version": 1, "setup": 3, "shops": "x", "contractor": [1]},
        {"version": 1, "setup": {"saved": 5}},
        {"version": True},
        {"version": 0},
        {"version": -1},
        {"version": "1"},
        {"version": 3, "setup": {}},
        {"version": 1, "shops": [1, {"shop_id": []}]},
    ],
)
def test_what_is_damaged_or_newer_passes_and_nothing_is_changed_in_place(tables: dict[str, object]) -> None:
    before = copy.deepcopy(tables)
    after = migrations.migrated(tables)
    assert tables == before
    if isinstance(tables.get("setup"), dict) and "saved" in str(tables["setup"]):
        assert after["setup"] == tables["setup"]
    if tables["version"] is not True and tables["version"] != 1:
        assert after == before


def test_findings_in_version_1_tell_the_lines_of_the_file(file: Path) -> None:
    text = V1.decode()
    bad = text.replace("fetch_days = 14", "fetch_days = 0").replace('name = "練習ショップ"', "name = 5")
    file.write_text(bad, "utf-8")
    found = [(each.params["line"], each.params["key"]) for each in SettingsStore(file).load().problems]
    lines = bad.split("\n")
    assert found == [
        (lines.index("fetch_days = 0") + 1, "shops.fetch_days"),
        (lines.index("name = 5") + 1, "shops.name"),
    ]


def test_a_file_of_version_1_can_be_imported() -> None:
    imported = transfer.parse_settings(V1.decode())
    assert imported.contractor.company == "雪乃商店"
    assert imported.setup.saved[0] == "contractor"


def test_a_version_that_is_not_known_yet_is_refused(file: Path) -> None:
    newer = V2.replace(b"version = 2", b"version = 3")
    file.write_bytes(newer)
    with pytest.raises(ProblemError) as caught:
        SettingsStore(file).load()
    assert caught.value.problem.code is ProblemCode.SETTINGS_NEWER
    assert file.read_bytes() == newer
