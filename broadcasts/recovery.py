# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a crash or a lost answer left behind. Nothing is sent again without evidence that it did not leave."""

import logging
from collections import Counter
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet

from . import failures, launching, reasons, verdicts
from .models import Campaign, CampaignEvent, Delivery
from .states import CampaignStatus, DeliveryStatus

log = logging.getLogger(__name__)

LOST_AFTER = timedelta(minutes=2)
"""A call lasts 35 seconds at most: still "sending" after this, the process that made it is gone."""
SILENCE = timedelta(minutes=15)
"""How long Meta may take to tell of a message that did leave."""
GIVE_UP = timedelta(hours=24)

SAID_TO_HAVE_ARRIVED = "Arrivato: lo ha deciso una persona, WhatsApp non l'ha detto"
NOTES = {True: "arrivati, esito incerto: {}", False: "non arrivati, esito incerto, da mandare di nuovo: {}"}
FORGET = {"not_before": None, "error_code": None, "reason": "", "accepted_at": None, "sent_at": None}
"""What the next attempt must not inherit: these moments count as evidence."""


def recover(now: datetime) -> None:
    """Every minute. Each step is one statement; running it twice does nothing more."""
    lost = Delivery.objects.filter(status=DeliveryStatus.SENDING, claimed_at__lt=now - LOST_AFTER)
    if count := lost.move(DeliveryStatus.UNCERTAIN):
        log.warning("%d deliveries were on the line when a process died", count)
    settle_silent(now)
    give_up(now)
    failures.skip_unwilling()
    failures.skip_cancelled()
    for campaign in Campaign.objects.sending():
        launching.finish(campaign, now=now)


def settle_silent(now: datetime) -> int:
    """Queue again what certainly did not leave: silent for long, while messages sent later were heard of.

    Not for ever: a message that makes Meta stumble each time is given up after a day.
    """
    heard = (
        Delivery.objects.filter(sent_at__isnull=False, claimed_at__gt=now - GIVE_UP)
        .order_by("-claimed_at")
        .values_list("claimed_at", flat=True)
        .first()
    )
    if heard is None:
        return 0
    silent = Delivery.objects.filter(
        status=DeliveryStatus.UNCERTAIN,
        claimed_at__lt=min(now - SILENCE, heard),
        attempts__lt=verdicts.MOST_ATTEMPTS,
    )
    count = silent.move(DeliveryStatus.QUEUED, **FORGET)
    if count:
        log.warning("%d deliveries never left, by the silence about them: queued again", count)
    return count


def give_up(now: datetime) -> int:
    """After a day without evidence either way a delivery is listed as failed, with that reason."""
    unknown = Delivery.objects.filter(status=DeliveryStatus.UNCERTAIN, claimed_at__lt=now - GIVE_UP)
    return unknown.move(DeliveryStatus.FAILED, reason=reasons.NEVER_KNOWN)


@transaction.atomic
def settle(
    deliveries: QuerySet[Delivery], *, arrived: bool, by: AbstractBaseUser, now: datetime
) -> list[int]:
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
