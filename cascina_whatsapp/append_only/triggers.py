# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The triggers by which the database itself refuses to change a table: are they there?

Made by migrations. Whoever owns the database can drop them; on SQLite a careless migration, too.
"""

from collections.abc import Mapping

from django.db import connection

Expected = Mapping[str, set[str]]
"""The names of the triggers that guard a table, by the kind of database."""
NAMES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
}
"""The query for triggers in force: PostgreSQL can also switch one off without dropping it."""


def in_force() -> set[str]:
    """The names of all triggers that this database has."""
    with connection.cursor() as cursor:
        cursor.execute(NAMES[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


def lacking(expected: Expected) -> list[str]:
    """The names of the expected triggers that are not there, or switched off."""
    return sorted(expected[connection.vendor] - in_force())
