"""Each run has databases and a Redis of its own, also beside another clone's, and after one that was killed."""

import os

import psycopg
import pytest
import redis

from tests.places import taken

DATABASE = os.environ.get("TEST_DATABASE_URL", "")
REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379")


def databases() -> set[str]:
    with psycopg.connect(DATABASE, autocommit=True) as server:
        return {name for (name,) in server.execute("SELECT datname FROM pg_database").fetchall()}


def test_without_servers_nothing_is_taken():
    with taken("", REDIS) as place:
        assert place == {"TEST_DATABASE_URL": "", "TEST_REDIS_URL": ""}


if DATABASE:  # on SQLite there is no server to share

    def test_two_runs_share_neither_a_database_nor_a_redis():
        with taken(DATABASE, REDIS) as one, taken(DATABASE, REDIS) as other:
            for name in ("TEST_DATABASE_NAME", "TEST_REDIS_URL"):
                assert one[name] != other[name]

    def test_what_a_killed_run_left_is_gone_before_the_next_and_nothing_stays_after_it():
        with taken(DATABASE, REDIS) as place:
            left = [f"{place['TEST_DATABASE_NAME']}{suffix}" for suffix in ("", "_journeys")]
        with psycopg.connect(DATABASE, autocommit=True) as server:
            for name in left:
                server.execute(f'CREATE DATABASE "{name}"')
        with redis.Redis.from_url(place["TEST_REDIS_URL"]) as client:
            client.set("task", "of a killed run")
        still_connected = psycopg.connect(DATABASE.rsplit("/", 1)[0] + f"/{left[1]}")
        with taken(DATABASE, REDIS) as again:
            assert again == place
            assert not databases() & set(left)
            with redis.Redis.from_url(place["TEST_REDIS_URL"]) as client:
                assert client.dbsize() == 0
            with pytest.raises(psycopg.OperationalError):
                still_connected.execute("SELECT 1")
        assert not databases() & set(left)
