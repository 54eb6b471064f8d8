"""A value, encrypted and back. What is encrypted says by which key, and is bound to its table and column.

Text: "enc1.<key id>.<nonce and ciphertext in base64url>". Bytes: the same, binary. Whatever does not begin so was
written before there was encryption, and is read as it is. The empty value stays empty.
"""

import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Callable

from cryptography.exceptions import InvalidTag

from .data_keys import ID_BYTES, keyring

PREFIX = "enc1."
BYTES_PREFIX = b"enc1\x00"
NONCE_BYTES = 12
"""Random, as NIST SP 800-38D, 8.2.2 has it: one key may encrypt 2^32 values."""


class Altered(ValueError):
    """An encrypted value that was changed, cut off, or belongs to another column."""


def encrypt_text(text: str, place: str) -> str:
    """`text` encrypted for the column `place` ("table.column"); "" stays "". Raises NoKey."""
    if not text:
        return text
    key_id, sealed = _encrypt(text.encode(), place)
    return f"{PREFIX}{key_id.hex()}.{urlsafe_b64encode(sealed).decode()}"


def decrypt_text(stored: str, place: str) -> str:
    """Decrypt what `encrypt_text` made; a text in clear stays as it is. Raises NoKey or Altered."""
    if not stored.startswith(PREFIX):
        return stored
    key_id, _, sealed = stored[len(PREFIX) :].partition(".")
    try:
        return _decrypt(bytes.fromhex(key_id), urlsafe_b64decode(sealed), place).decode()
    except (NotBase64, ValueError) as problem:
        raise Altered(f"{place}: a value can't be read") from problem


def encrypt_bytes(content: bytes, place: str) -> bytes:
    """`content` encrypted for the column `place`; nothing stays nothing. Raises NoKey."""
    if not content:
        return content
    key_id, sealed = _encrypt(content, place)
    return BYTES_PREFIX + key_id + sealed


def decrypt_bytes(stored: bytes, place: str) -> bytes:
    """Decrypt what `encrypt_bytes` made; bytes in clear stay as they are. Raises NoKey or Altered."""
    if not stored.startswith(BYTES_PREFIX):
        return stored
    start = len(BYTES_PREFIX) + ID_BYTES
    return _decrypt(stored[len(BYTES_PREFIX) : start], stored[start:], place)


def ask_before_encrypting(question: Callable[[], None]) -> None:
    """Put off holding the keys against the database until before anything is encrypted.

    For a process that could not do so when it started. `question` raises where they are others; asked and answered,
    it is not asked again.
    """
    _unasked.append(question)


_unasked: list[Callable[[], None]] = []


def _encrypt(content: bytes, place: str) -> tuple[bytes, bytes]:
    while _unasked:
        _unasked[-1]()
        _unasked.clear()
    key, nonce = keyring().first, secrets.token_bytes(NONCE_BYTES)
    return key.id, nonce + key.cipher.encrypt(nonce, content, place.encode())


def _decrypt(key_id: bytes, sealed: bytes, place: str) -> bytes:
    cipher = keyring().find(key_id).cipher
    try:
        return cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode())
    except (InvalidTag, ValueError) as problem:
        raise Altered(f"{place}: a value was changed, or belongs to another column") from problem


def first_text_prefix() -> str:
    """Return how a text begins that the first key has encrypted."""
    return f"{PREFIX}{keyring().first.name}."
