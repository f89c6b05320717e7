"""A home opens its parts once, keeps its secrets where they belong, and says what is missing."""

from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import pytest

from goq_desktop.credentials.session_store import SessionStore
from goq_desktop.credentials.store import Secret, Slot, database_slot, shop_slot
from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.paths import Home
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Shop, Shops
from goq_desktop.storage.database import Database, read_salt
from tests.support.keys import keep_keys
from tests.unit.services.conftest import UID, Fetches


def code_of(opening: Workspace) -> ProblemCode:
    with pytest.raises(ProblemError) as caught:
        opening.database()
    opening.close()
    return caught.value.problem.code


def salt_of(home: Home) -> bytes:
    salt = read_salt(home.database)
    assert salt is not None
    return salt


def test_the_store_is_made_once_and_its_key_lies_under_its_salt(home: Home) -> None:
    secrets = SessionStore()
    first = Workspace(home, secrets)
    database = first.database()
    assert first.database() is database
    first.close()
    salt = salt_of(home)
    key = secrets.read(database_slot(salt))
    assert key is not None and len(bytes.fromhex(key.reveal())) == 32
    assert key.reveal().encode() not in home.database.read_bytes()

    again = Workspace(home, secrets)
    again.database()
    again.close()
    assert salt_of(home) == salt
    assert secrets.read(database_slot(salt)) == key


