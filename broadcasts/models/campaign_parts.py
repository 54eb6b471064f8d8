"""Rows beside a broadcast's own: its topics, its kept counts, and the marks of who has it open to write on it."""

from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When

from cascina_whatsapp.presentation.formatting.dates import moment_in_figures
from subscribers.models import Topic

from .campaigns import Campaign


class CampaignTopic(models.Model):
    """One of the topics of a broadcast: as long as there is one, the topic stays."""

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+", verbose_name="messaggio")
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+", verbose_name="argomento")

    class Meta:
        verbose_name = "argomento di un messaggio"
        verbose_name_plural = "argomenti di un messaggio"
        constraints = [models.UniqueConstraint(fields=["campaign", "topic"], name="campaign_topic_once")]

    def __str__(self) -> str:
        return f"{self.campaign_id}, {self.topic_id}"


def invites() -> Case:
    """Tell in a query whether news are an invitation, as `Campaign.is_invitation` does for a single broadcast."""
    own = CampaignTopic.objects.filter(campaign=OuterRef("pk"), topic__is_invitation=True)
    return Case(When(Q(as_invitation=True) | Exists(own), then=True), default=False)


class CampaignProgress(models.Model):
    """Counts of a broadcast's deliveries as of a moment, and its totals once the deliveries are gone."""

    campaign = models.OneToOneField(
        Campaign, models.CASCADE, primary_key=True, related_name="kept", verbose_name="messaggio"
    )
    counted = models.JSONField(default=dict)
    """People by state, as counted at `counted_at`: see reporting/progress_counts.py."""
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
