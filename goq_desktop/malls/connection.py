"""An HTTP client for one host of a profile, made when it is first needed."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from goq_desktop.malls.profile import Host, Limits
from goq_desktop.malls.profile_checks import is_loopback

if TYPE_CHECKING:
    import httpx


class Connection:
    """TLS is verified against the system's trust store, always; redirects are never followed."""

    def __init__(self, host: Host, limits: Limits) -> None:
        self._host = host
        self._limits = limits
        self._client: httpx.Client | None = None

    def client(self) -> httpx.Client:
        """httpx takes 140 ms to import and a trust store time to read: both wait for the first call."""
        if self._client is None:
            import ssl

            import httpx
            import truststore

            url = urlsplit(self._host.url)
            trust: ssl.SSLContext
            if url.scheme == "https":
                trust = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            else:
                # Plain HTTP needs no trust store; this context verifies and trusts nothing.
                trust = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            limits = self._limits
            self._client = httpx.Client(
                verify=trust,
                follow_redirects=False,
                trust_env=not is_loopback(url.hostname or ""),
                timeout=httpx.Timeout(limits.read_seconds, connect=limits.connect_seconds),
            )
        return self._client

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None
