"""The limit of messages that a person gets in seven days (WEEKLY_MESSAGES): who has had them is left in peace.

Decided when a broadcast starts, for all its people in one statement. What is urgent or warns, and what is about the
service itself, is never held back, and does not count: a week of bad weather takes nobody's news away.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet

from broadcasts.content.audience import audience_of
from broadcasts.models import Campaign, Delivery
from broadcasts.models.deliveries import DeliveryQuerySet
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus, DeliveryStatus

WEEK = timedelta(days=7)
NEVER_LEFT = (DeliveryStatus.FAILED, DeliveryStatus.SKIPPED)


def counts(campaign: Campaign) -> bool:
    """Tell whether the weekly limit concerns this broadcast."""
    return bool(settings.WEEKLY_MESSAGES) and not campaign.is_service and not campaign.is_alert


def take_turns() -> None:
    """Hold every broadcast that may start: of two that start at once the second sees whom the first is for.

    In the transaction of the start.
    """
    if settings.WEEKLY_MESSAGES:
        waiting = Campaign.objects.filter(status=CampaignStatus.APPROVED).order_by("pk")
        list(waiting.select_for_update().values_list("pk"))


def hold_back(campaign: Campaign, now: datetime) -> int:
    """Skip whoever has had so many messages in the week before `now`, or is about to; how many people."""
    if not counts(campaign):
        return 0
    return had_enough(campaign, now).move(
        DeliveryStatus.SKIPPED, reason=failure_reasons.had_enough(settings.WEEKLY_MESSAGES)
    )


def would_be_held_back(campaign: Campaign, now: datetime) -> int:
    """Count the people of its audience whom the weekly limit keeps from a broadcast now. One query while it is on."""
    if not counts(campaign):
        return 0
    return audience_of(campaign).filter(pk__in=_who_had_enough(campaign, now)).count()


def had_enough(campaign: Campaign, now: datetime) -> DeliveryQuerySet:
    """Select a broadcast's queued messages to people who have had enough."""
    queued = campaign.deliveries.filter(status=DeliveryStatus.QUEUED)
    return queued.filter(subscriber__in=_who_had_enough(campaign, now))


def _who_had_enough(campaign: Campaign, now: datetime) -> QuerySet[Any, Any]:
    """Select the ids of who had enough. What waits in another broadcast's queue counts, too."""
    since = now - WEEK
    left = Delivery.objects.filter(
        Q(claimed_at__gt=since) | Q(claimed_at=None),
        campaign__in=_others(campaign, since),
        subscriber__isnull=False,
    ).exclude(status__in=NEVER_LEFT)
    by_person = left.order_by().values("subscriber").annotate(messages=Count("pk"))
    return by_person.filter(messages__gte=settings.WEEKLY_MESSAGES).values("subscriber")


def _others(campaign: Campaign, since: datetime) -> list[int]:
    """List the broadcasts of the week that count: few, while their messages are many."""
    found = Campaign.objects.filter(
        Q(finished_at=None) | Q(finished_at__gt=since),
        purpose=Campaign.Purpose.NEWS,
        is_urgent=False,
        started_at__isnull=False,
    ).exclude(topics__is_alert=True)
    return list(found.exclude(pk=campaign.pk).values_list("pk", flat=True))
