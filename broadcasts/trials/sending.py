"""A broadcast, to the clerk's own number, before anybody else sees it: a real message through the same code.

The page writes a row; a worker sends it a moment later, at any hour, once. What nobody knows the outcome of is not
sent again: who wants another one asks for it.
"""

import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import capfirst

from broadcasts import launching
from broadcasts.content import validation
from broadcasts.content.message import message_for
from broadcasts.limits import rate_limiter
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from broadcasts.steps.transitions import record_event
from cascina_whatsapp.whatsapp.cloud_api import references
from cascina_whatsapp.whatsapp.cloud_api.client import CloudApi
from cascina_whatsapp.whatsapp.cloud_api.durations import LOST_AFTER
from cascina_whatsapp.whatsapp.cloud_api.errors import CloudApiError, OutcomeUnknown
from cascina_whatsapp.whatsapp.cloud_api.events import StatusUpdate
from cascina_whatsapp.whatsapp.cloud_api.limits import InvalidMessage
from cascina_whatsapp.whatsapp.cloud_api.people import Address, Person
from subscribers.identity.misplaced import is_theirs, report

from . import numbers
from .models import Trial, TrialNumber, TrialQuerySet

log = logging.getLogger(__name__)
BEFORE_IT_LEAVES = (CampaignStatus.DRAFT, CampaignStatus.IN_REVIEW, CampaignStatus.APPROVED)
BATCH_SIZE = 10
"""Trials that are claimed together."""
MOST_A_DAY = 50
"""Trials that one person asks for in COUNTED_FOR: a colleague's telephone is no toy, and Meta counts each."""
COUNTED_FOR = timedelta(days=1)
TOO_MANY = f"In un giorno si mandano al massimo {MOST_A_DAY} prove: riprova domani."
GOOD_NEWS = {
    "sent": DeliveryStatus.SENT,
    "delivered": DeliveryStatus.DELIVERED,
    "read": DeliveryStatus.READ,
}
NUMBER_GONE = "Il numero di prova è stato tolto"
NOT_SHARED = "Il collega non riceve più prove su questo telefono"
WINDOW_SHUT = (
    "Da quel telefono oggi nessuno ci ha scritto: manda un codice, o prova come a chi non ci ha scritto"
)


class CannotTry(Exception):
    """The broadcast can't be tried now. The message is for the clerk."""


@transaction.atomic
def ask_each(
    *, campaign: Campaign, numbers: Iterable[TrialNumber], form: str, by: User, now: datetime
) -> list[Trial]:
    """Ask for a trial on several numbers: all, or none. Raises CannotTry."""
    return [ask(campaign=campaign, number=number, form=form, by=by, now=now) for number in numbers]


@transaction.atomic
def ask(*, campaign: Campaign, number: TrialNumber, form: str, by: User, now: datetime) -> Trial:
    """Put a trial of the content as it is now into the queue. Raises CannotTry."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)  # two clicks are one trial
    if problem := _objection(campaign, number, form, by, now):
        raise CannotTry(problem)
    trial = Trial.objects.create(
        campaign=campaign, number=number, by=by, form=form, version=campaign.version, asked_at=now
    )
    TrialNumber.objects.filter(pk=number.pk).update(used_at=now)
    whose = "" if number.user_id == by.pk else f", sul telefono di {number.owner}"
    note = f"{capfirst(trial.get_form_display())}{whose}"
    record_event(campaign, CampaignEvent.Step.TRIED, by, now, note)
    log.info("trial %s of campaign %s asked by user %s", trial.pk, campaign.pk, by.pk)
    return trial


def _objection(campaign: Campaign, number: TrialNumber, form: str, by: User, now: datetime) -> str:
    if campaign.status not in BEFORE_IT_LEAVES:
        return "Si prova un messaggio prima che parta."
    if not numbers.usable_by(by).filter(pk=number.pk).exists():
        return "Si prova solo su un tuo numero verificato, o su quello di un collega che ha detto di sì."
    if problems := validation.content_problems(campaign):
        return " ".join(problem.sentence for problem in problems)
    if form == Trial.Form.FREE and not numbers.is_in_window(number, now):
        return f"{WINDOW_SHUT}."
    if Trial.objects.filter(by=by, asked_at__gt=now - COUNTED_FOR).count() >= MOST_A_DAY:
        return TOO_MANY
    if campaign.trials.filter(number=number).unfinished().exists():
        return "La prova di prima sta partendo: aspetta qualche secondo."
    return ""


def waiting() -> TrialQuerySet:
    """Select what is in the queue."""
    return Trial.objects.filter(status=DeliveryStatus.QUEUED)


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
    queue = waiting().select_for_update(skip_locked=True, of=("self",))
    mine = list(queue.select_related("campaign", "number", "by").order_by("pk")[:BATCH_SIZE])
    Trial.objects.filter(pk__in=[trial.pk for trial in mine]).move(DeliveryStatus.SENDING, claimed_at=now)
    return mine


def _send(trial: Trial, api: CloudApi, now: datetime) -> None:
    number = trial.number
    if number is None:
        _settle(trial, DeliveryStatus.FAILED, now, NUMBER_GONE)
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
    if not numbers.usable_by(trial.by).filter(pk=number.pk).exists():
        return NOT_SHARED
    if trial.campaign.version != trial.version:
        return "Il testo è cambiato prima che la prova partisse: chiedine un'altra"
    if trial.form == Trial.Form.FREE and not numbers.is_in_window(number, now):
        return WINDOW_SHUT
    return ""


def _settle(trial: Trial, status: DeliveryStatus, now: datetime, reason: str) -> None:
    """Settle a trial's status; a receipt may have been quicker than we: then its status stays."""
    Trial.objects.filter(pk=trial.pk).move(status, reason=reason[:200], settled_at=now)


def apply_statuses(statuses: list[StatusUpdate]) -> None:
    """Apply receipts of trials; those of anything else are passed over."""
    for status in statuses:
        if (number := references.trial_in(status.reference)) is None:
            continue
        trial = Trial.objects.filter(pk=number)
        if status.status in GOOD_NEWS:
            trial.move(GOOD_NEWS[status.status], reason="", settled_at=status.at)
        elif status.status == "failed":
            reason = failure_reasons.sentence(status.error_code)[:200]
            trial.move(DeliveryStatus.FAILED, reason=reason, settled_at=status.at)
