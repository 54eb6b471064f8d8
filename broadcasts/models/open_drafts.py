"""The marks of who has a broadcast open to write on it."""

from django.conf import settings
from django.db import models

from cascina_whatsapp.presentation.formatting.dates import moment_in_figures

from .campaigns import Campaign


class OpenDraft(models.Model):
    """The mark that somebody has a broadcast open to write on: the page renews it until it is closed."""

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
