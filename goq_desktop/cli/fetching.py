"""`fetch` and `check`: what the shop answered, for people or as JSON."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator, Mapping
from typing import Final

from goq_desktop.cancellation import Cancelled, CancelToken
from goq_desktop.domain.census import NO_FINDINGS
from goq_desktop.domain.connection import TOLERATED_MINUTES, ConnectionProof
from goq_desktop.domain.fetching import FetchRequest, FetchSummary
from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.domain.times import JST
from goq_desktop.exit_codes import exit_code
from goq_desktop.services.checking import check_connection
from goq_desktop.services.fetching import fetch_orders
from goq_desktop.services.workspace import Workspace
from goq_desktop.wording.keys import KEY_NAMES
from goq_desktop.wording.problems import sentence

SWAPPED: Final = "2つのキーが入れ替わっています。→ 逆の順で入れ直してください。"


def fetch(arguments: Namespace, workspace: Workspace, token: CancelToken) -> int:
    """Fetch the named shop, or each in turn; the status is that of the first problem."""
    status = 0
    shops = workspace.shops()
    if arguments.shop or not shops:
        shops = (workspace.shop_named(arguments.shop),)
    for shop in shops:
        request = FetchRequest(shop_uid=shop.uid, since=arguments.since)
        summary = fetch_orders(workspace, request, token, lambda _: None)
        if arguments.json:
            _print_json(_summary_fields(shop.name, summary))
        else:
            print(
                f"{shop.name}: 新規 {summary.new}件、更新 {summary.updated}件、変更なし {summary.unchanged}件"
                f"（{summary.pages}ページ、{summary.seconds:.1f}秒）"
            )
        if summary.was_cancelled:
            raise Cancelled
        for remark in _remarks(summary):
            print(sentence(remark).line, file=sys.stderr)
        for problem in summary.problems:
            print(sentence(problem).line, file=sys.stderr)
            status = status or exit_code(problem)
    return status


def _remarks(summary: FetchSummary) -> Iterator[Problem]:
    """What a person should know of a fetch that went well."""
    findings = summary.findings or NO_FINDINGS
    if findings.missing or findings.differing:
        counts = {"count": findings.missing, "differing": findings.differing}
        yield Problem(ProblemCode.ORDERS_MISSING, counts)
    if summary.alarms:
        yield Problem(ProblemCode.WORKED_ON_CHANGED, {"count": len(summary.alarms)})


def check(arguments: Namespace, workspace: Workspace, token: CancelToken) -> int:
    shop = workspace.shop_named(arguments.shop)
    proof = check_connection(workspace, shop, {}, token)
    if arguments.json:
        _print_json(_proof_fields(shop.name, proof))
    else:
        _print_proof(shop.name, proof)
    if abs(proof.clock_off_minutes) >= TOLERATED_MINUTES:
        clock = Problem(ProblemCode.CLOCK_WRONG, {"minutes": proof.clock_off_minutes})
        print(sentence(clock).line, file=sys.stderr)
    if proof.problem is None:
        return 0
    if proof.keys_look_swapped:
        print(SWAPPED, file=sys.stderr)
    else:
        print(sentence(proof.problem).line, file=sys.stderr)
    return exit_code(proof.problem)


def _print_proof(name: str, proof: ConnectionProof) -> None:
    print(f"{name} の接続テスト")
    for one in proof.checks:
        answer = f"（ショップの返事: {one.detail}）" if one.detail else ""
        outcome = "使えませんでした" if one.problem else f"使えました{answer}"
        print(f"  {KEY_NAMES[one.key]}: {outcome}")
    if proof.orders_7_days is not None:
        print(f"  直近7日間の受注: {proof.orders_7_days}件")
    if proof.newest_number:
        when = (
            proof.newest_ordered.astimezone(JST).strftime(" %Y-%m-%d %H:%M") if proof.newest_ordered else ""
        )
        print(f"  最新の受注: {proof.newest_number}{when}")


def _summary_fields(shop: str, summary: FetchSummary) -> Mapping[str, object]:
    return {
        "shop": shop,
        "new": summary.new,
        "updated": summary.updated,
        "unchanged": summary.unchanged,
        "pages": summary.pages,
        "requests": summary.requests,
        "seconds": summary.seconds,
        "high_water": summary.high_water.isoformat() if summary.high_water else None,
        "errors": [_problem_fields(problem) for problem in summary.problems],
    }


def _proof_fields(shop: str, proof: ConnectionProof) -> Mapping[str, object]:
    return {
        "shop": shop,
        "is_working": proof.is_working,
        "keys": {
            one.key.value: {
                "is_accepted": one.problem is None,
                "answer": one.detail,
                "error": _problem_fields(one.problem) if one.problem else None,
            }
            for one in proof.checks
        },
        "orders_7_days": proof.orders_7_days,
        "newest_number": proof.newest_number,
        "newest_ordered": proof.newest_ordered.isoformat() if proof.newest_ordered else None,
        "keys_look_swapped": proof.keys_look_swapped,
        "error": _problem_fields(proof.problem) if proof.problem else None,
    }


def _problem_fields(problem: Problem) -> Mapping[str, str]:
    return {"code": problem.code.value, "message": sentence(problem).line}


def _print_json(fields: Mapping[str, object]) -> None:
    print(json.dumps(fields, ensure_ascii=False), flush=True)
