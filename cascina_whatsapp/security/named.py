"""Rows that have no name of their own: each is called by its kind and its number."""

from django.db import models


class Named(models.Model):
    """A row that is called "invito 12", wherever its name is asked for."""

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
