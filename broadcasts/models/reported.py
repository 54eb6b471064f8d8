"""The charges that Meta reports, beside our own count, which they never touch."""

from django.db import models


class ReportedCharge(models.Model):
    """Messages and cost of one day, category, type, country and tier, as Meta told them last."""

    day = models.DateField("giorno", db_index=True)
    """UTC's: so Meta counts."""
    category = models.CharField("categoria", max_length=40)
    kind = models.CharField("tipo", max_length=40)
    country = models.CharField("Paese", max_length=8)
    tier = models.CharField("fascia", max_length=40)
    messages = models.PositiveIntegerField("messaggi")
    cost = models.DecimalField("costo", max_digits=14, decimal_places=6, null=True)
    """The cost in the account's currency; None where Meta tells none."""

    class Meta:
        verbose_name = "conto di WhatsApp"
        verbose_name_plural = "conti di WhatsApp"
        constraints = [
            models.UniqueConstraint(
                fields=["day", "category", "kind", "country", "tier"], name="reported_charge_once"
            )
        ]

    def __str__(self) -> str:
        return f"conto di WhatsApp {self.pk}"


class ReportedReading(models.Model):
    """The one row that says when Meta's figures were read last, and what Meta answered when they were not."""

    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    refusal_code = models.IntegerField(null=True)
    """Meta's, of the last refusal; None once it answers, or where it gave none."""

    class Meta:
        verbose_name = verbose_name_plural = "lettura dei conti di WhatsApp"
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_reported_reading")]

    def __str__(self) -> str:
        return "lettura dei conti di WhatsApp"
