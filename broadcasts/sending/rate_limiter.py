"""The rate limiter: grants slots, moments to send, evenly spaced, to every sender on every machine (GCRA).

One row, one statement: a reservation pushes the next free slot ahead. The same SQL on both databases.
When Meta says that we are too fast the rate is halved, and grows back by itself. Replies to citizens
have slots of their own, before those of the broadcasts, within a part of the rate.

Its moments are absolute, and a clock may be put back (NTP, a machine that wakes up): they would lie in the future
for as long as it was put back. Every write of the row writes the time, too; where that lies ahead, all move back.
"""

import math
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import F

from broadcasts.models import RateLimiter
from cascina_whatsapp.whatsapp.cloud_api.retry_policy import PAUSE_SECONDS

CATCH_UP = 0.02
"""Seconds: a sender that is late may make up for so much and no more, or the next second would burst."""
LONGEST_DEBT = 2.0
"""Seconds that replies to citizens may take from the broadcasts at most, behind what was given away before."""
BESIDE_BROADCASTS = 1 / 2
"""The part of the throughput that replies may take while a broadcast is being sent; otherwise all of it."""

LEAST_SHARE = 1 / 16
STEADY_FOR = 30.0
"""Seconds at the lower rate before it grows again."""
REGAINED = 0.01
"""The part of the full rate that comes back with every second after that."""
CLOCKS_DIFFER = 1.0
"""Seconds: more than the clocks of our machines may differ, and no more than anybody waits for a slot anyway."""

SHARE = (
    f"CASE WHEN slowed_at >= %(steady)s THEN share "
    f"WHEN share + {REGAINED} * (%(steady)s - slowed_at) < 1 THEN share + {REGAINED} * (%(steady)s - slowed_at) "
    "ELSE 1.0 END"
)
"""The share of the full rate at this moment."""
AS_SOON_AS_MAY_BE = "CASE WHEN next_slot > %(earliest)s THEN next_slot ELSE %(earliest)s END"
TABLE = RateLimiter._meta.db_table

GRANTED = f"(CASE WHEN %(count)s * ({SHARE}) < 1 THEN 1 ELSE FLOOR(%(count)s * ({SHARE})) END)"
"""The slots at the lower rate: as many as take no longer than all of them at the full one."""

RESERVE = (
    f"UPDATE {TABLE} SET written_at = %(now)s, "  # noqa: S608
    f"next_slot = {AS_SOON_AS_MAY_BE} + {GRANTED} * %(interval)s / ({SHARE}) "
    f"WHERE id = 1 AND next_slot < %(too_late)s RETURNING next_slot, {SHARE}, {GRANTED}"
)
CHARGE = (
    f"UPDATE {TABLE} SET written_at = %(now)s, "  # noqa: S608
    f"next_slot = CASE WHEN {AS_SOON_AS_MAY_BE} + %(span)s / ({SHARE}) < %(too_late)s "
    f"THEN {AS_SOON_AS_MAY_BE} + %(span)s / ({SHARE}) ELSE %(too_late)s END "
    "WHERE id = 1 AND next_slot < %(too_late)s"
)
GRANTED_NOW = f"SELECT {SHARE}, next_slot FROM {TABLE} WHERE id = 1"  # noqa: S608
LOCK_ROW = f"UPDATE {TABLE} SET written_at = %(now)s WHERE id = 1 RETURNING next_answer, {SHARE}"  # noqa: S608
SLOW_DOWN = (
    f"UPDATE {TABLE} SET share = CASE WHEN ({SHARE}) / 2 > {LEAST_SHARE} THEN ({SHARE}) / 2 "  # noqa: S608
    f"ELSE {LEAST_SHARE} END, slowed_at = %(now)s, written_at = %(now)s "
    "WHERE id = 1 AND slowed_at <= %(another_time)s"
)


@dataclass(frozen=True)
class Reservation:
    """`count` moments to send, in seconds since the epoch, `interval` apart."""

    start: float
    interval: float
    count: int

    def moment(self, index: int) -> float:
        """Return when the message with this index may leave, in seconds since the epoch."""
        return self.start + index * self.interval

    @property
    def moments(self) -> list[float]:
        """The moments of all reserved messages, in seconds since the epoch."""
        return [self.moment(index) for index in range(self.count)]


@dataclass(frozen=True)
class Granted:
    """The state of the rate limiter: the `share` of the rate, and the seconds before the next slot."""

    share: float
    paused_for: float


def granted_now(now: float) -> Granted:
    """Read what the rate limiter would grant at `now`, seconds since the epoch. Takes nothing."""
    with connection.cursor() as cursor:
        cursor.execute(GRANTED_NOW, {"steady": now - STEADY_FOR})
        share, next_slot = cursor.fetchone()
    return Granted(share, max(0.0, next_slot - now))


