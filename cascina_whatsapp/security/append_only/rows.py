"""Rows of a table that only grows, and the triggers by which the database itself refuses to change them.

Migrations make the triggers. Whoever owns the database can drop them; on SQLite a careless migration, too.
"""

from typing import Any, ClassVar, NoReturn, TypeVar

from django.core.exceptions import ValidationError
from django.db import connection, models

Row = TypeVar("Row", bound="AppendOnly")
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


class AppendOnlyQuerySet(models.QuerySet[Row]):
    """Refuses in Python what the database's triggers refuse anyway, with a clearer error."""

    def update(self, **fields: Any) -> NoReturn:
        raise ValidationError(f"{self.model.CALLED} non si modifica.")

    def delete(self) -> NoReturn:
        raise ValidationError(f"{self.model.CALLED} non si cancella.")


class AppendOnly(models.Model):
    """A row that is written once; its manager is made of an AppendOnlyQuerySet."""

    CALLED: ClassVar[str] = "Quello che è scritto qui"
    """The name of what refuses, at the beginning of a sentence."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise ValidationError(f"{self.CALLED} non si modifica.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ValidationError(f"{self.CALLED} non si cancella.")


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
