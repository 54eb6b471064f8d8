"""The sending of trials: real messages through the code that sends to citizens, at any hour.

A worker sends each row once. What nobody knows the outcome of is not sent again: who wants another one asks for it.
"""

import logging
import time
from datetime import datetime

from django.conf import settings
from django.db import transaction

from broadcasts import launching
from broadcasts.content.message import message_for
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import DeliveryStatus
from broadcasts.sending import rate_limiter
from cascina_whatsapp.whatsapp.cloud_api import references
from cascina_whatsapp.whatsapp.cloud_api.client import CloudApi
from cascina_whatsapp.whatsapp.cloud_api.durations import LOST_AFTER
from cascina_whatsapp.whatsapp.cloud_api.errors import CloudApiError, OutcomeUnknown
from cascina_whatsapp.whatsapp.cloud_api.limits import InvalidMessage
from cascina_whatsapp.whatsapp.cloud_api.people import Address, Person
from subscribers.identity.misplaced import is_theirs, report

from .asking import WINDOW_SHUT
from .models import Trial, TrialNumber
from .numbers import is_in_window, usable_by

log = logging.getLogger(__name__)
BATCH_SIZE = 10
"""Trials that are claimed together."""
NOT_SHARED = "Il collega non riceve più prove su questo telefono"


def send_due(*, api: CloudApi, now: datetime) -> int:
    """Send what is in the queue; how many. No transaction is open while Meta thinks."""
    lost = Trial.objects.filter(status=DeliveryStatus.SENDING, claimed_at__lt=now - LOST_AFTER)
    lost.move(DeliveryStatus.UNCERTAIN, reason=failure_reasons.NEVER_KNOWN, settled_at=now)
    mine = _claim(now)
    for trial in mine:
        _send(trial, api, now)
    return len(mine)


@transaction.atomic
def _claim(now: datetime) -> list[Trial]:
    queue = Trial.objects.waiting().select_for_update(skip_locked=True, of=("self",))
    mine = list(queue.select_related("campaign", "number", "by").order_by("pk")[:BATCH_SIZE])
    Trial.objects.filter(pk__in=[trial.pk for trial in mine]).move(DeliveryStatus.SENDING, claimed_at=now)
    return mine


def _send(trial: Trial, api: CloudApi, now: datetime) -> None:
    number = trial.number
    if number is None:
        _settle(trial, DeliveryStatus.FAILED, now, "Il numero di prova è stato tolto")
        return
    if problem := _stale(trial, number, now):
        _settle(trial, DeliveryStatus.FAILED, now, problem)
        return
    try:
        launching.upload_if_needed(trial.campaign, api, now)
        message = message_for(trial.campaign, in_window=trial.form == Trial.Form.FREE)
        rate_limiter.charge(1, rate=settings.WHATSAPP_MESSAGES_PER_SECOND, now=time.time())
        accepted = api.send(message, to=Address(phone=number.phone), reference=references.of_trial(trial.pk))
    except OSError:
        _settle(trial, DeliveryStatus.FAILED, now, failure_reasons.FILE_LOST)
    except InvalidMessage as problem:
        log.error("trial %s can't be written: %s", trial.pk, problem)
        _settle(trial, DeliveryStatus.FAILED, now, failure_reasons.NO_WORD)
    except OutcomeUnknown as error:
        log.warning("trial %s: outcome unknown (%s)", trial.pk, error)
        _settle(trial, DeliveryStatus.UNCERTAIN, now, failure_reasons.NEVER_KNOWN)
    except CloudApiError as error:
        log.warning("trial %s: %s", trial.pk, error)
        _settle(trial, DeliveryStatus.FAILED, now, failure_reasons.sentence(error.code))
    else:
        _settle(trial, DeliveryStatus.HELD if accepted.is_held else DeliveryStatus.ACCEPTED, now, "")


def _stale(trial: Trial, number: TrialNumber, now: datetime) -> str:
    """Say in Italian what has changed between the asking for a trial and its sending; "" for nothing."""
    if not is_theirs(Person(phone=number.phone), number.pseudonym):
        report(f"trial {trial.pk}", now)
        return failure_reasons.NOT_THEIRS
    if not usable_by(trial.by).filter(pk=number.pk).exists():
        return NOT_SHARED
    if trial.campaign.version != trial.version:
        return "Il testo è cambiato prima che la prova partisse: chiedine un'altra"
    if trial.form == Trial.Form.FREE and not is_in_window(number, now):
        return WINDOW_SHUT
    return ""


def _settle(trial: Trial, status: DeliveryStatus, now: datetime, reason: str) -> None:
    """Settle a trial's status; a receipt may have been quicker than we: then its status stays."""
    Trial.objects.filter(pk=trial.pk).move(status, reason=reason[:200], settled_at=now)
