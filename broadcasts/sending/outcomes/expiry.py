"""Broadcasts with a time to live: once it is over, what nobody heard of reads "expired", since Meta need not say so.

A receipt that comes later still counts: the message did arrive.
"""

import logging
from datetime import datetime, timedelta

from broadcasts.models import Campaign, Delivery
from broadcasts.rules.states import DeliveryStatus

log = logging.getLogger(__name__)

MARGIN = timedelta(minutes=10)
"""The time after the term, for receipts of what arrived at the last moment."""
LOOKED_AT = timedelta(days=10)
"""The time after its start that a broadcast is looked at: the daily limit may spread it over some days."""
TAKEN = (DeliveryStatus.HELD, DeliveryStatus.ACCEPTED, DeliveryStatus.SENT)
"""One index holds them. Those in doubt are asked for apart, since another one does."""


def expire(now: datetime) -> int:
    """Every minute; returns how many have expired since."""
    with_a_term = Campaign.objects.filter(time_to_live__isnull=False, started_at__gt=now - LOOKED_AT)
    return sum(_expire(campaign, now) for campaign in with_a_term)


def _expire(campaign: Campaign, now: datetime) -> int:
    lives = timedelta(seconds=campaign.time_to_live or 0)
    old = Delivery.objects.filter(campaign=campaign, claimed_at__lt=now - lives - MARGIN)
    count = old.filter(status__in=TAKEN).move(DeliveryStatus.EXPIRED)
    count += old.filter(status=DeliveryStatus.UNCERTAIN).move(DeliveryStatus.EXPIRED)
    if count:
        log.info("campaign %s: %d messages have expired without a word", campaign.pk, count)
    return count
