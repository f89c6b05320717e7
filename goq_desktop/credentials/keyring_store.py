"""Keeps secrets in the OS keyring: proven writes, bounded waits, errors without the secret."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final, TypeVar

from goq_desktop.credentials.deadline import AbandoningCaller, Deadline, DeadlinePassed
from goq_desktop.credentials.store import KeyringState, Secret, Slot, check_length
from goq_desktop.credentials.vaults import Vault, open_vault, problem_of
from goq_desktop.domain.problems import Problem, ProblemCode, ProblemError

T = TypeVar("T")

# A person looks for the desktop's prompt, and for the password.
UNLOCK_SECONDS: Final = 120.0

_PROBE: Final = Slot("probe")
_STATES: Final = {
    ProblemCode.KEYRING_LOCKED: KeyringState.LOCKED,
    ProblemCode.KEYRING_SILENT: KeyringState.SILENT,
}


class KeyringStore:
    """One call at a time, each within `deadline` seconds; what was read once is not asked for again.

    `expected_backend` is the name seen last time; empty: any will do. A secret that is not found in another
    keyring than that raises KEYRING_CHANGED instead of looking as if it had never been set.
    """

    def __init__(
        self,
        expected_backend: str = "",
        deadline: float = 5.0,
        opener: Callable[[], Vault] = open_vault,
    ) -> None:
        self._expected = expected_backend
        self._seconds = deadline
        self._opener = opener
        self._vault: Vault | None = None
        self._turn = threading.Lock()
        self._caller = AbandoningCaller()
        self._known: dict[Slot, Secret] = {}

    @property
    def backend(self) -> str:
        return self._vault.name if self._vault else ""

    def accept_backend(self) -> None:
        if self._vault is not None:
            self._expected = self._vault.name

    def probe(self) -> KeyringState:
        """Looks at the keyring anew, without a prompt; an unusable one of any kind is ABSENT."""
        try:
            with self._one_call() as deadline:
                self._vault = None
                vault = self._open(deadline)
                if self._has_changed(vault):
                    return KeyringState.CHANGED
                self._get(vault, _PROBE, deadline)
        except ProblemError as error:
            return _STATES.get(error.problem.code, KeyringState.ABSENT)
        return KeyringState.READY

    def unlock(self, seconds: float = UNLOCK_SECONDS) -> None:
        """Open the desktop's modal prompt and wait for the person; only ever at a person's wish.

        Raises KEYRING_LOCKED when it was dismissed, KEYRING_SILENT when nobody answered. Other calls are not
        held up meanwhile: they find the keyring locked.
        """
        with self._one_call() as deadline:
            vault = self._open(deadline)
        if vault.unlock is not None:
            self._bounded(vault.unlock, vault.name, Deadline(seconds), AbandoningCaller())

    def read(self, slot: Slot) -> Secret | None:
        with self._one_call() as deadline:
            if slot in self._known:
                return self._known[slot]
            vault = self._open(deadline)
            secret = self._get(vault, slot, deadline)
            if secret is not None:
                self._known[slot] = secret
            elif self._has_changed(vault):
                raise ProblemError(ProblemCode.KEYRING_CHANGED, before=self._expected, now=vault.name)
            return secret

    def write(self, slot: Slot, secret: Secret) -> None:
        """Each step is a call of its own: a step that was given up takes no later one with it.

        After KEYRING_SILENT it is not known what lies there; to write again makes it certain.
        """
        check_length(secret)
        with self._one_call() as deadline:
            self._known.pop(slot, None)
            vault = self._open(deadline)
            if vault.is_cleared_before_write:
                self._clear(vault, slot, deadline)
            self._step(vault, lambda: _set(vault, slot, secret), deadline)
            if self._get(vault, slot, deadline) != secret:
                self._clear(vault, slot, deadline)
                raise ProblemError(ProblemCode.KEYRING_MISMATCH, backend=vault.name)
            self._known[slot] = secret

    def delete(self, slot: Slot) -> None:
        with self._one_call() as deadline:
            self._known.pop(slot, None)
            self._clear(self._open(deadline), slot, deadline)

    @contextmanager
    def _one_call(self) -> Iterator[Deadline]:
        deadline = Deadline(self._seconds)
        if not self._turn.acquire(timeout=self._seconds):
            raise self._silent(self._seconds)
        try:
            yield deadline
        finally:
            self._turn.release()

    def _has_changed(self, vault: Vault) -> bool:
        return self._expected not in ("", vault.name)

    def _open(self, deadline: Deadline) -> Vault:
        if self._vault is None:
            self._vault = self._bounded(self._opener, "", deadline, self._caller)
        return self._vault

    def _get(self, vault: Vault, slot: Slot, deadline: Deadline) -> Secret | None:
        return self._step(vault, lambda: _get(vault, slot), deadline)

    def _clear(self, vault: Vault, slot: Slot, deadline: Deadline) -> None:
        if self._get(vault, slot, deadline) is not None:
            self._step(
                vault,
                lambda: vault.backend.delete_password(slot.service, slot.user),
                deadline,
            )

    def _step(self, vault: Vault, work: Callable[[], T], deadline: Deadline) -> T:
        return self._bounded(work, vault.name, deadline, self._caller)

    def _bounded(
        self,
        work: Callable[[], T],
        backend: str,
        deadline: Deadline,
        caller: AbandoningCaller,
    ) -> T:
        """The backend's own error ends in its thread: nothing that saw the secret hangs on ours."""

        def guarded() -> tuple[T] | Problem:
            try:
                return (work(),)
            except Exception as error:  # noqa: BLE001 - each platform's backend has errors of its own
                return problem_of(error, backend)

        try:
            answer = caller.call(guarded, deadline)
        except DeadlinePassed:
            raise self._silent(deadline.seconds) from None
        if isinstance(answer, Problem):
            raise ProblemError(answer.code, **answer.params)
        return answer[0]

    def _silent(self, seconds: float) -> ProblemError:
        return ProblemError(ProblemCode.KEYRING_SILENT, seconds=round(seconds))


def _get(vault: Vault, slot: Slot) -> Secret | None:
    text = vault.backend.get_password(slot.service, slot.user)
    return None if text is None else Secret(text)


def _set(vault: Vault, slot: Slot, secret: Secret) -> None:
    vault.backend.set_password(slot.service, slot.user, secret.reveal())
