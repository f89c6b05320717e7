"""The typed settings, one class a tile of 各種設定; each has working defaults."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from goq_desktop.domain.payments import PaymentKind

# Bounds that hold for every file read or written; what a field means is looked at in `checks`.
Text = Annotated[str, msgspec.Meta(max_length=500)]
Code = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{1,64}\Z")]
Days = Annotated[int, msgspec.Meta(ge=1, le=365)]
Minutes = Annotated[int, msgspec.Meta(ge=5, le=1440)]


class Tile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of all settings classes: immutable, keyword-only, an unknown key is an error."""


class Contractor(Tile, frozen=True, kw_only=True):
    """契約者情報: the sender of last resort on slips and the issuer of invoices."""

    company: Text = ""
    representative: Text = ""
    manager: Text = ""
    postcode: Text = ""
    prefecture: Text = ""
    city: Text = ""
    street: Text = ""
    building: Text = ""
    phone: Text = ""
    fax: Text = ""
    email: Text = ""
    invoice_number: Text = ""
    bank_account: Text = ""


class CarrierUse(Tile, frozen=True, kw_only=True):
    """A carrier in use, with the codes of its services (see `domain.carriers`)."""

    carrier: Code
    services: tuple[Code, ...] = ()


class Carriers(Tile, frozen=True, kw_only=True):
    """配達業者設定."""

    used: tuple[CarrierUse, ...] = ()


class Shop(Tile, frozen=True, kw_only=True):
    """One shop: its line of モール選択 and its panel of モール詳細設定.

    `uid` never changes and names the shop in the keyring and the database; `shop_id` is the log-in id
    at the mall. The dates about keys are all that is ever shown of them.
    """

    uid: Code
    mall: Code = "shopserve"
    name: Text
    shop_id: Text = ""
    fetch_days: Days = 7
    auto_fetch: bool = False
    interval_minutes: Minutes = 30
    import_from: date | None = None
    keys_issued_on: date | None = None
    open_key_set_on: date | None = None
    open_key_worked_on: date | None = None
    manager_key_set_on: date | None = None
    manager_key_worked_on: date | None = None


class Shops(Tile, frozen=True, kw_only=True):
    """モール選択: the shops in the order of their tabs."""

    shops: tuple[Shop, ...] = ()

    def find(self, uid: str) -> Shop | None:
        return next((shop for shop in self.shops if shop.uid == uid), None)

    def with_shop(self, shop: Shop) -> Shops:
        """The same list with the shop of this uid replaced, or added at the end."""
        if self.find(shop.uid) is None:
            return Shops(shops=(*self.shops, shop))
        return Shops(shops=tuple(shop if old.uid == shop.uid else old for old in self.shops))


class PaymentMethod(Tile, frozen=True, kw_only=True):
    """A mall's exact wording and the kind it stands for."""

    wording: Text
    kind: PaymentKind


class Payments(Tile, frozen=True, kw_only=True):
    """支払い方法."""

    methods: tuple[PaymentMethod, ...] = ()


class Setup(Tile, frozen=True, kw_only=True):
    """How far the first set-up is: `page` is where 続きから goes on."""

    page: Text = ""
    is_quick: bool = False
    is_done: bool = False
    is_task_list_dismissed: bool = False


class Desk(Tile, frozen=True, kw_only=True):
    """What the app itself remembers: the keyring's backend, to say when it changed."""

    keyring_backend: Text = ""


class Settings(Tile, frozen=True, kw_only=True):
    """The whole file. `version` is the file format's."""

    version: int = 1
    contractor: Contractor = Contractor()
    carriers: Carriers = Carriers()
    shops: Shops = Shops()
    payments: Payments = Payments()
    setup: Setup = Setup()
    desk: Desk = Desk()
