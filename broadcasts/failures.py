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
from .states import DeliveryStatus

log = logging.getLogger(__name__)


def fail(
    delivery: Delivery,
    error: type[CloudApiError],
    *,
    code: int | None,
    now: datetime,
    was_template: bool = True,
    retry_after: float | None = None,
) -> None:
    """This attempt of `delivery` failed with an error of this class and code, in an answer or a receipt."""
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
    if verdict.hold:
        pacing.hold(verdict.hold, now=time.time())
    if verdict.stops_campaign:
        launching.halt(delivery.campaign, reason=reasons.sentence(code), now=now)
    if verdict.suppresses:
        _suppress(delivery, now)


def _move(delivery: Delivery, verdict: verdicts.Verdict, code: int | None, now: datetime) -> int:
    """Only this very attempt: an old receipt must not undo a newer one."""
    attempt = Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts)
    fields = {"error_code": code, "reason": reasons.sentence(code)}
    if verdict.status == DeliveryStatus.QUEUED:
        fields["not_before"] = now + timedelta(seconds=verdict.wait) if verdict.wait else None
    if verdict.needs_template:
        fields["needs_template"] = True
    return attempt.move(verdict.status, **fields)


def _suppress(delivery: Delivery, now: datetime) -> None:
    subscriber = delivery.subscriber
    person = Person(phone=subscriber.phone, bsuid=subscriber.bsuid)
    if person:
        proof = consent.Evidence(at=now, channel=consent.Channel.SYSTEM, rule="meta-131050")
        consent.opt_out(person, proof, now=now, kind=consent.Kind.PREFERENCE_STOP)


def skip_unwilling(campaign: Campaign | None = None) -> int:
    """Take out of the queue whoever left, or dropped the topic, before their message did."""
    queued = Delivery.objects.filter(status=DeliveryStatus.QUEUED)
    if campaign is not None:
        queued = queued.filter(campaign=campaign)
    willing = queued.to_willing().values("pk")
    return queued.filter(~Q(pk__in=willing)).move(DeliveryStatus.SKIPPED, reason=reasons.LEFT_MEANWHILE)
