# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A broadcast, and who did what to it."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from broadcasts.rules.states import CAMPAIGN_LABELS, CAMPAIGN_MAY_FOLLOW, CampaignStatus
from broadcasts.rules.template_states import APPROVED
from cascina_whatsapp.formatting.dates import moment_in_figures
from subscribers.models import Topic

from .account import WhatsAppTemplate

MEDIA_LIFE = timedelta(days=29)
"""How long we reuse an uploaded attachment: Meta keeps it 30 days."""
WORDS = ("service__wording", "service__notice")
"""To select with a broadcast whose words are wanted: those of a message about the service are rows of their own."""


class CampaignQuerySet(models.QuerySet["Campaign"]):
    def due(self, now: datetime) -> Self:
        """Approved broadcasts whose moment has come, the oldest first; each tick starts them, or finds them late.

        Whatever may keep one waiting for good reasons must keep it out of here, and move its `scheduled_for` to the
        moment at which it may go: so does a template of its own that Meta has not approved yet.
        """
        approved = self.filter(status=CampaignStatus.APPROVED, scheduled_for__lte=now)
        return approved.with_template().order_by("scheduled_for")

    def with_template(self) -> Self:
        """Broadcasts that need no template of their own, or whose own Meta has approved."""
        return self.filter(Q(custom_template=None) | Q(custom_template__status=APPROVED))

    def sending(self) -> Self:
        """Broadcasts on their way, urgent ones first; with their words, which each message repeats."""
        on_their_way = self.filter(status=CampaignStatus.SENDING).select_related(*WORDS)
        return on_their_way.order_by("-is_urgent", "started_at", "pk")

    def move(self, to: CampaignStatus, **fields: Any) -> int:
        """Advance the rows that may take this step; return how many did."""
        return self.filter(status__in=CAMPAIGN_MAY_FOLLOW[to]).update(status=to, **fields)


class Campaign(models.Model):
    """A broadcast: one text, image or PDF for everybody who follows its topic."""

    class Kind(models.TextChoices):
        TEXT = "text", "Testo"
        IMAGE = "image", "Immagine"
        DOCUMENT = "document", "Documento PDF"

    class Purpose(models.TextChoices):
        """News, or a message about the service itself: the value is then the key of its text."""

        NEWS = "news", "Notizia"
        REMINDER = "yearly_reminder", "Promemoria annuale"
        NOTICE = "notice_changed", "Cambia l'informativa"
        PAUSED = "service_paused", "Sospensione del servizio"
        AGCOM = "agcom_notice", "Avviso imposto da Agcom"

    RECORDED = (Purpose.REMINDER, Purpose.NOTICE)
    """What the register of consents learns the arrival of: it shows that a subscriber knew of their own subscription,
    or of the notice. A pause and an order of Agcom change no consent and prove nothing about one: they stay out."""

    purpose = models.CharField(
        "a che cosa serve", max_length=20, choices=Purpose, default=Purpose.NEWS, editable=False
    )
    TITLE_MOST = 60
    """Characters of a title that may leave: what a lock screen shows. A draft may hold a longer one."""
    title = models.CharField(
        "titolo", max_length=200, help_text="In grassetto, in cima al messaggio. Massimo 60 caratteri."
    )
    kind = models.CharField("tipo", max_length=10, choices=Kind, default=Kind.TEXT)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, verbose_name="argomento")
    """Of news, None only while a draft is still being written: a constraint sees to it."""
    body = models.TextField(
        "testo",
        help_text="Che cosa, quando, dove, che cosa fare. Un solo paragrafo parte subito; con più paragrafi serve "
        "un modello su misura, che WhatsApp approva prima. Puoi usare *grassetto* e _corsivo_.",
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
    attachment_facts = models.JSONField(default=dict, editable=False)
    """What was found when the attachment was taken in: see attaching.py."""
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
    version = models.PositiveIntegerField(default=1, editable=False)
    """Grows with each change of the content: who writes on an older one is told. Only drafting.py moves it."""
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="modificato da",
    )
    changed_at = models.DateTimeField("modificato il", null=True, editable=False)
    approved_at = models.DateTimeField("approvato il", null=True, editable=False)
    approved_hash = models.CharField("impronta approvata", max_length=64, blank=True, editable=False)
    """Fingerprint of the content that was approved: nothing else may leave."""
    started_at = models.DateTimeField("iniziato", null=True, editable=False)
    finished_at = models.DateTimeField("finito", null=True, editable=False)
    retry_start_at = models.DateTimeField(null=True, editable=False)
    """After a failed upload: when to try to start again."""
    custom_template = models.OneToOneField(
        WhatsAppTemplate, models.SET_NULL, null=True, editable=False, verbose_name="modello su misura"
    )
    """Of a text of several paragraphs; it holds for the text that it was submitted with."""
    media_id = models.CharField(max_length=100, blank=True, editable=False)
    media_uploaded_at = models.DateTimeField(null=True, editable=False)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "messaggio"
        verbose_name_plural = "messaggi"
        ordering = ["-pk"]
        permissions = [
            ("launch_campaign", "Può approvare e avviare un messaggio"),
            ("try_campaign", "Può mandare una prova ai propri numeri"),
            ("steer_campaign", "Può sospendere, riprendere e annullare un messaggio"),
            ("submit_custom_template", "Può inviare a Meta il modello su misura di un messaggio"),
            ("launch_urgent_campaign", "Può avviare un messaggio urgente"),
            ("export_campaign", "Può esportare il resoconto di un messaggio"),
            ("prepare_service_campaign", "Può preparare un avviso sul servizio: promemoria, informativa"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=list(CampaignStatus)), name="campaign_status_known"
            ),
            models.CheckConstraint(
                condition=Q(topic__isnull=False)
                | ~Q(purpose="news")
                | Q(status__in=[CampaignStatus.DRAFT, CampaignStatus.CANCELLED]),
                name="campaign_topic_once_written",
            ),
        ]

    def __str__(self) -> str:
        return self.title or "Bozza senza titolo"

    @property
    def is_service(self) -> bool:
        """Whether it is about the service itself: its words are those of a text of the service."""
        return self.purpose != self.Purpose.NEWS

    @property
    def is_recorded(self) -> bool:
        """Whether the register of consents learns whom it reached."""
        return self.purpose in self.RECORDED

    @property
    def is_addressed(self) -> bool:
        """Whether it is known whom it is for: a draft of news may still lack its topic."""
        return self.is_service or self.topic_id is not None

    @property
    def is_editable(self) -> bool:
        """Whether its content may change now: while somebody reads it to approve it, it stays as it is."""
        return self.status == CampaignStatus.DRAFT

    @property
    def is_unapproved(self) -> bool:
        """Whether nobody has approved it yet: a draft, or one that waits for its approval."""
        return self.status in (CampaignStatus.DRAFT, CampaignStatus.IN_REVIEW)

    @property
    def may_be_revised(self) -> bool:
        """Whether it was approved and nothing of it has left: its content may change at the price of the approval."""
        return self.status in (CampaignStatus.APPROVED, CampaignStatus.PAUSED) and self.started_at is None

    def has_media(self, now: datetime) -> bool:
        """Whether the attachment is at Meta and will stay there for the time being."""
        uploaded_at = self.media_uploaded_at
        return bool(self.media_id) and uploaded_at is not None and uploaded_at > now - MEDIA_LIFE


