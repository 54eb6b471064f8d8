"""The record of who had a recipient's number shown in clear, and why."""

from django.conf import settings
from django.db import models

from .campaigns import Campaign


class Unmasking(models.Model):
    """One number, shown once to one clerk. The number itself is not here, nor anything else about the citizen."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+", verbose_name="messaggio")
    delivery_number = models.PositiveBigIntegerField("consegna")
    """The delivery's, without a key to it: deliveries go after their term by the million."""
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="mostrato a"
    )
    at = models.DateTimeField("quando", db_index=True)
    reason = models.CharField("motivo", max_length=200)

    class Meta:
        verbose_name = "numero mostrato"
        verbose_name_plural = "numeri mostrati"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"numero mostrato {self.pk}"
