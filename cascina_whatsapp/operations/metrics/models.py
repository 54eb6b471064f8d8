"""The measurements that processes took themselves, added up over all of them."""

from django.db import models


class Measurement(models.Model):
    """One figure: of the metric `name` with its one label, and of a histogram the bucket that ends at `bound`.

    A count or a sum of seconds since the beginning, or a moment in seconds since the epoch. `bound` is "" for what
    is no histogram, "sum" for all its seconds.
    """

    name = models.CharField("misura", max_length=60)
    label = models.CharField("etichetta", max_length=60)
    bound = models.CharField("fino a", max_length=12)
    value = models.FloatField("valore")

    class Meta:
        verbose_name = "misura"
        verbose_name_plural = "misure"
        constraints = [
            models.UniqueConstraint(fields=["name", "label", "bound"], name="one_row_per_figure"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.label} {self.bound}".strip()
