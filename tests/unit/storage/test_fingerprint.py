"""A fingerprint is the same for the same content, also for content that no strict reader takes."""

from __future__ import annotations

import pytest

from goq_desktop.storage.order_rows import fingerprint


def test_the_order_of_keys_does_not_count() -> None:
    assert fingerprint(b'{"a":1,"b":[2]}', "x") == fingerprint(b'{ "b":[2], "a":1 }', "x")
    assert fingerprint(b'{"a":1}', "x") != fingerprint(b'{"a":2}', "x")
    assert fingerprint(b'{"a":1}', "x") != fingerprint(b'{"a":1}', "y")


@pytest.mark.parametrize(
    "raw", [b'{"name":"\xff\xfe"}', b'{"total":1e999}', b'{"total":' + b"9" * 400 + b"}"]
)
def test_broken_characters_and_endless_numbers_do_not_stop_a_fetch(raw: bytes) -> None:
    assert fingerprint(raw, "x") == fingerprint(raw, "x") != fingerprint(raw.replace(b":", b":7"), "x")
