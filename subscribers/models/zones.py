"""The parts of the town that people choose: a message about one of them need not ring everybody's telephone."""

from django.db import models


class Zone(models.Model):
    """A part of the town, such as a frazione. Limit: the title of a row of a WhatsApp list message."""

    name = models.CharField("nome", max_length=24, unique=True)
    is_active = models.BooleanField(
        "attiva", default=True, help_text="Una zona non attiva non si può scegliere né usare."
    )

    class Meta:
        verbose_name = "zona"
        verbose_name_plural = "zone"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
