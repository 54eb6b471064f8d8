"""The sender slots: how many processes send at a time. A dead process holds none: the kernel frees what it held.

On PostgreSQL a slot is a lock of a session, on a connection of its own: a connection that is shared or pooled would
hand the lock to somebody else. On SQLite, which is on one machine, it is a lock on a file. No slot has a row, nor a
time after which it is free again: that of a process that was killed is free at once.

It is only courtesy: two holders of one slot would send nothing twice nor too fast, the claim and the rate limiter see
to that. But they would be one more than WHATSAPP_SENDERS, in a process that replies to citizens need.
"""

import fcntl
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from django.conf import settings
from django.db import DatabaseError, connection

if TYPE_CHECKING:
    from io import TextIOWrapper

    from django.db.backends.base.base import BaseDatabaseWrapper

LOCKS = 0x5E9D
"""The first of the two numbers of our advisory locks; the second is that of the slot. Nothing else here has any."""
TAKEN = (
    "SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 AND granted "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
NOTICE_A_DEAD_MACHINE = (
    "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 5; SET tcp_keepalives_count = 3"
)
"""A killed process closes its connection; a machine without power doesn't. PostgreSQL asks, and gives it up after
twenty seconds."""


class SenderSlot(Protocol):
    """A slot that this process holds until it releases it, or dies. `number` is 1 to WHATSAPP_SENDERS."""

    number: int

    def release(self) -> None:
        """Give the slot back."""


def take() -> SenderSlot | None:
    """Take one of the WHATSAPP_SENDERS slots, or None when all are taken."""
    numbers = range(1, settings.WHATSAPP_SENDERS + 1)
    if connection.vendor == "postgresql":
        return _take_session_lock(sorted(set(numbers) - _taken()))
    return next((slot for number in numbers if (slot := _take_file_lock(number))), None)


class SessionLock:
    """The lock of a sender slot on PostgreSQL: it ends with its connection, however that ends."""

    def __init__(self, number: int, session: "BaseDatabaseWrapper") -> None:
        self.number = number
        self._session = session

    def release(self) -> None:
        """Free the lock at once: a server notices a closed connection a moment later."""
        with suppress(DatabaseError):
            with self._session.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, self.number])
            self._session.close()


class FileLock:
    """The lock of a sender slot on SQLite: it ends with the process that has the file open, however that ends."""

    def __init__(self, number: int, file: "TextIOWrapper") -> None:
        self.number = number
        self._file = file

    def release(self) -> None:
        """Release the lock by closing its file."""
        self._file.close()


def _taken() -> set[int]:
    """Read which slots are taken on the ordinary connection: where all are, as usual, no other one is opened."""
    with connection.cursor() as cursor:
        cursor.execute(TAKEN, [LOCKS])
        return {number for (number,) in cursor.fetchall()}


def _take_session_lock(numbers: list[int]) -> SenderSlot | None:
    if not numbers:
        return None
    session = connection.copy()
    for number in numbers:
        if _lock(session, number):
            return SessionLock(number, session)
    session.close()
    return None


def _lock(session: "BaseDatabaseWrapper", number: int) -> bool:
    """Lock a slot; False where another process was quicker."""
    with session.cursor() as cursor:
        cursor.execute(NOTICE_A_DEAD_MACHINE)
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, number])
        return bool(cursor.fetchone()[0])


def _take_file_lock(number: int) -> SenderSlot | None:
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    file = (settings.VAR_DIR / f"sender-slot-{number}.lock").open("w", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return FileLock(number, file)
