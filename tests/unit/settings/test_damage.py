"""A damaged settings file: named by line and key, kept, and never more lost than is broken."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.settings import files, reading
from goq_desktop.settings.store import Loaded, SettingsStore
from goq_desktop.settings.tiles import Contractor, Lanes, Settings, Setup

GOOD = """\
version = 2

[contractor]
company = "雪乃商店"
city = "札幌市"

[[carriers]]
carrier = "yamato"
services = ["nekopos"]

[[carriers]]
carrier = "sagawa"

[[shops]]
uid = "a"
name = "本店"
fetch_days = 9

[[shops]]
uid = "b"
name = "2号店"
import_from = 2026-10-01

[[payments]]
wording = "代引"
kind = "cod"

[setup]
is_done = true
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings.toml"


def load(file: Path, content: str | bytes) -> tuple[Loaded, list[tuple[object, object]]]:
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    loaded = SettingsStore(file).load()
    assert all(problem.code is ProblemCode.SETTINGS_DAMAGED for problem in loaded.problems)
    return loaded, [(problem.params["line"], problem.params["key"]) for problem in loaded.problems]


def shop_names(settings: Settings) -> list[str]:
    return [shop.name for shop in settings.shops.shops]


def test_the_sound_file_has_no_problem(file: Path) -> None:
    loaded, found = load(file, GOOD)
    assert found == []
    assert loaded.settings.shops.shops[1].import_from == date(2026, 10, 1)
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize(
    ("old", "new", "line", "key"),
    [
        ('city = "札幌市"', "city = 3", 5, "contractor.city"),
        ('city = "札幌市"', 'town = "札幌市"', 5, "contractor.town"),
        ('city = "札幌市"', 'city = "札幌市', 5, "contractor.city"),
        ('city = "札幌市"', "city", 5, "contractor"),
        ("fetch_days = 9", "fetch_days = 400", 17, "shops.fetch_days"),
        ("fetch_days = 9", 'fetch_days = "9"', 17, "shops.fetch_days"),
        ("fetch_days = 9", "fetch_days = 9" + "9" * 5000, 17, "shops.fetch_days"),
        (
            "import_from = 2026-10-01",
            "import_from = 2026-13-01",
            22,
            "shops.import_from",
        ),
        ("is_done = true", "is_done = yes", 29, "setup.is_done"),
        ('services = ["nekopos"]', 'services = ["a b"]', 9, "carriers.services"),
        ("version = 2", 'version = "1"', 1, "version"),
        ("version = 2", 'version = 2\nsecret = "x"', 2, "secret"),
    ],
)
def test_a_wrong_line_costs_that_line_only(file: Path, old: str, new: str, line: int, key: str) -> None:
    loaded, found = load(file, GOOD.replace(old, new))
    assert found == [(line, key)]
    assert loaded.settings.contractor.company == "雪乃商店"
    assert shop_names(loaded.settings) == ["本店", "2号店"]
    assert len(loaded.settings.carriers.used) == 2
    assert len(loaded.settings.payments.methods) == 1
    defaults = Settings()
    assert loaded.settings.shops.shops[0].fetch_days in (9, 7)
    assert loaded.settings.contractor.city in ("札幌市", defaults.contractor.city)


@pytest.mark.parametrize(
    ("old", "new", "line", "key"),
    [
        ('uid = "b"', "uid = 2", 20, "shops.uid"),
        ('uid = "b"', 'uid = "a"', 20, "shops.uid"),
        ('uid = "b"', 'uid = "b b"', 20, "shops.uid"),
        ('uid = "b"\n', "", 19, "shops.uid"),
        ('[[shops]]\nuid = "b"', '[[shops]\nuid = "b"', 19, "shops"),
    ],
)
def test_a_shop_that_cannot_be_told_apart_is_left_out(
    file: Path, old: str, new: str, line: int, key: str
) -> None:
    loaded, found = load(file, GOOD.replace(old, new))
    assert found == [(line, key)]
    assert shop_names(loaded.settings) == ["本店"]
    assert loaded.settings.setup.is_done


