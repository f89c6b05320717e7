"""Which pairs of keys count and which are to go: written with every save, whatever else that changes."""

from __future__ import annotations

from typing import Final

import msgspec

from goq_desktop.settings.tiles import KEY_DATES, Settings, Shop, Shops

_OF_KEYS: Final = (*KEY_DATES, "key_generation")


def pair_name(shop_uid: str, generation: int) -> str:
    """The pair as it stands in `Desk.keys_to_drop`."""
    return f"{shop_uid}.{generation}"


def parse_pair_name(name: str) -> tuple[str, int]:
    """The shop's uid and the generation of a name that `pair_name` made."""
    shop_uid, _, generation = name.rpartition(".")
    return shop_uid, int(generation)


def with_more_to_drop(settings: Settings, *names: str) -> Settings:
    noted = tuple(dict.fromkeys((*settings.desk.keys_to_drop, *names)))
    return _with_keys_to_drop(settings, noted)


def with_dropped(settings: Settings, *names: str) -> Settings:
    left = tuple(name for name in settings.desk.keys_to_drop if name not in names)
    return _with_keys_to_drop(settings, left)


def with_pairs_of(new: Settings, old: Settings) -> Settings:
    """`new` with what only a change of keys may move: a form that was opened before it knows the older ones."""
    shops = tuple(with_pair_of(shop, old.shops.find(shop.uid) or shop) for shop in new.shops.shops)
    kept = msgspec.structs.replace(new, shops=Shops(shops=shops))
    return _with_keys_to_drop(kept, old.desk.keys_to_drop)


def with_removed_noted(new: Settings, old: Settings) -> Settings:
    """A shop and the note that its keys are to go are exchanged in one write: no kill leaves keys behind."""
    removed = (shop for shop in old.shops.shops if new.shops.find(shop.uid) is None)
    return with_more_to_drop(new, *(pair_name(shop.uid, shop.key_generation) for shop in removed))


def with_pair_of(shop: Shop, other: Shop) -> Shop:
    """The shop with the generation of the other's keys, and what is noted of them."""
    return msgspec.structs.replace(shop, **{name: getattr(other, name) for name in _OF_KEYS})


def without_pair(shop: Shop) -> Shop:
    """The shop as it is where none of its keys are."""
    return with_pair_of(shop, Shop(uid=shop.uid, name=shop.name))


def _with_keys_to_drop(settings: Settings, names: tuple[str, ...]) -> Settings:
    if settings.desk.keys_to_drop == names:
        return settings
    return msgspec.structs.replace(settings, desk=msgspec.structs.replace(settings.desk, keys_to_drop=names))
