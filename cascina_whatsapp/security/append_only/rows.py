"""Rows of a table that only grows."""

from typing import Any, ClassVar, NoReturn, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

Row = TypeVar("Row", bound=models.Model)


class AppendOnlyQuerySet(models.QuerySet[Row]):
    """Refuses in Python what the database's triggers refuse anyway, with a clearer error."""

    def update(self, **fields: Any) -> NoReturn:
        raise ValidationError(f"{_called(self.model)} non si modifica.")

    def delete(self) -> NoReturn:
        raise ValidationError(f"{_called(self.model)} non si cancella.")


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


def _called(rows: type[models.Model]) -> str:
    assert issubclass(rows, AppendOnly)  # noqa: S101 (an AppendOnlyQuerySet is of nothing else)
    return rows.CALLED
