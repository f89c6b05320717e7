"""What the wizard and the settings ask for that may take long: the keyring and the connection test."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from goq_desktop.background.jobs import Job, JobThread, Report
from goq_desktop.cancellation import CancelToken
from goq_desktop.credentials.keyring_store import KeyringStore
from goq_desktop.credentials.store import KeyringState
from goq_desktop.domain.connection import ConnectionProof, KeyKind
from goq_desktop.domain.problems import Problem, ProblemCode
from goq_desktop.services.key_rotation import KeyChange, Rotation, drop_noted_keys, rotate_keys
from goq_desktop.services.workspace import Workspace
from goq_desktop.settings.tiles import Shop

Answer = TypeVar("Answer")


class BackgroundSetUp:
    """Runs each action in the worker; every `done` is called in the main thread, once, unless cancelled.

    Keys stay in this process's memory: they are held by the work itself, no signal carries them.
    """

    def __init__(self, thread: JobThread, slow_thread: JobThread, workspace: Workspace) -> None:
        """`slow_thread`: for what waits for a person, and must not hold up the rest."""
        self._thread = thread
        self._slow_thread = slow_thread
        self._workspace = workspace
        self._job: Job | None = None

    def probe_keyring(self, done: Callable[[KeyringState], None]) -> None:
        credentials = self._workspace.credentials

        def work(_: CancelToken, __: Report) -> KeyringState:
            state = credentials.probe()
            if state is KeyringState.READY:
                self._workspace.remember_keyring()
            return state

        self._submit(work, done, lambda _: done(KeyringState.ABSENT))

    def unlock_keyring(self, done: Callable[[KeyringState], None]) -> None:
        credentials = self._workspace.credentials

        def work(_: CancelToken, __: Report) -> KeyringState:
            if isinstance(credentials, KeyringStore):
                credentials.unlock()
            return credentials.probe()

        self._job = self._slow_thread.submit(work, done, lambda _: done(KeyringState.LOCKED))

    def use_session_store(self) -> None:
        self._workspace.use_session_only()

    def change_keys(self, change: KeyChange, done: Callable[[Rotation | Problem], None]) -> None:
        def work(token: CancelToken, _: Report) -> Rotation:
            return rotate_keys(self._workspace, change, token)

        def failed(problem: Problem | None) -> None:
            # Without a problem it was a bug, which is told elsewhere: the keys are not known to be kept.
            backend = self._workspace.credentials.backend
            done(problem or Problem(ProblemCode.KEYRING_REFUSED, {"backend": backend}))

        self._submit(work, done, failed)

    def forget_shops(self, shop_uids: Iterable[str]) -> None:
        """Remove the keys of shops that were taken off the list; those that stay now go at a later start."""
        uids = frozenset(shop_uids)
        self._thread.submit(lambda *_: drop_noted_keys(self._workspace, uids), lambda _: None, lambda _: None)

    def drop_noted_keys(self) -> None:
        """At the start: remove what a run before could not, or was killed over."""
        self._thread.submit(lambda *_: drop_noted_keys(self._workspace), lambda _: None, lambda _: None)

    def check(
        self,
        shop: Shop,
        typed: Mapping[KeyKind, str],
        done: Callable[[ConnectionProof | Problem], None],
    ) -> None:
        """Test the connection of a shop that may not be saved yet, with the keys that were typed."""
        from goq_desktop.services.checking import check_connection

        def work(token: CancelToken, _: Report) -> ConnectionProof:
            return check_connection(self._workspace, shop, typed, token)

        self._submit(work, done, lambda problem: done(problem) if problem is not None else None)

    def cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _submit(
        self,
        work: Callable[[CancelToken, Report], Answer],
        done: Callable[[Answer], None],
        failed: Callable[[Problem | None], None],
    ) -> None:
        self._job = self._thread.submit(work, done, failed)
