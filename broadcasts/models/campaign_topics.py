"""The topics that a broadcast is about, and what they make of it: a notice or an invitation."""

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When

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
