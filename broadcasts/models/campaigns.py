"""A broadcast, and its topics."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property

from broadcasts.rules import alert_templates, standard_templates
from broadcasts.rules.states import CAMPAIGN_LABELS, CampaignStatus
from broadcasts.rules.words.addressees import addressees
from subscribers.models import Topic
from subscribers.models.people import NATURES

from .account import WhatsAppTemplate
from .audience import Audience
from .campaign_columns import WithOccasion, WithPageButton, WithZones
from .campaign_rows import Campaigns, KeptCampaigns

MEDIA_LIFE = timedelta(days=29)
"""The days for which we reuse an uploaded attachment: Meta keeps it 30."""


class Campaign(WithPageButton, WithOccasion, WithZones):
    """A broadcast: one text, image or PDF for whoever follows one of its topics, or for everybody."""

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
    """The purposes whose arrival the register of consents learns: it shows that a subscriber knew of their own
    subscription, or of the notice. A pause and an order of Agcom change no consent, and prove nothing about one."""

    purpose = models.CharField(
        "a che cosa serve", max_length=20, choices=Purpose, default=Purpose.NEWS, editable=False
    )
    TITLE_MOST = 60
    """Characters of a title that may leave: what a lock screen shows. A draft may hold a longer one."""
    BODY_MOST = 4000
    """Characters of a text that is kept: more than any message that can leave."""
    title = models.CharField(
        "titolo", max_length=200, help_text="In grassetto, in cima al messaggio. Massimo 60 caratteri."
    )
    kind = models.CharField("tipo", max_length=10, choices=Kind, default=Kind.TEXT)
    topics = models.ManyToManyField(Topic, through="CampaignTopic", verbose_name="argomenti")
    """The topics of news: whoever follows one of them gets it, once. Read them as `chosen_topics`."""
    to_everybody = models.BooleanField(
        "tutti gli iscritti",
        default=False,
        db_default=False,
        help_text="Lo riceve anche chi non ha scelto questi argomenti.",
    )
    everybody_reason = models.CharField(
        "perché a tutti",
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="Il motivo resta scritto.",
    )
    """The reason why the topics that people chose do not count this time."""
    as_invitation = models.BooleanField("che cosa è", default=False, db_default=False)
    """True where its writer says that it invites, though its topics are for notices: see `is_invitation`."""
    by_whatsapp = models.BooleanField("WhatsApp", default=True, db_default=True)
    """True where telephones ring. Other news leaves through its other outlets alone, and costs nothing."""
    outlets = models.JSONField("dove esce", default=list, db_default=[])
    """The keys of the other outlets that were chosen (slices.outlets), in order. The site is always one."""
    former_topic = models.ForeignKey(
        Topic, models.PROTECT, null=True, editable=False, related_name="+", db_column="topic_id"
    )
    """The only topic, of a broadcast of 0.2.0, which reads the column until an update is over. Nothing else does: it
    goes with the next version."""
    alert = models.JSONField("dati dell'allerta", null=True, blank=True)
    """The choices of a warning's writer for services that gather alerts (rules.cap.facts). None: nothing."""
    body = models.TextField(
        "testo",
        help_text="Che cosa, quando, dove, che cosa fare. Un solo paragrafo parte subito; un testo di più paragrafi "
        "lo legge prima WhatsApp. Puoi usare *grassetto* e _corsivo_.",
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
    """The facts found when the attachment was taken in: see content/attachments/attachment.py."""
    picture_text = models.CharField(
        "che cosa si vede nell'immagine", max_length=300, blank=True, default="", db_default=""
    )
    """Read aloud to who does not see the picture (WCAG 2.2, 1.1.1). "" without one, and where it left before this was
    asked: the first sentence of its words stands in."""
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
    pause_reason = models.CharField("perché è fermato", max_length=300, blank=True, editable=False)
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
    approved_category = models.CharField(
        "categoria approvata", max_length=12, blank=True, default="", db_default="", editable=False
    )
    """The category that WhatsApp billed its template as when it was approved (costs.pricing.Category): nothing dearer
    may leave. "" of one that was approved before this was kept."""
    started_at = models.DateTimeField("iniziato", null=True, editable=False)
    finished_at = models.DateTimeField("finito", null=True, editable=False)
    retry_start_at = models.DateTimeField(null=True, editable=False)
    """The moment to try to start again, after a failed upload."""
    custom_template = models.OneToOneField(
        WhatsAppTemplate,
        models.SET_NULL,
        null=True,
        editable=False,
        verbose_name="testo da far approvare a WhatsApp",
    )
    """The template of a text of several paragraphs; it holds for the text that it was submitted with."""
    time_to_live = models.PositiveIntegerField(null=True, editable=False)
    """Seconds after which nobody gets it any more, of one that has started: those of the template that it left
    through. None: thirty days."""
    media_id = models.CharField(max_length=100, blank=True, editable=False)
    media_uploaded_at = models.DateTimeField(null=True, editable=False)

    gaps = models.JSONField(default=dict, db_default={}, editable=False)
    """The ready text that it began with and what was written in its gaps: see pages/fields/gap_fields.py. {}: it is
    written freely."""
    thrown_at = models.DateTimeField("buttato il", null=True, editable=False)
    """The moment when a draft was thrown away: see launching/drafts/trash.py. None: it is there."""
    thrown_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="buttato da",
    )

    objects = KeptCampaigns()
    with_thrown = Campaigns()
    is_exempt = False
    """True where it may leave while others are held back: known of one that was selected so (launching.leaving)."""

    class Meta:
        verbose_name = "messaggio"
        verbose_name_plural = "messaggi"
        ordering = ["-pk"]
        permissions = [
            ("launch_campaign", "Può approvare e avviare un messaggio"),
            ("try_campaign", "Può mandare una prova ai propri numeri"),
            ("steer_campaign", "Può fermare, riprendere e annullare un messaggio"),
            ("submit_custom_template", "Può far approvare a WhatsApp il testo di un messaggio"),
            ("launch_urgent_campaign", "Può avviare un messaggio urgente"),
            ("export_campaign", "Può esportare il resoconto di un messaggio"),
            ("prepare_service_campaign", "Può preparare un avviso sul servizio: promemoria, informativa"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=list(CampaignStatus)), name="campaign_status_known"
            ),
            models.CheckConstraint(
                condition=Q(to_everybody=False)
                | ~Q(everybody_reason="")
                | Q(status__in=[CampaignStatus.DRAFT, CampaignStatus.CANCELLED]),
                name="campaign_to_everybody_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title or "Bozza senza titolo"

    @property
    def is_service(self) -> bool:
        """Tell whether a broadcast is about the service itself: its words are those of a text of the service."""
        return self.purpose != self.Purpose.NEWS

    @property
    def is_recorded(self) -> bool:
        """Tell whether the register of consents learns whom a broadcast reached."""
        return self.purpose in self.RECORDED

    @cached_property
    def chosen_topics(self) -> list[Topic]:
        """The topics of a broadcast in order. A form puts here those that were ticked; drafting.py stores them."""
        return list(self.topics.all()) if self.pk else []

    @property
    def binding_zones(self) -> list[str]:
        """The names of the zones to which a broadcast keeps, in order."""
        return [] if self.ignored_zones else self.zone_names

    @property
    def ignored_zones(self) -> list[str]:
        """The names of the zones beyond which an alert goes, unless whoever approved it said otherwise."""
        return self.zone_names if self.is_alert and not self.keeps_to_zones else []

    @property
    def audience(self) -> Audience:
        """The people whom a broadcast concerns as it is written now; a service message concerns everybody."""
        to_all = self.is_service or self.to_everybody
        return Audience(
            topics=None if to_all else frozenset(topic.pk for topic in self.chosen_topics),
            zones=frozenset(zone.pk for zone in self.chosen_zones) if self.binding_zones else None,
            is_invitation=self.is_invitation,
        )

    @property
    def chosen_outlets(self) -> list[str]:
        """The keys of the outlets that somebody chose for the broadcast, "whatsapp" among them."""
        return [*(["whatsapp"] if self.by_whatsapp else []), *self.outlets]

    @property
    def is_addressed(self) -> bool:
        """Tell whether a broadcast's audience is chosen: a draft of news may still lack its topics."""
        return self.is_service or self.to_everybody or bool(self.chosen_topics)

    @property
    def is_alert(self) -> bool:
        """Tell whether a broadcast warns: it is urgent, or one of its topics is for warnings."""
        return self.is_urgent or self.has_alert_topic

    @property
    def has_alert_topic(self) -> bool:
        """Tell whether one of the topics is for warnings: the message should not arrive when the danger is over."""
        return any(topic.is_alert for topic in self.chosen_topics)

    @property
    def alert_template(self) -> str:
        """The template with a time to live that it goes out through; "": a standard one, or its own.

        Of one that has not begun: Meta must have approved it by now. An alert is never kept back for lack of it.
        """
        if self.started_at is not None:
            return alert_templates.name(self.kind, self.time_to_live) if self.time_to_live else ""
        if not self.by_whatsapp or self.is_service or self.is_invitation or not self.has_alert_topic:
            return ""
        wanted = alert_templates.name(self.kind, settings.ALERT_TIME_TO_LIVE)
        return wanted if WhatsAppTemplate.objects.with_a_term().filter(name=wanted).exists() else ""

    @property
    def is_invitation(self) -> bool:
        """Tell whether a broadcast invites: its writer or one of its topics says so. The strictest wins.

        What is about the service itself is a notice.
        """
        return not self.is_service and (
            self.as_invitation or any(topic.is_invitation for topic in self.chosen_topics)
        )

    @property
    def nature(self) -> str:
        """The nature of the broadcast in a word: "Avviso" or "Invito"."""
        return NATURES[self.is_invitation]

    @property
    def template_set(self) -> standard_templates.TemplateSet:
        """The standard templates that carry a message like this one, or whose words those of its own are."""
        return standard_templates.OF[self.is_invitation, self.has_page_button]

    @property
    def to_whom(self) -> str:
        """The audience of a broadcast, in the words of the screens; "" as long as nobody has chosen it."""
        if self.is_service:
            return str(self.get_purpose_display())
        topics = ["Tutti gli iscritti"] if self.to_everybody else [topic.name for topic in self.chosen_topics]
        return addressees(topics, self.binding_zones) if topics else ""

    @property
    def is_editable(self) -> bool:
        """Tell whether the content may change now: while somebody reads it to approve it, it stays as it is."""
        return self.status == CampaignStatus.DRAFT

    @property
    def is_unapproved(self) -> bool:
        """Tell whether nobody has approved the broadcast yet: a draft, or one that waits for its approval."""
        return self.status in (CampaignStatus.DRAFT, CampaignStatus.IN_REVIEW)

    @property
    def may_be_revised(self) -> bool:
        """Tell whether a broadcast was approved and has not begun: it may change at the price of the approval."""
        waits = (CampaignStatus.APPROVED, CampaignStatus.PAUSED, CampaignStatus.SUSPENDED)
        return self.status in waits and self.started_at is None

    def has_media(self, now: datetime) -> bool:
        """Tell whether the attachment is at Meta and will stay there for the time being."""
        uploaded_at = self.media_uploaded_at
        return bool(self.media_id) and uploaded_at is not None and uploaded_at > now - MEDIA_LIFE
