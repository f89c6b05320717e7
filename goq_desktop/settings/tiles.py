"""The typed settings, one class a tile of 各種設定; each has working defaults."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

import msgspec

from goq_desktop.domain.backups import BackupRhythm
from goq_desktop.domain.carriers import Charge
from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.csv_encoding import CsvEncoding
from goq_desktop.domain.payments import AWAITING_PAYMENT, PaymentKind
from goq_desktop.domain.slips import Contents, SenderSource
from goq_desktop.domain.tax import Rounding

# The fields of a shop that tell what lies in this PC's keyring; `SettingsStore.update_shop` alone changes them.
KEY_SET_ON: Final = {kind: f"{kind.value}_key_set_on" for kind in KeyKind}
KEY_WORKED_ON: Final = {kind: f"{kind.value}_key_worked_on" for kind in KeyKind}
KEY_DATES: Final = (*KEY_SET_ON.values(), *KEY_WORKED_ON.values())

# Bounds that hold for every file read or written; what a field means is looked at in `checks`.
Text = Annotated[str, msgspec.Meta(max_length=500)]
Code = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{1,64}\Z")]
OptionalCode = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{0,64}\Z")]
Days = Annotated[int, msgspec.Meta(ge=1, le=365)]
Minutes = Annotated[int, msgspec.Meta(ge=5, le=1440)]
Yen = Annotated[int, msgspec.Meta(ge=0, le=9_999_999)]
EraseDays = Annotated[int, msgspec.Meta(ge=0, le=365)]
BundleDays = Annotated[int, msgspec.Meta(ge=0, le=60)]
Colour = Annotated[str, msgspec.Meta(pattern=r"^(|[a-z]{1,16})\Z")]
Weekday = Annotated[int, msgspec.Meta(ge=0, le=6)]
Generation = Annotated[int, msgspec.Meta(ge=0, le=999_999_999)]
PairName = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z0-9_-]{1,64}\.[0-9]{1,9}\Z")]


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
    """A carrier in use: its services, and what the shop's contract and its slip software need.

    All codes but the three of the contract are those of `domain.carriers`. Empty `software` and
    `default_slip` stand for the carrier's first, empty `slots` for all of the carrier's.
    """

    carrier: Code
    services: tuple[Code, ...] = ()
    software: OptionalCode = ""
    customer_code: Text = ""
    category_code: Text = ""
    freight_code: Text = ""
    default_slip: OptionalCode = ""
    charges: tuple[Charge, ...] = (Charge.SENDER,)
    slots: tuple[Code, ...] = ()


class Carriers(Tile, frozen=True, kw_only=True):
    """配達業者設定."""

    used: tuple[CarrierUse, ...] = ()


class Shop(Tile, frozen=True, kw_only=True):
    """One shop: its line of モール選択 and its panel of モール詳細設定.

    `uid` never changes and names the shop in the keyring and the database; `shop_id` is the log-in id
    at the mall. The dates about keys are all that is ever shown of them. `key_generation` says which of
    the pairs in the keyring counts: to move it is to change both keys at once.
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
    key_generation: Generation = 0

    def key_set_on(self, kind: KeyKind) -> date | None:
        day: date | None = getattr(self, KEY_SET_ON[kind])
        return day

    def key_worked_on(self, kind: KeyKind) -> date | None:
        day: date | None = getattr(self, KEY_WORKED_ON[kind])
        return day

    @property
    def has_both_keys(self) -> bool:
        return all(self.key_set_on(kind) for kind in KeyKind)

    @property
    def has_any_key(self) -> bool:
        return any(self.key_set_on(kind) for kind in KeyKind)


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
    """A mall's exact wording, the kind it stands for, and what follows from it.

    Empty `first_lane`: the one of the kind (see `domain.payments`). `fee` is whole yen with tax; empty
    `printed_name`: the wording itself stands on the 納品書.
    """

    wording: Text
    kind: PaymentKind
    first_lane: OptionalCode = ""
    fee: Yen = 0
    printed_name: Text = ""
    is_cod_slip: bool = False


class Payments(Tile, frozen=True, kw_only=True):
    """支払い方法."""

    methods: tuple[PaymentMethod, ...] = ()


class ShopSlip(Tile, frozen=True, kw_only=True):
    """What stands on one shop's slips. The address counts only where `sender` is SHOP.

    `contents_text` counts where `contents` is FIXED; `note` is 記事.
    """

    shop: Code
    sender: SenderSource = SenderSource.CONTRACTOR
    name: Text = ""
    postcode: Text = ""
    prefecture: Text = ""
    city: Text = ""
    street: Text = ""
    building: Text = ""
    phone: Text = ""
    contents: Contents = Contents.FIRST_PRODUCT
    contents_text: Text = ""
    note: Text = ""


