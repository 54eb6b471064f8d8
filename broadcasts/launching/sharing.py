# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A small share first: the broadcast leaves for one to five people in a hundred, then waits for a person.

Who is in the share follows from the number of a delivery (models/deliveries.py), so that no sender has to count and
none takes one too many: the claim asks it. Others are in it each time.
"""

import logging
from datetime import datetime

from django.db import transaction

from broadcasts.models import Campaign, Delivery
from broadcasts.rules.states import DeliveryStatus

from . import notifications
from .pausing import pause
from .transitions import WrongState, hold

log = logging.getLogger(__name__)
WHY = "È partito per la prima parte ({share} persone su 100): guarda com'è andata, poi mandalo agli altri o fermati."


def wait_after_share(campaign: Campaign, now: datetime) -> bool:
    """Pause a broadcast once nobody of its first share waits or is in flight; tell whether this call did."""
    if not campaign.first_share:
        return False
    try:
        with transaction.atomic():
            hold([campaign.pk])
            if _is_leaving(campaign):
                return False
            pause(campaign=campaign, by=None, now=now, reason=WHY.format(share=campaign.first_share))
            Campaign.objects.filter(pk=campaign.pk).update(share_ended_at=now)
            notifications.tell_people(
                campaign,
                {campaign.approved_by_id, campaign.author_id},
                subject="La prima parte di un messaggio è partita",
                sentence=f"«{campaign.title}» è partito per {campaign.first_share} persone su 100 e aspetta: guarda "
                "com'è andata, poi mandalo agli altri o non mandarlo più.",
                kind=notifications.Kind.WAITS,
            )
    except WrongState:
        return False
    log.info("campaign %s: its share of %s per cent has left", campaign.pk, campaign.first_share)
    return True


def _is_leaving(campaign: Campaign) -> bool:
    of_share = Delivery.objects.filter(campaign=campaign).in_first_share()
    waits = of_share.to_willing().filter(status=DeliveryStatus.QUEUED)
    return of_share.in_flight().exists() or waits.exists()
