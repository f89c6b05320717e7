"""The settings of an invented shop that has been at work for a while."""

from __future__ import annotations

from datetime import date

from goq_desktop.domain.payments import PaymentKind
from goq_desktop.settings.tiles import (
    Carriers,
    CarrierUse,
    Contractor,
    Conversion,
    Conversions,
    PaymentMethod,
    Payments,
    Settings,
    Setup,
    Shop,
    Shops,
    SlotName,
    SlotNames,
)

DAY = date(2026, 11, 23)
USED = Settings(
    contractor=Contractor(
        company="架空商店",
        manager="架空太郎",
        postcode="100-0001",
        prefecture="東京都",
        city="千代田区",
        street="千代田1-1",
        phone="03-0000-0000",
        email="kakuu@example.jp",
    ),
    carriers=Carriers(
        used=(
            CarrierUse(carrier="yamato", services=("takkyubin",)),
            CarrierUse(carrier="japan_post", services=("yu_pack",)),
        )
    ),
    shops=Shops(
        shops=(
            Shop(uid="a", name="本店", shop_id="abc.wc", open_key_set_on=DAY, manager_key_set_on=DAY),
            Shop(uid="b", name="2号店", shop_id="def.wc", open_key_set_on=DAY, manager_key_set_on=DAY),
        )
    ),
    payments=Payments(
        methods=(
            PaymentMethod(wording="銀行振込", kind=PaymentKind.PREPAID),
            PaymentMethod(wording="代金引換", kind=PaymentKind.COD, fee=330),
        )
    ),
    slot_names=SlotNames(names=(SlotName(wording="朝", slot="am"),)),
    conversions=Conversions(rules=(Conversion(wording="宅急便", carrier="yamato", service="takkyubin"),)),
    setup=Setup(is_done=True, saved=("contractor", "carriers", "shops", "payments", "shop_detail")),
)
