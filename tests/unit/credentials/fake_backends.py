"""Stand-ins for keyrings that misbehave, each named for what it does."""

from __future__ import annotations

import threading

from goq_desktop.credentials.vaults import Vault


class FakeBackend:
    """Keeps its secrets in a dictionary and counts the calls."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.calls: list[str] = []

    def get_password(self, service: str, username: str, /) -> str | None:
        self.calls.append("get")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str, /) -> None:
        self.calls.append("set")
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str, /) -> None:
        self.calls.append("delete")
        del self.kept[service, username]


class LyingBackend(FakeBackend):
    """Says that it wrote, and wrote something else."""

    def set_password(self, service: str, username: str, password: str, /) -> None:
        super().set_password(service, username, password[:-1])


class NullBackend(FakeBackend):
    """Keeps nothing and says nothing about it, as the null backend of `keyring`."""

    def set_password(self, service: str, username: str, password: str, /) -> None:
        self.calls.append("set")


class StuckBackend(FakeBackend):
    """Answers nothing before it is released."""

    def __init__(self) -> None:
        super().__init__()
        self.released = threading.Event()
        self.done = threading.Semaphore(0)

    def get_password(self, service: str, username: str, /) -> str | None:
        self.released.wait()
        answer = super().get_password(service, username)
        self.done.release()
        return answer

    def set_password(self, service: str, username: str, password: str, /) -> None:
        self.released.wait()
        super().set_password(service, username, password)
        self.done.release()


class TalkativeBackend(FakeBackend):
    """Fails with the secret in the error's text and in its frames."""

    def set_password(self, service: str, username: str, password: str, /) -> None:
        raise ValueError(f"cannot keep {password}")


def vault(backend: FakeBackend, name: str = "Fake Wallet", *, is_cleared_before_write: bool = False) -> Vault:
    return Vault(name, backend, is_cleared_before_write)
