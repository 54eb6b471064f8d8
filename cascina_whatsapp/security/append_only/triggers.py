"""The triggers by which the database itself refuses to change a table: are they there?

Made by migrations. Whoever owns the database can drop them; on SQLite a careless migration, too.
"""

from django.db import connection

UNCHANGED = {
    "register": ("consent", "seal", "text"),
    "trail": ("trail",),
    "elections": ("period", "declaration"),
    "corrections": ("amendment",),
    "alerts": ("alert_file",),
}
"""Rows that nobody may change or remove, by what they prove: the first part of their triggers' names."""
ENDINGS = {"sqlite": ("no_update", "no_delete"), "postgresql": ("no_change", "no_truncate")}
"""The second part of the names, by the kind of database."""
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


def expected(proof: str) -> set[str]:
    """Name the triggers that guard a proof: a key of UNCHANGED."""
    return {f"{row}_{ending}" for row in UNCHANGED[proof] for ending in ENDINGS[connection.vendor]}


def lacking(*proofs: str) -> list[str]:
    """Name the triggers of these proofs, or of all, that are not there or switched off."""
    return sorted(set().union(*map(expected, proofs or UNCHANGED)) - in_force())
