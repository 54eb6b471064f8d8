"""The requests of citizens about their data, and what the nightly retention did."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models

from cascina_whatsapp.security.encryption.fields import EncryptedTextField
from cascina_whatsapp.security.named import Named
from subscribers.models import Subscriber


class RightsRequestQuerySet(models.QuerySet["RightsRequest"]):
    def open(self) -> Self:
        """Select the requests that still want an answer, the most urgent first."""
        return self.filter(status=RightsRequest.Status.OPEN).order_by("due_at", "pk")


class RightsRequest(models.Model):
    """A person's request about their own data (GDPR, articles 15 to 21), until it is answered.

    Within one month, two more with reasons (art. 12(3)). Written by `rights` alone.
    """

    class Kind(models.TextChoices):
        ACCESS = "access", "Accesso (art. 15)"
        RECTIFICATION = "rectification", "Rettifica (art. 16)"
        ERASURE = "erasure", "Cancellazione (art. 17)"
        RESTRICTION = "restriction", "Limitazione (art. 18)"
        PORTABILITY = "portability", "Portabilità (art. 20)"
        OBJECTION = "objection", "Opposizione (art. 21)"

    class Channel(models.TextChoices):
        CHAT = "chat", "Chat di WhatsApp"
        DESK = "desk", "Sportello"
        PEC = "pec", "PEC"
        EMAIL = "email", "E-mail"
        LETTER = "letter", "Lettera"

    class Status(models.TextChoices):
        OPEN = "open", "Da chiudere"
        DONE = "done", "Chiusa"
        REFUSED = "refused", "Risposto di no"
        WITHDRAWN = "withdrawn", "Ritirata"

    year = models.PositiveSmallIntegerField("anno")
    serial = models.PositiveIntegerField("numero nell'anno")
    kind = models.CharField("diritto", max_length=15, choices=Kind)
    channel = models.CharField("arrivata per", max_length=8, choices=Channel)
    subscriber = models.ForeignKey(
        Subscriber, models.SET_NULL, null=True, related_name="+", verbose_name="persona"
    )
    pseudonym = models.CharField("pseudonimo", max_length=64, blank=True)
    contact = EncryptedTextField(
        "recapito per la risposta",
        max_length=200,
        blank=True,
        help_text="Solo se la risposta non va per WhatsApp. Si svuota quando la richiesta è chiusa.",
    )
    note = EncryptedTextField("che cosa chiede", max_length=1000, blank=True)
    opened_at = models.DateTimeField("ricevuta il")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="registrata da"
    )
    due_at = models.DateTimeField("da chiudere entro")
    extension_reason = models.CharField("motivo dei due mesi in più", max_length=200, blank=True)
    reminded_at = models.DateTimeField("ultimo promemoria", null=True)
    status = models.CharField("stato", max_length=9, choices=Status, default=Status.OPEN)
    closed_at = models.DateTimeField("chiusa il", null=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="chiusa da"
    )
    outcome = EncryptedTextField("esito", blank=True)
    """The outcome: what was done, what stays and why; the receipt that the citizen gets."""
    sent_at = models.DateTimeField("risposta mandata il", null=True)
    """The moment at which a colleague said that the person has the receipt."""

    objects = RightsRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "richiesta sui dati"
        verbose_name_plural = "richieste sui dati"
        ordering = ["-pk"]
        permissions = [
            ("erase_person", "Può cancellare i dati di una persona"),
            ("export_person", "Può esportare i dati di una persona"),
        ]
        constraints = [models.UniqueConstraint(fields=["year", "serial"], name="one_request_per_number")]
        indexes = [models.Index(fields=["due_at"], condition=models.Q(status="open"), name="rights_due")]

    def __str__(self) -> str:
        return f"richiesta {self.number}"

    @property
    def number(self) -> str:
        """The number of the request as the citizen is told it: "2026/0007"."""
        return f"{self.year}/{self.serial:04}"

    def is_late(self, now: datetime) -> bool:
        """Tell whether the request's term is over and nobody has answered."""
        return self.status == self.Status.OPEN and self.due_at < now


class RetentionRun(Named):
    """One night's retention: what went, by kind of data, or what would have gone (a dry run)."""

    started_at = models.DateTimeField("iniziata")
    finished_at = models.DateTimeField("finita", null=True)
    is_dry = models.BooleanField("di prova", default=False)
    lines = models.JSONField("che cosa", default=list)
    """[{"key": …, "label": …, "days": …, "count": …}], one for each kind of data."""
    problem = models.CharField("problema", max_length=200, blank=True)

    class Meta:
        verbose_name = "pulizia dei dati"
        verbose_name_plural = "pulizie dei dati"
        ordering = ["-pk"]
        get_latest_by = "pk"

    @property
    def found(self) -> list[dict[str, Any]]:
        """The lines of which something went, or which could not be done."""
        return [line for line in self.lines if line["count"] or line.get("error")]

    @property
    def nothing(self) -> list[dict[str, Any]]:
        """The lines of which nothing was due."""
        return [line for line in self.lines if line not in self.found]