def reserve(
    count: int, *, rate: int, now: float, within: float, ready_at: float = -math.inf
) -> Reservation | None:
    """The next slots at `rate` messages a second, over all workers: `count`, or fewer; rate 0 has no limit.

    `now` is seconds since the epoch; no slot is further in the past than CATCH_UP, nor before `ready_at`. None while
    the rate is paused, or the slots are given away for more than `within` seconds: come back later. While Meta finds
    us too fast the slots are further apart than `rate` says, and there are fewer of them, at least one, so that no
    claimed message waits for longer than at the full rate.
    """
    interval = 1 / rate if rate else 0.0
    moments = _moments(now, too_late=now + within) | {"count": count, "interval": interval}
    moments["earliest"] = max(moments["earliest"], ready_at)
    row = _execute_reserve(moments)
    if row is None and _follow_clock_back(now):
        row = _execute_reserve(moments)
    if row is None:
        return None
    next_slot, share, granted = row
    interval /= share
    return Reservation(start=next_slot - granted * interval, interval=interval, count=int(granted))


def charge(count: int, *, rate: int, now: float) -> None:
    """Charge the rate with messages that leave without waiting for a slot. The broadcasts give way to them.

    Meta counts all the messages of the number. The debt is bounded, and rate 0 has none.
    """
    if rate:
        with connection.cursor() as cursor:
            cursor.execute(CHARGE, _moments(now, too_late=now + LONGEST_DEBT) | {"span": count / rate})


@transaction.atomic
def reserve_for_replies(
    count: int, *, rate: int, now: float, within: float, part: float
) -> Reservation | None:
    """Reserve slots for up to `count` replies to citizens, before the broadcasts; None: later.

    Theirs is `part` of `rate`, and of what Meta leaves of it, so that a flood of replies neither starves a broadcast
    nor makes Meta find us too fast; a few leave at once. The last moment is `within` so many seconds; for a part of
    the rate as much less, since broadcasts miss all at once what replies take, and leave at the full rate in between.
    Rate 0 has no limit.
    """
    if not rate:
        return Reservation(start=now, interval=0, count=count)
    _follow_clock_back(now)
    next_answer, share = _lock_row(now)
    interval = 1 / (rate * part * share)
    start, latest = max(next_answer, now - CATCH_UP), now + within * part
    if start > latest:
        return None
    granted = min(count, 1 + int((latest - start) / interval))
    RateLimiter.objects.update(next_answer=start + granted * interval)
    charge(granted, rate=rate, now=now)
    return Reservation(start=start, interval=interval, count=granted)


def _lock_row(now: float) -> tuple[float, float]:
    """The next free slot of the replies and the share of this moment; nothing else takes slots meanwhile."""
    with connection.cursor() as cursor:
        cursor.execute(LOCK_ROW, {"now": now, "steady": now - STEADY_FOR})
        found: tuple[float, float] = cursor.fetchone()
    return found


def pause(seconds: float, *, now: float) -> None:
    """Pause the whole number for so many seconds."""
    _follow_clock_back(now)
    until = now + seconds
    RateLimiter.objects.filter(next_slot__lt=until).update(next_slot=until, written_at=now)


def slow_down(*, now: float, seconds: float = PAUSE_SECONDS) -> None:
    """Slow down as Meta asks: nobody sends for so many seconds, then at half the rate.

    What was in flight hears the same within PAUSE_SECONDS, and halves nothing again.
    """
    pause(seconds, now=now)
    with connection.cursor() as cursor:
        cursor.execute(
            SLOW_DOWN, {"now": now, "steady": now - STEADY_FOR, "another_time": now - PAUSE_SECONDS}
        )


def _execute_reserve(moments: dict[str, float]) -> tuple[float, float, float] | None:
    with connection.cursor() as cursor:
        cursor.execute(RESERVE, moments)
        granted: tuple[float, float, float] | None = cursor.fetchone()
    return granted


def _follow_clock_back(now: float) -> bool:
    """Tell whether the clock was put back since the row was written, and put back its moments as far.

    So a pause lasts as long as Meta asked for, and what was given away still comes first.
    """
    back = F("written_at") - now
    ahead = RateLimiter.objects.filter(written_at__gt=now + CLOCKS_DIFFER)
    return bool(
        ahead.update(
            next_slot=F("next_slot") - back,
            next_answer=F("next_answer") - back,
            slowed_at=F("slowed_at") - back,
            written_at=now,
        )
    )


def _moments(now: float, *, too_late: float) -> dict[str, float]:
    return {"now": now, "earliest": now - CATCH_UP, "steady": now - STEADY_FOR, "too_late": too_late}
