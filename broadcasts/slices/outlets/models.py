"""A broadcast beside WhatsApp: whether it is out at an outlet, the alerts as they were published, the press list."""

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower

from broadcasts.models import Campaign, is_out
from broadcasts.rules.states import (
    PUBLICATION_LABELS,
    PUBLICATION_MAY_FOLLOW,
    PUBLICATION_OUT,
    CampaignStatus,
    PublicationStatus,
)
from cascina_whatsapp.security.append_only.rows import AppendOnly, AppendOnlyQuerySet


class PublicationQuerySet(models.QuerySet["Publication"]):
    def move(self, to: PublicationStatus, **fields: Any) -> int:
        """Advance the rows that may take this step; return how many did."""
        return self.filter(status__in=PUBLICATION_MAY_FOLLOW[to]).update(status=to, **fields)

    def drop(self) -> int:
        """Drop what is not out of cancelled broadcasts, now or when it comes back to wait; return how many.

        What corrects or withdraws something that is out goes on.
        """
        found = self.filter(campaign__status=CampaignStatus.CANCELLED)
        left = found.exclude(pk__in=found.follow_ups().values("pk"))
        return left.move(PublicationStatus.SKIPPED, reason="Annullato prima che uscisse.")

    def out(self) -> Self:
        """Select the publications that are out, or may be."""
        return self.filter(status__in=PUBLICATION_OUT)

    def follow_ups(self) -> Self:
        """Select the corrections and withdrawals of something that is out there, or may be."""
        return self.filter(Exists(_earlier().out()))

    def due(self, now: datetime, may_leave: Q) -> Self:
        """Select the publications that may go out now, hours aside, one after the other; each with `is_follow_up`.

        Nothing of a broadcast that nobody has yet, that somebody stopped, or that may not leave. What is
        said anew of something that is out waits for none of that: who amends a message decides it.
        """
        open_before = _earlier().exclude(status__in=[PublicationStatus.PUBLISHED, PublicationStatus.SKIPPED])
        going = Campaign.objects.filter(
            is_out(now),
            may_leave,
            status__in=[CampaignStatus.SENDING, CampaignStatus.SENT],
        )
        waiting = self.filter(
            ~Exists(open_before),
            Q(next_attempt_at=None) | Q(next_attempt_at__lte=now),
            status=PublicationStatus.WAITING,
        ).annotate(is_follow_up=Exists(_earlier().out()))
        return waiting.filter(Q(is_follow_up=True) | Q(campaign__in=going)).order_by(
            "-campaign__is_urgent", "pk"
        )


def _earlier() -> PublicationQuerySet:
    """The publications of a broadcast that come before a row of the outer query at the same outlet."""
    return Publication.objects.filter(
        campaign=OuterRef("campaign"), outlet=OuterRef("outlet"), revision__lt=OuterRef("revision")
    )


class Publication(models.Model):
    """One broadcast at one outlet, or what was corrected of it there afterwards. It is published once, or not at all.

    `publishing` is committed before the outlet is called: a process that dies in between leaves it so, and nobody
    publishes it again before a person has looked. Moments are UTC.
    """

    campaign = models.ForeignKey(
        Campaign, models.CASCADE, related_name="publications", verbose_name="messaggio"
    )
    outlet = models.CharField("dove", max_length=20)
    """Key of the outlet (broadcasts.slices.outlets.registry)."""
    revision = models.PositiveSmallIntegerField(default=0)
    """0: as it was sent; 1 and on: its corrections and its withdrawal, in their order."""
    words = models.JSONField(default=dict)
    """The words of a revision: `title`, `body`, `reason`, `is_withdrawal`; {} of the message itself."""
    status = models.CharField(
        "stato", max_length=10, choices=PUBLICATION_LABELS, default=PublicationStatus.WAITING
    )
    reason = models.CharField("perché", max_length=300, blank=True, default="")
    """The reason why it waits, failed or is in doubt, and what to do, in Italian; no number, text or secret."""
    reference = models.CharField(max_length=200, blank=True, default="")
    """The name that the outlet has for it: the number of a message, an address."""
    attempts = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True)
    """The moment when its last attempt began."""
    next_attempt_at = models.DateTimeField(null=True)
    """The moment before which nobody tries again; None: whenever it may."""
    published_at = models.DateTimeField("pubblicato il", null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="deciso da"
    )
    """The person who looked whether it is out, tried again, or published it by hand."""
    settled_at = models.DateTimeField("deciso il", null=True)

    objects = PublicationQuerySet.as_manager()
    is_follow_up = False
    """True where something of it is out already, which this changes: known of one that was selected as due."""

    class Meta:
        verbose_name = "pubblicazione"
        verbose_name_plural = "pubblicazioni"
        ordering = ["campaign", "outlet", "revision"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "outlet", "revision"], name="publication_once_per_outlet"
            ),
            models.CheckConstraint(
                condition=Q(status__in=list(PublicationStatus)), name="publication_status_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["outlet", "status"],
                condition=Q(status__in=["waiting", "publishing"]),
                name="publication_to_do",
            )
        ]

    def __str__(self) -> str:
        return f"pubblicazione {self.pk}"


class PressAddress(models.Model):
    """An institutional address of a newsroom or an office. Kept by who approves; taken off when it asks to be."""

    class Kind(models.TextChoices):
        PRESS = "press", "Testata giornalistica"
        OFFICE = "office", "Ufficio o ente"
        SITE = "site", "Redazione del sito del Comune"

    name = models.CharField("di chi è", max_length=80, help_text="La testata o l'ufficio, non una persona.")
    kind = models.CharField("che cosa è", max_length=6, choices=Kind)
    address = models.EmailField(
        "indirizzo", max_length=200, help_text="Quello della redazione o dell'ufficio."
    )

    class Meta:
        verbose_name = "indirizzo per la stampa"
        verbose_name_plural = "indirizzi per la stampa"
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(Lower("address"), name="press_address_once")]

    def __str__(self) -> str:
        return self.name


class AlertFile(AppendOnly):
    """An alert, a correction of it or its withdrawal, byte by byte as others got it. Moments are UTC."""

    CALLED = "Un'allerta pubblicata"

    class Kind(models.TextChoices):
        """CAP's own words for what a file is to those before it."""

        ALERT = "Alert", "Allerta"
        UPDATE = "Update", "Correzione"
        CANCEL = "Cancel", "Ritiro"

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="alert_files", verbose_name="messaggio"
    )
    revision = models.PositiveSmallIntegerField()
    """The revision of its Publication: 0 the message itself."""
    identifier = models.CharField(max_length=120, unique=True)
    sender = models.CharField(max_length=100)
    kind = models.CharField("che cosa è", max_length=6, choices=Kind)
    is_drill = models.BooleanField("esercitazione")
    headline = models.CharField("titolo", max_length=300)
    sent = models.DateTimeField("pubblicata il")
    expires = models.DateTimeField("vale fino a")
    document = models.TextField()
    """The XML, to be sent as UTF-8."""

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "allerta pubblicata"
        verbose_name_plural = "allerte pubblicate"
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["campaign", "revision"], name="alert_file_once_per_revision"),
            models.CheckConstraint(
                condition=Q(kind__in=["Alert", "Update", "Cancel"]), name="alert_file_kind_known"
            ),
        ]
        indexes = [models.Index(fields=["expires"], name="alert_file_in_force")]

    def __str__(self) -> str:
        return f"allerta {self.pk}"
