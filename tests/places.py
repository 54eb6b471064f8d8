"""What belongs to one run alone on servers that several share: the names of its databases, and a number of Redis.

A place is a number, held by a lock of PostgreSQL's that ends with the process that took it, however it ends. So two
clones can be tested at once on one machine, and whoever takes a place next drops what a killed run left there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis
from psycopg import sql

from tests.patience import until

PLACES = range(1, 16)
"""As many as Redis has databases, without the first one, which may be a developer's."""
LOCKS = 0x0CA5C1A
"""The first half of the key of an advisory lock; the second half is the place."""
PREFIX = "cascina_test_{}_"


@contextmanager
def taken(database_url: str, redis_url: str) -> Iterator[dict[str, str]]:
    """The environment of a run that has a place on these servers; without servers, none is needed.

    Waits for one while all are taken. At the end nothing of the run is left on the servers.
    """
    if not database_url:
        yield {"TEST_DATABASE_URL": "", "TEST_REDIS_URL": ""}
        return
    with psycopg.connect(database_url, autocommit=True) as server:
        found: list[int] = []
        until(lambda: found.extend(_free(server)) or found, lambda: "all places on the servers are taken")
        number = found[0]
        own_redis = urlunsplit(urlsplit(redis_url)._replace(path=f"/{number}"))
        _clear(server, number, own_redis)
        try:
            yield {
                "TEST_DATABASE_URL": database_url,
                "TEST_DATABASE_NAME": PREFIX.format(number).rstrip("_"),
                "TEST_REDIS_URL": own_redis,
            }
        finally:
            _clear(server, number, own_redis)


def _free(server: psycopg.Connection) -> list[int]:
    """The first place that nobody holds, which is held from now on; none where all are."""
    for number in PLACES:
        (is_ours,) = server.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, number]).fetchone()
        if is_ours:
            return [number]
    return []


def _clear(server: psycopg.Connection, number: int, redis_url: str) -> None:
    """Drop the databases of this place and empty its Redis, whoever of an earlier run is still connected."""
    named = "SELECT datname FROM pg_database WHERE datname LIKE %s OR datname = %s"
    prefix = PREFIX.format(number)
    for (name,) in server.execute(named, [prefix.replace("_", r"\_") + "%", prefix.rstrip("_")]).fetchall():
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    with redis.Redis.from_url(redis_url) as client:
        client.flushdb()
