"""A home lies where it was asked for, and only its owner can look into it."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from goq_desktop.paths import Home

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")


@pytest.fixture(autouse=True)
def usual_rights() -> Iterator[None]:
    """A home makes its whole process careful; the next test begins as a process does."""
    before = os.umask(0o022)
    yield
    os.umask(before)


def folders(home: Home) -> tuple[Path, ...]:
    return (home.settings_dir, home.malls_dir, home.data_dir, home.backups, home.logs)


def test_a_named_home_holds_everything(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "店 home")
    assert home.settings_file == tmp_path / "店 home" / "settings" / "settings.toml"
    assert home.malls_dir == tmp_path / "店 home" / "settings" / "malls"
    assert home.database == tmp_path / "店 home" / "data" / "orders.db"
    assert home.backups == tmp_path / "店 home" / "backups"
    assert home.logs == tmp_path / "店 home" / "logs"


def test_naming_a_home_writes_nothing(tmp_path: Path) -> None:
    Home.at(tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_a_relative_home_stays_when_the_process_moves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    home = Home.at(Path("here"))
    monkeypatch.chdir("/")
    assert home.logs == tmp_path / "here" / "logs"


def test_without_a_name_it_is_the_platform_s_place() -> None:
    assert Home.at(None) == Home.default()
    assert all("goq-desktop" in str(folder) for folder in folders(Home.default()))


@pytest.mark.skipif(sys.platform != "linux", reason="XDG")
def test_the_usual_places_follow_the_desktop_s_variables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name))
    home = Home.default()
    assert home.settings_file == tmp_path / "CONFIG" / "goq-desktop" / "settings.toml"
    assert home.database == tmp_path / "DATA" / "goq-desktop" / "orders.db"
    assert home.logs.is_relative_to(tmp_path / "STATE" / "goq-desktop")


@posix_only
def test_folders_are_made_for_their_owner_alone(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "deep" / "home")
    before = os.umask(0)
    try:
        home.ensure()
    finally:
        os.umask(before)
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders(home)} == {0o700}


@posix_only
def test_open_folders_are_closed_and_their_files_stay(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    home.data_dir.mkdir(mode=0o755)
    home.database.write_bytes(b"orders")
    home.database.chmod(0o664)
    home.ensure()
    home.ensure()
    assert stat.S_IMODE(home.data_dir.stat().st_mode) == 0o700
    assert stat.S_IMODE(home.database.stat().st_mode) == 0o600
    assert home.database.read_bytes() == b"orders"


@posix_only
def test_where_a_link_leads_is_left_alone(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("not the app's")
    outside.chmod(0o644)
    home = Home.at(tmp_path / "home")
    home.ensure()
    (home.settings_dir / "link").symlink_to(outside)
    home.ensure()
    assert stat.S_IMODE(outside.stat().st_mode) == 0o644


def test_a_place_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        Home.at(tmp_path / "file").ensure()


@posix_only
def test_what_a_library_makes_from_then_on_is_private(tmp_path: Path) -> None:
    home = Home.at(tmp_path / "home")
    home.ensure()
    home.logs.joinpath("made by a library").write_text("")
    home.logs.joinpath("folder").mkdir()
    assert {stat.S_IMODE(path.stat().st_mode) for path in home.logs.iterdir()} == {0o600, 0o700}
