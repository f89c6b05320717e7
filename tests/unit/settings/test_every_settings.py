"""Whatever a shop has set survives the file and the way to another PC; a hurt file loses only what is hurt."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

import msgspec
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from goq_desktop.domain.payments import PaymentKind
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.settings import layout, reading, transfer, writing
from goq_desktop.settings.difference import differences
from goq_desktop.settings.remarks import remarks_in
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import (
    Contractor,
    Conversion,
    Conversions,
    PaymentMethod,
    Payments,
    Settings,
    Setup,
    Shop,
    Shops,
)
from tests.support.made_settings import lines, made_settings

V2 = (Path(__file__).parents[2] / "data" / "settings" / "v2.toml").read_bytes()


@hypothesis_settings(max_examples=150)
@given(settings=made_settings)
def test_all_settings_survive_the_file_and_the_way_to_another_pc(settings: Settings) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = SettingsStore(Path(folder) / "settings.toml")
        tiles = msgspec.structs.asdict(settings)
        del tiles["version"]
        store.save(**tiles)
        loaded = store.load()
    assert loaded.problems == ()
    assert loaded.settings == settings
    imported = transfer.parse_settings(transfer.export_settings(settings))
    back = transfer.carried_over(imported, settings)
    assert differences(settings, back) == ()
    page = "" if settings.setup.is_done else settings.setup.page
    assert back == msgspec.structs.replace(settings, setup=msgspec.structs.replace(settings.setup, page=page))
    away = transfer.carried_over(imported, Settings())
    assert away == imported
    for secret in (settings.desk.keyring_backend, settings.other.backup_folder):
        assert not secret or secret not in (away.desk.keyring_backend, away.other.backup_folder)


@given(settings=made_settings, remark=lines)
def test_a_comment_on_every_line_survives_and_does_not_wander(settings: Settings, remark: str) -> None:
    text = writing.rendered(settings)
    remark = "# " + "".join(letter for letter in remark if letter.isprintable()).strip()
    noted = "\n".join(f"{line}  {remark}".strip() for line in text.split("\n"))
    again = writing.rendered(settings, noted)
    assert reading.read(again.encode()).settings == settings
    assert sum(line.endswith(remark.strip()) for line in again.split("\n")) == len(text.split("\n"))
    assert writing.rendered(settings, again) == again


@given(text=st.text(st.characters(exclude_categories=["Cs"]), max_size=20))
def test_any_text_survives_the_file_also_one_that_no_form_would_take(text: str) -> None:
    settings = Settings(
        contractor=Contractor(company=text),
        shops=Shops(shops=(Shop(uid="a", name=text),)),
        payments=Payments(methods=(PaymentMethod(wording=text, kind=PaymentKind.CARD, printed_name=text),)),
        conversions=Conversions(rules=(Conversion(wording=text, carrier="yamato"),)),
    )
    written = writing.rendered(settings)
    assert reading.read(written.encode()).settings == settings
    assert writing.rendered(settings, written) == written


@dataclass(frozen=True)
class Line:
    """A line of a hurt file; `place` is that of the same line in the sound one, None when it is another."""

    text: bytes
    place: int | None


SOUND = [Line(text, place) for place, text in enumerate(V2.split(b"\n"))]
_HEADER = re.compile(rb"\[+(\w+)\]+$")


@st.composite
def hurt_files(draw: st.DrawFn) -> list[Line]:
    """One to three lines dropped, doubled or changed in a few bytes, or bytes cut out across lines."""
    hurt = list(SOUND)
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.integers(0, len(hurt) - 1))
        text = hurt[place].text
        match draw(st.sampled_from(["drop", "double", "change", "cut"])):
            case "drop":
                del hurt[place]
            case "double":
                hurt.insert(place, hurt[place])
            case "change":
                start = draw(st.integers(0, len(text)))
                end = draw(st.integers(start, min(len(text), start + 4)))
                new = draw(st.binary(max_size=3) | st.sampled_from([b'"', b"[", b"]", b'"""', b"=", b"#"]))
                changed = text[:start] + new.replace(b"\n", b"") + text[end:]
                hurt[place] = Line(changed, hurt[place].place if changed == text else None)
            case _:
                last = draw(st.integers(place, min(place + 6, len(hurt) - 1)))
                start = draw(st.integers(0, len(text)))
                end = draw(st.integers(0, len(hurt[last].text)))
                hurt[place : last + 1] = [Line(text[:start] + hurt[last].text[end:], None)]
    return hurt


