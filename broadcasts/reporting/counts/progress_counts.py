# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The kept counts of broadcasts, counted now and then: a page that counted a million rows would take seconds."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count

from broadcasts.models import Campaign, CampaignProgress, Delivery, kept_of
from broadcasts.models.deliveries import COUNTED_AT_ONCE
from broadcasts.rules.states import CampaignStatus, DeliveryStatus

SOON, LATER = timedelta(seconds=5), timedelta(minutes=1)
"""The age that the count of a broadcast on its way may have, and of one that is paused."""
COUNTED_PER_SECOND = 100_000
"""The people counted in a second: of more than that times SOON the count may be older, so that it stays cheap."""
SHARE = 20
"""The part of the time since the end that a count may be old: receipts come ever more rarely."""


def cached(campaign: Campaign) -> dict[str, int]:
    """Return people by state as kept; {} where they are few, or were never counted: then count them now."""
    kept = kept_of(campaign)
    states: dict[str, int] = kept.totals["states"] if kept.totals else kept.counted
    return states if kept.totals or sum(states.values()) > COUNTED_AT_ONCE else {}


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
    """Count the deliveries of these broadcasts, and keep the counts."""
    counts = count_now(campaigns)
    failures = _failures_now(pk for pk, counted in counts.items() if counted.get(DeliveryStatus.FAILED))
    for pk, counted in counts.items():
        kept = {"counted": counted, "failures": failures.get(pk, {}), "counted_at": now}
        CampaignProgress.objects.update_or_create(campaign_id=pk, defaults=kept)


def _failures_now(campaigns: Iterable[int]) -> dict[int, dict[str, int]]:
    """Broadcast's id → people whose message failed by Meta's error code: one query, along the index of those."""
    found: dict[int, dict[str, int]] = {pk: {} for pk in campaigns}
    if not found:
        return {}
    failed = Delivery.objects.missing().filter(campaign__in=found, status=DeliveryStatus.FAILED)
    rows = failed.order_by().values_list("campaign", "error_code").annotate(people=Count("pk"))
    for pk, code, people in rows:
        found[pk]["" if code is None else str(code)] = people
    return found


def is_due(campaign: Campaign, now: datetime) -> bool:
    """Tell whether a broadcast's count is too old; also when the clock was put back meanwhile."""
    counted_at = kept_of(campaign).counted_at
    return counted_at is None or not timedelta(0) <= now - counted_at < may_be_old(campaign, now)


def may_be_old(campaign: Campaign, now: datetime) -> timedelta:
    """Return how old the kept counts of a broadcast may be: the less happens, the older."""
    large = timedelta(seconds=sum(kept_of(campaign).counted.values()) // COUNTED_PER_SECOND)
    if campaign.status in (CampaignStatus.PAUSED, CampaignStatus.SUSPENDED):
        return max(LATER, large)
    since = (now - campaign.finished_at) / SHARE if campaign.finished_at else timedelta(0)
    return max(SOON, large, since)
