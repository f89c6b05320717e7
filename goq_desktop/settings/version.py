"""The version of the settings file's format."""

from __future__ import annotations

from typing import Final

VERSION: Final = 2
