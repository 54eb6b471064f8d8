"""How a run gets its database; one without tables beside it, and rows that all tests of a module begin with."""

from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager

import pytest
from django.db import connection, connections, transaction

from tests import migrated
from tests.patience import until

WAITS_FOR_US = "SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"


@pytest.fixture(scope="session")
def database_of_this_run(django_db_modify_db_settings, django_db_blocker) -> tuple[bool, ExitStack]:
    """Whether it is a copy, migrated already; and what to close once it is there."""
    until_there = ExitStack()
    with django_db_blocker.unblock():
        return until_there.enter_context(migrated.own_database()), until_there


@pytest.fixture(scope="session")
def django_db_keepdb(database_of_this_run, django_db_keepdb) -> bool:
    """A copy is kept as it is."""
    return database_of_this_run[0] or django_db_keepdb


@pytest.fixture(scope="session")
def django_db_setup(database_of_this_run, django_db_setup, django_db_blocker) -> Iterator[None]:
    """Hands a copy to the runs that wait for it."""
    is_copy, until_there = database_of_this_run
    with django_db_blocker.unblock():
        until_there.close()
    yield
    if is_copy:
        with django_db_blocker.unblock():
            migrated.drop_copy()


@pytest.fixture(scope="module")
def of_the_module(django_db_setup, django_db_blocker) -> Iterator[None]:
    """What fixtures of the module write after this one, each of its tests finds, and nobody after its last.

    Each test still takes back what it did itself. Hand on keys, not rows: a row that one test changed in memory would
    be changed for the next. Not in a module with `committed_db`.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def empty_database(django_db_blocker, tmp_path) -> Iterator[str]:
    """The alias of a database of its own, without tables."""
    settings = {**connection.settings_dict, "TEST": {**connection.settings_dict["TEST"]}}
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            settings["NAME"] = str(tmp_path / "empty.sqlite3")
            made = settings["NAME"]
        else:
            made = settings["NAME"] = f"{settings['NAME']}_empty"
            with _maintenance() as cursor:
                cursor.execute(f'DROP DATABASE IF EXISTS "{made}"')
                cursor.execute(f'CREATE DATABASE "{made}"')
        connections.databases["empty"] = settings
        try:
            yield "empty"
        finally:
            connections["empty"].close()
            del connections["empty"], connections.databases["empty"]
            if connection.vendor == "postgresql":
                with _maintenance() as cursor:
                    cursor.execute(f'DROP DATABASE "{made}"')


def until_it_waits_for_us(working: Future) -> None:
    """Wait until another connection waits for a lock of this one's: AssertionError if what it does ends before.

    SQLite has one writer, tells nobody who waits for their turn, and lets nobody else write meanwhile: there this
    only looks that it has not ended, and what the story says at its end is what counts.
    """
    until_it_waits_or_ends(working)
    assert not working.done(), f"it waited for nobody: {working}"


def until_it_waits_or_ends(working: Future) -> None:
    """The same of what need not wait for us, as things stand."""
    if connection.vendor == "postgresql":
        until(lambda: working.done() or _somebody_waits(), lambda: "nobody waits for our lock")


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITS_FOR_US)
        return cursor.fetchone() is not None


@contextmanager
def _maintenance():
    """A cursor that may make and drop databases."""
    with connection._nodb_cursor() as cursor:
        yield cursor