@pytest.mark.parametrize(
    ("old", "new", "line", "key"),
    [
        ("[contractor]", "[contractor", 3, "contractor"),
        ("[contractor]", "[[contractor] x", 3, "contractor"),
        ("[contractor]", "[con.tractor]", 3, "con"),
    ],
)
def test_a_broken_header_costs_its_table(file: Path, old: str, new: str, line: int, key: str) -> None:
    loaded, found = load(file, GOOD.replace(old, new))
    assert found == [(line, key)]
    assert loaded.settings.contractor == Contractor()
    assert shop_names(loaded.settings) == ["本店", "2号店"]
    assert loaded.settings.setup.is_done


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("[contractor]", "[[contractor]]", [(3, "contractor")]),
        ("[contractor]", "[contractor]\n[contractor]", [(4, "contractor")]),
        ("[setup]", "[[setup]]", [(28, "setup")]),
        ('[[shops]]\nuid = "a"', '[shops]\nuid = "a"', [(14, "shops")]),
        ('[[shops]]\nuid = "b"', '[shops]\nuid = "b"', [(19, "shops")]),
        ("[[payments]]", "[payments]", [(24, "payments")]),
        ("[[payments]]", "[[payments]]\n[[payments]]", [(24, "payments.wording")]),
        ("version = 2", "version = 2\nshops = 3", [(2, "shops")]),
        ("version = 2", "version = 2\nversion = 2", [(2, "version")]),
        ('uid = "b"', 'uid = "b"\nuid = "b"', [(21, "shops.uid")]),
        ('company = "雪乃商店"', 'company = "雪乃商店"\nmanager = """花子', [(5, "contractor.manager")]),
        ('carrier = "sagawa"', 'carrier = "sagawa"\nslots = ["am",', [(13, "carriers.slots")]),
        (
            'city = "札幌市"\n',
            'manager = """花子\ncity = "札幌市"\nstreet = """\n?\n',
            [(5, "contractor.manager"), (7, "contractor.street"), (8, "contractor")],
        ),
        ('carrier = "sagawa"', 'carrier = "sagawa"\n[slots = ["am"]', [(13, "carriers")]),
        ('carrier = "sagawa"', 'carrier = "sagawa"\n["am"]', [(13, "am")]),
    ],
)
def test_what_is_written_in_a_wrong_way_but_plain_to_see_costs_nothing(
    file: Path, old: str, new: str, found: list[tuple[int, str]]
) -> None:
    loaded, lines = load(file, GOOD.replace(old, new))
    assert lines == found
    assert loaded.settings == reading.read(GOOD.encode()).settings


def test_many_wrong_lines_cost_no_more_than_themselves(file: Path) -> None:
    bad = "".join(f"??? {n}\n" for n in range(50))
    loaded, _ = load(file, GOOD.replace('city = "札幌市"', f'{bad}city = "札幌市"'))
    assert loaded.settings == reading.read(GOOD.encode()).settings


def test_the_line_of_a_finding_is_right_after_a_broken_header(file: Path) -> None:
    """The entry that could not be read does not count."""
    broken = GOOD.replace('[[shops]]\nuid = "a"', '[[shops]\nuid = "a"')
    _, found = load(file, broken.replace("import_from = 2026-10-01", 'import_from = "soon"'))
    assert found == [(14, "shops"), (22, "shops.import_from")]


def test_a_header_of_other_bytes_takes_its_keys_with_it(file: Path) -> None:
    """They do not fall to the table before it."""
    data = GOOD.encode().replace(b'[[shops]]\nuid = "b"', b'[[sh\xffps]]\nuid = "b"')
    loaded, found = load(file, data)
    assert [line for line, _ in found] == [19]
    assert loaded.settings.shops == msgspec.structs.replace(
        reading.read(GOOD.encode()).settings.shops,
        shops=reading.read(GOOD.encode()).settings.shops.shops[:1],
    )


def test_lanes_that_cannot_be_read_are_the_usual_ones_and_none_is_none(file: Path) -> None:
    for text in ("lanes = 3\n", "[[lanes]]\ncode = 1\n", "[lanes\n", ""):
        assert load(file, text)[0].settings.lanes == Lanes()
    assert load(file, "lanes = []\n") == (Loaded(Settings(lanes=Lanes(lanes=()))), [])


def test_a_table_written_twice_counts_once(file: Path) -> None:
    loaded, found = load(file, GOOD + '[contractor]\ncompany = "他社"\n')
    assert found == [(30, "contractor")]
    assert loaded.settings.contractor.company == "雪乃商店"


def test_bytes_that_are_not_utf_8_cost_their_line(file: Path) -> None:
    loaded, found = load(
        file,
        GOOD.replace("札幌市", "@@").encode().replace(b"@@", "札幌".encode("cp932")),
    )
    assert found == [(5, "city")]
    assert loaded.settings.contractor.company == "雪乃商店"
    assert shop_names(loaded.settings) == ["本店", "2号店"]


