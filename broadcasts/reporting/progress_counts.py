"""People by state: of a broadcast on its way as of now, of a large one that is over as it was counted last."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q

from broadcasts.models import Campaign, CampaignProgress, Delivery, kept_of
from broadcasts.models.deliveries import COUNTED_AT_ONCE
from broadcasts.rules.states import DeliveryStatus


def states_of(campaigns: Iterable[Campaign]) -> dict[int, dict[str, int]]:
    """Broadcast's id → people by state; one query for all of which no count is kept. Selected with their `kept`."""
    counts = {campaign.pk: _kept(campaign) for campaign in campaigns}
    return counts | count_now(pk for pk, states in counts.items() if not states)


def _kept(campaign: Campaign) -> dict[str, int]:
    """Return what is kept of a broadcast; {} where it isn't over, or so small that it is counted as of now."""
    kept = kept_of(campaign)
    if kept.totals:
        states: dict[str, int] = kept.totals["states"]
        return states
    is_current = campaign.finished_at and kept.counted_at and kept.counted_at >= campaign.finished_at
    return kept.counted if is_current and sum(kept.counted.values()) > COUNTED_AT_ONCE else {}


def count_now(campaigns: Iterable[int]) -> dict[int, dict[str, int]]:
    """Broadcast's id → people by state; one query for all of them."""
    counts: dict[int, dict[str, int]] = {pk: {} for pk in campaigns}
    # All states are named, so that an index by state and broadcast is of use.
    deliveries = Delivery.objects.filter(campaign__in=counts, status__in=list(DeliveryStatus))
    rows = deliveries.order_by().values_list("campaign", "status").annotate(people=Count("pk"))
    for pk, status, people in rows:
        counts[pk][status] = people
    return counts


def refresh_over(now: datetime, *, over_since: datetime) -> None:
    """Count the broadcasts that were over after that moment, as long as their deliveries are there."""
    over = Campaign.objects.exclude(started_at=None).filter(Q(kept=None) | Q(kept__totals={}))
    refresh(over.filter(finished_at__gte=over_since).values_list("pk", flat=True), now)


def refresh(campaigns: Iterable[int], now: datetime) -> None:
    """Count the deliveries of these broadcasts, and keep the counts."""
    counts = count_now(campaigns)
    failures = failures_now(counts)
    for pk, counted in counts.items():
        kept = {"counted": counted, "failures": failures[pk], "counted_at": now}
        CampaignProgress.objects.update_or_create(campaign_id=pk, defaults=kept)


def failures_now(campaigns: Iterable[int]) -> dict[int, dict[str, int]]:
    """Broadcast's id → people whose message failed by Meta's error code: one query, along the index of those."""
    found: dict[int, dict[str, int]] = {pk: {} for pk in campaigns}
    failed = Delivery.objects.missing().filter(campaign__in=found, status=DeliveryStatus.FAILED)
    rows = failed.order_by().values_list("campaign", "error_code").annotate(people=Count("pk"))
    for pk, code, people in rows:
        found[pk]["" if code is None else str(code)] = people
    return found