def _unhurt(hurt: list[Line]) -> set[int]:
    """The places of the sound file's lines that are there and still stand under their own header."""
    unhurt: set[int] = set()
    header: int | None = None
    own = _headers()
    for line in hurt:
        if line.place is None:
            # It may have become a header, sound or not: what follows belongs to that.
            header = None if line.text.lstrip().startswith(b"[") else header
        elif _HEADER.match(line.text):
            header = line.place
            unhurt.add(line.place)
        elif own[line.place] is None or own[line.place] == header:
            unhurt.add(line.place)
    return unhurt


def _headers() -> list[int | None]:
    """For each line of the sound file the place of the header above it."""
    headers: list[int | None] = []
    for line in SOUND:
        is_header = bool(_HEADER.match(line.text))
        headers.append(line.place if is_header else headers[-1] if headers else None)
    return headers


def _kept(table: str, entry: dict[str, object], settings: Settings) -> dict[str, object] | None:
    """What the settings hold of this table, or of the entry of the same identity."""
    plain = layout.to_plain(settings).get(table, {})
    if isinstance(plain, dict):
        return plain
    assert isinstance(plain, list)
    listed = layout.LIST_TILES[table]
    identity = listed.identity_of(entry)
    return next((each for each in plain if listed.identity_of(each) == identity), None)


def _sound_tables() -> list[tuple[int, str, dict[str, int]]]:
    """Each table's header, name and the places of its keys."""
    tables: list[tuple[int, str, dict[str, int]]] = []
    for place, line in enumerate(SOUND):
        if header := _HEADER.match(line.text):
            tables.append((place, header[1].decode(), {}))
        elif tables and b" = " in line.text and not line.text.startswith(b"#"):
            tables[-1][2][line.text.partition(b" = ")[0].decode()] = place
    return tables


@hypothesis_settings(max_examples=250)
@given(hurt=hurt_files())
def test_a_hurt_file_is_refused_or_loses_only_what_is_hurt(hurt: list[Line]) -> None:
    data = b"\n".join(line.text for line in hurt)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "settings.toml"
        file.write_bytes(data)
        store = SettingsStore(file)
        if _is_newer(store):
            assert file.read_bytes() == data
            return
        loaded = store.load().settings
        store.save(setup=loaded.setup)
        again = store.load()
        text = file.read_text("utf-8")
    assert again.problems == ()
    assert again.settings == loaded
    _assert_kept(loaded, text, _unhurt(hurt))
    try:
        transfer.parse_settings(data.decode(errors="replace"))
    except ProblemError:
        return


def _assert_kept(loaded: Settings, text: str, unhurt: set[int]) -> None:
    sound = reading.read(V2).settings
    entries: dict[str, int] = {}
    alive: set[int] = set()
    for header, table, keys in _sound_tables():
        number = entries[table] = entries.get(table, -1) + 1
        plain = layout.to_plain(sound)[table]
        entry = plain[number] if isinstance(plain, list) else plain
        assert isinstance(entry, dict)
        needed = {"uid", "name", "wording", "kind", "shop", "carrier", "code", "slot"}
        if header not in unhurt:
            continue
        if isinstance(plain, list) and any(
            place not in unhurt for key, place in keys.items() if key in needed
        ):
            continue
        kept = _kept(table, entry, loaded)
        assert kept is not None, (table, entry)
        alive.add(header)
        for key, place in keys.items():
            if place in unhurt:
                assert kept[key] == entry[key], (table, key)
                alive.add(place)
    for place, line in enumerate(SOUND[:-1]):
        after = next(
            (each for each in range(place, len(SOUND)) if SOUND[each].text[:1] not in (b"#", b"")), None
        )
        is_near = after is not None and after in alive and all(each in unhurt for each in range(place, after))
        if line.text.startswith(b"#") and is_near:
            assert line.text.decode() in text


def test_the_sound_file_loses_nothing_in_these_eyes() -> None:
    text = writing.rendered(reading.read(V2).settings, V2.decode())
    _assert_kept(reading.read(V2).settings, text, _unhurt(SOUND))
    assert len(_unhurt(SOUND)) == len(SOUND)
    assert len(remarks_in(V2.decode())) > 100


@hypothesis_settings(max_examples=300)
@given(data=st.binary(max_size=200) | st.integers(0, len(V2)).map(lambda end: V2[:end]))
def test_no_bytes_make_a_store_fail(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "settings.toml"
        file.write_bytes(data)
        store = SettingsStore(file)
        if not _is_newer(store):
            store.save(setup=Setup(page="x"))
            assert store.load().settings.setup.page == "x"


def _is_newer(store: SettingsStore) -> bool:
    """Every other problem is a failure of the test."""
    try:
        store.load()
    except ProblemError as error:
        if error.problem.code is not ProblemCode.SETTINGS_NEWER:
            raise
        return True
    return False
