"""A store that is in use, damaged, newer, read-only or on a full disk: one clear line, nothing lost."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from goq_desktop.credentials.keyring_store import KeyringStore
from goq_desktop.credentials.store import database_slot
from goq_desktop.paths import Home
from goq_desktop.practice.server import PracticeServer
from goq_desktop.practice.shop import PracticeShop
from goq_desktop.services.workspace import Workspace
from goq_desktop.storage.database import read_salt
from tests.support.canaries import CanaryKeys
from tests.support.command_line import SHOP_NAME, CommandLine, set_up, stored_serials
from tests.support.practice import exported_form

pytestmark = pytest.mark.usefixtures("real_keyring")

ORDERS = 399  # with the one that is listed late: four pages


@pytest.fixture
def shop_server(canary_keys: CanaryKeys) -> Iterator[PracticeServer]:
    shop = PracticeShop(orders=ORDERS, seed=11)
    with PracticeServer(shop, open_key=canary_keys.open, manager_key=canary_keys.manager) as server:
        yield server


@pytest.fixture
def place(tmp_path: Path, shop_server: PracticeServer) -> Home:
    """A home that is set up; nothing is fetched yet."""
    return set_up(tmp_path / "home", shop_server)


@pytest.fixture
def goq(place: Home) -> CommandLine:
    return CommandLine(place.data_dir.parent)


@pytest.fixture
def filled(goq: CommandLine, place: Home) -> Home:
    assert goq("fetch").status == 0
    return place


def files_of(home: Home) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in home.data_dir.iterdir()}


def expected(server: PracticeServer) -> dict[str, object]:
    return {order.serial: exported_form(order, SHOP_NAME) for order in server.shop.orders()}


def test_two_at_once(goq: CommandLine, filled: Home, shop_server: PracticeServer, tmp_path: Path) -> None:
    first = Workspace.on_keyring(filled)
    first.database()
    for words in (("fetch",), ("orders", "export", str(tmp_path / "x.csv"))):
        goq(*words).is_refusal(6, "使用中")
    assert not (tmp_path / "x.csv").exists()
    first.close()
    assert goq("fetch").status == 0
    assert goq.exported(tmp_path / "all.json") == expected(shop_server)


def overwritten(start: int, size: int) -> Callable[[bytes], bytes]:
    return lambda data: data[:start] + os.urandom(size) + data[start + size :]


@pytest.mark.parametrize(
    "damage",
    [
        overwritten(100, 2_000),
        overwritten(4_096, 200_000),
        lambda data: data[:10],
        lambda data: data[:5_000],
        lambda data: data[: len(data) // 2],
    ],
    ids=["first page", "later pages", "ten bytes left", "one page left", "half left"],
)
def test_a_damaged_store(
    goq: CommandLine, filled: Home, tmp_path: Path, damage: Callable[[bytes], bytes]
) -> None:
    damaged = damage(filled.database.read_bytes())
    filled.database.write_bytes(damaged)
    goq("fetch").is_refusal(6, "受注データを開けません", "orders.db", "残して")
    goq("orders", "export", str(tmp_path / "x.csv")).is_refusal(6, "受注データを開けません")
    assert not (tmp_path / "x.csv").exists()
    assert filled.database.exists()


def test_another_file_in_place_of_the_store(goq: CommandLine, filled: Home) -> None:
    """Its first bytes are no salt of ours, so there is no key for it."""
    filled.database.write_bytes(b"a letter to somebody\n" * 1_000)
    before = files_of(filled)
    goq("fetch").is_refusal(6, "鍵が見つかりません")
    assert files_of(filled) == before


def test_a_store_whose_key_is_gone(goq: CommandLine, filled: Home) -> None:
    salt = read_salt(filled.database)
    assert salt is not None
    KeyringStore().delete(database_slot(salt))
    before = files_of(filled)
    goq("fetch").is_refusal(6, "鍵が見つかりません", "同じユーザー")
    assert files_of(filled) == before


def test_a_store_of_a_later_version_is_left_alone(goq: CommandLine, filled: Home) -> None:
    workspace = Workspace.on_keyring(filled)
    with workspace.database().engine().begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    workspace.close()
    before = filled.database.read_bytes()
    goq("fetch").is_refusal(6, "9999", "新しいGoQ Desktop")
    goq("orders", "export", "x.csv").is_refusal(6, "9999")
    assert filled.database.read_bytes() == before


def test_a_home_below_a_file(tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("")
    goq = CommandLine(tmp_path / "a file" / "home")
    for words in (("fetch",), ("check",), ("keys", "set", "--shop", "本店"), ("practice-shop",)):
        goq(*words, stdin="a\nb\n").is_refusal(6, "保存先に書き込めません", "a file")


# -- disks, each mounted for one process alone


def in_own_mounts(script: str, *arguments: str) -> tuple[str, ...]:
    """What to put in front of a command to run `script` before it, unseen by all other processes."""
    unshare = shutil.which("unshare")
    if (
        unshare is None
        or subprocess.run([unshare, "--mount", "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("mounting a disk for one process needs root on Linux")
    return (unshare, "--mount", "sh", "-c", script, "sh", *arguments)


def test_a_home_that_is_read_only(filled: Home, tmp_path: Path) -> None:
    home = filled.data_dir.parent
    script = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"'
    goq = CommandLine(home, in_own_mounts(script, str(home)))
    before = files_of(filled)
    goq("fetch").is_refusal(6, "書き込み")
    goq("keys", "set", "--shop", "別の店", "--shop-id", "a.wc", stdin="a\nb\n").is_refusal(6, "書き込み")
    goq("orders", "export", str(home / "x.csv")).is_refusal(6, "書き込み")
    assert files_of(filled) == before


# $1: the place, $2: its size, $3: a folder where its content lies before and after
SMALL_DISK = """
place="$1" back="$3"
mount -t tmpfs -o size="$2" tmpfs "$place" && cp -a "$back/." "$place" || exit 99
shift 3
"$@"
status=$?
cp -a "$place/." "$back"
exit $status
"""


def on_small_disk(home: Path, kib: int, back: Path) -> CommandLine:
    """`back` gets what the home holds; a call there works on a disk of so many KiB in place of the home."""
    shutil.copytree(home, back)
    return CommandLine(home, in_own_mounts(SMALL_DISK, str(home), f"{kib}k", str(back)))


@pytest.mark.parametrize("kib", [160, 400, 800, 1_400, 2_000])
def test_a_fetch_on_a_full_disk_keeps_whole_pages(
    place: Home, shop_server: PracticeServer, tmp_path: Path, kib: int
) -> None:
    back = tmp_path / "back"
    full = on_small_disk(place.data_dir.parent, kib, back)
    full("fetch").is_refusal(6, "ディスクの空きがありません")
    assert len(stored_serials(Home.at(back))) % 100 == 0
    # With room again everything is made up for.
    roomy = CommandLine(back)
    assert roomy("fetch").status == 0
    assert roomy.exported(tmp_path / "all.json") == expected(shop_server)


@pytest.mark.parametrize(
    ("form", "kib"),
    # An Excel file is packed when all rows are written: it can fail before and then.
    [("csv", 8), ("csv", 24), ("json", 8), ("json", 24), ("xlsx", 24), ("xlsx", 1_500)],
)
def test_an_export_to_a_full_disk_leaves_the_file_before(
    filled: Home, tmp_path: Path, form: str, kib: int
) -> None:
    folder, back = tmp_path / "disk", tmp_path / "back"
    folder.mkdir()
    (folder / "orders").write_text("before")
    shutil.copytree(folder, back)
    before = in_own_mounts(SMALL_DISK, str(folder), f"{kib}k", str(back))
    goq = CommandLine(filled.data_dir.parent, before)
    goq("orders", "export", str(folder / "orders"), "--format", form).is_refusal(
        6, "ディスクの空きがありません"
    )
    assert {file.name: file.read_text() for file in back.iterdir()} == {"orders": "before"}


def test_settings_on_a_full_disk_stay_as_they_were(place: Home, tmp_path: Path) -> None:
    file, back = place.settings_file, tmp_path / "back"
    before = file.read_bytes()
    folder = place.settings_dir
    shutil.copytree(folder, back)
    full = CommandLine(folder.parent, in_own_mounts(SMALL_DISK, str(folder), "8k", str(back)))
    outcome = full("keys", "set", "--shop", "別の店", "--shop-id", "a.wc", stdin="a\nb\n")
    outcome.is_refusal(6, "ディスクの空きがありません")
    assert (back / "settings.toml").read_bytes() == before
    assert not list(back.glob("*.new")) and not list(back.glob(".*.new"))
