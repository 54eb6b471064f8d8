"""The retention of single messages: once their term is over, a broadcast has totals only."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from broadcasts.models import Campaign, CampaignEvent, CampaignProgress, Delivery, kept_of
from broadcasts.rules.states import CAMPAIGN_OVER, UNFINISHED, DeliveryStatus
from subscribers.models import Subscriber

BATCH_SIZE = 5000
"""Rows in one statement: a million are never locked together."""
NOT_ARRIVED = (DeliveryStatus.FAILED, DeliveryStatus.SKIPPED)


def old_broadcasts(before: datetime) -> QuerySet[Campaign]:
    """Select broadcasts that were over before that moment and still have single deliveries."""
    over = Campaign.objects.filter(status__in=CAMPAIGN_OVER, finished_at__lt=before)
    return over.filter(Exists(Delivery.objects.filter(campaign=OuterRef("pk"))))


def old_deliveries(before: datetime) -> QuerySet[Delivery]:
    """Select the single deliveries of broadcasts that were over before this moment."""
    return Delivery.objects.filter(campaign__status__in=CAMPAIGN_OVER, campaign__finished_at__lt=before)


def sum_up(before: datetime, now: datetime) -> int:
    """Turn old deliveries into totals; return how many went.

    The totals are written before the first row goes, and hold from then on: stopped half-way, it goes on
    the next night.
    """
    count = 0
    for number in old_broadcasts(before).order_by("pk").values_list("pk", flat=True):
        if _write_totals(number, before):
            count += sum(chunk.delete()[0] for chunk in _chunks(Delivery.objects.filter(campaign=number)))
    return count


@transaction.atomic
def _write_totals(number: int, before: datetime) -> bool:
    """Write the totals with the row locked: a late receipt may just have put the broadcast back on its way."""
    campaign = old_broadcasts(before).filter(pk=number).select_for_update().first()
    if campaign and not kept_of(campaign).totals:
        totals = _totals(campaign.deliveries.order_by())
        CampaignProgress.objects.update_or_create(campaign=campaign, defaults={"totals": totals})
    return campaign is not None


def _totals(deliveries: QuerySet[Delivery]) -> dict[str, Any]:
    missing = deliveries.filter(status__in=NOT_ARRIVED)
    return {
        "states": dict(deliveries.values_list("status").annotate(people=Count("pk"))),
        "reasons": dict(missing.values_list("reason").annotate(people=Count("pk"))),
    }


def telling_ids(before: datetime) -> QuerySet[Delivery]:
    """Select finished deliveries of people who have left, with an id that still holds their number."""
    nobody = Q(subscriber=None) | Q(subscriber__status=Subscriber.Status.LEFT)
    return Delivery.objects.filter(nobody).exclude(wamid="").exclude(status__in=UNFINISHED)


def blank_ids(before: datetime, now: datetime) -> int:
    """Blank the ids of deliveries: receipts come back with our own reference."""
    return sum(chunk.update(wamid="") for chunk in _chunks(telling_ids(before)))


def earlier_contents(before: datetime) -> QuerySet[CampaignEvent]:
    """Select steps of finished broadcasts that keep how it was before: nobody compares or undoes any more."""
    return CampaignEvent.objects.filter(campaign__status__in=CAMPAIGN_OVER).exclude(before={})


def blank_contents(before: datetime, now: datetime) -> int:
    """Blank how the broadcasts were before."""
    return earlier_contents(before).update(before={})


def _chunks(rows: QuerySet[Delivery]) -> Iterator[QuerySet[Delivery]]:
    """Yield BATCH_SIZE rows at a time, until none is left."""
    while rows.exists():
        yield Delivery.objects.filter(pk__in=rows.order_by().values("pk")[:BATCH_SIZE])