def test_threads_share_one_store(home: Home) -> None:
    workspace = Workspace(home, SessionStore())
    found: list[Database] = []
    threads = [threading.Thread(target=lambda: found.append(workspace.database())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    workspace.close()
    assert len(found) == 4 and len(set(map(id, found))) == 1


class DyingStore(SessionStore):
    """The process ends as soon as the database's key is kept."""

    def write(self, slot: Slot, secret: Secret) -> None:
        super().write(slot, secret)
        raise KeyboardInterrupt


def test_a_kill_between_the_key_and_the_file_costs_nothing(home: Home) -> None:
    with pytest.raises(KeyboardInterrupt):
        Workspace(home, DyingStore()).database()
    assert not home.database.exists()
    after = Workspace(home, SessionStore())
    after.database()
    after.close()


def test_a_kill_before_the_first_byte_costs_nothing(home: Home) -> None:
    home.database.touch()
    after = Workspace(home, SessionStore())
    after.database()
    after.close()
    assert salt_of(home)


@pytest.mark.parametrize("is_left", [True, False], ids=["emptied", "removed"])
def test_a_store_that_was_lost_is_told_and_begun_anew_only_when_a_person_says_so(
    home: Home, is_left: bool
) -> None:
    secrets = SessionStore()
    first = Workspace(home, secrets)
    first.database()
    first.close()
    home.database.write_bytes(b"")
    if not is_left:
        home.database.unlink()
    for _ in range(2):
        assert code_of(Workspace(home, secrets)) is ProblemCode.STORE_LOST
    assert home.database.exists() is is_left
    person = Workspace(home, secrets)
    person.set_aside_store()
    person.database()
    person.close()
    again = Workspace(home, secrets)
    again.database()
    again.close()


def test_a_store_of_before_the_mark_is_marked_by_its_first_opening(home: Home) -> None:
    secrets = SessionStore()
    for _ in range(2):
        workspace = Workspace(home, secrets)
        workspace.database()
        workspace.close()
        mark = home.database.with_suffix(".made")
        assert mark.stat().st_mode & 0o077 == 0
        mark.unlink()


def test_a_creation_that_failed_can_be_done_again(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Database) -> None:
        raise ProblemError(ProblemCode.DISK_FULL, path="")

    with monkeypatch.context() as patch:
        patch.setattr(Database, "_migrate", fail)
        assert code_of(Workspace(home, SessionStore())) is ProblemCode.DISK_FULL
    home.database.write_bytes(b"")
    after = Workspace(home, SessionStore())
    after.database()
    after.close()


def test_a_store_whose_key_is_gone_is_told_and_left_alone(home: Home) -> None:
    first = Workspace(home, SessionStore())
    first.database()
    first.close()
    before = home.database.read_bytes()
    assert code_of(Workspace(home, SessionStore())) is ProblemCode.STORE_KEY_MISSING
    assert home.database.read_bytes() == before


def test_two_at_once(home: Home) -> None:
    secrets = SessionStore()
    first = Workspace(home, secrets)
    first.database()
    assert code_of(Workspace(home, secrets)) is ProblemCode.STORE_IN_USE
    first.close()
    second = Workspace(home, secrets)
    second.database()
    second.close()


def test_another_s_key_is_told_and_left_alone(home: Home) -> None:
    secrets = SessionStore()
    first = Workspace(home, secrets)
    first.database()
    first.close()
    before = home.database.read_bytes()
    secrets.write(database_slot(salt_of(home)), Secret("ab" * 32))
    assert code_of(Workspace(home, secrets)) is ProblemCode.STORE_DAMAGED
    assert home.database.read_bytes() == before


def test_a_home_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    workspace = Workspace(Home.at(tmp_path / "a file" / "home"), SessionStore())
    with pytest.raises(ProblemError) as caught:
        workspace.prepare()
    assert caught.value.problem.code is ProblemCode.STORE_UNWRITABLE
    assert "a file" in str(caught.value.problem.params["path"])


def test_a_key_is_kept_apart_from_the_settings(workspace: Workspace, home: Home) -> None:
    generation = workspace.key_generation(UID)
    secret = workspace.credentials.read(shop_slot(UID, KeyKind.MANAGER, generation))
    assert secret is not None
    assert workspace.shop(UID).manager_key_set_on == workspace.today()
    assert secret.reveal() not in home.settings_file.read_text("utf-8")
    assert workspace.key_reader(UID)(KeyKind.MANAGER) == secret.reveal()


def test_this_run_only_leaves_no_file_and_says_no_key_is_set(
    fetch: Fetches, workspace: Workspace, home: Home
) -> None:
    fetch()
    workspace.close()
    kept = set(home.data_dir.iterdir())
    workspace.use_session_only()
    assert workspace.shop(UID).manager_key_set_on is not None, "kept by the keyring, which may come back"
    keep_keys(workspace, UID, "an open key", "a manager key")
    assert workspace.key_reader(UID)(KeyKind.OPEN) == "an open key"
    workspace.note_keys_worked(UID, tuple(KeyKind))
    assert workspace.database().path != home.database
    assert set(home.data_dir.iterdir()) > kept
    workspace.close()
    assert set(home.data_dir.iterdir()) <= kept
    assert home.database in kept, "the store of other days stays"
    shop = workspace.shop(UID)
    dates: list[date | None] = [
        shop.open_key_set_on,
        shop.open_key_worked_on,
        shop.manager_key_set_on,
        shop.manager_key_worked_on,
    ]
    assert dates == [None] * 4
    assert workspace.load_settings().settings.desk.keyring_backend == "memory", "as before this run"


def test_a_session_that_was_killed_leaves_nothing_in_the_way(home: Home) -> None:
    killed = Workspace(home, SessionStore())
    killed.use_session_only()
    killed.database().close()
    assert killed.database().path.exists()
    after = Workspace(home, SessionStore())
    after.sweep_session()
    assert list(home.data_dir.iterdir()) == []


def test_shops_are_found_by_name_and_id(home: Home) -> None:
    workspace = Workspace(home, SessionStore())
    with pytest.raises(ProblemError) as caught:
        workspace.shop_named(None)
    assert caught.value.problem.code is ProblemCode.SHOP_NOT_SET_UP
    first = Shop(uid="a", name="本店", shop_id="abc.wc")
    second = Shop(uid="b", name="二号店", shop_id="def.wc")
    workspace.settings_store.save(shops=Shops(shops=(first, second)))
    assert workspace.shop_named(None) == first
    assert workspace.shop_named("二号店") == workspace.shop_named("def.wc") == second
    with pytest.raises(ProblemError) as caught:
        workspace.shop_named("三号店")
    assert caught.value.problem.params == {"name": "三号店", "known": "本店、二号店"}