class Slips(Tile, frozen=True, kw_only=True):
    """モール配送伝票; a shop without an entry has the values of an empty one."""

    shops: tuple[ShopSlip, ...] = ()

    def of(self, uid: str) -> ShopSlip:
        return next((slip for slip in self.shops if slip.shop == uid), ShopSlip(shop=uid))


class SlipCode(Tile, frozen=True, kw_only=True):
    """The codes of one shop's own contract with a carrier; an empty one is that of 配達業者設定."""

    shop: Code
    carrier: Code
    customer_code: Text = ""
    category_code: Text = ""
    freight_code: Text = ""
    default_slip: OptionalCode = ""


class SlipCodes(Tile, frozen=True, kw_only=True):
    """モール配送伝票: where a shop's codes differ from 配達業者設定."""

    codes: tuple[SlipCode, ...] = ()


class LaneSetting(Tile, frozen=True, kw_only=True):
    """A status of the shop's own making; `code` never changes, `colour` is a name of `ui.theme` or empty."""

    code: Code
    name: Text
    colour: Colour = ""


class Lanes(Tile, frozen=True, kw_only=True):
    """その他設定: the statuses between 新規受付 and 処理済, in the order of their tabs."""

    lanes: tuple[LaneSetting, ...] = (LaneSetting(code=AWAITING_PAYMENT, name="入金待ち", colour="amber"),)


class SlotName(Tile, frozen=True, kw_only=True):
    """A mall's exact wording of a delivery time, and the slot of `domain.slots`, or NO_WISH, it stands for."""

    wording: Text
    slot: Code


class SlotNames(Tile, frozen=True, kw_only=True):
    """その他設定: beside the wordings that `domain.slots` knows by itself."""

    names: tuple[SlotName, ...] = ()


class Calendar(Tile, frozen=True, kw_only=True):
    """その他設定: when the shop does not ship. Weekdays count from Monday, 0."""

    closed_weekdays: tuple[Weekday, ...] = (5, 6)
    rests_on_holidays: bool = True
    closed_days: tuple[date, ...] = ()
    open_days: tuple[date, ...] = ()


class Other(Tile, frozen=True, kw_only=True):
    """その他設定: what is neither a status nor a day.

    An empty `backup_folder` is the home's own; `erase_after_days` 0 erases nothing. Orders of one customer
    within `bundle_days` are 同梱候補; 0 looks for none. `csv_encoding` is that of every CSV for people.
    """

    rounding: Rounding = Rounding.DOWN
    backup_folder: Text = ""
    backup_rhythm: BackupRhythm = BackupRhythm.DAILY
    erase_after_days: EraseDays = 0
    bundle_days: BundleDays = 7
    csv_encoding: CsvEncoding = CsvEncoding.UTF8


class Conversion(Tile, frozen=True, kw_only=True):
    """A mall's exact wording of a delivery, and what it means; empty `service` is the plain parcel."""

    wording: Text
    carrier: Code
    service: OptionalCode = ""


class Conversions(Tile, frozen=True, kw_only=True):
    """オプション設定: the first that matches counts."""

    rules: tuple[Conversion, ...] = ()


class Setup(Tile, frozen=True, kw_only=True):
    """How far the set-up is: `page` is where 続きから goes on, `saved` the tiles a person has saved."""

    page: Text = ""
    is_quick: bool = False
    is_done: bool = False
    is_task_list_dismissed: bool = False
    saved: tuple[Code, ...] = ()


class Desk(Tile, frozen=True, kw_only=True):
    """What the app itself remembers: the keyring's backend, to say when it changed.

    `keys_to_drop`: pairs that may lie in the keyring and count for nothing, as `uid.generation`.
    """

    keyring_backend: Text = ""
    keys_to_drop: tuple[PairName, ...] = ()


class Settings(Tile, frozen=True, kw_only=True):
    """The whole file. `version` is the file format's."""

    version: int = 2
    contractor: Contractor = Contractor()
    carriers: Carriers = Carriers()
    shops: Shops = Shops()
    payments: Payments = Payments()
    slips: Slips = Slips()
    slip_codes: SlipCodes = SlipCodes()
    lanes: Lanes = Lanes()
    slot_names: SlotNames = SlotNames()
    calendar: Calendar = Calendar()
    other: Other = Other()
    conversions: Conversions = Conversions()
    setup: Setup = Setup()
    desk: Desk = Desk()
