"""Asking for a trial: who may, on which numbers, and what stands in the way. The page writes a row, and no more."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.text import capfirst

from broadcasts.content import validation
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules.states import CampaignStatus
from broadcasts.steps.transitions import record_event

from .models import Trial, TrialNumber
from .numbers import is_in_window, usable_by

log = logging.getLogger(__name__)
BEFORE_IT_LEAVES = (CampaignStatus.DRAFT, CampaignStatus.IN_REVIEW, CampaignStatus.APPROVED)
MOST_A_DAY = 50
"""Trials that one person asks for in COUNTED_FOR: a colleague's telephone is no toy, and Meta counts each."""
COUNTED_FOR = timedelta(days=1)
WINDOW_SHUT = (
    "Da quel telefono oggi nessuno ci ha scritto: manda un codice, o prova come a chi non ci ha scritto"
)


class CannotTry(Exception):
    """The broadcast can't be tried now. The message is for the clerk."""


def may_try(user: User, campaign: Campaign) -> bool:
    """Tell whether this person may ask for a trial of this broadcast as it is now."""
    return (
        campaign.by_whatsapp
        and campaign.status in BEFORE_IT_LEAVES
        and user.has_perm("broadcasts.try_campaign")
    )


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
    if not may_try(by, campaign):
        return "Si prova un messaggio che va su WhatsApp, prima che parta."
    if not usable_by(by).filter(pk=number.pk).exists():
        return "Si prova solo su un tuo numero verificato, o su quello di un collega che ha detto di sì."
    if problems := validation.content_problems(campaign):
        return " ".join(problem.sentence for problem in problems)
    if form == Trial.Form.FREE and not is_in_window(number, now):
        return f"{WINDOW_SHUT}."
    if Trial.objects.filter(by=by, asked_at__gt=now - COUNTED_FOR).count() >= MOST_A_DAY:
        return f"In un giorno si mandano al massimo {MOST_A_DAY} prove: riprova domani."
    if campaign.trials.filter(number=number).unfinished().exists():
        return "La prova di prima sta partendo: aspetta qualche secondo."
    return ""
