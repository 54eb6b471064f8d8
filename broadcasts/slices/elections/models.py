"""The declarations on broadcasts that leave during an electoral period, and their outcomes."""

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce

from broadcasts.models import Campaign
from cascina_whatsapp.elections.models import ElectoralPeriod

from .rules import CATEGORY_LABELS, Category

REVIEW_WITHIN = timedelta(hours=24)
"""The time within which another authoriser looks at an emergency that one alone let go."""
STANDING = ("open", "authorised")


class ElectionDeclarationQuerySet(models.QuerySet["ElectionDeclaration"]):
    def standing(self) -> Self:
        """Select the declarations that count: waiting for a decision, or authorised."""
        return self.filter(outcome__in=STANDING)

    def in_force(self, now: datetime) -> Self:
        """Select authorised declarations of a period that is not over: the authorisation ends with the period."""
        authorised = self.filter(outcome=ElectionDeclaration.Outcome.AUTHORISED)
        return authorised.filter(period__in=ElectoralPeriod.objects.ahead(now))

    def unreviewed(self) -> Self:
        """Select emergencies that one person let go and nobody has reviewed, the oldest first."""
        let_go = self.filter(is_emergency=True, decided_at__isnull=False, reviewed_at=None)
        return let_go.exclude(outcome=ElectionDeclaration.Outcome.REFUSED).order_by("decided_at", "pk")


class ElectionDeclaration(models.Model):
    """A colleague's word that a broadcast is impersonal, indispensable, not deferrable (law 28/2000, article 9).

    It is about one text, by its fingerprint: of a changed one it says nothing. Never deleted, and what was declared
    never changes: the database itself refuses both (migration 0018_declaration_guards). Written by
    elections.declaring alone.
    """

    class Outcome(models.TextChoices):
        OPEN = "open", "In attesa"
        AUTHORISED = "authorised", "Autorizzata"
        REFUSED = "refused", "Rifiutata"
        WITHDRAWN = "withdrawn", "Ritirata"

    class Review(models.TextChoices):
        UPHELD = "upheld", "Confermata"
        CONTESTED = "contested", "Non confermata"

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="declarations", verbose_name="messaggio"
    )
    period = models.ForeignKey(
        ElectoralPeriod, models.PROTECT, related_name="declarations", verbose_name="periodo elettorale"
    )
    """The period it is for: of several the first; of an emergency the first that has an order for it."""
    impersonal = models.BooleanField("in forma impersonale", default=False)
    indispensable = models.BooleanField("indispensabile", default=False)
    not_deferrable = models.BooleanField("non rinviabile", default=False)
    category = models.CharField("di che cosa si tratta", max_length=12, choices=CATEGORY_LABELS)
    reason = models.TextField("perché")
    checklist = models.JSONField("che cosa è stato controllato", default=list)
    """The points that a form of before the two questions had ticked."""
    fingerprint = models.CharField("impronta", max_length=64)
    """The fingerprint of the content that it is about: see fingerprint.py."""
    content = models.JSONField("contenuto dichiarato", default=dict, db_default={}, editable=False)
    """The content of which the fingerprint is: the text may change afterwards, or go."""
    is_emergency = models.BooleanField("emergenza con una sola autorizzazione", default=False)
    standing_order = models.CharField("ordine permanente", max_length=60, blank=True)
    """The number of the order under which an emergency goes with one authoriser, as the period had it then."""
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="dichiarato da"
    )
    declared_at = models.DateTimeField("dichiarato il")
    outcome = models.CharField("esito", max_length=10, choices=Outcome, default=Outcome.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="deciso da"
    )
    """The person who authorised or refused it."""
    decided_at = models.DateTimeField("deciso il", null=True)
    note = models.CharField("nota", max_length=300, blank=True)
    """The note of who decided."""
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="ritirato da"
    )
    """None where it was withdrawn because the text changed, or is not withdrawn."""
    withdrawn_at = models.DateTimeField("ritirato il", null=True)
    withdrawn_reason = models.CharField("perché ritirato", max_length=300, blank=True)
    review_outcome = models.CharField("esito del riesame", max_length=9, choices=Review, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="riesaminato da"
    )
    reviewed_at = models.DateTimeField("riesaminato il", null=True)
    review_note = models.CharField("nota del riesame", max_length=300, blank=True)
    alarmed_at = models.DateTimeField("allarme dato il", null=True)
    """The moment when colleagues were told that nobody had reviewed it in time."""

    objects = ElectionDeclarationQuerySet.as_manager()

    class Meta:
        verbose_name = "dichiarazione per le elezioni"
        verbose_name_plural = "dichiarazioni per le elezioni"
        ordering = ["-pk"]
        default_permissions = ("add", "view")
        permissions = [
            ("authorise_electiondeclaration", "Può autorizzare un messaggio in periodo elettorale"),
            ("review_electiondeclaration", "Può riesaminare un'emergenza autorizzata da altri"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(impersonal=True, indispensable=True, not_deferrable=True),
                name="declaration_says_all_three",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["open", "authorised", "refused", "withdrawn"]),
                name="declaration_outcome_known",
            ),
            models.CheckConstraint(
                condition=Q(category__in=list(CATEGORY_LABELS)), name="declaration_category_known"
            ),
            models.CheckConstraint(
                condition=Q(is_emergency=False) | Q(category=Category.EMERGENCY) & ~Q(standing_order=""),
                name="declaration_emergency_under_an_order",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["authorised", "refused"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="declaration_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="authorised") | ~Q(decided_by=F("declared_by")),
                name="declaration_authorised_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="authorised", category=Category.OTHER) | ~Q(note=""),
                name="declaration_of_something_else_with_a_note",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at=None)
                | Q(reviewed_by__isnull=False) & ~Q(reviewed_by=F("decided_by")) & ~Q(review_outcome=""),
                name="declaration_reviewed_by_another",
            ),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(outcome__in=STANDING), name="one_standing_declaration"
            ),
        ]

    def __str__(self) -> str:
        return f"dichiarazione {self.pk}"

    @property
    def review_due_at(self) -> datetime | None:
        """The moment until which an emergency has to be reviewed; None where it hasn't to be, or was.

        One that was let go and taken back is reviewed all the same: something may have left by it.
        """
        if self.decided_at is None or self.outcome == self.Outcome.REFUSED:
            return None
        waits = self.is_emergency and self.reviewed_at is None
        return self.decided_at + REVIEW_WITHIN if waits else None


def is_authorised(now: datetime) -> Exists:
    """The condition that a third person authorised a broadcast as it was approved, for a period that is not over.

    In an emergency under a standing order one person may approve and authorise.
    """
    by_a_third = Q(is_emergency=True) | ~Q(decided_by=Coalesce(OuterRef("approved_by"), 0))
    theirs = ElectionDeclaration.objects.in_force(now).filter(by_a_third)
    return Exists(theirs.filter(campaign=OuterRef("pk"), fingerprint=OuterRef("approved_hash")))


def is_let_through(now: datetime) -> Q:
    """The condition that no electoral period holds, or the broadcast is authorised. It costs no query."""
    return Q(~Exists(ElectoralPeriod.objects.blocking(now))) | Q(is_authorised(now))
