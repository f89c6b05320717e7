"""診断: one raw answer of the shop, saved with personal data masked, to correct an unverified profile."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Final

import msgspec

from goq_desktop.cancellation import CancelToken
from goq_desktop.domain.fetching import Window
from goq_desktop.domain.handling import HandlingKind
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.malls.client import MallClient
from goq_desktop.services.handling import note
from goq_desktop.services.masking import masked
from goq_desktop.services.whole_file import whole_file
from goq_desktop.services.workspace import Workspace

_PERIOD: Final = timedelta(days=7)


def save_diagnosis(workspace: Workspace, shop_uid: str, file: Path, token: CancelToken) -> None:
    """Ask for the first page of the last seven days and write its masked form to `file`.

    Raises what a fetch raises, ANSWER_NOT_JSON, FILE_UNWRITABLE and DISK_FULL.
    """
    shop = workspace.shop(shop_uid)
    profile = workspace.profile(shop.mall)
    reveal = workspace.key_reader(shop.uid)
    with MallClient(profile, shop.shop_id, reveal, workspace.clock, token) as client:
        answer = client.raw_answer(Window(since=workspace.clock.now() - _PERIOD))
    try:
        content: object = msgspec.json.decode(answer)
    except (msgspec.DecodeError, RecursionError):
        raise ProblemError(ProblemCode.ANSWER_NOT_JSON, host=shop.mall, kind="診断") from None
    report = {
        "profile": shop.mall,
        "profile_status": profile.status,
        "answer": masked(content, profile.known_words, profile.count_keys),
    }
    with whole_file(file) as part:
        note(workspace, HandlingKind.DIAGNOSED, detail=shop.uid)
        part.write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
