"""The words of the office on a message after it left: something in it was wrong, or all of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from broadcasts.models import Campaign
from cascina_whatsapp.security.append_only.rows import AppendOnly, AppendOnlyQuerySet

REASON_MOST = 500
"""Characters."""


class Amendment(AppendOnly):
    """A correction or a withdrawal, as everybody reads it. What was sent stays as it is; the last one holds."""

    CALLED = "Una correzione o un ritiro"

    class Kind(models.TextChoices):
        CORRECTION = "correction", "Correzione"
        WITHDRAWAL = "withdrawal", "Ritiro"

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="amendments", verbose_name="messaggio"
    )
    kind = models.CharField("che cosa", max_length=10, choices=Kind)
    reason = models.CharField("che cosa era sbagliato", max_length=REASON_MOST)
    title = models.CharField("titolo", max_length=200, blank=True)
    """The words from then on; of a withdrawal "", as `body`."""
    body = models.TextField("testo", blank=True)
    occasion = models.JSONField("evento", null=True, blank=True)
    """The event from then on (broadcasts.rules.occasions, `parts`), empty where there is none any more; None: as it
    was."""
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="scritto da"
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="approvato da"
    )
    """The person who approved; of a withdrawal at once its writer: what stops something needs one person."""
    at = models.DateTimeField("quando")

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = "correzione o ritiro"
        verbose_name_plural = "correzioni e ritiri"
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["correction", "withdrawal"]), name="amendment_kind_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="amendment_with_a_reason"),
            models.CheckConstraint(
                condition=Q(kind="withdrawal", title="", body="")
                | Q(kind="correction") & ~Q(title="") & ~Q(body=""),
                name="amendment_correction_with_its_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_withdrawal(self) -> bool:
        """Tell whether the amendment is a withdrawal: the message holds no more."""
        return self.kind == self.Kind.WITHDRAWAL
