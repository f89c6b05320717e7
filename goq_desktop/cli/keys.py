"""`keys set`: reads the two keys from standard input and keeps them in the OS keyring."""

from __future__ import annotations

import getpass
import signal
import sys
import uuid
from argparse import Namespace
from typing import Final

import msgspec

from goq_desktop.cancellation import CancelToken
from goq_desktop.credentials.cleaning import clean_key
from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.practice.keys import SHOP_ID as PRACTICE_SHOP_ID
from goq_desktop.practice.profile import MALL as PRACTICE_MALL
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Shop, Shops
from goq_desktop.wording.keys import KEY_NAMES

_LONGEST_LINE: Final = 100_000


def set_keys(arguments: Namespace, workspace: Workspace, token: CancelToken) -> int:
    """Set the keys of a shop; on an empty home the shop itself is registered with them, or not at all."""
    before = workspace.shops()
    shop = _find_or_register(arguments, workspace)
    try:
        _keep_keys(shop, workspace, token)
    except BaseException:
        if shop not in before:
            workspace.settings_store.save(shops=Shops(shops=before))
        raise
    if shop not in before:
        # The window opens on the orders: there is nothing left that the wizard has to ask.
        setup = workspace.load_settings().settings.setup
        workspace.settings_store.save(setup=msgspec.structs.replace(setup, is_done=True))
    return 0


def _keep_keys(shop: Shop, workspace: Workspace, token: CancelToken) -> None:
    for kind in (KeyKind.OPEN, KeyKind.MANAGER):
        token.check()
        text = clean_key(_read_line(KEY_NAMES[kind])).text
        if not text:
            print(f"{shop.name}: {KEY_NAMES[kind]}は変更しません。")
            continue
        workspace.save_key(shop.uid, kind, text)
        print(f"{shop.name}: {KEY_NAMES[kind]}をキーリングに保存しました。")


def _read_line(prompt: str) -> str:
    # While nothing else runs, Ctrl+C ends the waiting at once.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if sys.stdin.isatty():
        # On a terminal the key is not shown while it is typed or pasted.
        return getpass.getpass(f"{prompt}: ")
    try:
        line = sys.stdin.readline(_LONGEST_LINE)
        line.encode()
    except UnicodeError:
        # Its own text would show a part of the key.
        raise ProblemError(ProblemCode.FILE_UNREADABLE, path="標準入力", reason="encoding") from None
    return line


def _find_or_register(arguments: Namespace, workspace: Workspace) -> Shop:
    try:
        return workspace.shop_named(arguments.shop)
    except ProblemError as error:
        is_first = error.problem.code == ProblemCode.SHOP_NOT_SET_UP
        if not is_first and arguments.shop_id is None:
            raise
    shop_id = arguments.shop_id or arguments.shop
    mall = arguments.mall or (PRACTICE_MALL if shop_id == PRACTICE_SHOP_ID else "shopserve")
    workspace.profile(mall)
    shop = Shop(uid=uuid.uuid4().hex, mall=mall, name=arguments.shop, shop_id=shop_id)
    workspace.settings_store.save(shops=Shops(shops=(*workspace.shops(), shop)))
    print(f"ショップ「{shop.name}」（ショップID {shop.shop_id}）を登録しました。")
    return shop
