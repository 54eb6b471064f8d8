# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What is sent, to whom, when it may leave, and what became of it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Coalesce

from subscribers.models import Subscriber, Topic

from .states import (
    CAMPAIGN_LABELS,
    CAMPAIGN_MAY_FOLLOW,
    DELIVERY_LABELS,
    DELIVERY_MAY_FOLLOW,
    UNFINISHED,
    CampaignStatus,
    DeliveryStatus,
)

MEDIA_LIFE = timedelta(days=29)
"""How long we reuse an uploaded attachment: Meta keeps it 30 days."""


class CampaignQuerySet(models.QuerySet):
    def due(self, now: datetime):
        """Approved broadcasts whose moment has come, the oldest first."""
        return self.filter(status=CampaignStatus.APPROVED, scheduled_for__lte=now).order_by("scheduled_for")

    def sending(self):
        """Broadcasts on their way, urgent ones first."""
        return self.filter(status=CampaignStatus.SENDING).order_by("-is_urgent", "started_at", "pk")

    def with_counts(self):
        """Adds one `n_<status>` per delivery status, and `n_total`."""
        counts = {
            f"n_{status}": Count("deliveries", filter=Q(deliveries__status=status))
            for status in DeliveryStatus
        }
        return self.annotate(n_total=Count("deliveries"), **counts)

    def move(self, to: CampaignStatus, **fields) -> int:
        """Advance the rows that may take this step; return how many did."""
        return self.filter(status__in=CAMPAIGN_MAY_FOLLOW[to]).update(status=to, **fields)


class Campaign(models.Model):
    """A broadcast: one text, image or PDF for everybody who follows its topic."""

    class Kind(models.TextChoices):
        TEXT = "text", "Testo"
        IMAGE = "image", "Immagine"
        DOCUMENT = "document", "Documento PDF"

    title = models.CharField(
        "titolo", max_length=60, help_text="In grassetto, in cima al messaggio. Massimo 60 caratteri."
    )
    kind = models.CharField("tipo", max_length=10, choices=Kind, default=Kind.TEXT)
    topic = models.ForeignKey(Topic, models.PROTECT, verbose_name="argomento")
    body = models.TextField(
        "testo",
        help_text="Un solo paragrafo, senza andare a capo: che cosa, quando, dove, che cosa fare. "
        "Puoi usare *grassetto* e _corsivo_.",
    )
    link = models.URLField(
        "collegamento",
        max_length=200,
        help_text="La pagina ufficiale con tutte le informazioni: niente si comunica soltanto qui.",
    )
    attachment = models.FileField(
        "allegato",
        upload_to="attachments/%Y/%m/",
        blank=True,
        help_text="Un'immagine JPEG o PNG, oppure un PDF, secondo il tipo.",
    )
    is_urgent = models.BooleanField(
        "urgente", default=False, help_text="Parte a qualsiasi ora. Solo per emergenze e disservizi gravi."
    )
    urgent_reason = models.CharField("motivo dell'urgenza", max_length=200, blank=True)
    scheduled_for = models.DateTimeField(
        "da inviare dal", null=True, blank=True, help_text="Vuoto: appena approvata, negli orari d'ufficio."
    )
    status = models.CharField(
        "stato", max_length=12, choices=CAMPAIGN_LABELS, default=CampaignStatus.DRAFT, editable=False
    )
    pause_reason = models.CharField("motivo della pausa", max_length=300, blank=True, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="autore",
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="approvato da",
    )
    created_at = models.DateTimeField("creato", auto_now_add=True)
    approved_at = models.DateTimeField("approvato il", null=True, editable=False)
    started_at = models.DateTimeField("iniziato", null=True, editable=False)
    finished_at = models.DateTimeField("finito", null=True, editable=False)
    retry_start_at = models.DateTimeField(null=True, editable=False)
    """After a failed upload: when to try to start again."""
    media_id = models.CharField(max_length=100, blank=True, editable=False)
    media_uploaded_at = models.DateTimeField(null=True, editable=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "messaggio"
        verbose_name_plural = "messaggi"
        ordering = ["-pk"]
        permissions = [
            ("launch_campaign", "Può approvare e avviare un messaggio"),
            ("steer_campaign", "Può sospendere, riprendere e annullare un messaggio"),
            ("launch_urgent_campaign", "Può avviare un messaggio urgente"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=list(CampaignStatus)), name="campaign_status_known")
        ]

    def __str__(self):
        return self.title

    @property
    def is_editable(self) -> bool:
        """Whether its content may still change."""
        return self.status in (CampaignStatus.DRAFT, CampaignStatus.IN_REVIEW)

    def has_media(self, now: datetime) -> bool:
        """Whether the attachment is at Meta and will stay there for the time being."""
        return bool(self.media_id) and self.media_uploaded_at > now - MEDIA_LIFE


class CampaignEvent(models.Model):
    """Who did what to a broadcast, and when: its timeline."""

    class What(models.TextChoices):
        REVIEW_ASKED = "review_asked", "Approvazione chiesta"
        SENT_BACK = "sent_back", "Rimandato in bozza"
        APPROVED = "approved", "Approvato"
        STARTED = "started", "Invio iniziato"
        PAUSED = "paused", "Messo in pausa"
        RESUMED = "resumed", "Ripreso"
        CANCELLED = "cancelled", "Annullato"
        FINISHED = "finished", "Invio finito"

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="events", verbose_name="messaggio")
    what = models.CharField("che cosa", max_length=20, choices=What)
    at = models.DateTimeField("quando")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="da chi"
    )
    note = models.CharField("nota", max_length=300, blank=True)

    class Meta:
        verbose_name = "passaggio"
        verbose_name_plural = "passaggi"
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.get_what_display()}, {self.at:%d/%m/%Y %H:%M}"


