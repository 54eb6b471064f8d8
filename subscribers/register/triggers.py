# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The triggers by which the database itself refuses to change the register: are they there?

Made by the migration `0003_guards`. Whoever owns the database can drop them; on SQLite a careless migration, too.
"""

from django.db import connection

EXPECTED = {
    "sqlite": {
        "consent_no_update",
        "consent_no_delete",
        "seal_no_update",
        "seal_no_delete",
        "text_no_update",
        "text_no_delete",
    },
    "postgresql": {
        "consent_no_change",
        "consent_no_truncate",
        "seal_no_change",
        "seal_no_truncate",
        "text_no_change",
        "text_no_truncate",
    },
}
NAMES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')",
}
"""Those that are in force: PostgreSQL can also switch one off without dropping it."""


def lacking() -> list[str]:
    """The names of the triggers that are not there, or switched off."""
    with connection.cursor() as cursor:
        cursor.execute(NAMES[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    return sorted(EXPECTED[connection.vendor] - there)
