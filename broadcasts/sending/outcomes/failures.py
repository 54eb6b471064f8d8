"""Carries out what the retry policy decides: for the delivery, its broadcast, its recipient and the rate limiter."""

import logging
import time
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db.models import Q

from broadcasts import launching
from broadcasts.models import Campaign, CampaignEvent, Delivery
from broadcasts.models.audience import Audience
from broadcasts.models.deliveries import DeliveryQuerySet
from broadcasts.rules import circuit_breaker, failure_reasons
from broadcasts.rules.states import DeliveryStatus
from broadcasts.sending import rate_limiter
from cascina_whatsapp.whatsapp.cloud_api import error_codes, retry_policy
from cascina_whatsapp.whatsapp.cloud_api.error_codes import error_class
from cascina_whatsapp.whatsapp.cloud_api.errors import CloudApiError, TryLater, Unexplained
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from cascina_whatsapp.whatsapp.cloud_api.retry_policy import BROADCAST, Decision, NextStep
from subscribers import consent, reachability

log = logging.getLogger(__name__)

NOT_ON_WHATSAPP = 131026
NEUTRAL = [row.code for row in error_codes.ROWS if circuit_breaker.kind_of(row.error) is None]
"""Codes that are no sign that a broadcast goes wrong."""
STATUS_AFTER = {
    NextStep.RETRY: DeliveryStatus.QUEUED,
    NextStep.AWAIT_RECEIPT: DeliveryStatus.UNCERTAIN,
    NextStep.ACCEPT: DeliveryStatus.ACCEPTED,
    NextStep.FAIL: DeliveryStatus.FAILED,
}
SETTLED = [
    DeliveryStatus.SENT,
    DeliveryStatus.EXPIRED,
    DeliveryStatus.DELIVERED,
    DeliveryStatus.READ,
    DeliveryStatus.FAILED,
]


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
    """Deal with a failed attempt of `delivery`: an error of this class and code, in a response or a receipt.

    `at` is Meta's time of the receipt; a response comes `now`.
    """
    decision = retry_policy.decide(
        error,
        attempts=delivery.attempts,
        bounds=BROADCAST,
        was_template=was_template,
        retry_after=retry_after,
    )
    log.warning(
        "delivery %s of campaign %s: %s, code %s, now %s",
        delivery.pk,
        delivery.campaign_id,
        error.__name__,
        code,
        STATUS_AFTER[decision.step],
    )
    if not _move(delivery, decision, error, code, now):
        return
    if decision.pause:
        rate_limiter.slow_down(now=time.time(), seconds=decision.pause)
    _stop(delivery.campaign, error, decision, code=code, now=now, by_receipt=at is not None)
    if decision.suppresses:
        _suppress(delivery, at or now, now)
    if code == NOT_ON_WHATSAPP and delivery.subscriber_id:
        reachability.note_unreachable(delivery.subscriber_id, now=now)


def _stop(
    campaign: Campaign,
    error: type[CloudApiError],
    decision: Decision,
    *,
    code: int | None,
    now: datetime,
    by_receipt: bool,
) -> None:
    """Stop what can't go on after an error of Meta's: every broadcast, this one, or none."""
    if decision.stops_all:
        reason = (
            failure_reasons.no_response(code) if issubclass(error, TryLater) else failure_reasons.halt(code)
        )
        launching.pause_and_alert(Campaign.objects.sending(), reason=reason, now=now)
    elif decision.stops_campaign:
        launching.pause_and_alert([campaign], reason=failure_reasons.halt(code), now=now)
    elif what := _too_much(campaign, error_class(code) if code is not None else error, code, by_receipt):
        launching.pause_and_alert([campaign], reason=failure_reasons.breaker(what, code), now=now)