class CampaignEvent(models.Model):
    """Who did what to a broadcast, and when: its timeline."""

    class What(models.TextChoices):
        PROPOSED = "proposed", "Proposto"
        COPIED = "copied", "Copiato da un altro messaggio"
        EDITED = "edited", "Modificato"
        TRIED = "tried", "Prova inviata"
        REVIEW_ASKED = "review_asked", "Approvazione chiesta"
        WITHDRAWN = "withdrawn", "Richiesta ritirata"
        SENT_BACK = "sent_back", "Rimandato in bozza"
        APPROVED = "approved", "Approvato"
        APPROVED_OWN = "approved_own", "Approvato da chi lo ha scritto"
        TAKEN_BACK = "taken_back", "Approvazione annullata prima della partenza"
        REVISED = "revised", "Modificato dopo l'approvazione, che non vale più"
        ALTERED = "altered", "Non è partito: il contenuto non è quello approvato"
        STARTED = "started", "Invio iniziato"
        PAUSED = "paused", "Messo in pausa"
        RESUMED = "resumed", "Ripreso"
        CANCELLED = "cancelled", "Annullato"
        FINISHED = "finished", "Invio finito"
        SETTLED = "settled", "Esiti incerti decisi"
        RESENT = "resent", "Mandato di nuovo a chi non l'aveva ricevuto"
        TEMPLATE_SUBMITTED = "template_submitted", "Modello su misura inviato a Meta"
        TEMPLATE_APPROVED = "template_approved", "Modello su misura approvato da Meta"
        TEMPLATE_REFUSED = "template_refused", "Modello su misura rifiutato da Meta"
        TEMPLATE_STOPPED = "template_stopped", "Modello su misura fermato da Meta"

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="events", verbose_name="messaggio")
    what = models.CharField("che cosa", max_length=20, choices=What)
    at = models.DateTimeField("quando")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="da chi"
    )
    note = models.CharField("nota", max_length=300, blank=True)
    overridden = models.CharField("che cosa l'urgenza supera", max_length=300, blank=True)
    """As the page told whoever approved: closed hours, broadcasts that wait."""
    fingerprint = models.CharField("impronta", max_length=64, blank=True)
    """Of the content that was approved, or of what was found in its place: see fingerprint.py."""
    before = models.JSONField(default=dict, db_default={}, editable=False)
    """What is compared with this step, or undone to: of an approval, state and moment before it (ISO, UTC); of a
    send-back, the content that was read. It goes once the broadcast is over (privacy/retention.py)."""

    class Meta:
        verbose_name = "passaggio"
        verbose_name_plural = "passaggi"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_what_display()}, {moment_in_figures(self.at)}"


class OpenDraft(models.Model):
    """Somebody has a broadcast open to write on it: the page says so again and again until it is closed."""

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="open_drafts", verbose_name="messaggio"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="chi")
    seen_at = models.DateTimeField("ultimo segno", db_index=True)

    class Meta:
        verbose_name = "bozza aperta"
        verbose_name_plural = "bozze aperte"
        constraints = [
            models.UniqueConstraint(fields=["campaign", "user"], name="open_draft_once_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}, {moment_in_figures(self.seen_at)}"
