# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A broadcast ends when none of its messages is waiting or in doubt, and opens again when one comes back."""

from datetime import datetime

from django.db import transaction

from broadcasts.content import authorship
from broadcasts.models import Campaign, CampaignEvent, Delivery
from broadcasts.reporting import progress_counts
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus

from . import categories, notifications
from .transitions import record_event

What = CampaignEvent.What


@transaction.atomic
def finish(campaign: Campaign, *, now: datetime) -> bool:
    """Close a broadcast of which nothing is waiting or in doubt; whether it is closed now."""
    if Delivery.objects.filter(campaign=campaign).unfinished().exists():
        return False
    if Campaign.objects.filter(pk=campaign.pk).move(CampaignStatus.SENT, finished_at=now):
        record_event(campaign, What.FINISHED, None, now)
        progress_counts.refresh([campaign.pk], now)
        notifications.tell_finished(campaign, {campaign.approved_by_id, *authorship.writers(campaign)})
        return True
    return False


@transaction.atomic
def reopen(campaign: Campaign, *, now: datetime) -> None:
    """A message of a broadcast that was over is back in the queue: it goes on, and ends again after that.

    Not at another price than its approval's: then it waits for a person.
    """
    over = Campaign.objects.filter(pk=campaign.pk, status=CampaignStatus.SENT)
    if over.move(CampaignStatus.SENDING, finished_at=None):
        record_event(campaign, What.RESUMED, None, now, failure_reasons.CAME_BACK)
        campaign.refresh_from_db()
        categories.stop(campaign, now)
