"""The whole desk on a fresh home, as in the end-to-end tests."""

from __future__ import annotations

from tests.end_to_end.conftest import clock, server, start

__all__ = ["clock", "server", "start"]
