# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What a crash or a lost answer left behind. Nothing is sent again without evidence that it did not leave."""

import logging
from datetime import datetime, timedelta

from . import failures, launching, reasons, verdicts
from .models import Campaign, Delivery
from .states import DeliveryStatus

log = logging.getLogger(__name__)

LOST_AFTER = timedelta(minutes=2)
"""A call lasts 35 seconds at most: still "sending" after this, the process that made it is gone."""
SILENCE = timedelta(minutes=15)
"""How long Meta may take to tell of a message that did leave."""
GIVE_UP = timedelta(hours=24)


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
    count = silent.move(DeliveryStatus.QUEUED, not_before=None, error_code=None, reason="")
    if count:
        log.warning("%d deliveries never left, by the silence about them: queued again", count)
    return count


def give_up(now: datetime) -> int:
    """After a day without evidence either way a delivery is listed as failed, with that reason."""
    unknown = Delivery.objects.filter(status=DeliveryStatus.UNCERTAIN, claimed_at__lt=now - GIVE_UP)
    return unknown.move(DeliveryStatus.FAILED, reason=reasons.NEVER_KNOWN)
