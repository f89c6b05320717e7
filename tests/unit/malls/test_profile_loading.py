"""A wrong profile is refused with its file, line and key; an own one goes before the shipped one."""

from __future__ import annotations

from pathlib import Path

import pytest

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.malls.profile import Certainty
from goq_desktop.malls.profile_loading import known_malls, load_profile
from tests.support.malls import DATA

ORCHARD = (DATA / "orchard.toml").read_text(encoding="utf-8")


def refusal(folder: Path, mall: str = "own") -> dict[str, str | int]:
    with pytest.raises(ProblemError) as caught:
        load_profile(mall, folder)
    assert caught.value.problem.code is ProblemCode.PROFILE_INVALID
    return dict(caught.value.problem.params)


def line_of(text: str, needle: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith(needle))


@pytest.mark.parametrize(
    ("old", "new", "key", "reason"),
    [
        ('name = "果樹園モール"', 'name = "果樹園モール"\ncolour = "red"', "colour", "unknown_key"),
        ("size = 2", "size = 2\nspeed = 3", "paging.speed", "unknown_key"),
        ('key = "manager"', 'key = "manager"\nkee = 1', "hosts.api.kee", "unknown_key"),
        ("size = 2\n", "", "paging.size", "missing_key"),
        ('key = "manager"\n', "", "hosts.api.key", "missing_key"),
        ("size = 2", 'size = "two"', "paging.size", "wrong_type"),
        ('kind = "cursor"', 'kind = "scroll"', "paging.kind", "wrong_type"),
        ('auth = "header"', 'auth = "none"', "hosts.api.auth", "wrong_type"),
        ('read = ["epoch", "iso"]', 'read = ["epoch", 3]', "dates.read", "wrong_type"),
        ("https://orchard", "http://orchard", "hosts.api.url", "not_https"),
        ("https://orchard", "ftp://orchard", "hosts.api.url", "bad_url"),
        ("https://orchard", "https://me:secret@orchard", "hosts.api.url", "bad_url"),
        ("/rest/", "/rest", "hosts.api.url", "bad_url"),
        ('host = "api"\nmethod = "GET"\npath = "shops/{shop_id}/s', 'host = "b"\nmethod = "GET"\npath = "shops/{shop_id}/s',
         "orders.host", "unknown_host"),
        ('path = "shops/{shop_id}/sales"', 'path = "/etc"', "orders.path", "bad_path"),
        ('path = "shops/{shop_id}/sales"', 'path = "a/../b"', "orders.path", "bad_path"),
        ('path = "shops/{shop_id}/sales"', 'path = "@evil.invalid/?x"', "orders.path", "bad_path"),
        ('after = "{cursor}"', 'after = "{cursr}"', "orders.query.after", "unknown_placeholder"),
        (', after = "{cursor}"', "", "paging.kind", "placeholder_needed"),
        ('changed_from = "{since}", ', "", "orders", "placeholder_needed"),
        ("/{key}", "/x", "hosts.api.header_value", "placeholder_needed"),
        ('header_name = "X-Orchard-Auth"', 'header_name = "X: y"', "hosts.api.header_name", "bad_header"),
        ('next = "result.meta.next"', 'next = ""', "paging.next", "needed"),
        ('serial = "id"', 'serial = ""', "fields.serial", "needed"),
        ('phone = "tel"', 'phone = "{tel"', "fields.purchaser.phone", "bad_field_path"),
        ('at = "buyer"', 'at = "{buyer}"', "fields.purchaser.at", "bad_field_path"),
        ('write = "epoch"', 'write = "%H:%M"', "dates.write", "bad_date_format"),
        ('zone = "+00:00"', 'zone = "Asia/Tokyo"', "dates.zone", "bad_zone"),
        ('status = "verified 2026-11-01"', 'status = "verified"', "status", "bad_status"),
        ('status = "verified 2026-11-01"', 'status = "sure"', "status", "bad_status"),
    ],
)  # fmt: skip
def test_a_wrong_profile_is_refused_with_line_and_key(
    tmp_path: Path, old: str, new: str, key: str, reason: str
) -> None:
    assert old in ORCHARD
    text = ORCHARD.replace(old, new, 1)
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    params = refusal(tmp_path)
    assert params["path"] == str(tmp_path / "own.toml")
    assert (params["key"], params["reason"]) == (key, reason)
    line = text.splitlines()[int(params["line"]) - 1]
    last = key.rpartition(".")[2]
    around = key.rpartition(".")[0]
    assert line.lstrip().startswith((f"{last} =", "query =")) or line.startswith(f"[{around or key}]")


