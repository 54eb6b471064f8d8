"""The claim: whose message leaves next. What can forbid it is asked in the very statement that takes it."""

from datetime import datetime
from functools import lru_cache

from django.db import transaction
from django.db.models import F, Q, QuerySet

from broadcasts import launching
from broadcasts.launching.leaving import lets_through
from broadcasts.models import Campaign, Delivery, is_recorded_as_approved
from broadcasts.models.audience import Audience
from broadcasts.models.deliveries import DeliveryQuerySet
from broadcasts.reporting import daily_limit
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers.identity import known_pseudonyms
from subscribers.identity.misplaced import is_theirs, report

ALLOWANCE = daily_limit.Allowance()
"""The knowledge that this process has of Meta's daily limit, from lease to lease."""
NEARBY, NEARBY_AT_LEAST = 2, 50
"""The part of the queue that a claim looks at before all: so many times what it wants, or so many."""


@transaction.atomic
def claim(
    campaign: Campaign, limit: int, now: datetime, allowance: daily_limit.Allowance = ALLOWANCE
) -> list[Delivery]:
    """Take up to `limit` messages of `campaign`: for each, everything that can forbid it is asked once more.

    The rows are locked as they are chosen (SKIP LOCKED on PostgreSQL; SQLite has one writer at a time), so no
    two workers claim the same one. The recipient's row as well: a person who is leaving at this moment is left
    alone, and for one who leaves later the message is in flight.

    It looks among the first of the queue, and through the whole of it only where none of these may have theirs. They
    are asked for by a statement of their own: of rows that were just written the database has no statistics, and it
    would join and sort the whole queue for each slice.
    """
    first = list(_first(campaign, max(NEARBY * limit, NEARBY_AT_LEAST), now))
    queues = (_open_to(rows, campaign, now) for rows in (Q(pk__in=first), Q()))
    mine = allowance.take(campaign, queues, limit, now)
    taken = Delivery.objects.filter(pk__in=[delivery.pk for delivery in mine])
    taken.move(DeliveryStatus.SENDING, claimed_at=now, attempts=F("attempts") + 1, outside_window=True)
    for delivery in mine:
        delivery.campaign = campaign
        delivery.attempts += 1
        delivery.outside_window = daily_limit.counts(delivery, now)
    inside = [delivery.pk for delivery in mine if not delivery.outside_window]
    if inside:
        Delivery.objects.filter(pk__in=inside).update(outside_window=False)
    return [delivery for delivery in mine if _is_theirs(delivery, now)]


def _is_theirs(delivery: Delivery, now: datetime) -> bool:
    """Tell whether the number is the recipient's; where it is another's, fail the delivery and say so."""
    row = delivery.subscriber
    if row and is_theirs(Person(phone=row.phone, bsuid=row.bsuid), *known_pseudonyms(row)):
        return True
    Delivery.objects.filter(pk=delivery.pk).move(
        DeliveryStatus.FAILED, reason=failure_reasons.NOT_THEIRS, outside_window=False
    )
    report(f"delivery {delivery.pk} of campaign {delivery.campaign_id}", now)
    return False


def release(deliveries: list[Delivery], now: datetime) -> None:
    """Give back claimed messages of which no call was made: they certainly didn't leave."""
    mine = Delivery.objects.filter(
        pk__in=[delivery.pk for delivery in deliveries], status=DeliveryStatus.SENDING
    )
    for campaign in sorted({delivery.campaign_id for delivery in deliveries}):
        launching.put_back(mine, of=campaign, now=now, attempts=F("attempts") - 1, outside_window=False)


def _open_to(rows: Q, campaign: Campaign, now: datetime) -> DeliveryQuerySet:
    """Select those of the broadcast's `rows` that may leave, locked as they are read, in the order of the queue."""
    may_leave = is_recorded_as_approved(campaign) & lets_through(campaign, now)
    return _open(campaign.audience).due(now).filter(rows, may_leave, campaign=campaign)


@lru_cache
def _open(audience: Audience) -> DeliveryQuerySet:
    """Build the conditions of every claim for an audience, once: building them takes as long as the query."""
    return (
        Delivery.objects.wanted(audience)
        .filter(campaign__status=CampaignStatus.SENDING)
        .select_related("subscriber")
        .order_by("pk")
        .select_for_update(skip_locked=True, no_key=True, of=("self", "subscriber"))
    )


def _first(campaign: Campaign, count: int, now: datetime) -> QuerySet[Delivery, int]:
    """Select the ids of a broadcast's first `count` deliveries that are due, whatever else may forbid them."""
    queue = Delivery.objects.due(now).filter(campaign=campaign)
    return queue.order_by("pk").values_list("pk", flat=True)[:count]
