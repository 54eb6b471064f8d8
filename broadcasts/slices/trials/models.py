"""Staff's own numbers, proven by a code, and the trials of broadcasts that were sent to them."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from broadcasts.models import Campaign
from broadcasts.rules.states import DELIVERY_LABELS, DELIVERY_MAY_FOLLOW, DeliveryStatus
from cascina_whatsapp.accounts.staff_notices.notifying import display_name
from cascina_whatsapp.security.encryption.fields import EncryptedTextField
from subscribers.rules.phone import mask


class TrialNumber(models.Model):
    """A number of somebody who works here, to try broadcasts on. Proven once a code has been written from it."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, editable=False, related_name="+", verbose_name="di chi"
    )
    phone = EncryptedTextField("numero", help_text="Il tuo: per esempio 335 1234567.")
    pseudonym = models.CharField(max_length=64, blank=True, db_default="", editable=False)
    """The pseudonym of the number: by it a code that was written is found again."""
    is_shared = models.BooleanField(
        "i colleghi possono mandarmi prove",
        default=False,
        db_default=False,
        help_text="Ricevi anche le prove dei messaggi che scrivono loro. Puoi ripensarci quando vuoi.",
    )
    """True where its owner agreed; nobody else can for them."""
    code = models.CharField(max_length=6, blank=True, editable=False)
    """Six digits, while they may still be used: then empty."""
    code_asked_at = models.DateTimeField(editable=False)
    wrong_codes = models.PositiveSmallIntegerField(default=0, editable=False)
    verified_at = models.DateTimeField("verificato il", null=True, editable=False)
    wrote_at = models.DateTimeField(null=True, editable=False)
    """Meta's time of the last message with a code: the window is open for 24 hours after it."""
    used_at = models.DateTimeField("ultima prova", null=True, editable=False)

    class Meta:
        verbose_name = "numero di prova"
        verbose_name_plural = "numeri di prova"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "pseudonym"], condition=~Q(pseudonym=""), name="trial_number_once_per_person"
            )
        ]
        indexes = [models.Index(fields=["pseudonym"], name="trial_number_by_pseudonym")]

    def __str__(self) -> str:
        return f"numero di prova {self.pk}"

    @property
    def masked(self) -> str:
        """The number as pages show it."""
        return mask(self.phone)

    @property
    def owner(self) -> str:
        """The name of the number's owner."""
        return display_name(self.user)


class TrialQuerySet(models.QuerySet["Trial"]):
    def move(self, to: DeliveryStatus, **fields: Any) -> int:
        """Advance the rows that may take this step; return how many did."""
        return self.filter(status__in=DELIVERY_MAY_FOLLOW[to]).update(status=to, **fields)

    def waiting(self) -> Self:
        """Select what is in the queue."""
        return self.filter(status=DeliveryStatus.QUEUED)

    def unfinished(self) -> Self:
        """Select the trials that are still to leave, or leaving."""
        return self.filter(status__in=[DeliveryStatus.QUEUED, DeliveryStatus.SENDING])


class Trial(models.Model):
    """One broadcast sent to one number of staff's, before anybody else sees it. It is sent once, or not at all."""

    class Form(models.TextChoices):
        """The form of a trial: with a template, or free as within 24 hours of a message from that telephone."""

        TEMPLATE = "template", "come a chi non ci ha scritto oggi"
        FREE = "free", "come a chi ci ha scritto oggi"

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="trials", verbose_name="messaggio")
    number = models.ForeignKey(
        TrialNumber, models.SET_NULL, null=True, related_name="+", verbose_name="numero di prova"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="da chi")
    form = models.CharField("forma", max_length=10, choices=Form, default=Form.TEMPLATE)
    version = models.PositiveIntegerField()
    """The version of the broadcast's content: what was tried is not what was written afterwards."""
    status = models.CharField("stato", max_length=12, choices=DELIVERY_LABELS, default=DeliveryStatus.QUEUED)
    reason = models.CharField("motivo", max_length=200, blank=True)
    asked_at = models.DateTimeField("chiesta")
    claimed_at = models.DateTimeField("partita", null=True)
    settled_at = models.DateTimeField("ultima notizia", null=True)

    objects = TrialQuerySet.as_manager()

    class Meta:
        verbose_name = "prova"
        verbose_name_plural = "prove"
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["status"], condition=Q(status__in=["queued", "sending"]), name="trial_unfinished"
            )
        ]

    def __str__(self) -> str:
        return f"prova {self.pk}"
