"""The heartbeat of each queue, in Redis: beat sends a pulse into it, and the worker that serves it notes the moment.

Whoever asks Redis here waits for the seconds given, then gets RedisError.
"""

import secrets
from contextlib import suppress
from datetime import datetime, timedelta

import redis
from django.conf import settings

LATE = {"replies": timedelta(minutes=1), "celery": timedelta(minutes=1), "long": timedelta(minutes=15)}
"""The time without a pulse after which a queue stands still; one pulse comes every twenty seconds.

In `long` every process of a worker may be busy for minutes, with exports and the work of the night.
"""
QUEUES = tuple(LATE)
FORGOTTEN = timedelta(days=1)
SECONDS = 1.0


def at_redis(seconds: float = SECONDS) -> redis.Redis:
    """Return a client that waits for an answer for so many seconds."""
    waits = {"socket_timeout": seconds, "socket_connect_timeout": seconds}
    return redis.Redis.from_url(settings.REDIS_URL, decode_responses=True, **waits)


def note(queue: str, now: datetime) -> None:
    """Note that a worker serves a queue. Where Redis takes nothing a pulse is missing; without Redis nobody asks."""
    if settings.REDIS_URL:
        with suppress(redis.RedisError), at_redis() as client:
            client.set(f"cascina:pulse:{queue}", now.timestamp(), ex=FORGOTTEN)


def keeps_what_is_written(seconds: float = SECONDS) -> bool:
    """Write a value and read it back, since a full Redis answers a ping all the same."""
    name, value = f"cascina:watch:{secrets.token_hex(8)}", secrets.token_hex(8)
    with at_redis(seconds) as client:
        client.set(name, value, ex=60)
        return bool(client.getdel(name) == value)


def silent(now: datetime) -> dict[str, datetime | None]:
    """The queues that nobody serves, and when each had its last pulse; None: none within a day.

    A pulse of the future counts as none: the clock went back since.
    """
    with at_redis() as client:
        told = client.mget([f"cascina:pulse:{queue}" for queue in QUEUES])
    last = {
        queue: datetime.fromtimestamp(float(at), now.tzinfo) if at else None
        for queue, at in zip(QUEUES, told, strict=True)
    }
    return {queue: at for queue, at in last.items() if at is None or abs(now - at) > LATE[queue]}
