# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How far broadcasts are: counted now and then, and kept. A page that counted a million rows would take seconds."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count

from broadcasts.models import Campaign, Delivery
from broadcasts.models.deliveries import COUNTED_AT_ONCE
from broadcasts.rules.states import CampaignStatus, DeliveryStatus

SOON, LATER = timedelta(seconds=5), timedelta(minutes=1)
"""How old the count of a broadcast on its way may be, and of one that is paused."""
COUNTED_PER_SECOND = 100_000
"""Of more people than that times SOON the count may be older: counting takes a few per cent of the time at most."""
SHARE = 20
"""After the end receipts come ever more rarely: the count may be as old as this part of the time since then."""


def cached(campaign: Campaign) -> dict[str, int]:
    """People by state as they are kept; nothing where they are few, or were never counted: then count them now."""
    kept: dict[str, int] = campaign.totals["states"] if campaign.totals else campaign.counted
    return kept if campaign.totals or sum(kept.values()) > COUNTED_AT_ONCE else {}


def count_now(campaigns: Iterable[int]) -> dict[int, dict[str, int]]:
    """Broadcast's id → people by state; one query for all of them."""
    counts: dict[int, dict[str, int]] = {pk: {} for pk in campaigns}
    # All states are named, so that an index by state and broadcast is of use.
    deliveries = Delivery.objects.filter(campaign__in=counts, status__in=list(DeliveryStatus))
    rows = deliveries.order_by().values_list("campaign", "status").annotate(people=Count("pk"))
    for pk, status, people in rows:
        counts[pk][status] = people
    return counts


def refresh(campaigns: Iterable[int], now: datetime) -> None:
    """Count these broadcasts, and keep it."""
    for pk, counted in count_now(campaigns).items():
        Campaign.objects.filter(pk=pk).update(counted=counted, counted_at=now)


def refresh_due(now: datetime) -> int:
    """Every five seconds: count again the broadcasts whose count is too old; return how many."""
    started = Campaign.objects.exclude(started_at=None).only(
        "status", "started_at", "finished_at", "totals", "counted", "counted_at"
    )
    due = [campaign.pk for campaign in started if not campaign.totals and _is_due(campaign, now)]
    for pk in due:  # one at a time: each is kept as soon as it is known
        refresh([pk], now)
    return len(due)


def _is_due(campaign: Campaign, now: datetime) -> bool:
    """Also when the clock was put back meanwhile."""
    if campaign.counted_at is None:
        return True
    return not timedelta(0) <= now - campaign.counted_at < may_be_old(campaign, now)


def may_be_old(campaign: Campaign, now: datetime) -> timedelta:
    """How old what is kept of a broadcast may be: the less happens, the older."""
    large = timedelta(seconds=sum(campaign.counted.values()) // COUNTED_PER_SECOND)
    if campaign.status == CampaignStatus.PAUSED:
        return max(LATER, large)
    since = (now - campaign.finished_at) / SHARE if campaign.finished_at else timedelta(0)
    return max(SOON, large, since)
