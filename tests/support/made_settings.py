"""Made-up settings of every kind that a form could have saved."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from hypothesis import strategies as st

from goq_desktop.domain.backups import BackupRhythm
from goq_desktop.domain.carriers import CARRIERS, Carrier
from goq_desktop.domain.csv_encoding import CsvEncoding
from goq_desktop.domain.payments import PaymentKind
from goq_desktop.domain.sight import LONGEST_WORDING
from goq_desktop.domain.slips import Contents, SenderSource
from goq_desktop.domain.slots import NO_WISH, SLOTS
from goq_desktop.domain.tax import Rounding
from goq_desktop.settings import tiles
from goq_desktop.settings.field_checks import for_comparing

T = TypeVar("T")

# Letters of any script, spaces, quotes, signs of TOML and invisible ones; no control characters.
lines = st.text(st.characters(exclude_categories=["Cc", "Cs", "Co", "Cn"]), max_size=12)
names = lines.filter(lambda text: bool(for_comparing(text)))
# What a mall sends stays to the character: tabs and line ends too, up to the longest that is shown.
wordings = (
    lines
    | st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
    | lines.map(lambda text: text.ljust(LONGEST_WORDING, "x"))
).filter(lambda text: bool(text.strip()))
codes = st.from_regex(r"[A-Za-z0-9_-]{1,8}", fullmatch=True)
days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
some_day = st.none() | days
phones = st.sampled_from(["", "011-000-0000", "09000000000"])
postcodes = st.sampled_from(["", "060-0001"])


def listed(entries: st.SearchStrategy[T], most: int = 3) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(entries, max_size=most, unique=True).map(tuple)


def of(tile: type[T], **fields: st.SearchStrategy[object]) -> st.SearchStrategy[T]:
    return st.builds(tile, **fields)


def _subset(values: tuple[T, ...], least: int = 0) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(st.sampled_from(values), unique=True, min_size=least).map(tuple)


def _code(carrier: Carrier) -> st.SearchStrategy[str]:
    _, most = carrier.customer_code_lengths
    return st.just("") | st.integers(0, 9).map(lambda digit: str(digit) * most)


def _contract(carrier: Carrier) -> dict[str, st.SearchStrategy[object]]:
    return {
        "carrier": st.just(carrier.code),
        "customer_code": _code(carrier),
        "category_code": st.sampled_from(["", "001"]),
        "freight_code": st.sampled_from(["", "01"]),
        "default_slip": st.sampled_from(["", *(kind.code for kind in carrier.slips)]),
    }


def _use(carrier: Carrier) -> st.SearchStrategy[tiles.CarrierUse]:
    return of(
        tiles.CarrierUse,
        **_contract(carrier),
        services=_subset(tuple(service.code for service in carrier.services)),
        software=st.sampled_from(["", *(software.code for software in carrier.software)]),
        charges=_subset(carrier.charges, least=1),
        slots=_subset(carrier.slots),
    )


contractors = of(
    tiles.Contractor,
    company=lines,
    representative=lines,
    manager=lines,
    postcode=postcodes,
    prefecture=lines,
    city=lines,
    street=lines,
    building=lines,
    phone=phones,
    fax=phones,
    email=st.sampled_from(["", "a@example.jp"]),
    invoice_number=st.sampled_from(["", "T8700110005901"]),
    bank_account=lines,
)
carriers = st.lists(
    st.sampled_from(CARRIERS).flatmap(_use), unique_by=lambda use: use.carrier, max_size=3
).map(lambda used: tiles.Carriers(used=tuple(used)))
shops = st.lists(
    of(
        tiles.Shop,
        uid=codes,
        mall=codes,
        name=names,
        shop_id=st.sampled_from(["", "yukino.pr"]),
        fetch_days=st.integers(1, 365),
        auto_fetch=st.booleans(),
        interval_minutes=st.integers(5, 1440),
        import_from=some_day,
        keys_issued_on=some_day,
        open_key_set_on=some_day,
        open_key_worked_on=some_day,
        manager_key_set_on=some_day,
        manager_key_worked_on=some_day,
    ),
    max_size=3,
    unique_by=(lambda shop: shop.uid, lambda shop: for_comparing(shop.name)),
).map(lambda listed: tiles.Shops(shops=tuple(listed)))
lanes = st.lists(
    of(
        tiles.LaneSetting,
        code=codes.filter(lambda code: code not in ("new", "done", "cancelled")),
        name=names,
        colour=st.sampled_from(["", "amber", "blue"]),
    ),
    max_size=3,
    unique_by=(lambda lane: lane.code, lambda lane: for_comparing(lane.name)),
).map(lambda listed: tiles.Lanes(lanes=tuple(listed)))
payments = st.lists(
    of(
        tiles.PaymentMethod,
        wording=wordings,
        kind=st.sampled_from(PaymentKind),
        first_lane=st.just("") | codes,
        fee=st.integers(0, 9_999_999),
        printed_name=lines,
        is_cod_slip=st.booleans(),
    ),
    max_size=3,
    unique_by=lambda method: method.wording,
).map(lambda listed: tiles.Payments(methods=tuple(listed)))
slips = st.lists(
    of(
        tiles.ShopSlip,
        shop=codes,
        sender=st.sampled_from(SenderSource),
        name=lines,
        postcode=postcodes,
        prefecture=lines,
        city=lines,
        street=lines,
        building=lines,
        phone=phones,
        contents=st.sampled_from(Contents),
        contents_text=lines,
        note=lines,
    ),
    max_size=2,
    unique_by=lambda slip: slip.shop,
).map(lambda listed: tiles.Slips(shops=tuple(listed)))
slip_codes = st.lists(
    st.sampled_from(CARRIERS).flatmap(
        lambda carrier: of(tiles.SlipCode, shop=st.sampled_from(["a", "b"]), **_contract(carrier))
    ),
    max_size=3,
    unique_by=lambda code: (code.shop, code.carrier),
).map(lambda listed: tiles.SlipCodes(codes=tuple(listed)))
slot_names = st.lists(
    of(tiles.SlotName, wording=wordings, slot=st.sampled_from([slot.code for slot in (NO_WISH, *SLOTS)])),
    max_size=3,
    unique_by=lambda name: name.wording,
).map(lambda listed: tiles.SlotNames(names=tuple(listed)))
calendars = of(
    tiles.Calendar,
    closed_weekdays=_subset(tuple(range(6))),
    rests_on_holidays=st.booleans(),
    closed_days=listed(days.filter(lambda day: day.day % 2 == 0)),
    open_days=listed(days.filter(lambda day: day.day % 2 == 1)),
)
others = of(
    tiles.Other,
    rounding=st.sampled_from(Rounding),
    backup_folder=st.sampled_from(["", "/srv/backup", "C:\\backup"]),
    backup_rhythm=st.sampled_from(BackupRhythm),
    erase_after_days=st.just(0) | st.integers(30, 365),
    bundle_days=st.integers(0, 60),
    csv_encoding=st.sampled_from(CsvEncoding),
)
conversions = st.lists(
    st.sampled_from(CARRIERS).flatmap(
        lambda carrier: of(
            tiles.Conversion,
            wording=wordings,
            carrier=st.just(carrier.code),
            service=st.sampled_from(["", *(service.code for service in carrier.services)]),
        )
    ),
    max_size=3,
    unique_by=lambda rule: rule.wording,
).map(lambda listed: tiles.Conversions(rules=tuple(listed)))

made_settings = of(
    tiles.Settings,
    contractor=contractors,
    carriers=carriers,
    shops=shops,
    payments=payments,
    slips=slips,
    slip_codes=slip_codes,
    lanes=lanes,
    slot_names=slot_names,
    calendar=calendars,
    other=others,
    conversions=conversions,
    setup=of(
        tiles.Setup,
        page=st.sampled_from(["", "shops"]),
        is_quick=st.booleans(),
        is_done=st.booleans(),
        is_task_list_dismissed=st.booleans(),
        saved=listed(st.sampled_from(["contractor", "shops", "other"])),
    ),
    desk=of(tiles.Desk, keyring_backend=lines),
)
