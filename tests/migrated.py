"""One migrated database for all runs of the same sources: the first run makes it, each later one takes a copy.

On PostgreSQL it is a database beside the tests' own, on SQLite a file in build/. Its name is a digest of all that
migrating may depend on, so whatever changed there is migrated anew. The newest KEPT of them stay.
"""

import fcntl
import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from django.db import connection
from psycopg import sql

BASE = Path(__file__).resolve().parents[1]
FOLDER = BASE / "build" / "migrated"
PREFIX = "cascina_migrated_"
KEPT = 3
PACKAGES = ("cascina_whatsapp", "subscribers", "broadcasts")
READ = {".py", ".toml", ".json", ".csv", ".txt", ".sql"}
"""Endings of the files that a migration, or what is done after it, may read."""
LOCK = 0x0CA5C1A
"""The key of the advisory lock that is held while one is made or copied."""


@contextmanager
def own_database() -> Iterator[bool]:
    """Before Django makes the database of the tests: whether it is there already, as a copy.

    If not, Django migrates meanwhile, and the others wait; then it is kept for them.
    """
    with _lock() as free:
        if is_copy := _is_made():
            _copy(template(), connection.creation._get_test_db_name())
            free()
        yield is_copy
        if not is_copy:
            connection.close()
            _copy(connection.settings_dict["NAME"], template())
            _drop_older_ones()


def drop_copy() -> None:
    """What Django leaves, since it did not make it."""
    connection.close()
    if connection.vendor == "postgresql":
        _execute("DROP DATABASE IF EXISTS {target}", target=connection.settings_dict["NAME"])


def template() -> str:
    """The name of the migrated database on PostgreSQL, its file on SQLite."""
    name = f"{PREFIX}{digest()}"
    return str(FOLDER / f"{name}.sqlite3") if connection.vendor == "sqlite" else name


@cache
def digest() -> str:
    """Of the three packages' sources and of the libraries' versions: sixteen hexadecimal digits."""
    found = hashlib.sha256((BASE / "requirements.txt").read_bytes())
    for package in PACKAGES:
        for path in sorted((BASE / package).rglob("*")):
            if path.suffix in READ:
                found.update(f"{path.relative_to(BASE)}\0".encode() + path.read_bytes())
    return found.hexdigest()[:16]


def _is_made() -> bool:
    if connection.vendor == "sqlite":
        return Path(template()).exists()
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template()])
        return cursor.fetchone() is not None


@contextmanager
def _lock() -> Iterator:
    """Let one process at a time in; hands on what lets the next in before the end. Free when its process is gone."""
    if connection.vendor == "sqlite":
        FOLDER.mkdir(parents=True, exist_ok=True)
        with (FOLDER / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield lambda: fcntl.flock(lock, fcntl.LOCK_UN)
        return
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield lambda: cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _copy(source: str, target: str) -> None:
    """Whole or not at all: a process may be killed while it copies."""
    if connection.vendor == "sqlite":
        shutil.copyfile(source, f"{target}.part")
        Path(f"{target}.part").replace(target)
        return
    _execute("DROP DATABASE IF EXISTS {target} WITH (FORCE)", target=target)
    _execute("CREATE DATABASE {target} TEMPLATE {source}", target=target, source=source)


def _drop_older_ones() -> None:
    if connection.vendor == "sqlite":
        for old in sorted(FOLDER.glob(f"{PREFIX}*"), key=lambda file: -file.stat().st_mtime)[KEPT:]:
            old.unlink()
        return
    with connection._nodb_cursor() as cursor:
        named = "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid DESC OFFSET %s"
        cursor.execute(named, [PREFIX.replace("_", r"\_") + "%", KEPT])
        older = [name for (name,) in cursor.fetchall()]
    for name in older:
        _execute("DROP DATABASE IF EXISTS {name}", name=name)


def _execute(statement: str, **names: str) -> None:
    written = sql.SQL(statement).format(**{key: sql.Identifier(name) for key, name in names.items()})
    with connection._nodb_cursor() as cursor:
        cursor.execute(written)
