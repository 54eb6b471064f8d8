"""The digests by which the database knows its keys, without holding them, and the seals that they make of rows."""

from django.db import models


class KeyCheck(models.Model):
    """A value that only one key makes, stored when the key was used first: another key in its place is noticed.

    Nothing leads from it back to the key. `name`: of a data key its id, of a pseudonym key its generation.
    """

    class Purpose(models.TextChoices):
        DATA = "data", "dati"
        PSEUDONYM = "pseudonym", "pseudonimi"

    purpose = models.CharField("per che cosa", max_length=10, choices=Purpose)
    name = models.CharField("nome", max_length=8)
    value = models.CharField("impronta", max_length=64)
    first_used_at = models.DateTimeField("in uso dal", auto_now_add=True)

    class Meta:
        verbose_name = "impronta di una chiave"
        verbose_name_plural = "impronte delle chiavi"
        constraints = [models.UniqueConstraint(fields=["purpose", "name"], name="one_check_per_key")]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.name}"


class RowSeal(models.Model):
    """The proof that a row is as this service wrote it: a keyed digest of what is decided by the row.

    Whoever writes to the database without the keys can make none. Written by `seals` alone.
    """

    what = models.CharField("che cosa", max_length=20)
    """A `seals.Kind`. Without choices, so that a new kind is no new migration."""
    row = models.PositiveBigIntegerField("riga")
    value = models.CharField("sigillo", max_length=80)
    """The id of the key, a point, HMAC-SHA-256 in hexadecimal."""

    class Meta:
        verbose_name = "sigillo di una riga"
        verbose_name_plural = "sigilli delle righe"
        constraints = [models.UniqueConstraint(fields=["what", "row"], name="one_seal_per_row")]

    def __str__(self) -> str:
        return f"{self.what} {self.row}"
