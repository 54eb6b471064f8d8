"""Files that are encrypted on the disk, each with a key of its own, which an encrypted column keeps.

The keys of the environment encrypt that column and not the file: they are changed without touching a file, and
without its row a file says nothing any more. Written and read block by block, in little memory: AES-256-GCM, the
block's number for a nonce, each once for a key. The last block says that it is the last, so that nothing is cut off.
"""

import io
import secrets
from collections.abc import Iterator
from typing import Any, BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .values import Altered

BLOCK = 1024 * 1024
"""Bytes in clear of each block but the last."""
TAG = 16
"""Bytes by which a block grows."""
MORE, LAST = b"more", b"last"


def new_key() -> str:
    """256 random bits, in hexadecimal."""
    return secrets.token_hex(32)


class Encrypting:
    """A file to be written, whose bytes reach the disk encrypted. For `with`; one key for one file."""

    def __init__(self, file: BinaryIO, key: str) -> None:
        self._file, self._cipher = file, AESGCM(bytes.fromhex(key))
        self._waiting, self._number = bytearray(), 0

    def write(self, data: bytes | bytearray | memoryview, /) -> int:
        """Take these bytes; return how many."""
        self._waiting += data
        while len(self._waiting) > BLOCK:  # the last block is written at the end, be it full
            self._put(bytes(self._waiting[:BLOCK]), MORE)
            del self._waiting[:BLOCK]
        return len(data)

    def flush(self) -> None:
        """Flush nothing: what is no whole block waits."""

    def __enter__(self) -> "Encrypting":
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        if kind is None:
            self._put(bytes(self._waiting), LAST)

    def _put(self, block: bytes, place: bytes) -> None:
        self._file.write(self._cipher.encrypt(_nonce(self._number), block, place))
        self._number += 1


class Decrypting(io.RawIOBase):
    """A file to be read in clear, once and in order; closing it closes the encrypted one.

    Reading raises Altered where that was changed, or cut off.
    """

    def __init__(self, file: BinaryIO, key: str) -> None:
        self._file, self._blocks, self._waiting = file, _decrypted(file, key), b""

    def readable(self) -> bool:
        """Tell that this is a file to be read."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Fill `buffer` with what follows, or a part of it; return how many bytes, 0 at the end."""
        self._waiting = self._waiting or next(self._blocks, b"")
        taken, self._waiting = self._waiting[: len(buffer)], self._waiting[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)

    def close(self) -> None:
        """Close both."""
        self._file.close()
        super().close()


def _decrypted(file: BinaryIO, key: str) -> Iterator[bytes]:
    cipher, number = AESGCM(bytes.fromhex(key)), 0
    block = file.read(BLOCK + TAG)
    while block:
        following = file.read(BLOCK + TAG)
        try:
            yield cipher.decrypt(_nonce(number), block, MORE if following else LAST)
        except InvalidTag as problem:
            raise Altered("a file was changed, or cut off") from problem
        block, number = following, number + 1


def clear_size(stored: int) -> int:
    """Compute how many bytes are in a file that takes `stored` bytes on the disk."""
    blocks = -(-stored // (BLOCK + TAG))
    return stored - blocks * TAG


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")
