"""Alerts as they were published for other services (CAP 1.2): a file each, never made anew."""

from django.db import models
from django.db.models import Q

from cascina_whatsapp.security.append_only.rows import AppendOnly, AppendOnlyQuerySet

from .campaigns import Campaign


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
