"""The broadcasts on the same matter shortly before one, and who joined and left shortly after it."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from broadcasts.models import Campaign, somebody_has_it
from cascina_whatsapp.presentation.formatting.dates import in_a_sentence
from subscribers.statistics import Moves, moves

from .display_status import AMENDED, WORDS, standing_of

SHORTLY = timedelta(days=2)
MOST = 3
"""The most broadcasts that are told of: more would say no more."""
COMPARED = 15
"""Stretches of SHORTLY before the broadcast, a month in all, whose mean is what is usual."""


def left_lately(campaign: Campaign, now: datetime) -> list[str]:
    """Write a sentence for each broadcast on the same topics that somebody has had for two days, the last one first.

    Nothing of a message about the service, nor before somebody has chosen topics. Three queries.
    """
    if campaign.is_service or not campaign.chosen_topics:
        return []
    others = Campaign.objects.filter(
        somebody_has_it() | Q(by_whatsapp=False),
        topics__in=campaign.chosen_topics,
        started_at__gt=now - SHORTLY,
        started_at__lte=now,
    )
    found = (
        others.exclude(pk=campaign.pk).distinct().order_by("-started_at").prefetch_related("events")[:MOST]
    )
    return [
        f"Sullo stesso argomento è partito «{one}», {in_a_sentence(one.started_at, now)}{_since(one)}."
        for one in found
        if one.started_at
    ]


def _since(campaign: Campaign) -> str:
    """Say in Italian that a broadcast was corrected or withdrawn since; "" where it was not."""
    standing = standing_of(campaign, campaign.events.all())
    return f": {WORDS[standing][0].lower()}" if standing in AMENDED.values() else ""


def afterwards(campaign: Campaign, now: datetime) -> dict[str, Any] | None:
    """Count who joined and left in the two days from a broadcast's start, as far as they have gone; None before.

    `is_over`: the two days have passed. Four queries.
    """
    start = campaign.started_at
    if start is None:
        return None
    before = moves(start - COMPARED * SHORTLY, start)
    usual = Moves(joined=_mean(before.joined), left=_mean(before.left))
    told = moves(start, min(start + SHORTLY, now))
    return {"moves": told, "usual": usual, "is_over": now >= start + SHORTLY}


def _mean(people: int) -> int:
    """Compute the usual number of people, rounded half up."""
    return (2 * people + COMPARED) // (2 * COMPARED)
