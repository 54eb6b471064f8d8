# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""One database that is migrated for all runs that begin together: the first makes it, each other takes a copy.

TEST_MIGRATED names the folder that such runs share. Without it each migrates a database of its own.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from django.db import connection
from psycopg import sql

VARIABLE = "TEST_MIGRATED"


@contextmanager
def shared(database_url: str) -> Iterator[dict[str, str]]:
    """The environment of runs that share a migrated database. At the end nothing of it remains."""
    with tempfile.TemporaryDirectory(prefix="cascina_migrated_") as folder:
        try:
            yield {VARIABLE: folder}
        finally:
            if database_url:
                with psycopg.connect(database_url, autocommit=True) as server:
                    made = sql.Identifier(Path(folder).name)
                    server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(made))


@contextmanager
def own_database() -> Iterator[bool]:
    """Before Django makes the database of the tests: whether there is a copy already; another run may be waited for.

    The first run migrates meanwhile, and leaves a copy to the others.
    """
    folder = os.environ.get(VARIABLE)
    if not folder:
        yield False
        return
    # Free again when its process is gone, whatever became of it.
    with (Path(folder) / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if is_copy := (made := Path(folder) / "made").exists():
            _copy(_name(folder), connection.creation._get_test_db_name())
            fcntl.flock(lock, fcntl.LOCK_UN)
        yield is_copy
        if not is_copy:
            connection.close()
            _copy(connection.settings_dict["NAME"], _name(folder))
            made.touch()


def drop_copy() -> None:
    """What Django leaves, since it did not make it."""
    connection.close()
    if connection.vendor == "postgresql":
        _execute("DROP DATABASE IF EXISTS {target}", target=connection.settings_dict["NAME"])


def _name(folder: str) -> str:
    """Of the copy for the others: a database's on PostgreSQL, a file's on SQLite."""
    return f"{folder}/sqlite3" if connection.vendor == "sqlite" else Path(folder).name


def _copy(source: str, target: str) -> None:
    if connection.vendor == "sqlite":
        shutil.copyfile(source, target)
        return
    _execute("DROP DATABASE IF EXISTS {target}", target=target)
    _execute("CREATE DATABASE {target} TEMPLATE {source}", target=target, source=source)


def _execute(statement: str, **names: str) -> None:
    written = sql.SQL(statement).format(**{key: sql.Identifier(name) for key, name in names.items()})
    with connection._nodb_cursor() as cursor:
        cursor.execute(written)
