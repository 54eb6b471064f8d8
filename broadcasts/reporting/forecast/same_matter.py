"""The broadcasts that left on the same matter a short while ago, for the approver: each message costs attention."""

from datetime import datetime, timedelta

from broadcasts.models import Campaign
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence

SHORT_WHILE = timedelta(days=2)
MOST = 3
"""The most broadcasts that are told of: more would say no more."""


def left_lately(campaign: Campaign, now: datetime) -> list[str]:
    """Write a sentence for each broadcast on the same topics within two days, the last one first.

    Nothing of a message about the service, nor before somebody has chosen topics. Two queries.
    """
    if campaign.is_service or not campaign.chosen_topics:
        return []
    others = Campaign.objects.filter(
        topics__in=campaign.chosen_topics, started_at__gt=now - SHORT_WHILE, started_at__lte=now
    )
    found = others.exclude(pk=campaign.pk).distinct().order_by("-started_at")[:MOST]
    return [
        f"Sullo stesso argomento è partito «{one}», {in_a_sentence(one.started_at, now)}."
        for one in found
        if one.started_at
    ]
