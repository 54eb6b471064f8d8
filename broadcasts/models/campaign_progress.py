"""The kept counts of a broadcast, so that no page counts a million deliveries."""

from django.db import models

from .campaigns import Campaign


class CampaignProgress(models.Model):
    """Counts of a broadcast's deliveries as of a moment, and its totals once the deliveries are gone."""

    campaign = models.OneToOneField(
        Campaign, models.CASCADE, primary_key=True, related_name="kept", verbose_name="messaggio"
    )
    counted = models.JSONField(default=dict)
    """People by state, as counted at `counted_at`: see reporting/counts/progress_counts.py."""
    failures = models.JSONField(null=True)
    """The people whose message failed, by Meta's error code ("" where it gave none), as counted at `counted_at`."""
    counted_at = models.DateTimeField(null=True)
    totals = models.JSONField(default=dict)
    """People by state and by reason, once the single deliveries are gone: {"states": {…}, "reasons": {…}}."""

    class Meta:
        verbose_name = verbose_name_plural = "conteggi del messaggio"

    def __str__(self) -> str:
        return f"conteggi del messaggio {self.pk}"


def kept_of(campaign: Campaign) -> CampaignProgress:
    """Return the kept counts of this broadcast; empty and not stored, before it was counted first."""
    return campaign.kept if hasattr(campaign, "kept") else CampaignProgress()
