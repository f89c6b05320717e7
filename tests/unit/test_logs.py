"""The log is private, bounded and discreet, and never stands in the way."""

from __future__ import annotations

import logging
import secrets
import stat
import sys
from base64 import b64encode
from pathlib import Path

import pytest

from goq_desktop import logs, redaction
from goq_desktop.domain.problems import ProblemCode, ProblemError
from goq_desktop.paths import Home

log = logging.getLogger("goq_desktop.test")


def written(home: Home) -> str:
    return (home.logs / logs.LOG_NAME).read_text("utf-8")


def test_a_line_says_when_and_who(home: Home) -> None:
    logs.configure(home)
    log.info("page %d of %d", 1, 7)
    assert written(home).rstrip().endswith("Z INFO goq_desktop.test: page 1 of 7")


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_only_its_owner_can_read_it_also_after_it_was_turned(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logs, "_BYTES_A_FILE", 2_000)
    logs.configure(home)
    for number in range(500):
        log.info("line %d", number)
    files = sorted(home.logs.iterdir())
    assert len(files) == logs._OLD_FILES + 1
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert max(file.stat().st_size for file in files) <= 2_000
    assert written(home).rstrip().endswith("line 499")


def test_a_secret_is_hidden_in_message_arguments_and_stack(home: Home) -> None:
    secret = secrets.token_hex(20)
    redaction.hide(secret)
    logs.configure(home)
    log.warning("key %s", secret)
    log.warning("header %r", {"authorization": "Basic " + b64encode(f"shop:{secret}".encode()).decode()})
    log.warning(f"direct {secret}")  # noqa: G004 - somebody will do it
    text = written(home)
    assert len(text.splitlines()) == 3
    assert secret not in text
    assert b64encode(f"shop:{secret}".encode()).decode()[8:40] not in text


def test_a_traceback_shows_places_but_no_values(home: Home) -> None:
    logs.configure(home)
    customer = "佐藤 " + secrets.token_hex(4)

    def look_up(name: str) -> None:
        local = {"name": name}
        try:
            raise KeyError(local["name"])
        except KeyError as error:
            raise ValueError(f"bad {local}") from error

    try:
        look_up(customer)
    except ValueError:
        log.exception("failed")
    text = written(home)
    assert customer not in text
    assert "test_logs.py" in text
    assert "look_up" in text
    assert "builtins.ValueError\nbecause of\n" in text
    assert text.rstrip().endswith("builtins.KeyError")


def test_the_app_s_own_errors_keep_their_code(home: Home) -> None:
    logs.configure(home)
    try:
        raise ProblemError(ProblemCode.DISK_FULL)
    except ProblemError:
        log.exception("failed")
    assert written(home).rstrip().endswith("ProblemError: disk_full")


def test_another_handler_s_traceback_is_not_taken_over(home: Home) -> None:
    logs.configure(home)
    record_text = "value-" + secrets.token_hex(4)
    try:
        raise ValueError(record_text)
    except ValueError as error:
        record = log.makeRecord(log.name, logging.ERROR, "f", 1, "failed", (), (ValueError, error, None))
    logging.Formatter().format(record)  # caches its own traceback in the record
    assert record.exc_text is not None
    log.handle(record)
    assert record_text not in written(home)


def test_an_endless_chain_of_errors_ends(home: Home) -> None:
    logs.configure(home)
    first, second = ValueError(), KeyError()
    first.__context__, second.__context__ = second, first
    log.error("failed", exc_info=first)
    assert written(home).count("builtins.") == 2


@pytest.mark.parametrize("name", ["httpx", "httpcore.http11", "sqlalchemy.engine", "alembic", "keyring"])
def test_talkative_libraries_are_heard_from_warning_on(home: Home, name: str) -> None:
    logging.getLogger(name.partition(".")[0]).setLevel(logging.DEBUG)
    logs.configure(home, verbose=True)
    logging.getLogger(name).info("GET https://shop.example/?name=value")
    logging.getLogger(name).warning("trouble")
    assert "GET" not in written(home)
    assert "trouble" in written(home)


@pytest.mark.parametrize("is_verbose", [False, True])
def test_details_are_written_when_asked_for(home: Home, is_verbose: bool) -> None:
    logs.configure(home, verbose=is_verbose)
    log.info("always")
    log.debug("detail")
    assert ("detail" in written(home)) is is_verbose


def test_a_second_call_moves_the_log(home: Home, tmp_path: Path) -> None:
    other = Home.at(tmp_path / "other")
    other.ensure()
    logs.configure(home)
    logs.configure(other)
    log.info("once")
    assert not (home.logs / logs.LOG_NAME).exists()
    assert written(other).count("once") == 1


def test_a_log_that_cannot_be_written_disturbs_nobody(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.configure(Home.at(tmp_path / "missing"))
    log.error("nobody hears it")
    assert capsys.readouterr() == ("", "")


def test_text_that_is_no_unicode_is_written_somehow(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    logs.configure(home)
    with monkeypatch.context() as patch:
        # The captured log of pytest could not be passed between processes.
        patch.setattr(logging.getLogger(), "handlers", logging.getLogger().handlers[-1:])
        log.warning("name %s", "\udcff")
    assert "name \\udcff" in written(home)
