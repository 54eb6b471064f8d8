# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Our standing at Meta, as Meta told it last."""

from django.db import models


class WhatsAppTemplate(models.Model):
    """What Meta says of a template of ours: only an approved one can be sent."""

    name = models.CharField("nome", max_length=512)
    language = models.CharField("lingua", max_length=10)
    status = models.CharField("stato", max_length=30)
    category = models.CharField("categoria", max_length=30, blank=True)
    quality = models.CharField("qualità", max_length=20, blank=True)
    reason = models.CharField("motivo", max_length=200, blank=True)
    synchronised_at = models.DateTimeField("aggiornato")

    class Meta:
        verbose_name = "modello WhatsApp"
        verbose_name_plural = "modelli WhatsApp"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["name", "language"], name="one_template_per_language")]

    def __str__(self):
        return self.name

    @property
    def is_usable(self) -> bool:
        """Whether Meta lets us send it now."""
        return self.status == "APPROVED"


class AccountNotice(models.Model):
    """What Meta told us about the account or the number: a limit changed, a warning, a restriction."""

    at = models.DateTimeField("ricevuto")
    field = models.CharField("riguarda", max_length=60)
    event = models.CharField("evento", max_length=60, blank=True)
    details = models.JSONField("dettagli", default=dict, blank=True)

    class Meta:
        verbose_name = "avviso di Meta"
        verbose_name_plural = "avvisi di Meta"
        ordering = ["-at"]

    def __str__(self):
        return f"{self.field} {self.event}".strip()


class NumberStanding(models.Model):
    """What Meta says of the number: one row, read again every ten minutes."""

    tier = models.CharField("livello", max_length=40, blank=True)
    daily_limit = models.PositiveIntegerField("persone al giorno", null=True)
    """Unique people outside their window in 24 hours; None: no limit, or not known yet (see `tier`)."""
    quality = models.CharField("qualità", max_length=20, blank=True)
    throughput = models.CharField("velocità", max_length=40, blank=True)
    name_status = models.CharField("nome", max_length=40, blank=True)
    leaving = models.JSONField(default=list, editable=False)
    """Who counts against the limit, as of `leaving_at`: [moment when they count no more, people], in order."""
    leaving_at = models.DateTimeField(null=True, editable=False)
    checked_at = models.DateTimeField("letto il", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "stato del numero"

    def __str__(self):
        return "stato del numero"
