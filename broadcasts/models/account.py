# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The status of our number and templates at Meta, as Meta told it last."""

from django.db import models

from broadcasts.rules.number_states import Token
from broadcasts.rules.template_states import APPROVED


class WhatsAppTemplate(models.Model):
    """What Meta says of a template of ours: only an approved one can be sent."""

    name = models.CharField("nome", max_length=512)
    language = models.CharField("lingua", max_length=10)
    meta_id = models.CharField(max_length=40, blank=True, editable=False)
    """Meta's number for it, to change it by."""
    status = models.CharField("stato", max_length=30)
    category = models.CharField("categoria", max_length=30, blank=True)
    quality = models.CharField("qualità", max_length=20, blank=True)
    reason = models.CharField("motivo", max_length=200, blank=True)
    synchronised_at = models.DateTimeField("aggiornato")
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    """Of a broadcast's custom template: what text was submitted. Empty for the standard ones."""
    submitted_at = models.DateTimeField("inviato a Meta", null=True, editable=False)
    """When Meta was asked for the first time; it may not have answered."""

    class Meta:
        verbose_name = "modello WhatsApp"
        verbose_name_plural = "modelli WhatsApp"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["name", "language"], name="one_template_per_language")]
        permissions = [
            ("submit_whatsapptemplate", "Può inviare a Meta i modelli di base e aggiornarne lo stato")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_usable(self) -> bool:
        """Whether Meta lets us send it now."""
        return self.status == APPROVED

    @property
    def is_custom(self) -> bool:
        """Whether it was made for one broadcast, with the text fixed in it."""
        return bool(self.fingerprint)


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

    def __str__(self) -> str:
        return f"{self.field} {self.event}".strip()


class NumberStatus(models.Model):
    """What Meta says of the number: one row, read again every ten minutes."""

    tier = models.CharField("livello", max_length=40, blank=True)
    daily_limit = models.PositiveIntegerField("persone al giorno", null=True)
    """Unique people outside their window in 24 hours; None: no limit, or not known yet (see `tier`)."""
    quality = models.CharField("qualità", max_length=20, blank=True)
    throughput = models.CharField("velocità", max_length=40, blank=True)
    name_status = models.CharField("stato del nome", max_length=40, blank=True)
    verified_name = models.CharField("nome", max_length=200, blank=True)
    display_number = models.CharField("numero", max_length=40, blank=True)
    """Our own, as Meta writes it."""
    status = models.CharField("collegamento", max_length=40, blank=True)
    accepted_at = models.DateTimeField("chiave accettata il", null=True)
    """When Meta answered our question last; news by webhook prove nothing of the key."""
    refused_at = models.DateTimeField("chiave rifiutata il", null=True)
    """When Meta refused our question last; it counts while it is later than `accepted_at`."""
    refusal_code = models.IntegerField("codice del rifiuto", null=True)
    token_read_at = models.DateTimeField("scadenza della chiave letta il", null=True)
    """When Meta told of our access token last; before, nothing is known of the two moments that follow."""
    token_expires_at = models.DateTimeField("la chiave scade il", null=True)
    """None: never, as far as Meta told."""
    data_access_expires_at = models.DateTimeField("l'accesso ai dati finisce il", null=True)
    token_lacks = models.CharField("permessi che mancano alla chiave", max_length=100, blank=True)
    """Separated by commas."""
    leaving = models.JSONField(default=list, editable=False)
    """Who counts against the limit, as of `leaving_at`: [moment when they count no more, people], in order."""
    leaving_at = models.DateTimeField(null=True, editable=False)
    checked_at = models.DateTimeField("letto il", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "stato del numero"

    def __str__(self) -> str:
        return "stato del numero"

    @property
    def token(self) -> Token:
        """What is known of our access token."""
        return Token(
            accepted_at=self.accepted_at,
            refused_at=self.refused_at,
            expires_at=self.token_expires_at,
            lacks=self.token_lacks,
        )
