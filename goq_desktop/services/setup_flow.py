"""The way through the first set-up as data: steps, the quick way, what is done, and where to go on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from goq_desktop.settings.checks import check_contractor, check_shops
from goq_desktop.settings.tiles import Settings


class SetupPage(StrEnum):
    """The pages in the order of the long way; the values are kept in the settings file."""

    CONTRACTOR = "contractor"
    CARRIERS = "carriers"
    SHOPS = "shops"
    PAYMENTS = "payments"
    KEYRING = "keyring"  # only where keys cannot be kept yet; it belongs to the step after it
    SHOP_DETAIL = "shop_detail"
    SLIPS = "slips"
    OTHER = "other"
    OPTIONS = "options"
    CONFIRM = "confirm"


@dataclass(frozen=True, slots=True)
class Step:
    """A numbered step. `is_needed`: no order can be fetched before it is done; the quick way has only those.

    `is_optional`: its defaults work for everybody; it is done when a person has saved it.
    """

    number: int
    page: SetupPage
    is_needed: bool
    is_done: Callable[[Settings], bool]
    is_optional: bool = False


def _is_contractor_done(settings: Settings) -> bool:
    return not any(problem.is_blocking for problem in check_contractor(settings.contractor))


def _is_shop_detail_done(settings: Settings) -> bool:
    shops = settings.shops.shops
    return bool(shops) and all(shop.shop_id and shop.has_both_keys for shop in shops)


def _optional(number: int, page: SetupPage) -> Step:
    return Step(number, page, False, lambda settings: page in settings.setup.saved, is_optional=True)


STEPS: Final = (
    Step(1, SetupPage.CONTRACTOR, False, _is_contractor_done),
    Step(2, SetupPage.CARRIERS, False, lambda settings: bool(settings.carriers.used)),
    Step(3, SetupPage.SHOPS, True, lambda settings: not check_shops(settings.shops)),
    Step(4, SetupPage.PAYMENTS, False, lambda settings: bool(settings.payments.methods)),
    Step(5, SetupPage.SHOP_DETAIL, True, _is_shop_detail_done),
    _optional(6, SetupPage.SLIPS),
    _optional(7, SetupPage.OTHER),
    _optional(8, SetupPage.OPTIONS),
    Step(9, SetupPage.CONFIRM, True, lambda settings: settings.setup.is_done),
)
# The eight tiles of 各種設定, in their order.
TILES: Final[tuple[SetupPage, ...]] = tuple(step.page for step in STEPS if step.page is not SetupPage.CONFIRM)


def step_of(page: SetupPage) -> Step:
    """The step to which a page belongs."""
    own = SetupPage.SHOP_DETAIL if page is SetupPage.KEYRING else page
    return next(step for step in STEPS if step.page is own)


@dataclass(frozen=True, slots=True)
class SetupFlow:
    """One person's way. `has_keyring_page`: the keyring has something to say before keys are typed."""

    is_quick: bool = False
    has_keyring_page: bool = False

    @property
    def path(self) -> tuple[SetupPage, ...]:
        """All pages of this way, in order."""
        return tuple(page for page in SetupPage if self._holds(page))

    def next_page(self, page: SetupPage) -> SetupPage | None:
        return next((other for other in self.path if _place(other) > _place(page)), None)

    def previous_page(self, page: SetupPage) -> SetupPage | None:
        return next((other for other in reversed(self.path) if _place(other) < _place(page)), None)

    def path_to(self, page: SetupPage) -> tuple[SetupPage, ...]:
        """The pages before `page`, then `page` itself; the start page is always the first."""
        return (*(other for other in self.path if _place(other) < _place(page)), page)

    def nearest(self, page: SetupPage, settings: Settings) -> SetupPage:
        """`page`, or the first needed step before it that is not done: nothing opens on missing ground."""
        needed = (step for step in STEPS if step.is_needed and _place(step.page) < _place(page))
        return next((step.page for step in needed if not step.is_done(settings)), page)

    def way_back(self, page: SetupPage, settings: Settings) -> SetupPage:
        """Where to go from a page that was opened to change something: 確認, or what the change left open."""
        open_page = self.nearest(SetupPage.CONFIRM, settings)
        return SetupPage.CONFIRM if open_page is page else open_page

    def resume_page(self, settings: Settings) -> SetupPage:
        """Where 続きから goes on: the remembered page, or what it stands on and got lost."""
        try:
            page = SetupPage(settings.setup.page)
        except ValueError:
            return SetupPage.CONTRACTOR
        # The keyring is asked anew at each start.
        return self.nearest(step_of(page).page, settings)

    def _holds(self, page: SetupPage) -> bool:
        if page is SetupPage.KEYRING:
            return self.has_keyring_page
        return not self.is_quick or page is SetupPage.CONTRACTOR or step_of(page).is_needed


def is_first_run(settings: Settings) -> bool:
    """Whether to begin with the wizard: it was not finished, and no shop was made ready without it."""
    setup = settings.setup
    return not setup.is_done and (bool(setup.page) or not _is_shop_detail_done(settings))


def _place(page: SetupPage) -> int:
    return tuple(SetupPage).index(page)