class DeliveryQuerySet(models.QuerySet):
    def due(self, now: datetime):
        """Queued messages whose back-off is over."""
        return self.filter(Q(not_before=None) | Q(not_before__lte=now), status=DeliveryStatus.QUEUED)

    def to_willing(self):
        """Only messages whose recipient is subscribed, and follows the topic, at this moment."""
        follows = Q(subscriber__follows_all=True) | Q(
            models.Exists(
                Subscriber.topics.through.objects.filter(
                    subscriber=models.OuterRef("subscriber"), topic=models.OuterRef("campaign__topic")
                )
            )
        )
        return self.filter(follows, subscriber__status=Subscriber.Status.SUBSCRIBED)

    def unfinished(self):
        """Messages that may still leave, or of which nobody knows yet whether they did."""
        return self.filter(status__in=UNFINISHED)

    def move(self, to: DeliveryStatus, **fields) -> int:
        """Advance the rows that may take this step; return how many did."""
        return self.filter(status__in=DELIVERY_MAY_FOLLOW[to]).update(status=to, **fields)

    def move_earliest(self, to: DeliveryStatus, stamp: str, at: datetime, **fields) -> int:
        """Like `move`, keeping a time that `stamp` already has."""
        return self.move(to, **{stamp: Coalesce(stamp, models.Value(at))}, **fields)


class Delivery(models.Model):
    """One citizen's message of one broadcast: theirs alone, nobody sees the others."""

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="deliveries", verbose_name="messaggio"
    )
    subscriber = models.ForeignKey(Subscriber, models.PROTECT, related_name="+", verbose_name="iscritto")
    status = models.CharField("stato", max_length=12, choices=DELIVERY_LABELS, default=DeliveryStatus.QUEUED)
    attempts = models.PositiveSmallIntegerField("tentativi", default=0)
    needs_template = models.BooleanField("solo modello", default=False)
    """Meta said that the 24-hour window is closed, whatever we think."""
    wamid = models.CharField("id WhatsApp", max_length=200, blank=True, default="")
    error_code = models.IntegerField("codice di errore", null=True)
    reason = models.CharField("motivo", max_length=200, blank=True, default="")
    not_before = models.DateTimeField("non prima di", null=True)
    claimed_at = models.DateTimeField("partita", null=True)
    accepted_at = models.DateTimeField("presa in carico", null=True)
    sent_at = models.DateTimeField("inviata", null=True)
    delivered_at = models.DateTimeField("consegnata", null=True)
    read_at = models.DateTimeField("letta", null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "consegna"
        verbose_name_plural = "consegne"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "subscriber"], name="one_delivery_per_citizen"),
            models.CheckConstraint(
                condition=Q(status__in=list(DeliveryStatus)), name="delivery_status_known"
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "id"], condition=Q(status="queued"), name="delivery_queue"),
            models.Index(
                fields=["claimed_at"],
                condition=Q(status__in=["sending", "uncertain"]),
                name="delivery_in_doubt",
            ),
        ]

    def __str__(self):
        return f"consegna {self.pk}"


class OfficeHours(models.Model):
    """One interval of a weekday in which broadcasts may leave (Europe/Rome)."""

    class Weekday(models.IntegerChoices):
        MONDAY = 0, "lunedì"
        TUESDAY = 1, "martedì"
        WEDNESDAY = 2, "mercoledì"
        THURSDAY = 3, "giovedì"
        FRIDAY = 4, "venerdì"
        SATURDAY = 5, "sabato"

    weekday = models.PositiveSmallIntegerField("giorno", choices=Weekday)
    opens = models.TimeField("dalle")
    closes = models.TimeField("alle")

    class Meta:
        verbose_name = "orario d'ufficio"
        verbose_name_plural = "orari d'ufficio"
        ordering = ["weekday", "opens"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes__gt=models.F("opens")),
                name="closes_after_it_opens",
                violation_error_message="L'orario di chiusura deve venire dopo quello di apertura.",
            )
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}-{self.closes:%H:%M}"


class Closure(models.Model):
    """Days on which the office is closed, beside Sundays and holidays."""

    first = models.DateField("dal")
    last = models.DateField("al")
    reason = models.CharField("motivo", max_length=100)

    class Meta:
        verbose_name = "chiusura"
        verbose_name_plural = "chiusure"
        ordering = ["-first"]

    def __str__(self):
        return f"{self.reason} ({self.first:%d/%m/%Y}-{self.last:%d/%m/%Y})"

    def clean(self):
        if self.first and self.last and self.last < self.first:
            raise ValidationError({"last": "L'ultimo giorno non può venire prima del primo."})


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


class Tap(models.Model):
    """The one row that hands out moments to send: see `pacing`."""

    next_slot = models.FloatField(default=0)
    """Seconds since the epoch."""

    class Meta:
        verbose_name = verbose_name_plural = "rubinetto"

    def __str__(self):
        return "rubinetto"


class SenderLease(models.Model):
    """A place at the tap: one worker process holds it at a time. Only courtesy, the claim keeps us correct."""

    expires_at = models.DateTimeField()
    holder = models.CharField(max_length=32, blank=True)

    class Meta:
        verbose_name = "posto d'invio"
        verbose_name_plural = "posti d'invio"

    def __str__(self):
        return f"posto {self.pk}"
