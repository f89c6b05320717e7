"""What a slip cannot hold: characters, lengths, numbers, and 代引 where nobody collects."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goq_desktop.domain.carriers import CARRIERS, carrier_of
from goq_desktop.domain.checks.characters import check_characters
from goq_desktop.domain.checks.cod import check_cod, is_cod_wording
from goq_desktop.domain.checks.length import check_length
from goq_desktop.domain.checks.phone import check_phone, phone_digits
from goq_desktop.domain.checks.reason import CheckReason, Level
from goq_desktop.domain.orders import Destination, Party
from goq_desktop.domain.slip_lengths import SLIP_LENGTHS


def reasons_of(name: str, memo: str = "") -> dict[CheckReason, str]:
    found = check_characters(Destination(party=Party(name=name), memo=memo))
    return {reason.code: reason.params["characters"] for reason in found}


@pytest.mark.parametrize(
    "name", ["𠮷", "—", "é", "葛\U000e0100", "か\u3099", "♥", "¥", "\ue000", "\x00", "\x80"]
)
def test_what_cp932_cannot_hold_is_certain(name: str) -> None:
    assert CheckReason.CHARACTERS in reasons_of(f"山田{name}")


@pytest.mark.parametrize("name", ["髙", "﨑", "①", "㈱", "Ⅱ", "德"])
def test_what_is_beyond_jis_is_worth_a_look(name: str) -> None:
    assert reasons_of(f"山田{name}") == {CheckReason.RARE_CHARACTERS: name}


@pytest.mark.parametrize(
    "name", ["表能ソ十", "～－〜−", "ﾐﾎﾝ ﾊﾅｺﾞ", "<b>&</b>", "★☆々〆", "John Smith", "鷹鴎繋"]
)
def test_what_every_program_takes_is_no_reason(name: str) -> None:
    assert reasons_of(name) == {}


def test_each_character_is_named_once_and_what_is_not_seen_by_its_number() -> None:
    assert reasons_of("𠮷𠮷 \u00a0\u200b") == {CheckReason.CHARACTERS: "𠮷 U+00A0 U+200B"}


def test_the_fields_are_told_and_a_memo_may_have_lines() -> None:
    (reason,) = check_characters(Destination(party=Party(name="é", building="𠮷"), memo="一\r\n二\t三"))
    assert reason.params["fields"] == "name building"


@given(st.text(max_size=30))
def test_a_text_without_a_certain_reason_is_written_and_read_back(text: str) -> None:
    if CheckReason.CHARACTERS not in reasons_of(text):
        assert len(text.encode("cp932").decode("cp932")) == len(text)


@pytest.mark.parametrize(
    ("carrier", "party", "over"),
    [
        ("yamato", Party(name="あ" * 16), {}),
        ("yamato", Party(name="あ" * 16 + "a"), {"name": "33/32"}),
        ("yamato", Party(name="a" * 32), {}),
        ("yamato", Party(name="ｱ" * 32), {}),
        ("yamato", Party(prefecture="あ" * 10, city="い" * 10, street="う" * 13), {"address": "66/64"}),
        ("yamato", Party(building="あ" * 17, company="い" * 26), {"company": "52/50", "building": "34/32"}),
        # 佐川 counts characters and has no field for the building.
        ("sagawa", Party(name="a" * 17), {"name": "17/16"}),
        ("sagawa", Party(street="あ" * 30, building="い" * 19), {"address": "49/48"}),
        ("japan_post", Party(name="あ" * 26), {"name": "52/50"}),
        ("nobody", Party(name="あ" * 500), {}),
        ("", Party(name="あ" * 500), {}),
    ],
)
def test_a_length_is_counted_as_the_carrier_counts(carrier: str, party: Party, over: dict[str, str]) -> None:
    reason = check_length(party, carrier, "")
    found = {} if reason is None else {name: reason.params[name] for name in reason.params["fields"].split()}
    assert found == over


def test_only_what_several_sources_say_is_certain() -> None:
    levels = {}
    for carrier in ("yamato", "sagawa", "japan_post", "seino", "fukuyama"):
        reason = check_length(Party(name="あ" * 60), carrier, "")
        assert reason is not None
        levels[carrier] = reason.level
    assert [carrier for carrier, level in levels.items() if level is Level.CERTAIN] == ["yamato"]


def test_the_lengths_are_of_known_carriers_and_services() -> None:
    for carrier, service in SLIP_LENGTHS:
        known = carrier_of(carrier)
        assert known is not None
        assert not service or service in {one.code for one in known.services}
    assert {carrier for carrier, _ in SLIP_LENGTHS} == {carrier.code for carrier in CARRIERS}


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("090-1234-5678", "09012345678"),
        ("０３（１２３４）５６７８", "0312345678"),
        ("+81 90-1234-5678", "09012345678"),
        ("+81-3-1234-5678", "0312345678"),
        ("81312345678", "0312345678"),
        ("0120-123-456", "0120123456"),
        ("0800-123-4567", "08001234567"),
        ("09012345678", "09012345678"),
        ("090-1234-567", None),
        ("9012345678", None),
        ("03-1234-5678 内線12", None),
        ("03-1234-567", None),
        ("123", None),
        ("", None),
    ],
)
def test_a_number_of_japan_is_known_however_it_is_written(text: str, digits: str | None) -> None:
    assert phone_digits(text) == digits


def test_a_missing_number_counts_by_carrier_and_service() -> None:
    certain = check_phone(" ", "yamato", "")
    assert certain is not None and certain.level is Level.CERTAIN
    maybe = check_phone("", "seino", "")
    assert maybe is not None and maybe.level is Level.MAYBE
    assert check_phone("", "japan_post", "click_post") is None
    wrong = check_phone("abc", "", "")
    assert wrong is not None and (wrong.level, wrong.params["phone"]) == (Level.CERTAIN, "abc")
    assert check_phone("03-1234-5678", "yamato", "") is None


@pytest.mark.parametrize(
    ("carrier", "service", "wording", "level"),
    [
        ("yamato", "nekopos", "", Level.CERTAIN),
        ("yamato", "yu_packet", "", Level.CERTAIN),
        ("yamato", "compact", "", None),
        ("yamato", "takkyubin", "", None),
        ("yamato", "", "ヤマト運輸", None),
        ("sagawa", "hikyaku_mail", "", Level.MAYBE),
        ("japan_post", "click_post", "", Level.MAYBE),
        ("japan_post", "yu_pack", "", None),
        ("", "", "ネコポス（ポスト投函）", Level.MAYBE),
        ("", "", "いつものメール便", Level.MAYBE),
        ("", "", "人力車", None),
    ],
)
def test_money_is_collected_with_a_parcel_only(
    carrier: str, service: str, wording: str, level: Level | None
) -> None:
    reason = check_cod(carrier, service, wording)
    assert (reason and reason.level) == level


def test_a_word_for_payment_on_delivery_is_known() -> None:
    assert is_cod_wording("代金引換") and is_cod_wording("代引き（手数料330円）")
    assert not is_cod_wording("クレジットカード")
