"""A broadcast ends when none of its messages is waiting or in doubt, and opens again when one comes back.

Both lock its row before they ask what became of its messages (docs/decisions/0051): where one comes back at the very
moment at which the broadcast ends, the second sees what the first has done.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from broadcasts.content import authorship
from broadcasts.models import Campaign, CampaignEvent, Delivery, DeliveryQuerySet, is_withdrawn
from broadcasts.reporting import progress_counts
from broadcasts.reporting.progress import progress_of
from broadcasts.reporting.recipient_breakdown import has_left
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from broadcasts.steps import notifications, pausing
from broadcasts.steps.transitions import hold, record_event

Step = CampaignEvent.Step


@transaction.atomic
def finish(campaign: Campaign, *, now: datetime) -> bool:
    """Close a broadcast of which nothing is waiting or in doubt; whether it is closed now."""
    if _is_unfinished(campaign):  # most of the time: nobody has to wait for its row
        return False
    hold([campaign.pk])
    if _is_unfinished(campaign):
        return False
    if Campaign.objects.filter(pk=campaign.pk).move(CampaignStatus.SENT, finished_at=now):
        record_event(campaign, Step.FINISHED, None, now)
        progress_counts.refresh([campaign.pk], now)
        arrived = has_left(campaign, progress_of(campaign))
        notifications.tell_people(
            campaign,
            {campaign.approved_by_id, *authorship.writers(campaign)},
            subject=f"«{campaign.title}» {'è partito per tutti' if arrived else 'non è arrivato a nessuno'}",
            sentence="L'invio è finito.",
            by_email=False,
        )
        return True
    return False


@transaction.atomic
def put_back(deliveries: DeliveryQuerySet, *, of: int, now: datetime, **fields: Any) -> int:
    """Put messages of the broadcast with the number `of` back into its queue, with these fields; return how many.

    One that was over goes on. Of a cancelled one they are skipped.
    """
    status = hold([of]).get(of)
    count = deliveries.filter(campaign=of).move(DeliveryStatus.QUEUED, **fields)
    if count and status == CampaignStatus.CANCELLED:
        skip_cancelled(Delivery.objects.filter(campaign=of))
    elif count and status == CampaignStatus.SENT:
        reopen(Campaign.objects.get(pk=of), now=now)
    return count


def skip_cancelled(deliveries: DeliveryQuerySet) -> int:
    """Skip what waits of broadcasts that are cancelled; return how many. In the transaction that holds them."""
    return deliveries.move(DeliveryStatus.SKIPPED, reason=failure_reasons.CANCELLED)


@transaction.atomic
def reopen(campaign: Campaign, *, now: datetime, note: str = failure_reasons.CAME_BACK) -> bool:
    """Let a broadcast that was over go on, since a message of it waits; whether it does. It ends again after that.

    Not at another price than its approval's, nor once it was withdrawn: then it waits for a person.
    """
    over = Campaign.objects.filter(pk=campaign.pk, status=CampaignStatus.SENT)
    if not over.move(CampaignStatus.SENDING, finished_at=None):
        return False
    campaign.refresh_from_db()
    record_event(campaign, Step.RESUMED, None, now, note)
    if is_withdrawn(campaign):
        pausing.pause(campaign=campaign, by=None, now=now, reason=campaign.pause_reason)
    return True


def _is_unfinished(campaign: Campaign) -> bool:
    return Delivery.objects.filter(campaign=campaign).unfinished().exists()
