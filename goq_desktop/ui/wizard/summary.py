"""The lines of 確認: what was set, in a few words each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from goq_desktop.domain.carriers import CARRIERS
from goq_desktop.services.setup_flow import STEPS, SetupPage, Step
from goq_desktop.settings.tiles import Settings, Shop


def summary(settings: Settings) -> dict[SetupPage, str]:
    """One text for each step but the last; what is not done yet says so."""
    texts = {
        SetupPage.CONTRACTOR: _contractor(settings),
        SetupPage.CARRIERS: _joined([_carrier_name(use.carrier) for use in settings.carriers.used]),
        SetupPage.SHOPS: _joined([shop.name for shop in settings.shops.shops]),
        SetupPage.PAYMENTS: _payments(settings),
        SetupPage.SHOP_DETAIL: "\n".join(_shop(shop) for shop in settings.shops.shops),
        SetupPage.SLIPS: _slips(settings),
        SetupPage.OTHER: _other(settings),
        SetupPage.OPTIONS: _options(settings),
    }
    shown = [step for step in STEPS if step.page in texts]
    # Optional ones hold their defaults until a person has saved them.
    is_set = {step.page: not step.is_optional or step.is_done(settings) for step in shown}
    return {step.page: (texts[step.page] if is_set[step.page] else "") or _unset(step) for step in shown}


def _unset(step: Step) -> str:
    if step.is_optional:
        return _tr("任意・初期値のまま（あとで変えられます）")
    return _tr("未設定（あとで設定できます）")


def _contractor(settings: Settings) -> str:
    tile = settings.contractor
    address = f"{tile.prefecture}{tile.city}{tile.street}{tile.building}"
    return "　".join(part for part in (tile.company, address) if part)


def _payments(settings: Settings) -> str:
    methods = settings.payments.methods
    return (
        _tr("{count} 種類（{names}）").format(
            count=len(methods), names=_joined([method.wording for method in methods])
        )
        if methods
        else ""
    )


def _slips(settings: Settings) -> str:
    return _tr("{count} ショップの送り状を設定済み").format(count=len(settings.shops.shops))


def _other(settings: Settings) -> str:
    return _tr("ステータス: {names}").format(
        names=_joined([lane.name for lane in settings.lanes.lanes]) or _tr("追加なし")
    )


def _options(settings: Settings) -> str:
    return _tr("配送方法の変換 {count} 件").format(count=len(settings.conversions.rules))


def _shop(shop: Shop) -> str:
    if shop.auto_fetch:
        fetching = _tr("{days} 日分を {minutes} 分ごとに自動取得")
    else:
        fetching = _tr("{days} 日分を手動で取得")
    return _tr("{name}: ショップID {shop_id}、{keys}、{fetching}").format(
        name=shop.name,
        shop_id=shop.shop_id or _tr("未入力"),
        keys=_tr("キー設定済み") if shop.has_both_keys else _tr("キー未設定"),
        fetching=fetching.format(days=shop.fetch_days, minutes=shop.interval_minutes),
    )


def _carrier_name(code: str) -> str:
    return next((carrier.name for carrier in CARRIERS if carrier.code == code), code)


def _joined(names: Sequence[str]) -> str:
    """The first few; a summary is read at a glance."""
    shown = "、".join(names[:4])
    return _tr("{names} ほか").format(names=shown) if len(names) > 4 else shown


def _tr(text: str) -> str:
    return QCoreApplication.translate("SetupSummary", text)
