# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a crash or a lost response left behind. Nothing is sent again without evidence that it did not leave."""

import logging
from collections import Counter
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, QuerySet

from broadcasts import launching
from broadcasts.models import Campaign, CampaignEvent, Delivery, DeliveryQuerySet
from broadcasts.models.deliveries import FORGET
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from cascina_whatsapp.cloud_api.durations import GIVE_UP, LONGEST_CALL, LOST_AFTER, SILENCE
from cascina_whatsapp.cloud_api.retry_policy import MOST_ATTEMPTS
from subscribers.models import Reply

from . import failures

log = logging.getLogger(__name__)

NEAR = LONGEST_CALL + timedelta(seconds=25)
"""News of messages claimed so close to each other comes at the same time."""

SAID_TO_HAVE_ARRIVED = "Arrivato: lo ha deciso una persona, WhatsApp non l'ha detto"
NOTES = {True: "arrivati, esito incerto: {}", False: "non arrivati, esito incerto, da mandare di nuovo: {}"}


def recover(now: datetime, *, silence_counts_since: datetime | None) -> None:
    """Every minute; running it twice does nothing more. For `silence_counts_since` see `settle_silent`."""
    lost = Delivery.objects.filter(status=DeliveryStatus.SENDING, claimed_at__lt=now - LOST_AFTER)
    if count := lost.move(DeliveryStatus.UNCERTAIN):
        log.warning("%d deliveries were in flight when a process died", count)
    settle_silent(now, silence_counts_since=silence_counts_since)
    give_up(now)
    failures.skip_unwilling()
    failures.skip_cancelled()
    for campaign in Campaign.objects.sending():
        launching.finish(campaign, now=now)


def settle_silent(now: datetime, *, silence_counts_since: datetime | None) -> int:
    """Queue again what certainly did not leave: silent for long, while messages sent later were heard of.

    `silence_counts_since`: silence tells something of messages claimed after that moment; None: of none, since
    nobody has listened for long enough. The webhook's liveness says so (docs/decisions/0010). And of none whose
    neighbours, which Meta took, have not been heard of either: their news is still to come, and so may be its own.

    Not for ever: a message that makes Meta stumble each time is given up after a day.
    """
    if silence_counts_since is None:
        return 0
    silent = Delivery.objects.filter(
        status=DeliveryStatus.UNCERTAIN,
        claimed_at__gt=silence_counts_since,
        claimed_at__lt=now - SILENCE,
        attempts__lt=MOST_ATTEMPTS,
    )
    claims = _moments(silent)
    if not claims:
        return 0
    heard = _last_heard_of(min(claims))
    unheard = _unheard_of(min(claims) - NEAR, max(claims) + NEAR)
    told = {
        claim
        for claim in claims
        if claim < heard and not any(abs(claim - other) <= NEAR for other in unheard)
    }
    count = silent.filter(claimed_at__in=told).move(DeliveryStatus.QUEUED, **FORGET)
    if count:
        log.warning("%d deliveries never left, by the silence about them: queued again", count)
    return count


def _last_heard_of(since: datetime) -> datetime:
    """When the last message was claimed, of those after `since`, that Meta has told of; `since`, if it told of none.

    Of a reply only `delivered_at` is Meta's word: `sent_at` we also write ourselves.
    """
    heard = [
        Delivery.objects.filter(claimed_at__gt=since, sent_at__isnull=False),
        Reply.objects.filter(claimed_at__gt=since, delivered_at__isnull=False),
    ]
    last: list[datetime | None] = [messages.aggregate(last=Max("claimed_at"))["last"] for messages in heard]
    return max(moment for moment in [since, *last] if moment is not None)


def _unheard_of(start: datetime, end: datetime) -> set[datetime]:
    """When the messages were claimed that Meta took in that time and has told nothing of."""
    taken = Delivery.objects.filter(status=DeliveryStatus.ACCEPTED, claimed_at__range=(start, end))
    return _moments(taken)


def _moments(claimed: DeliveryQuerySet) -> set[datetime]:
    return {at for at in claimed.values_list("claimed_at", flat=True) if at is not None}


def give_up(now: datetime) -> int:
    """After a day without evidence either way a delivery is listed as failed, with that reason."""
    unknown = Delivery.objects.filter(status=DeliveryStatus.UNCERTAIN, claimed_at__lt=now - GIVE_UP)
    return unknown.move(DeliveryStatus.FAILED, reason=failure_reasons.NEVER_KNOWN)


@transaction.atomic
def settle(deliveries: QuerySet[Delivery], *, arrived: bool, by: User, now: datetime) -> list[int]:
    """A person has found out what became of these: arrived, or to be sent again. Returns those that it settled.

    Only what is in doubt at this moment, and of broadcasts that weren't cancelled: a receipt may have been quicker.
    No moment of arrival is noted, since nobody knows it.
    """
    doubtful = deliveries.filter(status=DeliveryStatus.UNCERTAIN)
    if not arrived:
        doubtful = doubtful.exclude(campaign__status=CampaignStatus.CANCELLED)
    mine = list(doubtful.order_by("pk").select_for_update(of=("self",)))
    numbers = [delivery.pk for delivery in mine]
    settled = Delivery.objects.filter(pk__in=numbers)
    if arrived:
        settled.move(DeliveryStatus.DELIVERED, error_code=None, reason=SAID_TO_HAVE_ARRIVED)
    else:
        settled.move(DeliveryStatus.QUEUED, **FORGET)
    for campaign, count in Counter(delivery.campaign_id for delivery in mine).items():
        note = NOTES[arrived].format(count)
        CampaignEvent.objects.create(
            campaign_id=campaign, what=CampaignEvent.What.SETTLED, by=by, at=now, note=note
        )
        log.warning("campaign %s, settled by user %s: %d, arrived %s", campaign, by.pk, count, arrived)
    return numbers