def test_text_that_is_no_toml_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text('name = "a"\nstatus = \n', encoding="utf-8")
    assert refusal(tmp_path)["line"] == 2
    assert refusal(tmp_path)["reason"] == "not_toml"


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_bytes(b"\xff\xfe\x00")
    assert refusal(tmp_path)["reason"] == "unreadable"


def test_windows_line_ends_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_bytes(b"\xef\xbb\xbf" + ORCHARD.replace("\n", "\r\n").encode())
    assert load_profile("own", tmp_path).name == "果樹園モール"


def test_a_key_like_line_in_a_longer_text_is_not_taken_for_the_key(tmp_path: Path) -> None:
    text = ORCHARD.replace('name = "果樹園モール"', 'name = """\n[paging]\nsize = 9\n"""', 1).replace(
        "size = 2", 'size = "two"'
    )
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    line = int(refusal(tmp_path)["line"])
    assert text.splitlines()[line - 1] == 'size = "two"'


@pytest.mark.parametrize("mall", ["nowhere", "../shopserve", "", "a/b", "."])
def test_an_unknown_mall_is_missing_whatever_its_name(tmp_path: Path, mall: str) -> None:
    with pytest.raises(ProblemError) as caught:
        load_profile(mall, tmp_path)
    assert caught.value.problem.code is ProblemCode.PROFILE_MISSING
    assert caught.value.problem.params == {"mall": mall}


def test_an_own_file_extends_the_shipped_one_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "shopserve.toml").write_text(
        'extends = "shopserve"\nstatus = "verified 2026-12-01"\n[orders]\nlist = "result.list"\n'
        '[orders.body]\nuntil = ""\n[maintenance]\n'.replace("[maintenance]\n", ""),
        encoding="utf-8",
    )
    own, shipped = load_profile("shopserve", tmp_path), load_profile("shopserve", None)
    assert own.orders.list == "result.list"
    assert own.orders.path == shipped.orders.path
    assert own.orders.body["since"] == "{since}"
    assert own.verified_on is not None
    assert own.mark != shipped.mark
    assert "shopserve" in known_malls(tmp_path)


def test_a_fault_in_an_extended_file_names_the_file_that_holds_it(tmp_path: Path) -> None:
    (tmp_path / "base.toml").write_text(ORCHARD.replace("size = 2", "size = 0"), encoding="utf-8")
    (tmp_path / "own.toml").write_text('extends = "base"\nname = "子"\n', encoding="utf-8")
    assert refusal(tmp_path)["path"] == str(tmp_path / "base.toml")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('extends = "none"', "extends_unknown"),
        ("extends = 3", "wrong_type"),
        ('extends = "other"', "extends_loop"),
    ],
)
def test_a_wrong_extends_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "own.toml").write_text(text, encoding="utf-8")
    (tmp_path / "other.toml").write_text('extends = "own"', encoding="utf-8")
    params = refusal(tmp_path)
    assert (params["key"], params["reason"]) == ("extends", reason)


def test_a_certainty_must_name_a_key_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        ORCHARD + '\n[certainty]\nlikely = ["paging.sise"]\n', encoding="utf-8"
    )
    assert refusal(tmp_path)["key"] == "certainty.likely"


def test_the_longest_name_decides_how_sure_a_key_is(tmp_path: Path) -> None:
    lists = '\n[certainty]\ncertain = ["hosts"]\nlikely = ["hosts.api.url"]\n'
    (tmp_path / "own.toml").write_text(ORCHARD + lists, encoding="utf-8")
    profile = load_profile("own", tmp_path)
    assert profile.certainty_of("hosts.api.url") is Certainty.LIKELY
    assert profile.certainty_of("hosts.api.auth") is Certainty.CERTAIN
    assert profile.certainty_of("paging.size") is Certainty.GUESS
