"""A home in a synced folder or on a share is refused before a byte is written there."""

from __future__ import annotations

from pathlib import Path

import pytest

from goq_desktop import mounted
from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.paths import Home
from goq_desktop.services.workspace import Workspace
from tests.support.command_line import CommandLine


@pytest.mark.parametrize(
    ("below", "service"), [("OneDrive - 店/GoQ", "OneDrive"), ("Dropbox/GoQ", "Dropbox"), ("同期", "Dropbox")]
)
def test_a_synced_home(tmp_path: Path, below: str, service: str) -> None:
    if below == "同期":
        (tmp_path / "同期" / ".dropbox.cache").mkdir(parents=True)
    home = tmp_path / below
    for words in (("fetch",), ("check",), ("keys", "set", "--shop", "本店")):
        CommandLine(home)(*words, stdin="a\nb\n").is_refusal(6, service, "--home")
    assert not (home / "data").exists() and not (home / "settings").exists()


def test_a_home_that_is_a_link_into_a_synced_folder(tmp_path: Path) -> None:
    (tmp_path / "OneDrive").mkdir()
    link = tmp_path / "home"
    link.symlink_to(tmp_path / "OneDrive", target_is_directory=True)
    CommandLine(link)("fetch").is_refusal(6, "OneDrive")


def test_a_home_on_a_share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mounted, "mounts", lambda folder: [(tmp_path.resolve(), "nfs4")])
    with pytest.raises(ProblemError) as caught:
        Workspace(Home.at(tmp_path / "home"), SessionStore()).prepare()
    assert caught.value.problem.code is ProblemCode.STORE_ON_NETWORK
    assert list(tmp_path.iterdir()) == []


def test_documents_are_warned_of_and_used(tmp_path: Path) -> None:
    workspace = Workspace(Home.at(tmp_path / "Documents" / "goq"), SessionStore())
    workspace.prepare()
    assert [one.code for one in workspace.problems_at_start()] == [ProblemCode.STORE_IN_DOCUMENTS]
