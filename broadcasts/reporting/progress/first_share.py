# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The first share of a broadcast: whom it still leaves for, and how it went, for who decides about the others."""

from django.db.models import Count, Q

from broadcasts.models import Campaign
from broadcasts.reporting.wording.recipient_breakdown import Progress
from broadcasts.reporting.wording.sentences import people
from broadcasts.rules import shares
from broadcasts.rules.states import DeliveryStatus as D
from cascina_whatsapp.presentation.formatting.numbers import grouped
from subscribers.models import Subscriber


def to_leave(campaign: Campaign, so_far: Progress) -> int:
    """Count the people who get a broadcast on its way before a person decides anything.

    All who wait, or those who wait of its first share.
    """
    others = so_far.total - shares.part_of(so_far.total, campaign.first_share)
    return max(0, so_far.waiting - others)


def in_words(campaign: Campaign) -> str:
    """Say in Italian how the first share went: reached, read, failed, gone; "" unless it waits after its share.

    One query on a few hundredths of its messages.
    """
    if campaign.share_ended_at is None:
        return ""
    left = campaign.deliveries.in_first_share().exclude(status__in=[D.QUEUED, D.SKIPPED])
    found = left.aggregate(
        all=Count("pk"),
        arrived=Count("pk", filter=Q(status__in=[D.DELIVERED, D.READ])),
        read=Count("pk", filter=Q(status=D.READ)),
        failed=Count("pk", filter=Q(status=D.FAILED)),
        gone=Count("pk", filter=~Q(subscriber__status=Subscriber.Status.SUBSCRIBED)),
    )
    return (
        f"Prima parte: {people(found['all'])}. Arrivato a {grouped(found['arrived'])}, letto da "
        f"{grouped(found['read'])}, non riuscito a {grouped(found['failed'])}. "
        f"Si sono cancellate da allora: {grouped(found['gone'])}. Aspettano {people(_waiting(campaign))}."
    )


def _waiting(campaign: Campaign) -> int:
    return campaign.deliveries.filter(status=D.QUEUED).count()
