"""A file on the disk tells nothing without its row, and nothing of it can be changed, moved or cut off."""

from io import BytesIO

import pytest

from cascina_whatsapp.security.encryption import files
from cascina_whatsapp.security.encryption.values import Altered

KEY = files.new_key()
BLOCK, STORED = files.BLOCK, files.BLOCK + files.TAG


def stored(content: bytes, step: int = 100_000) -> bytes:
    """`content` as the disk gets it, written bit by bit."""
    disk = BytesIO()
    with files.Encrypting(disk, KEY) as file:
        for start in range(0, len(content), step):
            file.write(content[start : start + step])
    return disk.getvalue()


def read(content: bytes, key: str = KEY) -> bytes:
    return files.Decrypting(BytesIO(content), key).readall()


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, 2 * BLOCK + 5])
def test_what_was_written_is_read(size):
    content = (b"+393200000101\n" * (size // 14 + 1))[:size]
    disk = stored(content)
    assert read(disk) == content
    assert files.clear_size(len(disk)) == size
    assert b"3200000101" not in disk


TWO = stored(b"x" * (2 * BLOCK + 5))


@pytest.mark.parametrize(
    "changed",
    [
        TWO[:STORED],
        TWO[: 2 * STORED],
        TWO[:-1],
        TWO[STORED:],
        TWO[STORED : 2 * STORED] + TWO[:STORED] + TWO[2 * STORED :],
        TWO + b"x",
        bytes([TWO[0] ^ 1]) + TWO[1:],
    ],
    ids=[
        "one block left",
        "two left",
        "end cut",
        "beginning cut",
        "blocks swapped",
        "longer",
        "a bit changed",
    ],
)
def test_what_was_changed_is_refused(changed):
    with pytest.raises(Altered):
        read(changed)


def test_another_key_opens_nothing():
    with pytest.raises(Altered):
        read(TWO, files.new_key())
