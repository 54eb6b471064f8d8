"""Our number and templates at Meta, as Meta told it last, and at what moment a message may be sent."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from broadcasts.rules import alert_templates
from broadcasts.rules.account import account_notices, account_warnings
from broadcasts.rules.account.number_states import Token
from broadcasts.rules.standard_templates import SPOKEN
from broadcasts.rules.template_states import APPROVED


class TemplateQuerySet(models.QuerySet["WhatsAppTemplate"]):
    def with_a_term(self) -> Self:
        """Select the templates whose `has_a_term` holds."""
        return self.filter(status=APPROVED, time_to_live__isnull=False).exclude(category="MARKETING")


class WhatsAppTemplate(models.Model):
    """The state of a template of ours at Meta: only an approved one can be sent."""

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
    """The text that was submitted for a broadcast's custom template; empty for the standard ones."""
    time_to_live = models.PositiveIntegerField(null=True, editable=False)
    """Seconds after which Meta delivers what goes out through it no more (`message_send_ttl_seconds`); None: thirty
    days. As it was submitted, then as Meta lists it."""
    announced_category = models.CharField(
        max_length=30, blank=True, default="", db_default="", editable=False
    )
    """The category that Meta announces for it; empty: nothing is to change."""
    submitted_at = models.DateTimeField("inviato a WhatsApp", null=True, editable=False)
    """The moment when Meta was asked for the first time; it may not have answered."""

    objects = TemplateQuerySet.as_manager()

    class Meta:
        verbose_name = "testo fisso"
        verbose_name_plural = "testi da far approvare a WhatsApp"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["name", "language"], name="one_template_per_language")]
        permissions = [
            ("submit_whatsapptemplate", "Può inviare a WhatsApp i testi fissi e aggiornarne lo stato")
        ]

    def __str__(self) -> str:
        """Say in Italian what a template is for: its name at Meta means something to who administers alone."""
        made_for_others = (
            "Testo fisso per un messaggio solo" if self.is_custom else "Testo fisso di un avviso sul servizio"
        )
        return SPOKEN.get(self.name) or alert_templates.spoken(self.name) or made_for_others

    @property
    def is_usable(self) -> bool:
        """Tell whether Meta lets us send the template now."""
        return self.status == APPROVED

    @property
    def has_a_term(self) -> bool:
        """Tell whether a template can be sent and has a time to live that counts: Meta has none for marketing."""
        return self.is_usable and self.time_to_live is not None and self.category != "MARKETING"

    @property
    def is_custom(self) -> bool:
        """Tell whether a template was made for one broadcast, with the text fixed in it."""
        return bool(self.fingerprint)


class AccountNoticeQuerySet(models.QuerySet["AccountNotice"]):
    def warning(self, now: datetime) -> Self:
        """Select the notices that warn us at this moment, the last to end first: no invitation leaves meanwhile."""
        holds = Q(until=None) | Q(until__gt=now)
        return self.filter(holds, warns=True, ended_at=None).order_by(
            F("until").desc(nulls_first=True), "-pk"
        )

    def announced(self, template: str, now: datetime) -> Self:
        """Select the warnings that hold about a change of this template; each ends once it has come, or another."""
        return self.warning(now).filter(field=account_warnings.CATEGORY, details__template=template)


class AccountNotice(models.Model):
    """A notice of Meta about the account or the number: a limit changed, a warning, a restriction."""

    at = models.DateTimeField("ricevuto")
    field = models.CharField("riguarda", max_length=60, choices=account_notices.ABOUT)
    event = models.CharField("evento", max_length=60, blank=True, choices=account_notices.EVENTS)
    details = models.JSONField("dettagli", default=dict, blank=True)
    warns = models.BooleanField("ferma gli inviti", default=False, db_default=False, editable=False)
    """True for a warning: from then on no invitation leaves, until it ends."""
    until = models.DateTimeField("vale fino al", null=True, editable=False)
    """The moment when a warning ends by itself; None: when somebody says so."""
    ended_at = models.DateTimeField("chiuso il", null=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name="chiuso da",
    )
    """None where what was announced has come, or Meta says that it is over."""
    ending_note = models.CharField("come si è risolto", max_length=200, blank=True, default="", db_default="")

    objects = AccountNoticeQuerySet.as_manager()

    class Meta:
        verbose_name = "avviso di WhatsApp"
        verbose_name_plural = "avvisi di WhatsApp"
        ordering = ["-at"]

    def __str__(self) -> str:
        return account_notices.in_words(self.field, self.event)

    @property
    def in_meta_s_words(self) -> str:
        """Meta's own words where we have none for them, for who administers the system; else ""."""
        known = account_notices.is_known(self.field, self.event)
        return "" if known else " ".join(filter(None, [self.field, self.event]))

    def holds(self, now: datetime) -> bool:
        """Tell whether a notice warns us at this moment."""
        return self.warns and self.ended_at is None and (self.until is None or self.until > now)


class NumberStatus(models.Model):
    """The number as Meta describes it: one row, read again every ten minutes."""

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
    """The moment when Meta answered our question last; news by webhook prove nothing of the key."""
    refused_at = models.DateTimeField("chiave rifiutata il", null=True)
    """The moment when Meta refused our question last; it counts while it is later than `accepted_at`."""
    refusal_code = models.IntegerField("codice del rifiuto", null=True)
    token_read_at = models.DateTimeField("scadenza della chiave letta il", null=True)
    """The moment when Meta told of our access token last; before, the two moments that follow are unknown."""
    token_expires_at = models.DateTimeField("la chiave scade il", null=True)
    """None: never, as far as Meta told."""
    data_access_expires_at = models.DateTimeField("l'accesso ai dati finisce il", null=True)
    token_lacks = models.CharField("permessi che mancano alla chiave", max_length=100, blank=True)
    """Separated by commas."""
    leaving = models.JSONField(default=list, editable=False)
    """The people who count against the limit, as of `leaving_at`: [moment when they count no more, people]."""
    leaving_at = models.DateTimeField(null=True, editable=False)
    checked_at = models.DateTimeField("letto il", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "il numero"

    def __str__(self) -> str:
        return "stato del numero"

    @property
    def token(self) -> Token:
        """The known facts of our access token."""
        return Token(
            accepted_at=self.accepted_at,
            refused_at=self.refused_at,
            expires_at=self.token_expires_at,
            lacks=self.token_lacks,
        )


class RateLimiter(models.Model):
    """The one row that hands out moments to send: see `broadcasts.sending.rate_limiter`."""

    next_slot = models.FloatField(default=0)
    """Seconds since the epoch."""
    share = models.FloatField(default=1.0)
    """The part of the rate that was left when Meta last said that we are too fast; it grows from `slowed_at` on."""
    slowed_at = models.FloatField(default=0)
    """Seconds since the epoch."""
    next_answer = models.FloatField(default=0)
    """Seconds since the epoch: the next free slot of the answers to citizens."""
    written_at = models.FloatField(default=0)
    """Seconds since the epoch, by the clock of the process that wrote last: ahead of now, a clock was put back."""

    still = models.JSONField(default=list, db_default=[])
    """Ids of the broadcasts that may leave and stood still when it was last looked (`sending.standstill`)."""

    class Meta:
        verbose_name = verbose_name_plural = "limitatore degli invii"

    def __str__(self) -> str:
        return "limitatore degli invii"
