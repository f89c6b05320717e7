"""Keeps a page of 各種設定 as a person saved it: its tiles and the note that it was saved, in one write."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.settings.store import SettingsStore
from goq_desktop.settings.tiles import Settings, Tile


def save_page(
    store: SettingsStore, page: SetupPage, tiles: Mapping[str, Tile], based_on: Settings | None = None
) -> Settings:
    """Save a page's tiles and note the page in `setup.saved`; gives the whole.

    Raises what `SettingsStore.save` raises; with `based_on`, the settings that the page was filled with,
    SETTINGS_CHANGED when one of its tiles was changed elsewhere meanwhile.
    """
    setup = store.load().settings.setup
    saved = tuple(dict.fromkeys((*setup.saved, page.value)))
    return store.save(based_on=based_on, **tiles, setup=msgspec.structs.replace(setup, saved=saved))
