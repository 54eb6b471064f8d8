# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shared tap: hands out moments to send, evenly spaced, to whoever asks on whatever machine (GCRA).

One row, one statement: whoever reserves slots pushes the next free one ahead. The same SQL on both databases.
"""

from dataclasses import dataclass

from django.db import connection

from .models import Tap

CATCH_UP = 0.02
"""Seconds: a pacer that is late may make up for so much and no more, or the next second would burst."""
MOST_AHEAD = 1.0
"""Seconds: nobody waits longer for a slot, so that a held tap keeps no worker process busy."""


@dataclass(frozen=True)
class Slots:
    """`count` moments to send, in seconds since the epoch, `interval` apart."""

    start: float
    interval: float
    count: int

    def moment(self, index: int) -> float:
        """When the message with this index may leave."""
        return self.start + index * self.interval


def reserve(count: int, *, rate: int, now: float) -> Slots | None:
    """The next `count` slots at `rate` messages a second, over all workers; rate 0 has no limit.

    `now` is seconds since the epoch; no slot is further in the past than CATCH_UP. None while the tap is held,
    or its slots are given away for more than MOST_AHEAD: come back later.
    """
    interval = 1 / rate if rate else 0.0
    earliest = now - CATCH_UP
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {Tap._meta.db_table} "  # noqa: S608
            "SET next_slot = CASE WHEN next_slot > %s THEN next_slot ELSE %s END + %s "
            "WHERE id = 1 AND next_slot < %s RETURNING next_slot",
            [earliest, earliest, count * interval, now + MOST_AHEAD],
        )
        row = cursor.fetchone()
    return Slots(start=row[0] - count * interval, interval=interval, count=count) if row else None


def hold(seconds: float, *, now: float) -> None:
    """Nobody sends for so many seconds: Meta said that we are too fast."""
    Tap.objects.filter(pk=1, next_slot__lt=now + seconds).update(next_slot=now + seconds)
