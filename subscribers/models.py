# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who may be written to, the proof that they agreed, and the answers that are waiting to leave."""

import uuid
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from .phone import mask


class Topic(models.Model):
    """What a broadcast is about; citizens choose among them. Limits: rows of a WhatsApp list message."""

    name = models.CharField("nome", max_length=24, unique=True)
    description = models.CharField("descrizione", max_length=72, blank=True)
    position = models.PositiveSmallIntegerField("posizione", default=0)
    is_active = models.BooleanField(
        "attivo", default=True, help_text="Un argomento non attivo non si può scegliere né usare."
    )

    class Meta:
        verbose_name = "argomento"
        verbose_name_plural = "argomenti"
        ordering = ["position", "name"]

    def __str__(self):
        return self.name


class SubscriberQuerySet(models.QuerySet):
    def subscribed(self):
        """Those who may be written to."""
        return self.filter(status=Subscriber.Status.SUBSCRIBED)

    def following(self, topic: Topic):
        """Subscribers who get broadcasts on `topic`."""
        return self.subscribed().filter(Q(follows_all=True) | Q(pk__in=topic.followers.values("pk")))


class Subscriber(models.Model):
    """A person, known by a number, by WhatsApp's business-scoped id (BSUID), or by both.

    Number and BSUID are in clear only while the person is subscribed; the keyed pseudonyms stay, so that a late
    "Iscrizione" can't undo a newer "Cancellazione". Written by `consent` alone, but for `last_message_at`.
    """

    class Status(models.TextChoices):
        SUBSCRIBED = "subscribed", "Iscritto"
        LEFT = "left", "Cancellato"

    status = models.CharField("stato", max_length=12, choices=Status, editable=False)
    phone = models.CharField("numero", max_length=16, blank=True, editable=False)
    bsuid = models.CharField("identificativo WhatsApp", max_length=255, blank=True, editable=False)
    phone_pseudonym = models.CharField("pseudonimo del numero", max_length=64, blank=True, editable=False)
    bsuid_pseudonym = models.CharField(
        "pseudonimo dell'identificativo", max_length=64, blank=True, editable=False
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, verbose_name="unito a"
    )
    follows_all = models.BooleanField("tutti gli argomenti", default=True, editable=False)
    topics = models.ManyToManyField(
        Topic, verbose_name="argomenti scelti", related_name="followers", blank=True, editable=False
    )
    subscribed_at = models.DateTimeField("iscritto dal", null=True, blank=True, editable=False)
    left_at = models.DateTimeField("cancellato dal", null=True, blank=True, editable=False)
    decided_at = models.DateTimeField("ultima scelta", editable=False)
    """Meta's time of the message that decided `status`: an older one changes nothing."""
    last_message_at = models.DateTimeField("ultimo messaggio", null=True, blank=True, editable=False)
    """Meta's time of the person's last message: free-form messages are allowed for 24 hours after it."""

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = "iscritto"
        verbose_name_plural = "iscritti"
        constraints = [
            models.UniqueConstraint(fields=[name], condition=~Q(**{name: ""}), name=f"subscriber_one_{name}")
            for name in ("phone", "bsuid", "phone_pseudonym", "bsuid_pseudonym")
        ] + [
            models.CheckConstraint(
                condition=Q(status="left", phone="", bsuid="")
                | Q(Q(status="subscribed"), ~Q(phone="") | ~Q(bsuid="")),
                name="subscriber_in_clear_only_while_subscribed",
            ),
            models.CheckConstraint(
                condition=~Q(phone_pseudonym="") | ~Q(bsuid_pseudonym="") | Q(merged_into__isnull=False),
                name="subscriber_has_a_pseudonym",
            ),
        ]

    def __str__(self):
        return f"iscritto {self.pk} ({self.masked})"

    @property
    def pseudonym(self) -> str:
        """How the register calls this person: by the number's pseudonym where there is one."""
        return self.phone_pseudonym or self.bsuid_pseudonym

    @property
    def masked(self) -> str:
        """The number as staff may see it, "+39 335 •••• 43"; a person without a number shows as WhatsApp's."""
        return mask(self.phone) if self.phone or not self.bsuid else f"WhatsApp …{self.bsuid[-4:]}"

    @property
    def is_subscribed(self) -> bool:
        """Whether broadcasts may be sent to this person."""
        return self.status == self.Status.SUBSCRIBED

    def followed_topics(self) -> list[Topic]:
        """The active topics that this person gets."""
        return list(Topic.objects.filter(is_active=True) if self.follows_all else self.topics.all())


class ServiceTextQuerySet(models.QuerySet):
    def in_force(self, key: str, at: datetime) -> "ServiceText":
        """The version of `key` in force at `at`; the first one, for a moment before there was any.

        Raises ServiceText.DoesNotExist for an unknown key.
        """
        versions = self.filter(key=key)
        text = versions.filter(in_force_from__lte=at).order_by("-version").first()
        return text or versions.earliest("version")


class ServiceText(models.Model):
    """A version of something that the service says by itself: an answer, the notice, the announcement."""

    key = models.CharField("testo", max_length=40)
    version = models.PositiveIntegerField("versione")
    body = models.TextField("contenuto")
    in_force_from = models.DateTimeField("in vigore dal")

    objects = ServiceTextQuerySet.as_manager()

    class Meta:
        verbose_name = "testo del servizio"
        verbose_name_plural = "testi del servizio"
        ordering = ["key", "-version"]
        constraints = [models.UniqueConstraint(fields=["key", "version"], name="one_text_per_version")]

    def __str__(self):
        return f"{self.key}, versione {self.version}"


