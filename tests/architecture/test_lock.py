"""The locked versions fit the project, carry hashes, and name no place to download from."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "packaging" / "requirements.lock").read_text("utf-8")


def wanted() -> Iterator[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    for line in [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]:
        yield Requirement(line)


def locked() -> dict[str, str]:
    return {
        canonicalize_name(name): version for name, version in re.findall(r"^(\S+)==(\S+)", LOCK, re.MULTILINE)
    }


def test_every_dependency_is_locked_to_a_version_that_fits() -> None:
    versions = locked()
    for requirement in wanted():
        name = canonicalize_name(requirement.name)
        assert name in versions, f"{name}: run `bash packaging/dev.sh lock`"
        assert requirement.specifier.contains(versions[name]), name


def test_every_locked_file_has_a_hash() -> None:
    entries = re.split(r"^(?=\S)", LOCK, flags=re.MULTILINE)[1:]
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_no_place_is_named() -> None:
    assert "://" not in LOCK
    assert "--index" not in LOCK
    assert "--find-links" not in LOCK
