"""Invented people: names that nobody bears, telephone numbers and mail addresses that nobody has."""

from __future__ import annotations

from random import Random
from typing import Final

from goq_desktop.practice.orders import Person
from goq_desktop.practice.places import PLACES, Place

FAMILY_NAMES: Final = (
    ("見本", "ミホン"),
    ("練習", "レンシュウ"),
    ("例示", "レイジ"),
    ("架空", "カクウ"),
    ("仮名", "カメイ"),
    ("試験", "シケン"),
    ("雛形", "ヒナガタ"),
    ("模擬", "モギ"),
    ("想定", "ソウテイ"),
    ("記入", "キニュウ"),
    ("標本", "ヒョウホン"),
    ("稽古", "ケイコ"),
)
GIVEN_NAMES: Final = (
    ("花子", "ハナコ"),
    ("太郎", "タロウ"),
    ("一郎", "イチロウ"),
    ("次郎", "ジロウ"),
    ("桜", "サクラ"),
    ("葵", "アオイ"),
    ("さくら", "サクラ"),
    ("陽子", "ヨウコ"),
    ("健一", "ケンイチ"),
    ("美咲", "ミサキ"),
    ("大輔", "ダイスケ"),
    ("由美", "ユミ"),
    ("直樹", "ナオキ"),
    ("千尋", "チヒロ"),
    ("翔", "ショウ"),
    ("恵", "メグミ"),
)
_COMPANIES: Final = ("株式会社見本商事", "有限会社れんしゅう", "（株）架空物産", "例示工業株式会社")
_BUILDINGS: Final = ("見本ビル３Ｆ", "練習マンション101", "例示ハイツ 2-B", "架空タワー 1203号室")
_AREA_CODES: Final = ("03", "06", "052", "011", "092")


def customer(seed: int, number: int) -> Person:
    """The buyer of this number: always the same person for the same seed."""
    return person(Random(f"customer {seed} {number}"), number)


def person(random: Random, number: int, place: Place | None = None) -> Person:
    """Somebody at `place`, or anywhere. `number` tells mail addresses and telephone numbers apart."""
    family, family_kana = random.choice(FAMILY_NAMES)
    given, given_kana = random.choice(GIVEN_NAMES)
    dice = random.random()
    domain = "example.com" if dice < 0.5 else "example.jp"
    return settled(
        Person(
            name=f"{family} {given}",
            name_kana=f"{family_kana} {given_kana}",
            company=random.choice(_COMPANIES) if dice < 0.12 else "",
            building=random.choice(_BUILDINGS) if 0.3 < dice < 0.65 else "",
            phone=_phone(random, number, dice),
            email=f"renshu{number:06d}@{domain}",
        ),
        place or random.choice(PLACES),
        random,
    )


def settled(who: Person, place: Place, random: Random) -> Person:
    """The same person at an invented house number of `place`."""
    house = f"{random.randint(1, 9)}-{random.randint(1, 30)}-{random.randint(1, 20)}"
    return Person(
        name=who.name,
        name_kana=who.name_kana,
        company=who.company,
        postcode=place.postcode,
        prefecture=place.prefecture,
        city=place.city,
        street=place.town + house,
        building=who.building,
        phone=who.phone,
        email=who.email,
    )


def _phone(random: Random, number: int, dice: float) -> str:
    # Numbers whose middle block is 0000 are given to nobody.
    tail = f"{number % 10_000:04d}"
    if dice < 0.6:
        return f"090-0000-{tail}"
    if dice < 0.7:
        return f"0900000{tail}"
    return f"{random.choice(_AREA_CODES)}-0000-{tail}"
