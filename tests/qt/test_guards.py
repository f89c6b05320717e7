"""Qt's complaints and threads that were left running fail a test."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
IS_OFFSCREEN = os.environ["QT_QPA_PLATFORM"] == "offscreen"


def inner_run(pytester: pytest.Pytester, body: str) -> pytest.RunResult:
    pytester.makeconftest("pytest_plugins = ['tests.support.qt']")
    pytester.makeini(f"[pytest]\npythonpath = {ROOT}\nmarkers = window_system: x")
    pytester.makepyfile(body)
    return pytester.runpytest_subprocess("-p", "no:cacheprovider")


def test_a_warning_of_qt_fails_the_test(pytester: pytest.Pytester) -> None:
    outcome = inner_run(
        pytester,
        """
        from PySide6.QtCore import qWarning
        def test_warned(qapp):
            qWarning("something is wrong")
        """,
    )
    outcome.assert_outcomes(failed=1)


def test_a_thread_that_goes_on_fails_the_test_and_is_ended(pytester: pytest.Pytester) -> None:
    outcome = inner_run(
        pytester,
        """
        from PySide6.QtCore import QThread
        def test_forgotten(qapp):
            thread = QThread()
            thread.setObjectName("forgotten")
            thread.start()
        def test_ended(qapp):
            thread = QThread()
            thread.start()
            thread.quit()
            assert thread.wait(5000)
        """,
    )
    outcome.assert_outcomes(passed=2, errors=1)
    outcome.stdout.fnmatch_lines(["*still running after the test: forgotten*"])


@pytest.mark.skipif(not IS_OFFSCREEN, reason="there are windows")
def test_without_windows_their_tests_are_skipped_with_a_reason(pytester: pytest.Pytester) -> None:
    outcome = inner_run(
        pytester,
        """
        import pytest
        @pytest.mark.window_system
        def test_focus(qapp):
            pass
        """,
    )
    outcome.assert_outcomes(skipped=1)
