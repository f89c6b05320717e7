"""Shipped files are found in a checkout and in an installed app."""

from __future__ import annotations

from pathlib import Path

from goq_desktop import resources


def test_the_checkout_s_files_are_found() -> None:
    assert resources.path("malls", "shopserve.toml").is_file()
    assert resources.path("icons").is_dir()


def test_an_installed_app_uses_its_own_files_first(tmp_path: Path) -> None:
    package = tmp_path / "goq_desktop"
    (tmp_path / "resources").mkdir()
    package.mkdir()
    assert resources._root(package) == tmp_path / "resources"
    (package / "_resources").mkdir()
    assert resources._root(package) == package / "_resources"