def test_a_byte_order_mark_and_windows_line_ends_are_no_damage(file: Path) -> None:
    loaded, found = load(file, b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert found == []
    assert shop_names(loaded.settings) == ["本店", "2号店"]


def test_a_file_of_zeros_gives_defaults(file: Path) -> None:
    loaded, found = load(file, bytes(4096))
    assert len(found) == 1
    assert loaded.settings == Settings()


def test_at_most_twenty_problems_are_told(file: Path) -> None:
    _, found = load(file, "[contractor]\n" + "".join(f"x{n} = 1\n" for n in range(200)))
    assert len(found) == 20


def test_the_damaged_file_is_kept_once_and_stays_until_the_next_save(
    file: Path,
) -> None:
    bad = GOOD.replace('city = "札幌市"', "city = 3")
    loaded, _ = load(file, bad)
    again, _ = load(file, bad)
    kept = loaded.problems[0].params["kept_as"]
    assert isinstance(kept, str)
    assert kept.startswith("settings.toml.damaged-")
    assert again.problems == loaded.problems
    assert {path.name for path in file.parent.iterdir()} == {"settings.toml", "settings.toml.lock", kept}

    SettingsStore(file).save(setup=Setup(page="x"))
    assert file.with_name(kept).read_text(encoding="utf-8") == bad
    healed = SettingsStore(file).load()
    assert healed.problems == ()
    assert healed.settings.contractor == Contractor(company="雪乃商店")
    assert shop_names(healed.settings) == ["本店", "2号店"]


def test_a_save_keeps_a_damaged_file_that_nobody_loaded(file: Path) -> None:
    file.write_text("[contractor]\ncompany = 3\n")
    SettingsStore(file).save(setup=Setup(page="x"))
    kept = list(file.parent.glob("settings.toml.damaged-*"))
    assert [path.read_text() for path in kept] == ["[contractor]\ncompany = 3\n"]


def test_two_damages_are_kept_apart(file: Path) -> None:
    first, _ = load(file, GOOD + "x = 1\n")
    second, _ = load(file, GOOD + "y = 1\n")
    assert first.problems[0].params["kept_as"] != second.problems[0].params["kept_as"]


@pytest.mark.parametrize("content", ["version = 3\nnew = 1\n", 'version = 3\n[contractor]\ncompany = "'])
def test_a_newer_file_is_refused_and_left_alone(file: Path, content: str) -> None:
    file.write_text(content)
    store = SettingsStore(file)
    for call in (
        store.load,
        lambda: store.save(setup=Setup()),
        lambda: store.update_shop("a"),
    ):
        with pytest.raises(ProblemError) as caught:
            call()
        assert caught.value.problem.code is ProblemCode.SETTINGS_NEWER
        assert caught.value.problem.params == {
            "path": str(file),
            "found": 3,
            "known": 2,
        }
    assert file.read_text() == content


def test_what_cannot_be_opened_is_not_taken_for_empty(file: Path) -> None:
    file.mkdir()
    with pytest.raises(ProblemError) as caught:
        SettingsStore(file).load()
    assert caught.value.problem.code is ProblemCode.FILE_UNREADABLE


def test_a_huge_file_is_not_read(file: Path) -> None:
    file.write_bytes(b"#" * (files.LARGEST_FILE + 1))
    with pytest.raises(ProblemError) as caught:
        SettingsStore(file).load()
    assert caught.value.problem.code is ProblemCode.FILE_UNREADABLE


@hypothesis_settings(max_examples=300)
@given(st.binary(max_size=400) | st.text(alphabet="[]=\".#\n'{}a1-,", max_size=60).map(str.encode))
def test_no_content_makes_reading_fail(data: bytes) -> None:
    reading.read(data)


@given(
    place=st.integers(0, GOOD.count("\n") - 1),
    line=st.text(st.characters(exclude_characters="\n\r[", exclude_categories=["Cs"])),
)
def test_any_wrong_line_leaves_the_other_tables_whole(place: int, line: str) -> None:
    lines = GOOD.split("\n")
    lines[place] = line
    found = reading.read("\n".join(lines).encode()).settings
    sound = reading.read(GOOD.encode()).settings
    table = sum(each.startswith("[") for each in GOOD.split("\n")[: place + 1])
    # Without its header a table's keys fall to the table before it.
    hurt = {table, table - 1} if GOOD.split("\n")[place].startswith("[") else {table}
    if hurt.isdisjoint({1}):
        assert found.contractor == sound.contractor
    if hurt.isdisjoint({2, 3}):
        assert found.carriers == sound.carriers
    if hurt.isdisjoint({4, 5}):
        assert found.shops == sound.shops
    if hurt.isdisjoint({6}):
        assert found.payments == sound.payments
    if hurt.isdisjoint({7}):
        assert found.setup == sound.setup
