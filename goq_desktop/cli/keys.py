"""`keys set`: reads the two keys from standard input, tests them and keeps them in the OS keyring."""

from __future__ import annotations

import getpass
import signal
import sys
import uuid
from argparse import Namespace
from typing import Final

import msgspec

from goq_desktop.cancellation import CancelToken
from goq_desktop.cli.fetching import SWAPPED
from goq_desktop.credentials.cleaning import clean_key
from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.exit_codes import exit_code
from goq_desktop.practice.keys import SHOP_ID as PRACTICE_SHOP_ID
from goq_desktop.practice.profile import MALL as PRACTICE_MALL
from goq_desktop.services.key_rotation import Condition, KeyChange, Rotation, rotate_keys
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Shop
from goq_desktop.wording.keys import KEY_NAMES
from goq_desktop.wording.problems import sentence

_LONGEST_LINE: Final = 100_000


def set_keys(arguments: Namespace, workspace: Workspace, token: CancelToken) -> int:
    """Change the keys of a shop; on an empty home the shop itself is registered with them, or not at all."""
    shop = _find_or_make(arguments, workspace)
    is_new = shop not in workspace.shops()
    typed = _typed_keys(token)
    if not typed:
        print(f"{shop.name}: キーは変更しません。")
        return 0
    change = KeyChange(shop=shop, typed=typed, condition=Condition.IF_REACHED)
    rotation = rotate_keys(workspace, change, token)
    if not rotation.is_adopted:
        return _tell_refused(rotation)
    if is_new:
        print(f"ショップ「{shop.name}」（ショップID {shop.shop_id}）を登録しました。")
        # The window opens on the orders: there is nothing left that the wizard has to ask.
        setup = workspace.load_settings().settings.setup
        workspace.settings_store.save(setup=msgspec.structs.replace(setup, is_done=True))
    for kind, name in KEY_NAMES.items():
        print(
            f"{shop.name}: {name}" + ("をキーリングに保存しました。" if kind in typed else "は変更しません。")
        )
    if rotation.proof is not None and rotation.proof.problem is not None:
        line = sentence(rotation.proof.problem).line
        print(f"キーは保存しましたが、接続は確かめられませんでした。{line}", file=sys.stderr)
    return 0


def _typed_keys(token: CancelToken) -> dict[KeyKind, str]:
    typed = {}
    for kind in (KeyKind.OPEN, KeyKind.MANAGER):
        token.check()
        if text := clean_key(_read_line(KEY_NAMES[kind])).text:
            typed[kind] = text
    return typed


def _tell_refused(rotation: Rotation) -> int:
    """The exit status; what was kept before is as it was."""
    assert rotation.proof is not None and rotation.proof.problem is not None
    problem = rotation.proof.problem
    line = SWAPPED if rotation.proof.keys_look_swapped else sentence(problem).line
    print(f"キーは保存しませんでした。{line}", file=sys.stderr)
    return exit_code(problem)


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


def _find_or_make(arguments: Namespace, workspace: Workspace) -> Shop:
    """The shop of this name, or a new one that is not in the settings yet."""
    try:
        return workspace.shop_named(arguments.shop)
    except ProblemError as error:
        is_first = error.problem.code == ProblemCode.SHOP_NOT_SET_UP
        if not is_first and arguments.shop_id is None:
            raise
    shop_id = arguments.shop_id or arguments.shop
    mall = arguments.mall or (PRACTICE_MALL if shop_id == PRACTICE_SHOP_ID else "shopserve")
    workspace.profile(mall)
    return Shop(uid=uuid.uuid4().hex, mall=mall, name=arguments.shop, shop_id=shop_id)
