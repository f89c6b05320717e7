"""Whatever a shop, a file or a keyring does: one clear line, the right status, and nothing lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from goq_desktop.paths import Home
from goq_desktop.practice.misbehaviour import FOREVER, Fault, Misbehaviour
from goq_desktop.practice.server import PracticeServer
from goq_desktop.practice.shop import PracticeShop
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Shop, Shops
from tests.support.canaries import CanaryKeys
from tests.support.command_line import SHOP_NAME, UID, CommandLine, set_up, stored_serials
from tests.support.keys import keep_keys
from tests.support.own_bus import own_bus
from tests.support.practice import exported_form

ORDERS = 250
with_keyring = pytest.mark.usefixtures("real_keyring")


@pytest.fixture
def shop_server(canary_keys: CanaryKeys) -> Iterator[PracticeServer]:
    shop = PracticeShop(orders=ORDERS, seed=9)
    with PracticeServer(shop, open_key=canary_keys.open, manager_key=canary_keys.manager) as server:
        yield server


@pytest.fixture
def set_up_home(tmp_path: Path, shop_server: PracticeServer) -> Home:
    return set_up(tmp_path / "店の設定", shop_server)


@pytest.fixture
def goq(set_up_home: Home) -> CommandLine:
    return CommandLine(set_up_home.settings_dir.parent)


@with_keyring
@pytest.mark.parametrize(
    ("misbehaviour", "status", "words"),
    [
        (Misbehaviour(fault=Fault.REFUSE_KEYS), 3, "マネジャー認証キーが受け付けられませんでした"),
        (Misbehaviour(fault=Fault.API_NOT_ENABLED), 3, "申し込んで"),
        (Misbehaviour(fault=Fault.TOO_MANY, times=FOREVER), 4, "3 秒待ってください"),
        (Misbehaviour(fault=Fault.FAILING, times=FOREVER), 4, "500"),
        (Misbehaviour(fault=Fault.MAINTENANCE), 4, "メンテナンス"),
        (Misbehaviour(fault=Fault.HTML), 4, "html"),
        (Misbehaviour(fault=Fault.GARBAGE), 4, "返事を読めません"),
        (Misbehaviour(fault=Fault.CUT), 4, "途中で切れました"),
        (Misbehaviour(fault=Fault.HUGE), 4, "大きすぎます"),
        (Misbehaviour(fault=Fault.GZIP_BOMB), 4, "大きすぎます"),
        (Misbehaviour(fault=Fault.DEEP), 4, "形が違います"),
        (Misbehaviour(fault=Fault.REPEATING), 4, "繰り返し"),
        (Misbehaviour(fault=Fault.REDIRECT), 4, "302"),
        (Misbehaviour(fault=Fault.SHIFTED, times=FOREVER), 4, "並びが変わりました"),
        (Misbehaviour(fault=Fault.SLOW, seconds=60), 4, "返事をしませんでした"),
    ],
    ids=lambda value: str(getattr(value, "fault", "")),
)
def test_a_shop_that_misbehaves(
    goq: CommandLine,
    set_up_home: Home,
    shop_server: PracticeServer,
    misbehaviour: Misbehaviour,
    status: int,
    words: str,
) -> None:
    shop_server.misbehave(misbehaviour)
    goq("fetch").is_refusal(status, words)
    known = {order.serial for order in PracticeShop(orders=ORDERS, seed=9).orders()}
    assert stored_serials(set_up_home) <= known


@with_keyring
def test_pages_without_end_come_to_an_end(
    goq: CommandLine, set_up_home: Home, shop_server: PracticeServer
) -> None:
    shop_server.misbehave(Misbehaviour(fault=Fault.ENDLESS))
    goq("fetch").is_refusal(4, "5 ページ目まで読みました")
    assert len(stored_serials(set_up_home)) == 400, "the pages within the profile's bound"


@with_keyring
@pytest.mark.parametrize("fault", [Fault.CUT, Fault.FAILING, Fault.HTML, Fault.HUGE])
def test_what_came_before_the_fault_stays_and_the_next_fetch_makes_up(
    goq: CommandLine, set_up_home: Home, shop_server: PracticeServer, fault: Fault, tmp_path: Path
) -> None:
    shop_server.misbehave(Misbehaviour(fault=fault, path="orders/", after=1, times=FOREVER))
    assert goq("fetch").status == 4
    assert len(stored_serials(set_up_home)) == 100
    shop_server.behave()
    assert goq("fetch").status == 0
    expected = {order.serial: exported_form(order, SHOP_NAME) for order in shop_server.shop.orders()}
    assert goq.exported(tmp_path / "all.json") == expected


@with_keyring
def test_a_shop_that_is_down(goq: CommandLine, shop_server: PracticeServer) -> None:
    shop_server.stop()
    goq("fetch").is_refusal(4, "つながりません")
    goq("check").is_refusal(4, "つながりません")


@with_keyring
def test_a_wrong_key_is_named_and_not_shown(goq: CommandLine, canary_keys: CanaryKeys) -> None:
    mistyped = canary_keys.manager[:-1] + "-"
    outcome = goq("keys", "set", "--shop", SHOP_NAME, stdin=f"\n{mistyped}\n")
    outcome.is_refusal(3, "保存しませんでした", "マネジャー認証キー", "ショップサーブAPI")
    assert mistyped not in outcome.out + outcome.err
    assert goq("check").status == 0, "the old pair counts as before"


@with_keyring
def test_a_key_that_the_shop_takes_no_longer_is_named(
    goq: CommandLine, shop_server: PracticeServer, set_up_home: Home
) -> None:
    mistyped = shop_server.manager_key[:-1] + "-"
    keep_keys(Workspace.on_keyring(set_up_home), UID, shop_server.open_key, mistyped)
    for words in (("fetch",), ("fetch", "--json"), ("check",), ("check", "--json")):
        outcome = goq(*words)
        outcome.is_refusal(3, "マネジャー認証キー", "ショップサーブAPI")
        assert mistyped not in outcome.out + outcome.err


@with_keyring
def test_swapped_keys_are_one_line_and_not_kept(
    goq: CommandLine, shop_server: PracticeServer, set_up_home: Home
) -> None:
    swapped = (shop_server.manager_key, shop_server.open_key)
    outcome = goq("keys", "set", "--shop", SHOP_NAME, stdin="\n".join(swapped) + "\n")
    outcome.is_refusal(3, "保存しませんでした", "入れ替わって")
    assert goq("check").status == 0
    keep_keys(Workspace.on_keyring(set_up_home), UID, *swapped)
    goq("check").is_refusal(3, "入れ替わって")


@with_keyring
def test_keys_for_a_shop_that_is_down_are_kept_with_a_note(
    goq: CommandLine, shop_server: PracticeServer, canary_keys: CanaryKeys
) -> None:
    shop_server.stop()
    outcome = goq("keys", "set", "--shop", SHOP_NAME, stdin=f"{canary_keys.open}\n\n")
    outcome.is_refusal(0, "確かめられませんでした", "つながりません")
    assert "オープン認証キーをキーリングに保存しました" in outcome.out
    assert "マネジャー認証キーは変更しません" in outcome.out
    shop_server.start()
    assert goq("check").status == 0


@with_keyring
def test_two_empty_lines_change_nothing(goq: CommandLine, set_up_home: Home) -> None:
    before = set_up_home.settings_file.read_bytes()
    outcome = goq("keys", "set", "--shop", SHOP_NAME, stdin="\n\n")
    assert outcome.status == 0 and "変更しません" in outcome.out
    assert set_up_home.settings_file.read_bytes() == before


@with_keyring
def test_a_wrong_clock_is_told_beside_the_proof(goq: CommandLine, shop_server: PracticeServer) -> None:
    shop_server.misbehave(Misbehaviour(fault=Fault.WRONG_CLOCK, hours=3))
    outcome = goq("check")
    outcome.is_refusal(0, "180 分")
    assert "使えました" in outcome.out


@with_keyring
def test_keys_that_are_no_text_are_refused_without_showing_them(goq: CommandLine) -> None:
    outcome = goq("keys", "set", "--shop", SHOP_NAME, stdin="secret-\udcff-part\n\n")
    outcome.is_refusal(2, "UTF-8")
    assert "secret" not in outcome.out + outcome.err


# -- settings and profiles


@with_keyring
def test_damaged_settings_are_told_kept_and_otherwise_used(goq: CommandLine, set_up_home: Home) -> None:
    file = set_up_home.settings_file
    lines = file.read_text("utf-8").splitlines()
    company = next(number for number, line in enumerate(lines) if line.startswith("company = "))
    city = next(number for number, line in enumerate(lines) if line.startswith("city = "))
    lines[company], lines[city] = 'company = "見本', 'city = "仙台市"'
    damaged = "\n".join(lines).encode()
    file.write_bytes(damaged)
    outcome = goq("fetch")
    outcome.is_refusal(0, f"{company + 1} 行目", "contractor.company", "damaged-")
    assert f"新規 {ORDERS - 1}件" in outcome.out
    (kept,) = set_up_home.settings_dir.glob("settings.toml.damaged-*")
    assert kept.read_bytes() == damaged
    settings = SettingsStore(file).load()
    assert settings.settings.contractor.city == "仙台市"
    assert settings.settings.shops.find(UID) is not None


@with_keyring
def test_settings_that_are_all_garbage(goq: CommandLine, set_up_home: Home) -> None:
    set_up_home.settings_file.write_bytes(bytes(range(256)) * 20)
    outcome = goq("fetch")
    assert outcome.status == 2
    lines = outcome.err.splitlines()
    assert all("→" in line for line in lines) and "まだショップが登録されていません" in lines[-1]
    assert "Traceback" not in outcome.err
    assert len(list(set_up_home.settings_dir.glob("settings.toml.damaged-*"))) == 1


@with_keyring
def test_newer_settings_are_left_alone(goq: CommandLine, set_up_home: Home) -> None:
    file = set_up_home.settings_file
    newer = file.read_text("utf-8").replace("version = 2", "version = 99")
    file.write_text(newer, encoding="utf-8")
    for words in (("fetch",), ("check",), ("keys", "set", "--shop", "別の店"), ("orders", "export", "x.csv")):
        goq(*words, stdin="a\nb\n").is_refusal(2, "99", "新しい")
    assert file.read_text("utf-8") == newer


@with_keyring
def test_a_folder_in_place_of_the_settings(goq: CommandLine, set_up_home: Home) -> None:
    set_up_home.settings_file.unlink()
    set_up_home.settings_file.mkdir()
    goq("fetch").is_refusal(2, "settings.toml", "フォルダーです")


@with_keyring
def test_a_profile_with_an_unknown_key_names_its_line(goq: CommandLine, set_up_home: Home) -> None:
    profile = set_up_home.malls_dir / "practice.toml"
    profile.write_text(profile.read_text("utf-8") + "pagez = 3\n", encoding="utf-8")
    line = len(profile.read_text("utf-8").splitlines())
    goq("fetch").is_refusal(2, "practice.toml", f"{line} 行目", "pagez", "知らない項目")
    goq("check").is_refusal(2, "pagez")


@with_keyring
def test_a_profile_that_is_gone(goq: CommandLine, set_up_home: Home) -> None:
    store = SettingsStore(set_up_home.settings_file)
    store.save(shops=Shops(shops=(Shop(uid=UID, mall="nowhere", name="本店", shop_id="a.wc"),)))
    goq("fetch").is_refusal(2, "nowhere")


# -- keyrings


def without_keys(home: Path) -> CommandLine:
    """A home with a shop that was set up where there was a keyring."""
    made = Home.at(home)
    made.ensure()
    shop = Shop(uid=UID, mall="practice", name=SHOP_NAME, shop_id="renshu.pr")
    SettingsStore(made.settings_file).save(shops=Shops(shops=(shop,)))
    return CommandLine(home)


def test_no_keyring(tmp_path: Path) -> None:
    goq = without_keys(tmp_path / "home")
    before = sorted(goq.home.rglob("*.toml"))
    for words in (
        ("fetch",),
        ("check",),
        ("keys", "set", "--shop", SHOP_NAME),
        ("orders", "export", "x.csv"),
    ):
        goq(*words, stdin="a\nb\n").is_refusal(5, "キーを安全にしまう場所がありません")
    assert sorted(goq.home.rglob("*.toml")) == before
    assert not list(goq.home.glob("data/*.db*")), "no store whose key is nowhere"


def test_a_shop_is_registered_with_its_keys_or_not_at_all(tmp_path: Path) -> None:
    goq = CommandLine(tmp_path / "home")
    outcome = goq("keys", "set", "--shop", "renshu.pr", stdin="a\nb\n")
    assert outcome.status == 5
    goq("check").is_refusal(2, "まだショップが登録されていません")


@pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="dbus-daemon is not installed")
def test_a_keyring_that_does_not_answer(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    goq = without_keys(tmp_path / "home")
    with own_bus(tmp_path_factory.mktemp("bus")) as bus, bus.silent_keyring():
        # The call has a time limit, and would fail at it.
        for words in (("fetch",), ("keys", "set", "--shop", SHOP_NAME)):
            outcome = goq(*words, stdin="a\nb\n", DBUS_SESSION_BUS_ADDRESS=bus.address)
            outcome.is_refusal(5, "5 秒待ちました")


# -- calls


@with_keyring
@pytest.mark.parametrize(
    "words",
    [
        ("fetch", "--since", "2026-13-01"),
        ("fetch", "--since", "昨日\nの朝"),
        ("fetch", "--shop", "\N{FACE WITH TEARS OF JOY}"),
        ("orders", "export", "/"),
        ("settings", "import", "missing.toml"),
        ("settings", "export", "missing/folder/x.toml"),
        ("fetch", "--since", "0001-01-01"),
        ("fetch", "--since", "9999-12-31"),
        ("practice-shop", "--now", "0001-01-01"),
    ],
)
def test_a_call_that_cannot_work(goq: CommandLine, words: tuple[str, ...]) -> None:
    outcome = goq(*words)
    assert outcome.status in (2, 6)
    outcome.is_refusal(outcome.status)
