"""One citizen's message of one broadcast, and who had its number shown in clear."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from broadcasts.rules.states import (
    DELIVERY_LABELS,
    DELIVERY_MAY_FOLLOW,
    MAY_BE_RESENT,
    TAKEN,
    UNFINISHED,
    CampaignStatus,
    DeliveryStatus,
)
from cascina_whatsapp.security.encryption.fields import EncryptedTextField
from subscribers.models import Subscriber

from .audience import Audience
from .campaigns import Campaign

FORGET = {"not_before": None, "error_code": None, "reason": "", "accepted_at": None, "sent_at": None}
"""The fields that the next attempt must not inherit: these moments count as evidence."""
COUNTED_AT_ONCE = 5000
"""Rows: so many are counted in a few milliseconds, whenever somebody looks; of more a count is kept."""
URGENT_WAITS = timedelta(minutes=1)
"""The time that an urgent broadcast waits for its first arrival before it is told elsewhere."""


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, now: datetime) -> Self:
        """Select queued messages whose back-off is over."""
        return self.filter(Q(not_before=None) | Q(not_before__lte=now), status=DeliveryStatus.QUEUED)

    def wanted(self, audience: Audience) -> Self:
        """Select messages, all of broadcasts for this audience, whose recipient may get theirs at this moment."""
        return self.filter(audience.may_get("subscriber"))

    def to_be_recorded(self) -> Self:
        """Select messages about the service that have arrived, which the register still has to learn."""
        return self.filter(to_record=True, status__in=["delivered", "read"], subscriber__isnull=False)

    def in_flight(self) -> Self:
        """Select messages that a sender holds: each may leave at any moment, or be leaving."""
        return self.filter(status=DeliveryStatus.SENDING)

    def unfinished(self) -> Self:
        """Select messages that may still leave, or of which nobody knows yet whether they did."""
        return self.filter(status__in=UNFINISHED)

    def missing(self) -> Self:
        """Select messages that did not arrive, or never left."""
        return self.filter(status__in=["failed", "skipped"])  # the condition of delivery_missing

    def move(self, to: DeliveryStatus, **fields: Any) -> int:
        """Advance the rows that may take this step; return how many did."""
        return self.filter(status__in=DELIVERY_MAY_FOLLOW[to]).update(status=to, **fields)

    def resend(self) -> int:
        """Put back in the queue what a person wants to be tried once more; return how many."""
        return self.filter(status__in=MAY_BE_RESENT).update(status=DeliveryStatus.QUEUED, **FORGET)


class Delivery(models.Model):
    """One citizen's message of one broadcast: theirs alone, nobody sees the others."""

    campaign = models.ForeignKey(
        Campaign,
        models.CASCADE,
        related_name="deliveries",
        verbose_name="messaggio",
        db_constraint=False,  # a snapshot of a million checks the same campaign a million times: 3 of 10 seconds
        db_index=False,  # the constraint and the queue's index begin with it
    )
    subscriber = models.ForeignKey(
        Subscriber, models.SET_NULL, null=True, related_name="+", verbose_name="iscritto"
    )
    """None once the person's data have been erased: the message still counts, nobody knows whose it was."""
    status = models.CharField("stato", max_length=12, choices=DELIVERY_LABELS, default=DeliveryStatus.QUEUED)
    attempts = models.PositiveSmallIntegerField("tentativi", default=0)
    needs_template = models.BooleanField("solo con un testo fisso", default=False)
    """Meta said that the 24-hour window is closed, whatever we think."""
    outside_window = models.BooleanField("fuori dalla finestra", default=False)
    """True where the last attempt left outside the recipient's 24 hours: it counts for Meta's daily limit."""
    wamid = EncryptedTextField("id WhatsApp", blank=True, default="")
    """Holds the number in base64."""
    error_code = models.IntegerField("codice di errore", null=True)
    reason = models.CharField("motivo", max_length=200, blank=True, default="")
    not_before = models.DateTimeField("non prima di", null=True)
    claimed_at = models.DateTimeField("partita", null=True)
    accepted_at = models.DateTimeField("affidata a WhatsApp il", null=True)
    sent_at = models.DateTimeField("inviata", null=True)
    delivered_at = models.DateTimeField("consegnata", null=True)
    read_at = models.DateTimeField("letta", null=True)

    to_record = models.BooleanField(null=True, editable=False)
    """True where the register still has to learn that a service message arrived. None: news."""

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "consegna"
        verbose_name_plural = "consegne"
        ordering = ["-pk"]
        permissions = [("unmask_delivery", "Può vedere in chiaro il numero di una consegna, con un motivo")]
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
            models.Index(
                fields=["claimed_at", "subscriber"], condition=Q(outside_window=True), name="delivery_counted"
            ),
            # For the list by state, and for what waits in them for a term: of these few are left in the end. The
            # states that most rows end in need no index, and get none: each receipt would have to write into it.
            models.Index(
                fields=["status", "campaign", "subscriber"],
                condition=Q(status__in=["held", "accepted", "sent", "expired"]),
                name="delivery_on_its_way",
            ),
            # What the register still has to learn: of broadcasts about the service only. Once it has, nothing is
            # left here; what never arrives never gets here.
            models.Index(
                fields=["campaign", "id"],
                condition=Q(to_record=True, status__in=["delivered", "read"]),
                name="delivery_to_record",
            ),
            # For the list by reason.
            models.Index(
                fields=["campaign", "reason", "subscriber"],
                condition=Q(status__in=["failed", "skipped"]),
                name="delivery_missing",
            ),
        ]

    def __str__(self) -> str:
        return f"consegna {self.pk}"


def somebody_has_it() -> Q:
    """Build the condition that somebody has a broadcast: by its deliveries, by its totals once these are gone."""
    taken = Delivery.objects.filter(campaign=models.OuterRef("pk"), status__in=TAKEN)
    return Q(models.Exists(taken)) | Q(kept__totals__states__has_any_keys=[str(state) for state in TAKEN])


def is_out(now: datetime) -> Q:
    """Build the condition that a broadcast may be told beside the telephones: no other one hears of it before them.

    Somebody has it, or no telephone is left to wait for. An urgent one that WhatsApp does not take waits no longer.
    """
    return (
        Q(status=CampaignStatus.SENT)
        | Q(status=CampaignStatus.SENDING, is_urgent=True, started_at__lte=now - URGENT_WAITS)
        | somebody_has_it()
    )


class Unmasking(models.Model):
    """One number, shown once to one clerk. The number itself is not here, nor anything else about the citizen."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+", verbose_name="messaggio")
    delivery_number = models.PositiveBigIntegerField("consegna")
    """The delivery's, without a key to it: deliveries go after their term by the million."""
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="mostrato a"
    )
    at = models.DateTimeField("quando", db_index=True)
    reason = models.CharField("motivo", max_length=200)

    class Meta:
        verbose_name = "numero mostrato"
        verbose_name_plural = "numeri mostrati"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"numero mostrato {self.pk}"
