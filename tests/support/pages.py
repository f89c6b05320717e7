"""The pages of a store as plain bytes, deleted and free ones too: what somebody with the key could dig out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

# The format of SQLCipher 4: at the end of each page lie its start vector and its authentication.
_PAGE: Final = 4096
_RESERVED: Final = 80
_VECTOR: Final = 16
_SALT: Final = 16


def plain_pages(file: Path, key: bytes) -> Iterator[bytes]:
    """Every page of the file in its order, whatever the store still makes of it."""
    content = file.read_bytes()
    assert content and len(content) % _PAGE == 0
    for start in range(0, len(content), _PAGE):
        page = content[start : start + _PAGE]
        vector = page[_PAGE - _RESERVED :][:_VECTOR]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor()
        yield decryptor.update(page[_SALT if start == 0 else 0 : _PAGE - _RESERVED])


def found_in(file: Path, key: bytes, texts: frozenset[str]) -> frozenset[str]:
    """Which of these texts stand in any page, or across two that follow one another."""
    plain = b"".join(plain_pages(file, key))
    assert b"CREATE TABLE" in plain, "not decrypted"
    return frozenset(text for text in texts if text.encode() in plain)
