"""The file for support tells the state of the desk, and nothing of shop, keys or anybody's order."""

from __future__ import annotations

import ast
import logging
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from goq_desktop import logs
from goq_desktop.credentials.store import database_slot
from goq_desktop.domain.fetching import FetchSummary
from goq_desktop.domain.handling import HandlingKind, HandlingQuery
from goq_desktop.domain.orders import Order, Party
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.practice.misbehaviour import Fault, Misbehaviour
from goq_desktop.practice.server import PracticeServer
from goq_desktop.services import handling, support_file
from goq_desktop.services.backing_up import back_up
from goq_desktop.services.log_reduction import reduced
from goq_desktop.services.support_file import Fact, Part, PartCode, collect, save
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Contractor, ShopSlip, Slips
from goq_desktop.storage.database import read_salt
from goq_desktop.storage.order_export import all_orders
from goq_desktop.wording import support_file as wording
from goq_desktop.wording.support_file import whole_text
from tests.support.malls import PatientToken
from tests.support.set_clock import SetClock
from tests.unit.services.conftest import UID

Fetch = Callable[..., FetchSummary]
# A shorter one stands in a long file by chance: three digits, one sign of a name.
_SHORTEST = 4

CONTRACTOR = Contractor(
    company="株式会社秘密商店",
    manager="店主 秘密子",
    postcode="1500001",
    prefecture="東京都",
    city="渋谷区秘密",
    street="神宮前9-8-7",
    phone="03-9876-5432",
    email="tenshu@himitsu.example.jp",
)


def texts_of(order: Order) -> Iterator[str]:
    for party in (order.purchaser, *(destination.party for destination in order.destinations)):
        yield from _texts_of(party)
    yield from (order.serial, order.number, order.memo, order.payment_method)
    for destination in order.destinations:
        yield from (destination.memo, destination.tracking_number)
        for line in destination.lines:
            yield from (line.name, line.option, line.code)


def _texts_of(party: Party) -> Iterator[str]:
    yield from (party.name, party.name_kana, party.company, party.postcode, party.city, party.street)
    yield from (party.building, party.phone, party.email, party.address)


@pytest.fixture
def busy(
    workspace: Workspace, fetch: Fetch, server: PracticeServer, token: PatientToken
) -> Iterator[Workspace]:
    """A desk with orders, a failed fetch, a backup, and a log that quotes what it must not."""
    slip = ShopSlip(shop=UID, name="秘密の差出人", contents_text="秘密の品", note="秘密の記事")
    shop = msgspec.structs.replace(workspace.shop(UID), name="秘密の店")
    workspace.settings_store.update_shop(UID, name=shop.name)
    workspace.settings_store.save(contractor=CONTRACTOR, slips=Slips(shops=(slip,)))
    fetch()
    server.misbehave(Misbehaviour(fault=Fault.HTML))
    fetch()
    back_up(workspace, token)
    logs.configure(workspace.home)
    log = logging.getLogger("goq_desktop.services.made_up")
    for stored in list(all_orders(workspace.database()))[:80]:
        log.warning("cannot read %s", " ".join(texts_of(stored.order)))
        logging.getLogger("someone.else").warning("%s", stored.order.purchaser.name)
        try:
            raise ValueError(f"{stored.order.purchaser.email}\n{stored.order.purchaser.phone}")
        except ValueError:
            log.exception("%s", stored.order.purchaser.name)
    log.warning("secret %s", server.manager_key)
    log.info("GET shop.example/orders/%s 200 12 ms 345 bytes", "090-1234-5678")
    yield workspace
    for handler in logging.getLogger().handlers[:]:
        if getattr(handler, "baseFilename", "").startswith(str(workspace.home.logs)):
            logging.getLogger().removeHandler(handler)
            handler.close()


def canaries(workspace: Workspace, server: PracticeServer) -> frozenset[str]:
    """Every text of every stored order, the shop's own, and every key."""
    found = {text for stored in all_orders(workspace.database()) for text in texts_of(stored.order)}
    found |= {value for value in msgspec.to_builtins(CONTRACTOR).values() if isinstance(value, str)}
    found |= {"秘密", server.shop_id, server.open_key, server.manager_key, server.url, UID}
    salt = read_salt(workspace.home.database)
    assert salt is not None
    secret = workspace.credentials.read(database_slot(salt))
    assert secret is not None
    found |= {secret.reveal(), salt.hex(), str(workspace.home.data_dir)}
    return frozenset(text for text in found if len(text) >= _SHORTEST)


