"""A diagnosis shows the form of an answer and nobody's data, and is a whole file or none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.practice.misbehaviour import Fault, Misbehaviour
from goq_desktop.practice.server import PracticeServer
from goq_desktop.practice.shop import PracticeShop
from goq_desktop.services.diagnosing import save_diagnosis
from goq_desktop.services.workspace import Workspace
from tests.support.malls import PatientToken
from tests.unit.services.conftest import UID


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "診断.json"


def diagnosed(workspace: Workspace, file: Path) -> Any:
    save_diagnosis(workspace, UID, file, PatientToken())
    return json.loads(file.read_text("utf-8"))


def test_the_form_is_kept_and_the_data_is_not(
    workspace: Workspace, mall: PracticeShop, server: PracticeServer, file: Path
) -> None:
    report = diagnosed(workspace, file)
    assert (report["profile"], report["profile_status"]) == ("practice", "unverified")
    orders = report["answer"]["orders"]
    assert len(orders) == 100
    assert int(report["answer"]["total_count"]) > 100, "a count is no personal data"
    assert {"order_number", "purchaser", "deliveries", "totals"} <= set(orders[-1]["basic"])
    assert orders[-1]["basic"]["order_date"] == "9999-99-99 99:99:99"
    text = file.read_text("utf-8")
    for order in mall.orders():
        who = order.purchaser
        for secret in (who.name, who.street, who.phone, who.email, order.serial, order.memo):
            assert len(secret) < 4 or secret not in text
    assert server.manager_key not in text


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (Fault.HTML, ProblemCode.ANSWER_NOT_JSON),
        (Fault.GARBAGE, ProblemCode.ANSWER_NOT_JSON),
        (Fault.DEEP, ProblemCode.ANSWER_NOT_JSON),
        (Fault.REFUSE_KEYS, ProblemCode.KEY_REFUSED),
        (Fault.GZIP_BOMB, ProblemCode.ANSWER_TOO_LARGE),
    ],
)
def test_an_answer_that_cannot_be_masked_is_not_saved(
    workspace: Workspace, server: PracticeServer, file: Path, fault: Fault, code: ProblemCode
) -> None:
    server.misbehave(Misbehaviour(fault=fault))
    with pytest.raises(ProblemError) as caught:
        diagnosed(workspace, file)
    assert caught.value.problem.code is code
    assert not file.exists()


def test_a_place_that_cannot_be_written(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(ProblemError) as caught:
        save_diagnosis(workspace, UID, tmp_path / "missing" / "診断.json", PatientToken())
    assert caught.value.problem.code is ProblemCode.FILE_UNWRITABLE


def test_it_leaves_no_part_beside_it(workspace: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "診断"
    folder.mkdir()
    diagnosed(workspace, folder / "a.json")
    assert [one.name for one in folder.iterdir()] == ["a.json"]
