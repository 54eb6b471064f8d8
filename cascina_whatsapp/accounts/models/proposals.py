"""Something that one colleague asks for and another decides; written by `second_person` alone."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def open(self, *kinds: str) -> Self:
        """Select what waits of these kinds, the oldest first."""
        return self.filter(kind__in=kinds, outcome=Proposal.Outcome.OPEN).order_by("pk")


class Proposal(models.Model):
    """Something that waits for a second person, and what became of it."""

    class Outcome(models.TextChoices):
        OPEN = "open", "Da approvare"
        APPROVED = "approved", "Approvato"
        REFUSED = "refused", "Rimandato"
        WITHDRAWN = "withdrawn", "Ritirato"

    kind = models.CharField("che cosa", max_length=24)
    """The name of a `second_person.Kind`."""
    target = models.CharField("riguarda", max_length=64, blank=True)
    """What it is about, as its kind names it: a key, a row's number; "" for something new."""
    change = models.JSONField("che cosa cambia")
    reason = models.CharField("perché", max_length=500, blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="proposta da"
    )
    asked_at = models.DateTimeField("proposta il")
    outcome = models.CharField("esito", max_length=10, choices=Outcome, default=Outcome.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="decisa da"
    )
    decided_at = models.DateTimeField("decisa il", null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "proposta"
        verbose_name_plural = "proposte"
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "target"],
                condition=Q(outcome="open") & ~Q(target=""),
                name="one_open_proposal_of_a_target",
            )
        ]

    def __str__(self) -> str:
        return f"proposta {self.pk}"