def text_of(parts: tuple[Part, ...], code: PartCode) -> str:
    return next(wording.text_of(part) for part in parts if part.code is code)


def test_nothing_of_shop_keys_or_orders_is_in_it(
    busy: Workspace, server: PracticeServer, token: PatientToken
) -> None:
    planted = canaries(busy, server)
    log = (busy.home.logs / logs.LOG_NAME).read_text("utf-8")
    assert len(planted) > 1_000 and sum(text in log for text in planted) > 100, "planted"
    text = whole_text(collect(busy, token))
    assert [one for one in planted if one in text] == []


def test_it_tells_what_helps(busy: Workspace, token: PatientToken) -> None:
    parts = collect(busy, token)
    assert [part.code for part in parts] == list(PartCode)
    assert "GoQ Desktop" in text_of(parts, PartCode.PROGRAM)
    settings = text_of(parts, PartCode.SETTINGS)
    assert "fetch_days=7" in settings and "company=あり" in settings and "keys_issued_on=なし" in settings
    assert "ショップ1: practice、unverified" in text_of(parts, PartCode.SHOPS)
    store = text_of(parts, PartCode.STORE)
    assert "検査の結果: 正常" in store and "バックアップ: 1件" in store and "行: whole" in store
    fetches = text_of(parts, PartCode.FETCHES)
    assert ProblemCode.ANSWER_NOT_JSON.value in fetches and "succeeded" in fetches
    log = text_of(parts, PartCode.LOG)
    assert "WARNING goq_desktop.services.made_up" in log and "builtins.ValueError" in log
    assert "GET 200 12 ms 345 bytes" in log and "（ほかのライブラリ）" in log


def test_it_is_made_where_nothing_opens(
    workspace: Workspace, token: PatientToken, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.prepare()
    workspace.home.database.write_bytes(b"damaged")
    text = whole_text(collect(workspace, token))
    assert "読めません: store_damaged" in text and "orders.db: 7 バイト" in text


def test_it_makes_no_store_of_its_own(workspace: Workspace, token: PatientToken, tmp_path: Path) -> None:
    workspace.prepare()
    save(workspace, whole_text(collect(workspace, token)), tmp_path / "a.txt")
    assert not workspace.home.database.exists() and (tmp_path / "a.txt").exists()


def test_saving_it_is_in_the_log(busy: Workspace, token: PatientToken, tmp_path: Path) -> None:
    file = tmp_path / "サポート.txt"
    text = whole_text(collect(busy, token))
    save(busy, text, file)
    assert file.read_text("utf-8") == text
    _, (newest,) = handling.newest(busy, HandlingQuery(), 1)
    assert (newest.kind, newest.detail) == (HandlingKind.DIAGNOSED, "support")
    with pytest.raises(ProblemError):
        save(busy, text, tmp_path / "missing" / "a.txt")


def test_old_fetches_are_left_out(
    workspace: Workspace, fetch: Fetch, clock: SetClock, token: PatientToken
) -> None:
    for _ in range(60):
        fetch()
        clock.move(timedelta(minutes=1))
    assert text_of(collect(workspace, token), PartCode.FETCHES).count("succeeded") == 50


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("2026-11-20T03:04:05Z WARNING goq_desktop.ui.desk: x disk_full y", "disk_full"),
        ("2026-11-20T03:04:05Z WARNING goq_desktop.佐藤: disk_full", "（ほかのライブラリ）"),
        ("佐藤 花子 090-1234-5678", None),
        ('  File "/home/佐藤/x/goq_desktop/ui/desk.py", line 12, in show', "goq_desktop/ui/desk.py:12 show"),
        ("goq_desktop.domain.problems.ProblemError: 佐藤", "goq_desktop.domain.problems.ProblemError"),
        ("hana@example.jp: 佐藤", None),
    ],
)
def test_of_a_log_line_only_the_program_s_own_is_kept(line: str, kept: str | None) -> None:
    found = list(reduced([line]))
    assert "佐藤" not in "".join(found)
    assert found == [] if kept is None else kept in found[0]


def test_every_fact_and_every_part_has_its_words() -> None:
    assert set(wording._LINES) == set(Fact)
    assert set(wording._TITLES) == set(PartCode)


def test_the_words_are_where_words_are() -> None:
    """Whoever looks at the facts alone finds nothing in anybody's language."""
    source = Path(support_file.__file__).read_text("utf-8")
    told = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    texts = [text for text in told if isinstance(text, str) and not text.isascii() and max(text) > "\u3040"]
    assert [text for text in texts if not text.startswith("サポート用ファイル: the")] == []
