"""`settings export` and `settings import`: told before it is done, all or nothing, with the old file kept."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

import pytest

from goq_desktop.cancellation import CancelToken
from goq_desktop.cli.files import export_settings_file, import_settings_file
from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.credentials.store import Secret, shop_slot
from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.payments import PaymentKind
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.paths import Home
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Contractor, Other, PaymentMethod, Payments, Settings, Shop, Shops
from goq_desktop.settings.transfer import export_settings

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    workspace = Workspace(Home.at(tmp_path / "home"), SessionStore())
    workspace.prepare()
    return workspace


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "carried.toml"


def run_import(workspace: Workspace, file: Path) -> int:
    return import_settings_file(Namespace(file=file), workspace, CancelToken())


def test_an_import_tells_what_changes_and_where_the_old_settings_are(
    workspace: Workspace, file: Path, capsys: Capture
) -> None:
    workspace.settings_store.save(
        contractor=Contractor(company="雪乃商店"), other=Other(backup_folder="/srv/backup")
    )
    before = workspace.home.settings_file.read_bytes()
    file.write_text(export_settings(Settings(contractor=Contractor(company="霜月商店"))), "utf-8")
    assert run_import(workspace, file) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "契約者情報の会社名・屋号: 雪乃商店 → 霜月商店"
    assert lines[1] == "変わるところ: 1件"
    assert "キー" in lines[2] and "keys set" in lines[2]
    [copy] = workspace.home.settings_dir.glob("settings.toml.before-import-*")
    assert str(copy) in lines[3]
    assert copy.read_bytes() == before
    settings = workspace.load_settings().settings
    assert settings.contractor.company == "霜月商店"
    assert settings.other.backup_folder == "/srv/backup"


def test_an_import_that_leaves_a_shop_out_removes_its_keys_and_no_others(
    workspace: Workspace, file: Path
) -> None:
    stay, go = Shop(uid="a", name="本店", key_generation=2), Shop(uid="b", name="2号店", key_generation=5)
    workspace.settings_store.save(shops=Shops(shops=(stay, go)))
    slots = {
        shop.uid: [shop_slot(shop.uid, kind, shop.key_generation) for kind in KeyKind] for shop in (stay, go)
    }
    for slot in (*slots["a"], *slots["b"]):
        workspace.credentials.write(slot, Secret("made-up"))
    file.write_text(export_settings(Settings(shops=Shops(shops=(stay,)))), "utf-8")
    run_import(workspace, file)
    assert all(workspace.credentials.read(slot) for slot in slots["a"])
    assert not any(workspace.credentials.read(slot) for slot in slots["b"])
    assert workspace.load_settings().settings.desk.keys_to_drop == ()


def test_a_long_difference_is_counted(workspace: Workspace, file: Path, capsys: Capture) -> None:
    methods = tuple(PaymentMethod(wording=f"{n}", kind=PaymentKind.COD) for n in range(50))
    file.write_text(export_settings(Settings(payments=Payments(methods=methods))), "utf-8")
    run_import(workspace, file)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 33
    assert lines[29].startswith("支払い方法「29」")
    assert lines[30:32] == ["ほか 20件", "変わるところ: 50件"]


def test_the_same_settings_change_nothing(workspace: Workspace, file: Path, capsys: Capture) -> None:
    workspace.settings_store.save(
        contractor=Contractor(company="雪乃商店"), shops=Shops(shops=(Shop(uid="a", name="本店"),))
    )
    assert export_settings_file(Namespace(file=file), workspace, CancelToken()) == 0
    before = workspace.home.settings_file.read_bytes()
    capsys.readouterr()
    assert run_import(workspace, file) == 0
    assert capsys.readouterr().out.startswith("今の設定と変わるところはありません。\n")
    assert workspace.home.settings_file.read_bytes() == before
    assert not list(workspace.home.settings_dir.glob("*before-import*"))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"version = 9\n", ProblemCode.SETTINGS_NEWER),
        (b"version = 2\n[contractor]\ncity = 3\n", ProblemCode.SETTINGS_INVALID),
        ("version = 2\n# 札幌".encode("cp932"), ProblemCode.FILE_UNREADABLE),
        (b"#" * (1024 * 1024 + 1), ProblemCode.FILE_UNREADABLE),
        (None, ProblemCode.FILE_UNREADABLE),
    ],
)
def test_a_file_that_will_not_do_is_refused_before_anything_is_told_or_done(
    workspace: Workspace, file: Path, capsys: Capture, content: bytes | None, code: ProblemCode
) -> None:
    if content is not None:
        file.write_bytes(content)
    workspace.settings_store.save(contractor=Contractor(company="雪乃商店"))
    before = workspace.home.settings_file.read_bytes()
    with pytest.raises(ProblemError) as caught:
        run_import(workspace, file)
    assert caught.value.problem.code is code
    if content is not None and not content.isascii():
        assert caught.value.problem.params["reason"] == "encoding"
    assert capsys.readouterr().out == ""
    assert workspace.home.settings_file.read_bytes() == before


def test_an_export_that_cannot_be_written_says_so(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as caught:
        export_settings_file(Namespace(file=tmp_path / "no" / "x.toml"), workspace, CancelToken())
    assert caught.value.problem.code is ProblemCode.FILE_UNWRITABLE
