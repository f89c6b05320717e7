"""`practice-shop`: serves the practice shop on this PC until it is stopped."""

from __future__ import annotations

from argparse import Namespace
from typing import Final

from goq_desktop.arguments import home_named
from goq_desktop.cancellation import Cancelled, CancelToken
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.practice.misbehaviour import Fault, Misbehaviour
from goq_desktop.practice.profile import write_profile
from goq_desktop.practice.server import DEFAULT_PORT, PracticeServer
from goq_desktop.practice.shop import PracticeShop
from goq_desktop.services.workspace import Workspace
from goq_desktop.wording.reasons import REASONS

_A_LONG_WHILE: Final = 3600.0


def serve(arguments: Namespace, workspace: Workspace, token: CancelToken) -> int:
    """Print the address, the shop id and the keys, then serve until Ctrl+C.

    On another port than the usual one a home that was named gets a profile which points there.
    """
    now = arguments.now or workspace.clock.now()
    shop = PracticeShop(orders=arguments.orders, seed=arguments.seed, now=now)
    port = DEFAULT_PORT if arguments.port is None else arguments.port
    server = PracticeServer(shop, port=port)
    try:
        server.start()
    except OSError as error:
        why = REASONS.get(error.strerror or "", error.strerror)
        reason = f"ポート {port} を使えません（{why}）"
        raise ProblemError(ProblemCode.WRONG_CALL, reason=reason) from error
    with server:
        if arguments.misbehave:
            server.misbehave(Misbehaviour(fault=Fault(arguments.misbehave)))
        print("練習ショップを始めました（終えるには Ctrl+C）", flush=True)
        print(f"接続先: {server.url}")
        print(f"ショップID: {server.shop_id}")
        print(f"オープン認証キー: {server.open_key}")
        print(f"マネジャー認証キー: {server.manager_key}", flush=True)
        if home_named(arguments) is not None and port != DEFAULT_PORT:
            print(
                f"モール定義を書きました: {write_profile(workspace.home.malls_dir, server.url)}", flush=True
            )
        elif port != DEFAULT_PORT:
            print("ほかの命令から使うときは、--home を付けてモール定義を置いてください。", flush=True)
        try:
            while True:
                token.wait(_A_LONG_WHILE)
        except Cancelled:
            return 0
