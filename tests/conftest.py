"""Loads the shared fixtures; what is here holds for every test."""

from __future__ import annotations

import os

from hypothesis import settings

# Nobody wants windows to pop up; the run under a real window system says so itself.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# No time limit and no memory between runs: a slow machine is no failure, and examples may hold test keys.
settings.register_profile("goq", deadline=None, database=None, derandomize=True)
settings.load_profile("goq")

pytest_plugins = [
    "tests.support.places",
    "tests.support.network",
    "tests.support.keyring",
    "tests.support.qt",
    "pytester",
]
