"""Every encrypted column, made anew: in clear → encrypted, an older key → the first one, encrypted → in clear.

In batches, beside whoever writes: a batch locks what nobody else holds, in the order of the rows, changes it and lets
go. What was locked is met in another pass. Nothing is remembered of how far it came: what is left to do shows in the
values themselves, so that it can be stopped and begun again at any moment.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from . import values
from .data_keys import keyring
from .fields import Encrypted, EncryptedBinaryField, EncryptedJSONField

BATCH_SIZE = 500
"""Rows that are locked together, for some hundredths of a second."""
PAUSE = 0.2
"""Seconds to wait for rows that others hold."""
MOST_PASSES = 100
"""Passes over one column, if others hold some of its rows again and again."""


class Goal(Enum):
    """The goal of re-encrypting: how the values shall be."""

    FIRST_KEY = "encrypted by the first key"
    CLEAR = "in clear, for a version that knows no encryption"


@dataclass(frozen=True)
class Column:
    """One encrypted column, as the database sees it."""

    table: str
    key: str
    place: str
    field: Encrypted

    @property
    def name(self) -> str:
        """The column's name as people write it: table.column."""
        return f"{self.table}.{self.place}"


class StillHeld(Exception):
    """The error that others held some rows whenever they were looked at: run it again."""


Progress = Callable[[Column, int], None]
"""Told after each batch how many rows of this column are done so far."""


def columns() -> list[Column]:
    """Every encrypted column of every table."""
    return [
        Column(model._meta.db_table, str(model._meta.pk.column), str(field.column), field)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, Encrypted)
    ]


def columns_in(using: str) -> list[Column]:
    """List the columns that this database has: in the middle of an upgrade, or of the way back, some are missing."""
    connection = connections[using]
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        there = {
            (table, described.name)
            for table in {column.table for column in columns()} & set(tables)
            for described in connection.introspection.get_table_description(cursor, table)
        }
    return [column for column in columns() if (column.table, column.place) in there]


def reencrypt(
    goal: Goal = Goal.FIRST_KEY, *, using: str = DEFAULT_DB_ALIAS, progress: Progress = lambda *_: None
) -> int:
    """Bring every value to `goal`; return how many were changed. Needs no transaction. Raises StillHeld."""
    return sum(_column(column, goal, using, progress) for column in columns_in(using))


def left(goal: Goal = Goal.FIRST_KEY, *, using: str = DEFAULT_DB_ALIAS) -> dict[str, int]:
    """Count by column the values that are not yet as they shall be; columns without any are left out."""
    found = {}
    for column in columns_in(using):
        condition, parameters = _condition(column, goal, connections[using])
        sql = f"SELECT COUNT(*) FROM {_quoted(column.table, using)} WHERE {condition}"  # noqa: S608
        with connections[using].cursor() as cursor:
            cursor.execute(sql, parameters)
            if count := cursor.fetchone()[0]:
                found[column.name] = count
    return found


def _column(column: Column, goal: Goal, using: str, progress: Progress) -> int:
    done = 0
    for _ in range(MOST_PASSES):
        for count in _one_pass(column, goal, using):
            done += count
            progress(column, done)
        if not _next(column, goal, using, after=None, lock=False):
            return done
        time.sleep(PAUSE)
    raise StillHeld(f"{column.name}: some rows were always held by others. Run the command again.")


def _one_pass(column: Column, goal: Goal, using: str) -> Iterator[int]:
    after: Any = None
    while True:
        with transaction.atomic(using=using):
            rows = _next(column, goal, using, after=after)
            _write(column, goal, rows, using)
        if not rows:
            return
        after = rows[-1][0]
        yield len(rows)


def _next(column: Column, goal: Goal, using: str, *, after: Any, lock: bool = True) -> list[tuple[Any, Any]]:
    """List key and stored value of a column's next rows that are not as they shall be."""
    connection = connections[using]
    condition, parameters = _condition(column, goal, connection)
    key, place = _quoted(column.key, using), _quoted(column.place, using)
    beyond = f"AND {key} > %s" if after is not None else ""
    held = "FOR NO KEY UPDATE SKIP LOCKED" if lock and connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {key}, {_readable(column, place, connection)} FROM {_quoted(column.table, using)} "  # noqa: S608
            f"WHERE {condition} {beyond} ORDER BY {key} LIMIT {BATCH_SIZE} {held}",
            [*parameters, *([after] if after is not None else [])],
        )
        return [(number, stored) for number, stored in cursor.fetchall()]


def _write(column: Column, goal: Goal, rows: list[tuple[Any, Any]], using: str) -> None:
    connection, place = connections[using], _quoted(column.place, using)
    table, key = _quoted(column.table, using), _quoted(column.key, using)
    written = "CAST(%s AS jsonb)" if _is_jsonb(column, connection) else "%s"
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {table} SET {place} = {written} WHERE {key} = %s",  # noqa: S608
            [(anew(column.field, stored, goal), number) for number, stored in rows],
        )


def anew(field: Encrypted, stored: Any, goal: Goal) -> Any:
    """A stored value of this column, as it shall be stored."""
    if isinstance(field, EncryptedBinaryField):
        content = field.decrypted(bytes(stored))
        return content if goal is Goal.CLEAR else field.encrypted(content)
    if isinstance(field, EncryptedJSONField):
        return field.stored_anew(stored, encrypt=goal is Goal.FIRST_KEY)
    text = field.decrypted(stored)
    return text if goal is Goal.CLEAR else field.encrypted(text)


def _condition(column: Column, goal: Goal, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
    """Build the condition that a value is not empty, and not as it shall be. Reads only each value's beginning."""
    place = connection.ops.quote_name(column.place)
    if isinstance(column.field, EncryptedBinaryField):
        return _condition_of_bytes(place, goal, connection)
    text, quote = _readable(column, place, connection), ""
    if isinstance(column.field, EncryptedJSONField):
        quote = '"'
    beginning = f"substr({text}, 1, %s)"
    if goal is Goal.CLEAR:
        prefix = quote + values.PREFIX
        return f"{beginning} = %s", [len(prefix), prefix]
    prefix = quote + values.first_text_prefix()
    return f"{text} NOT IN ('', '{{}}', '[]', 'null') AND {beginning} <> %s", [len(prefix), prefix]


def _condition_of_bytes(place: str, goal: Goal, connection: BaseDatabaseWrapper) -> tuple[str, list[Any]]:
    prefix = values.BYTES_PREFIX if goal is Goal.CLEAR else values.BYTES_PREFIX + keyring().first.id
    begins, length = (
        f"substr({place}, 1, %s)",
        "octet_length" if connection.vendor == "postgresql" else "length",
    )
    if goal is Goal.CLEAR:
        return f"{begins} = %s", [len(prefix), prefix]
    return f"{length}({place}) > 0 AND {begins} <> %s", [len(prefix), prefix]


def _readable(column: Column, place: str, connection: BaseDatabaseWrapper) -> str:
    return f"CAST({place} AS text)" if _is_jsonb(column, connection) else place


def _is_jsonb(column: Column, connection: BaseDatabaseWrapper) -> bool:
    return isinstance(column.field, EncryptedJSONField) and connection.vendor == "postgresql"


def _quoted(name: str, using: str) -> str:
    return connections[using].ops.quote_name(name)
