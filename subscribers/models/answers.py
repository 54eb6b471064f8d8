"""Automatic answers that are waiting to leave, and messages that have been dealt with."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from cascina_whatsapp.security.encryption.fields import EncryptedJSONField, EncryptedTextField

from .register import ConsentRecord
from .texts import ServiceText


class SeenMessage(models.Model):
    """A message that has been dealt with: Meta delivers webhooks twice, for up to seven days.

    Only the keyed digest of its id; nothing of what it said.
    """

    digest = models.CharField("impronta", max_length=64, primary_key=True)
    seen_at = models.DateTimeField("visto", db_index=True)

    class Meta:
        verbose_name = "messaggio già visto"
        verbose_name_plural = "messaggi già visti"

    def __str__(self) -> str:
        return f"messaggio {self.digest[:8]}"


class ReplyQuerySet(models.QuerySet["Reply"]):
    def due(self, now: datetime) -> Self:
        """Select the answers to send now, oldest first."""
        return self.filter(status=Reply.Status.QUEUED, not_before__lte=now).order_by("pk")

    def latest_to(self, pseudonym: str) -> "Reply | None":
        """The last answer to this person, with its text; None where there is none, or it is no longer kept."""
        theirs = self.filter(pseudonym=pseudonym).select_related("text").defer("text__body")
        return theirs.order_by("-created_at", "-pk").first()


class Reply(models.Model):
    """An automatic answer to one citizen. Written in the transaction of what it answers, sent right after.

    Address and content are blanked as soon as the answer has left, or can't leave any more.
    """

    class Status(models.TextChoices):
        QUEUED = "queued", "In coda"
        SENDING = "sending", "In invio"
        SENT = "sent", "Inviata"
        DELIVERED = "delivered", "Consegnata"
        UNCERTAIN = "uncertain", "Esito incerto"
        FAILED = "failed", "Non riuscita"

    text = models.ForeignKey(ServiceText, models.PROTECT, db_index=False, verbose_name="testo")
    consent = models.ForeignKey(
        ConsentRecord,
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="replies",
        verbose_name="conferma di",
    )
    pseudonym = models.CharField("pseudonimo", max_length=64)
    phone = EncryptedTextField("numero", blank=True)
    bsuid = EncryptedTextField("identificativo WhatsApp", blank=True)
    content = EncryptedJSONField("contenuto", default=dict, blank=True)
    status = models.CharField("stato", max_length=12, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField("tentativi", default=0)
    created_at = models.DateTimeField("creata")
    not_before = models.DateTimeField("non prima di")
    claimed_at = models.DateTimeField("presa in carico", null=True)
    sent_at = models.DateTimeField("inviata", null=True)
    delivered_at = models.DateTimeField("consegnata", null=True)
    error_code = models.IntegerField("codice di errore", null=True)
    post = models.BigIntegerField("notifica", null=True)
    """The number of the stored post that it answers, by which the log follows it: the post itself is gone."""
    asked_at = models.DateTimeField("chiesta", null=True)
    """The moment when that post was stored: the citizen has waited since."""

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = "risposta automatica"
        verbose_name_plural = "risposte automatiche"
        ordering = ["-pk"]
        # None that holds one text's answers, or those that confirm nothing: they are most, and in a storm, when the
        # planner knows nothing of them yet, it would read them all.
        indexes = [
            models.Index(
                fields=["id"], condition=Q(status="queued", consent__isnull=True), name="reply_queued"
            ),
            models.Index(
                fields=["id"],
                condition=Q(status="queued", consent__isnull=False),
                name="reply_confirming_queued",
            ),
            models.Index(fields=["consent"], condition=Q(consent__isnull=False), name="reply_confirming"),
            models.Index(fields=["claimed_at"], condition=Q(status="sending"), name="reply_in_flight"),
            models.Index(fields=["pseudonym", "created_at"], name="reply_recent"),
        ]

    def __str__(self) -> str:
        return f"risposta {self.pk}"
