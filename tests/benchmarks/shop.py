"""The shop that is fetched from, in names that cost a measured process nothing to load."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

PRACTICE_UID: Final = "practice"
SINCE: Final = datetime.now(UTC) - timedelta(days=3650)