class AppendOnlyQuerySet(models.QuerySet):
    """Refuses in Python what the database's triggers refuse anyway, with a clearer error."""

    def update(self, **fields):
        raise ValidationError("Il registro dei consensi non si modifica.")

    def delete(self):
        raise ValidationError("Il registro dei consensi non si cancella.")


class ConsentRecord(models.Model):
    """One event in the life of a consent. Append-only: the database itself refuses UPDATE and DELETE.

    Written by `consent` alone. What it must show: GDPR art. 7(1), EDPB guidelines 05/2020, para 108.
    """

    class Kind(models.TextChoices):
        OPT_IN = "opt_in", "Iscrizione"
        OPT_OUT = "opt_out", "Cancellazione"
        TOPICS_CHANGED = "topics_changed", "Argomenti cambiati"
        PREFERENCE_STOP = "preference_stop", "Stop dalle impostazioni di WhatsApp"
        PREFERENCE_RESUME = "preference_resume", "Ripresa dalle impostazioni di WhatsApp"
        NUMBER_CHANGED = "number_changed", "Numero cambiato"

    class Channel(models.TextChoices):
        KEYWORD = "keyword", "Parola scritta"
        BUTTON = "button", "Pulsante"
        SYSTEM = "system", "WhatsApp"

    event_id = models.UUIDField("evento", default=uuid.uuid4, unique=True)
    kind = models.CharField("che cosa", max_length=20, choices=Kind)
    pseudonym = models.CharField("pseudonimo", max_length=64, db_index=True)
    at_whatsapp = models.DateTimeField("ora di WhatsApp")
    recorded_at = models.DateTimeField("ora di registrazione")
    took_effect = models.BooleanField(
        "ha avuto effetto",
        default=True,
        help_text="No, se nel frattempo era arrivato un messaggio più recente.",
    )
    message_digest = models.CharField("impronta del messaggio", max_length=64, blank=True)
    """Keyed digest of Meta's message id: the id itself holds the number in base64."""
    words = models.CharField("parole scritte", max_length=100, blank=True)
    rule = models.CharField("regola", max_length=40, blank=True)
    rule_version = models.CharField("versione delle regole", max_length=20, blank=True)
    channel = models.CharField("canale", max_length=12, choices=Channel)
    topics = models.JSONField("argomenti", default=list, blank=True)
    announcement = models.ForeignKey(
        ServiceText, models.PROTECT, null=True, related_name="+", verbose_name="annuncio"
    )
    notice = models.ForeignKey(
        ServiceText, models.PROTECT, null=True, related_name="+", verbose_name="informativa"
    )
    confirmation = models.ForeignKey(
        ServiceText, models.PROTECT, null=True, related_name="+", verbose_name="conferma"
    )
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="operatore"
    )
    reason = models.CharField("motivo", max_length=200, blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "evento di consenso"
        verbose_name_plural = "registro dei consensi"
        permissions = [("export_consentrecord", "Può esportare il registro dei consensi")]
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["message_digest"], condition=~Q(message_digest=""), name="one_record_per_message"
            )
        ]

    def __str__(self):
        return f"evento {self.pk}: {self.get_kind_display()}"

    def save(self, *args, **kwargs):
        if self.pk:
            raise ValidationError("Il registro dei consensi non si modifica.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise ValidationError("Il registro dei consensi non si cancella.")


class SeenMessage(models.Model):
    """That a citizen's message has been dealt with: Meta delivers webhooks twice, for up to seven days.

    Only the keyed digest of its id; nothing of what it said.
    """

    digest = models.CharField("impronta", max_length=64, primary_key=True)
    seen_at = models.DateTimeField("visto", db_index=True)

    class Meta:
        verbose_name = "messaggio già visto"
        verbose_name_plural = "messaggi già visti"

    def __str__(self):
        return f"messaggio {self.digest[:8]}"


class ReplyQuerySet(models.QuerySet):
    def due(self, now: datetime):
        """Answers to send now, oldest first."""
        return self.filter(status=Reply.Status.QUEUED, not_before__lte=now).order_by("pk")


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

    text = models.ForeignKey(ServiceText, models.PROTECT, verbose_name="testo")
    consent = models.ForeignKey(
        ConsentRecord, models.PROTECT, null=True, related_name="replies", verbose_name="conferma di"
    )
    pseudonym = models.CharField("pseudonimo", max_length=64)
    phone = models.CharField("numero", max_length=16, blank=True)
    bsuid = models.CharField("identificativo WhatsApp", max_length=255, blank=True)
    content = models.JSONField("contenuto", default=dict, blank=True)
    status = models.CharField("stato", max_length=12, choices=Status, default=Status.QUEUED)
    attempts = models.PositiveSmallIntegerField("tentativi", default=0)
    created_at = models.DateTimeField("creata")
    not_before = models.DateTimeField("non prima di")
    claimed_at = models.DateTimeField("presa in carico", null=True)
    sent_at = models.DateTimeField("inviata", null=True)
    delivered_at = models.DateTimeField("consegnata", null=True)
    error_code = models.IntegerField("codice di errore", null=True)

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name = "risposta automatica"
        verbose_name_plural = "risposte automatiche"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["not_before"], condition=Q(status="queued"), name="reply_due"),
            models.Index(fields=["claimed_at"], condition=Q(status="sending"), name="reply_in_flight"),
            models.Index(fields=["pseudonym", "created_at"], name="reply_recent"),
        ]

    def __str__(self):
        return f"risposta {self.pk}"
