"""From an empty home to all orders by commands alone, against a practice shop in another process."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from goq_desktop.practice.orders import PracticeOrder
from goq_desktop.practice.shop import PracticeShop
from goq_desktop.services.setup_flow import is_first_run
from goq_desktop.settings.store import SettingsStore
from tests.support.command_line import CommandLine
from tests.support.practice import exported_form

pytestmark = pytest.mark.usefixtures("real_keyring")

ORDERS, SEED = 250, 5
# Both processes take the same moment for now: the invented orders follow from it.
NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
def goq(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "home")


@pytest.fixture
def practice(goq: CommandLine) -> Iterator[Mapping[str, str]]:
    """What the practice shop in another process printed: 接続先, ショップID and both keys."""
    words = (
        "practice-shop",
        "--port",
        "0",
        "--orders",
        str(ORDERS),
        "--seed",
        str(SEED),
        "--now",
        NOW.isoformat(),
    )
    process = subprocess.Popen(
        [sys.executable, "-m", "goq_desktop", *words, "--home", str(goq.home)],
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    assert process.stdout is not None
    printed: dict[str, str] = {}
    for line in process.stdout:
        name, _, value = line.strip().partition(": ")
        printed[name] = value
        if name == "モール定義を書きました":
            break
    yield printed
    process.terminate()
    assert process.wait(10) == 0
    process.stdout.close()


def listed() -> dict[str, PracticeOrder]:
    """Everything that the practice shop lists, by its unique key."""
    return {order.serial: order for order in PracticeShop(orders=ORDERS, seed=SEED, now=NOW).orders()}


def keys_of(practice: Mapping[str, str]) -> str:
    return f"{practice['オープン認証キー']}\n{practice['マネジャー認証キー']}\n"


def test_from_an_empty_home_to_the_shop_s_orders(
    goq: CommandLine, practice: Mapping[str, str], tmp_path: Path
) -> None:
    shop_id = practice["ショップID"]
    assert goq("keys", "set", "--shop", shop_id, stdin=keys_of(practice)).status == 0
    checked = goq("check", "--json")
    assert checked.status == 0, checked.err
    assert json.loads(checked.out)["is_working"] is True

    expected = listed()
    fetched = goq("fetch", "--since", "2000-01-01", "--json")
    assert fetched.status == 0, fetched.err
    summary = json.loads(fetched.out)
    assert summary["new"] == len(expected)
    assert summary["errors"] == []
    assert set(summary) >= {
        "shop", "new", "updated", "unchanged", "pages", "requests", "seconds", "high_water", "errors",
    }  # fmt: skip

    file = tmp_path / "orders.json"
    assert goq("orders", "export", str(file), "--format", "json").status == 0
    stored = {order["serial"]: order for order in map(json.loads, file.read_text("utf-8").splitlines())}
    assert stored == {serial: exported_form(order, shop_id) for serial, order in expected.items()}

    again = json.loads(goq("fetch", "--since", "2000-01-01", "--json").out)
    assert (again["new"], again["updated"], again["unchanged"]) == (0, 0, len(stored))


def test_files_for_people_hold_every_order_and_no_formula(
    goq: CommandLine, practice: Mapping[str, str], tmp_path: Path
) -> None:
    goq("keys", "set", "--shop", practice["ショップID"], stdin=keys_of(practice))
    assert goq("fetch", "--since", "2000-01-01").status == 0
    book_file, csv_file = tmp_path / "受注.xlsx", tmp_path / "受注.csv"
    assert goq("orders", "export", str(book_file)).status == 0
    assert goq("orders", "export", str(csv_file)).status == 0
    sheet = openpyxl.load_workbook(book_file).worksheets[0]
    rows = list(sheet.iter_rows(min_row=2))
    titles = [cell.value for cell in sheet[1]]
    numbers = {row[titles.index("管理キー")].value for row in rows}
    assert numbers == set(listed())
    assert {cell.data_type for row in rows for cell in row} <= {"s", "n"}
    assert not re.search(r'(^|,)"[=+@-]', csv_file.read_text("utf-8-sig"), re.MULTILINE)


def test_a_wrong_key_is_refused_with_its_name_and_the_next_step(
    goq: CommandLine, practice: Mapping[str, str]
) -> None:
    wrong = f"{practice['オープン認証キー']}\n$2y$11$mistaken\n"
    outcome = goq("keys", "set", "--shop", practice["ショップID"], stdin=wrong)
    assert outcome.status == 3
    assert "マネジャー認証キー" in outcome.err and "ショップサーブAPI" in outcome.err
    assert "mistaken" not in outcome.out + outcome.err
    assert goq("check").status == 2, "no shop without its keys"


def test_a_shop_that_is_not_there_ends_with_status_4(goq: CommandLine) -> None:
    goq("keys", "set", "--shop", "renshu.pr", stdin="a\nb\n")
    profile = goq.home / "settings" / "malls" / "practice.toml"
    profile.parent.mkdir(parents=True, exist_ok=True)
    # Port 1 is never open.
    profile.write_text(
        'extends = "shopserve"\n[hosts.manager]\nurl = "http://127.0.0.1:1/v2/"\n'
        '[hosts.open]\nurl = "http://127.0.0.1:1/v2/"\n[limits]\ntries = 1\n'
    )
    outcome = goq("fetch")
    assert outcome.status == 4
    assert "Traceback" not in outcome.err


@pytest.mark.parametrize(
    "words",
    [
        ("fetch", "--since", "昨日"),
        ("fetch", "--shop", "本店"),
        ("orders",),
        ("orders", "export", "x.txt", "--format", "pdf"),
        ("practice-shop", "--port", "-1"),
        ("nonsense",),
        ("settings", "import", "no-such-file.toml"),
    ],
)
def test_a_wrong_call_is_one_line_with_status_2(goq: CommandLine, words: tuple[str, ...]) -> None:
    outcome = goq(*words)
    assert outcome.status == 2
    assert len(outcome.err.strip().splitlines()) == 1
    assert "→" in outcome.err


def test_the_window_opens_on_the_orders_of_a_shop_that_was_set_up_here(
    goq: CommandLine, practice: Mapping[str, str]
) -> None:
    goq("keys", "set", "--shop", practice["ショップID"], stdin=keys_of(practice))
    assert not is_first_run(SettingsStore(goq.home / "settings" / "settings.toml").load().settings)


def test_settings_go_to_a_second_pc_without_the_keys(
    goq: CommandLine, practice: Mapping[str, str], tmp_path: Path
) -> None:
    goq("keys", "set", "--shop", practice["ショップID"], stdin=keys_of(practice))
    file = tmp_path / "settings.toml"
    assert goq("settings", "export", str(file)).status == 0
    text = file.read_text("utf-8")
    assert practice["ショップID"] in text
    assert practice["オープン認証キー"] not in text and practice["マネジャー認証キー"] not in text
    other = CommandLine(tmp_path / "other")
    assert other("settings", "import", str(file)).status == 0
    assert other("settings", "export", str(tmp_path / "again.toml")).status == 0
    assert (tmp_path / "again.toml").read_text("utf-8") == text


def test_an_import_with_one_mistake_changes_nothing(
    goq: CommandLine, practice: Mapping[str, str], tmp_path: Path
) -> None:
    goq("keys", "set", "--shop", practice["ショップID"], stdin=keys_of(practice))
    before = (goq.home / "settings" / "settings.toml").read_bytes()
    bad = tmp_path / "bad.toml"
    bad.write_text('version = 1\n\n[contractor]\ncompany = "見本商店"\nfavourite_colour = "blue"\n')
    outcome = goq("settings", "import", str(bad))
    assert outcome.status == 2
    assert "favourite_colour" in outcome.err and "5" in outcome.err
    assert (goq.home / "settings" / "settings.toml").read_bytes() == before
