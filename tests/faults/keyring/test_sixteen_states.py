"""Each state of the keyring ends in its own words within seconds, with no key on the disk and the window alive."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from goq_desktop.credentials.keyring_store import KeyringStore
from goq_desktop.credentials.store import KeyringState, Secret, Slot
from goq_desktop.credentials.vaults import Vault
from goq_desktop.domain.connection import KeyKind
from goq_desktop.domain.problems import Problem, ProblemCode, ProblemError
from goq_desktop.paths import Home
from goq_desktop.practice.server import PracticeServer
from goq_desktop.services.setup_flow import SetupPage
from goq_desktop.wording.problems import sentence
from tests.faults.keyring import states
from tests.faults.keyring.states import Arranged, arranged
from tests.faults.rows import is_over, row, size
from tests.support.canaries import CanaryKeys
from tests.support.desk_person import DeskPerson
from tests.support.secret_scan import needles_of, scan

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the Secret Service is Linux's"),
    pytest.mark.usefixtures("real_keyring"),  # none but those that the test starts itself on buses of its own
    pytest.mark.timeout(600),
]

Start = Callable[[], DeskPerson]
Arrange = Callable[[Arranged], object]
K, P, C = KeyringState, SetupPage, ProblemCode

# Five seconds are promised; the rest is for a busy machine.
PATIENCE: Final = 15_000
TIMES: Final = size(1, 50)
BEGUN: Final = time.monotonic()


@dataclass(frozen=True)
class State:
    """How it is made, what the page of the keyring then shows, and what becomes of typed keys.

    `refused`: the words under the keys; None where they are kept, or cannot be typed at all.
    """

    name: str
    arrange: Arrange
    page: KeyringState
    refused: ProblemCode | None = None


def _null(state: Arranged) -> None:
    state.no_bus()
    state.chosen("keyring.backends.null.Keyring")


def _fail(state: Arranged) -> None:
    state.no_bus()
    state.chosen("keyring.backends.fail.Keyring")


def _chainer(state: Arranged) -> None:
    state.plaintext_installed()
    state.no_bus()
    state.chosen("keyring.backends.chainer.ChainerBackend")


def _plaintext(state: Arranged) -> None:
    state.plaintext_installed()
    state.no_bus()


def _by_environment(state: Arranged) -> None:
    state.real()
    state.plaintext_installed()


def _by_config(state: Arranged) -> None:
    state.real()
    state.configured("keyring.backends.null.Keyring")


def _locked(state: Arranged) -> None:
    state.real()
    states.lock()


def _dying(state: Arranged) -> None:
    states.kill_when_asked(state.silent())


def _of_another_desktop(state: Arranged) -> None:
    state.seen_before("KWallet")
    state.real()


STATES: Final = (
    State("none", Arranged.bus, K.ABSENT),
    State("null", _null, K.ABSENT),
    State("fail", _fail, K.ABSENT),
    State("chainer", _chainer, K.ABSENT),
    State("plaintext installed", _plaintext, K.ABSENT),
    State("environment override", _by_environment, K.READY),
    State("config override", _by_config, K.READY),
    State("locked", _locked, K.LOCKED),
    State("no prompter", _locked, K.LOCKED),
    State("silent daemon", Arranged.silent, K.SILENT),
    State("dies mid-call", _dying, K.ABSENT),
    State("slow", states.slow, K.READY),
    State("read ≠ written", states.lying, K.READY, C.KEYRING_MISMATCH),
    State("write ok, read empty", states.forgetful, K.READY, C.KEYRING_MISMATCH),
    State("other desktop's ring", _of_another_desktop, K.CHANGED),
    State("too long", Arranged.real, K.READY, C.KEY_TOO_LONG),
)


@pytest.fixture
def state(tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch) -> Iterator[Arranged]:
    with arranged(tmp_path, home, monkeypatch) as made:
        yield made


@pytest.mark.parametrize("number", range(TIMES))
@pytest.mark.parametrize("case", STATES, ids=lambda case: case.name)
def test_a_state_of_the_keyring_has_its_own_words(
    case: State,
    number: int,
    state: Arranged,
    start: Start,
    server: PracticeServer,
    canary_keys: CanaryKeys,
    home: Home,
    qtbot: QtBot,
) -> None:
    if number and is_over(BEGUN):
        pytest.skip("the minutes of this row are over")
    with row("keyring states that end in their own page, no key on disk, window alive") as figures:
        figures.tried = 1
        case.arrange(state)
        person = start()
        ticks = _Ticks()
        page = person.setup.wizard.keyring_page
        qtbot.waitUntil(lambda: page.state is not None and not page.is_waiting, timeout=PATIENCE)
        assert page.state is case.page
        assert ticks.count > 0, "the window did not live meanwhile"
        if case.page is K.READY:
            _type_keys(person, server, case)
        else:
            _stay_at_the_page(person, case, qtbot)
        assert scan([home.settings_dir.parent], needles_of(canary_keys)) == []
        assert not list(home.data_dir.parent.rglob("keyring_pass.cfg"))
        figures.result = "all"


def _type_keys(person: DeskPerson, server: PracticeServer, case: State) -> None:
    """They are kept in the real keyring, or the page says why they are not."""
    setup = person.setup
    setup.go_quickly_to_detail()
    person.fill_detail(server)
    if case.refused is C.KEY_TOO_LONG:
        # The form itself says so, beside the key, before any keyring is asked.
        setup.retype(KeyKind.MANAGER, "x" * 1281)
        setup.next()
        assert setup.page is P.SHOP_DETAIL
        assert "長すぎます" in _shown(setup.shop_detail_page)
        return
    setup.next()
    if case.refused is None:
        setup.arrive(P.CONFIRM)
        return
    assert setup.page is P.SHOP_DETAIL
    expected = sentence(Problem(case.refused, {"backend": "Fake Wallet"}))
    shown = _shown(setup.shop_detail_page.problem_box)
    assert expected.title in shown and expected.next_step in shown


def _shown(widget: QWidget) -> str:
    return " ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def _stay_at_the_page(person: DeskPerson, case: State, qtbot: QtBot) -> None:
    """Nobody gets past it to type keys, and it says what to do."""
    setup = person.setup
    page = setup.wizard.keyring_page
    setup.click(setup.wizard.start_page.quick_button)
    setup.next()
    assert setup.page is P.KEYRING
    assert "次にすること" in page.text
    if case.name == "no prompter":
        setup.click(page.unlock_button)
        qtbot.waitUntil(lambda: not page.is_waiting, timeout=PATIENCE)
        assert page.state is K.LOCKED
    setup.next()
    assert setup.page is P.KEYRING


class _Ticks:
    """Counts the turns of the window's own event loop."""

    def __init__(self) -> None:
        self.count = 0
        self._timer = QTimer(interval=10)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        self.count += 1


def test_there_are_sixteen_with_names_of_their_own() -> None:
    assert len({case.name for case in STATES}) == len(STATES) == 16


def test_a_store_that_took_the_chosen_backend_would_be_seen(state: Arranged, home: Home) -> None:
    """The suite's teeth: the `keyring` package's own choice writes the key to the disk."""
    import keyring.core

    state.real()
    state.plaintext_installed()
    chosen = keyring.core.load_env()
    assert chosen is not None
    store = KeyringStore(opener=lambda: Vault("chosen", chosen))
    with pytest.raises(ProblemError):
        store.write(Slot("shop a open"), Secret("not-a-real-key"))
    assert list(home.data_dir.rglob("keyring_pass.cfg"))