def _too_much(
    campaign: Campaign, error: type[CloudApiError], code: int | None, by_receipt: bool
) -> str | None:
    """Tell the circuit breaker of one more failure; return why it stops the broadcast, or None."""
    if issubclass(error, Unexplained):
        _report(code)
    kind = circuit_breaker.kind_of(error)
    if kind is None:
        return None
    resumed = CampaignEvent.objects.filter(
        campaign=campaign, what=CampaignEvent.Step.RESUMED, by__isnull=False
    )
    since = resumed.order_by("-pk").values_list("at", flat=True).first()
    if not by_receipt:
        return circuit_breaker.note(campaign.pk, kind, since=since)
    if circuit_breaker.note_receipt(campaign.pk, since=since) and _fails_often(campaign, since):
        return failure_reasons.FAILING_OFTEN
    return None


def _fails_often(campaign: Campaign, since: datetime | None) -> bool:
    """Tell whether many of the messages that left since then have failed, and not because of their recipients."""
    left = Delivery.objects.filter(campaign=campaign)
    if since is not None:
        left = left.filter(claimed_at__gte=since)
    failed = left.filter(error_code__isnull=False).exclude(error_code__in=NEUTRAL).count()
    return circuit_breaker.is_too_much(failed, left.filter(status__in=SETTLED).count())


@cache
def _report(code: int) -> None:
    """Log once in a process that somebody should look up what this code means."""
    log.error("Meta's error code %s is not known to us", code)


def _move(
    delivery: Delivery, decision: Decision, error: type[CloudApiError], code: int | None, now: datetime
) -> int:
    """Move a failed delivery, of this very attempt only: an old receipt must not undo a newer one."""
    attempt = Delivery.objects.filter(pk=delivery.pk, attempts=delivery.attempts)
    changes = _changes(decision, error, code, now)
    if decision.step is NextStep.RETRY:
        return launching.put_back(attempt, of=delivery.campaign_id, now=now, **changes)
    return attempt.move(STATUS_AFTER[decision.step], **changes)


def _changes(
    decision: Decision, error: type[CloudApiError], code: int | None, now: datetime
) -> dict[str, Any]:
    if decision.step is NextStep.ACCEPT:
        return {"accepted_at": now}
    changes: dict[str, Any] = {"error_code": code, "reason": failure_reasons.of_failure(error, code)}
    if decision.step is NextStep.RETRY:
        changes["not_before"] = now + timedelta(seconds=decision.wait) if decision.wait else None
        # The next attempt has not been heard of yet: recovery takes these times for evidence.
        changes |= {"accepted_at": None, "sent_at": None}
    if decision.needs_template:
        changes["needs_template"] = True
    return changes


def _suppress(delivery: Delivery, at: datetime, now: datetime) -> None:
    subscriber = delivery.subscriber  # None: their data were erased meanwhile
    person = Person(phone=subscriber.phone, bsuid=subscriber.bsuid) if subscriber else None
    if person:
        proof = consent.Evidence(at=at, channel=consent.Channel.SYSTEM, rule="meta-131050")
        consent.opt_out(person, proof, now=now, kind=consent.Kind.PREFERENCE_STOP)


def skip_unwilling(campaign: Campaign | None = None) -> int:
    """Take out of the queue of one broadcast, or of all, whoever would not get theirs now; return how many."""
    queued = Delivery.objects.filter(status=DeliveryStatus.QUEUED)
    waiting = queued.order_by().values("campaign").distinct()
    of = [campaign] if campaign else Campaign.with_thrown.filter(pk__in=waiting)
    return sum(_skip_unwilling(queued.filter(campaign=one), one.audience) for one in of)


def _skip_unwilling(queued: DeliveryQuerySet, audience: Audience) -> int:
    why = {
        failure_reasons.UNREACHABLE: Q(subscriber__unreachable_since__isnull=False),
        failure_reasons.NOT_WANTED: audience.is_unwilling("subscriber"),
        failure_reasons.LEFT_MEANWHILE: Q(subscriber=None) | ~audience.may_get("subscriber"),
    }
    return sum(
        queued.filter(found).move(DeliveryStatus.SKIPPED, reason=reason) for reason, found in why.items()
    )
