"""How each tile of 各種設定 stands: done, open, or worth a look, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from goq_desktop.domain.carriers import CARRIERS
from goq_desktop.domain.sight import SeenWording, StoreSight
from goq_desktop.domain.slots import slot_of
from goq_desktop.services.reminders import shops_with_old_keys
from goq_desktop.services.setup_flow import TILES, SetupPage, step_of
from goq_desktop.settings import checks
from goq_desktop.settings.checks import FieldProblem
from goq_desktop.settings.tiles import Contractor, Settings


class Standing(StrEnum):
    DONE = "done"  # 済
    OPEN = "open"  # 未設定
    ATTENTION = "attention"  # 要確認


class Why(StrEnum):
    """The parameters a reason carries are named in the comment beside it."""

    EMPTY = "empty"
    DEFAULTS = "defaults"  # nobody has saved it, and it works as it is
    NO_SHOP = "no_shop"
    FIELDS = "fields"  # count: fields to mend
    KEYS_MISSING = "keys_missing"  # shop (the first), count
    KEYS_OLD = "keys_old"  # shop (the first), count, days (since its keys were issued)
    PAYMENTS_UNKNOWN = "payments_unknown"  # count: wordings of stored orders that no setting knows
    DELIVERIES_UNKNOWN = "deliveries_unknown"  # count
    SLOTS_UNKNOWN = "slots_unknown"  # count
    CODE_MISSING = "code_missing"  # count: carriers in use without a customer code; only a hint


@dataclass(frozen=True, slots=True)
class Reason:
    why: Why
    params: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TileState:
    standing: Standing
    reasons: tuple[Reason, ...] = ()


Look = Callable[[Settings, StoreSight, date], Iterable[Reason]]

_UNSET: Final = (Why.EMPTY, Why.DEFAULTS, Why.NO_SHOP)
_HINTS: Final = (Why.CODE_MISSING,)
_CARRIER_NAMES: Final = frozenset(carrier.name for carrier in CARRIERS)


def tile_states(settings: Settings, sight: StoreSight | None, today: date) -> dict[SetupPage, TileState]:
    """One state for each tile, in their order. Without `sight` nothing is said about stored orders."""
    return {page: _state(_LOOKS[page](settings, sight or StoreSight(), today)) for page in TILES}


def _state(reasons: Iterable[Reason]) -> TileState:
    found = tuple(reasons)
    if any(reason.why not in (*_UNSET, *_HINTS) for reason in found):
        return TileState(Standing.ATTENTION, tuple(each for each in found if each.why not in _UNSET))
    if any(reason.why in _UNSET for reason in found):
        return TileState(Standing.OPEN, found)
    return TileState(Standing.DONE, found)


def _contractor(settings: Settings, _: StoreSight, __: date) -> Iterable[Reason]:
    if settings.contractor == Contractor():
        return [Reason(Why.EMPTY)]
    return _fields(checks.check_contractor(settings.contractor))


def _carriers(settings: Settings, _: StoreSight, __: date) -> Iterable[Reason]:
    used = settings.carriers.used
    if not used:
        return [Reason(Why.EMPTY)]
    without_code = sum(not use.customer_code for use in used)
    return [*_fields(checks.check_carriers(settings.carriers)), *_counted(Why.CODE_MISSING, without_code)]


def _shops(settings: Settings, _: StoreSight, __: date) -> Iterable[Reason]:
    if not settings.shops.shops:
        return [Reason(Why.EMPTY)]
    return _fields(checks.check_shops(settings.shops))


def _payments(settings: Settings, sight: StoreSight, _: date) -> Iterable[Reason]:
    methods = settings.payments.methods
    if not methods:
        return [Reason(Why.EMPTY)]
    known = {method.wording for method in methods}
    return [
        *_fields(checks.check_payments(settings.payments, settings.lanes)),
        *_unknown(Why.PAYMENTS_UNKNOWN, sight.payments, known.__contains__),
    ]


def _shop_detail(settings: Settings, _: StoreSight, today: date) -> Iterable[Reason]:
    shops = settings.shops.shops
    if not shops:
        return [Reason(Why.NO_SHOP)]
    # An id that nobody has typed yet goes with the keys that are missing.
    problems = [each for shop in shops if shop.shop_id for each in checks.check_shop(shop, today)]
    found = [*_fields(problems)]
    missing = [shop for shop in shops if not (shop.shop_id and shop.has_both_keys)]
    if missing:
        found.append(Reason(Why.KEYS_MISSING, {"shop": missing[0].name, "count": len(missing)}))
    old = sorted(shops_with_old_keys(shops, today), key=lambda shop: shop.keys_issued_on or today)
    if old:
        days = (today - (old[0].keys_issued_on or today)).days
        found.append(Reason(Why.KEYS_OLD, {"shop": old[0].name, "count": len(old), "days": days}))
    return found


def _slips(settings: Settings, _: StoreSight, __: date) -> Iterable[Reason]:
    problems = checks.check_slips(settings.slips, settings.slip_codes, settings.carriers)
    return [*_unsaved(settings, SetupPage.SLIPS), *_fields(problems)]


def _other(settings: Settings, sight: StoreSight, _: date) -> Iterable[Reason]:
    problems = [
        *checks.check_lanes(settings.lanes),
        *checks.check_slot_names(settings.slot_names),
        *checks.check_calendar(settings.calendar),
        *checks.check_other(settings.other),
    ]
    named = {name.wording for name in settings.slot_names.names}
    return [
        *_unsaved(settings, SetupPage.OTHER),
        *_fields(problems),
        *_unknown(Why.SLOTS_UNKNOWN, sight.slots, lambda text: text in named or slot_of(text) is not None),
    ]


def _options(settings: Settings, sight: StoreSight, _: date) -> Iterable[Reason]:
    known = {rule.wording for rule in settings.conversions.rules}
    return [
        *_unsaved(settings, SetupPage.OPTIONS),
        *_fields(checks.check_conversions(settings.conversions)),
        *_unknown(Why.DELIVERIES_UNKNOWN, sight.carriers, (known | _CARRIER_NAMES).__contains__),
    ]


def _unsaved(settings: Settings, page: SetupPage) -> list[Reason]:
    return [] if step_of(page).is_done(settings) else [Reason(Why.DEFAULTS)]


def _fields(problems: Iterable[FieldProblem]) -> list[Reason]:
    return _counted(Why.FIELDS, sum(problem.is_blocking for problem in problems))


def _unknown(why: Why, seen: Iterable[SeenWording], is_known: Callable[[str], bool]) -> list[Reason]:
    return _counted(why, sum(not is_known(each.text) for each in seen if each.text))


def _counted(why: Why, count: int) -> list[Reason]:
    return [Reason(why, {"count": count})] if count else []


_LOOKS: Final[dict[SetupPage, Look]] = {
    SetupPage.CONTRACTOR: _contractor,
    SetupPage.CARRIERS: _carriers,
    SetupPage.SHOPS: _shops,
    SetupPage.PAYMENTS: _payments,
    SetupPage.SHOP_DETAIL: _shop_detail,
    SetupPage.SLIPS: _slips,
    SetupPage.OTHER: _other,
    SetupPage.OPTIONS: _options,
}
