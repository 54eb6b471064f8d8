# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Carries out a verdict: the delivery moves, and its broadcast, its recipient or the tap with it."""

import logging
import time
from datetime import datetime, timedelta

from django.db.models import Q

from cascina_whatsapp.cloud_api.errors import CloudApiError
from cascina_whatsapp.cloud_api.people import Person
from subscribers import consent

from . import launching, pacing, reasons, verdicts
from .models import Campaign, Delivery
from .states import CampaignStatus, DeliveryStatus

log = logging.getLogger(__name__)


def fail(
    delivery: Delivery,
    error: type[CloudApiError],
    *,
    code: int | None,
    now: datetime,
    at: datetime | None = None,
    was_template: bool = True,
    retry_after: float | None = None,
) -> None:
    """This attempt of `delivery` failed with an error of this class and code, in an answer or a receipt.

    `at` is Meta's time of the receipt; an answer comes `now`.
    """
    verdict = verdicts.judge(
        error, attempts=delivery.attempts, was_template=was_template, retry_after=retry_after
    )
    log.warning(
        "delivery %s of campaign %s: %s, code %s, now %s",
        delivery.pk,
        delivery.campaign_id,
        error.__name__,
        code,
        verdict.status,
    )
    if not _move(delivery, verdict, code, now):
        return
    if verdict.status == DeliveryStatus.QUEUED:
        launching.reopen(delivery.campaign, now=now)
    if verdict.hold:
        pacing.hold(verdict.hold, now=time.time())
    if verdict.stops_campaign:
        launching.halt(delivery.campaign, reason=reasons.sentence(code), now=now)
    if verdict.suppresses:
        _suppress(delivery, at or now, now)


def _move(delivery: Delivery, verdict: verdicts.Verdict, code: int | None, now: datetime) -> int:
    """Only this very attempt: an old receipt must not undo a newer one."""
    attempt = Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts)
    return attempt.move(verdict.status, **_changes(verdict, code, now))


def _changes(verdict: verdicts.Verdict, code: int | None, now: datetime) -> dict:
    if verdict.status == DeliveryStatus.ACCEPTED:
        return {"accepted_at": now}
    changes = {"error_code": code, "reason": reasons.sentence(code)}
    if verdict.status == DeliveryStatus.QUEUED:
        changes["not_before"] = now + timedelta(seconds=verdict.wait) if verdict.wait else None
        # The next attempt has not been heard of yet: recovery takes these times for evidence.
        changes |= {"accepted_at": None, "sent_at": None}
    if verdict.needs_template:
        changes["needs_template"] = True
    return changes


def _suppress(delivery: Delivery, at: datetime, now: datetime) -> None:
    subscriber = delivery.subscriber  # None: their data were erased meanwhile
    person = Person(phone=subscriber.phone, bsuid=subscriber.bsuid) if subscriber else None
    if person:
        proof = consent.Evidence(at=at, channel=consent.Channel.SYSTEM, rule="meta-131050")
        consent.opt_out(person, proof, now=now, kind=consent.Kind.PREFERENCE_STOP)


def skip_unwilling(campaign: Campaign | None = None) -> int:
    """Take out of the queue whoever left, or dropped the topic, before their message did."""
    queued = Delivery.objects.filter(status=DeliveryStatus.QUEUED)
    if campaign is not None:
        queued = queued.filter(campaign=campaign)
    willing = queued.to_willing().values("pk")
    return queued.filter(~Q(pk__in=willing)).move(DeliveryStatus.SKIPPED, reason=reasons.LEFT_MEANWHILE)


def skip_cancelled() -> int:
    """Take out of the queue what came back to it, from the line, after its broadcast was cancelled."""
    cancelled = Delivery.objects.filter(campaign__status=CampaignStatus.CANCELLED)
    return cancelled.move(DeliveryStatus.SKIPPED, reason=reasons.CANCELLED)
