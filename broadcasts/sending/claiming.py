# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The claim: whose message leaves next. What can forbid it is asked in the very statement that takes it."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from broadcasts.limits import daily_limit
from broadcasts.models import Campaign, Delivery
from broadcasts.rules.states import CampaignStatus, DeliveryStatus

ALLOWANCE = daily_limit.Allowance()
"""What this process knows of Meta's daily limit, from lease to lease."""


@transaction.atomic
def claim(
    campaign: Campaign, limit: int, now: datetime, allowance: daily_limit.Allowance = ALLOWANCE
) -> list[Delivery]:
    """Take up to `limit` messages of `campaign`: for each, everything that can forbid it is asked once more.

    The rows are locked as they are chosen (SKIP LOCKED on PostgreSQL; SQLite has one writer at a time), so no
    two workers claim the same one. The recipient's row as well: a person who is leaving at this moment is left
    alone, and for one who leaves later the message is in flight.
    """
    queue = (
        Delivery.objects.due(now)
        .to_willing()
        .filter(campaign=campaign, campaign__status=CampaignStatus.SENDING)
        .select_related("subscriber")
        .order_by("pk")
        .select_for_update(skip_locked=True, no_key=True, of=("self", "subscriber"))
    )
    mine = allowance.take(campaign, queue, limit, now)
    taken = Delivery.objects.filter(pk__in=[delivery.pk for delivery in mine])
    taken.move(DeliveryStatus.SENDING, claimed_at=now, attempts=F("attempts") + 1, outside_window=True)
    for delivery in mine:
        delivery.campaign = campaign
        delivery.attempts += 1
        delivery.outside_window = daily_limit.counts(delivery, now)
    inside = [delivery.pk for delivery in mine if not delivery.outside_window]
    if inside:
        Delivery.objects.filter(pk__in=inside).update(outside_window=False)
    return mine


def release(deliveries: list[Delivery]) -> None:
    """Give back claimed messages of which no call was made: they certainly didn't leave."""
    mine = Delivery.objects.filter(
        pk__in=[delivery.pk for delivery in deliveries], status=DeliveryStatus.SENDING
    )
    mine.update(status=DeliveryStatus.QUEUED, attempts=F("attempts") - 1, outside_window=False)
