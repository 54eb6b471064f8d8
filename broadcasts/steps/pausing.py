"""A broadcast stops, by somebody's hand or by itself, with a reason: nothing goes on before somebody resumes it."""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from broadcasts.content import authorship
from broadcasts.models import Campaign, CampaignEvent, is_withdrawn
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.presentation.formatting.dates import moment_in_words

from . import notifications
from .transitions import NOTE_LENGTH, WrongState, hold, move, record_event

log = logging.getLogger(__name__)
Step = CampaignEvent.Step
STOPPED_BY = {CampaignStatus.PAUSED: Step.PAUSED, CampaignStatus.CANCELLED: Step.CANCELLED}
"""The states whose reason may be written afterwards, and the step that keeps it."""
NOT_THEIRS = "Il motivo lo scrive chi l'ha fermato, finché è fermo."


@transaction.atomic
def pause(*, campaign: Campaign, by: User | None, now: datetime, reason: str = "") -> None:
    """Pause a broadcast: nothing more leaves until somebody resumes; what is in flight arrives. Raises WrongState.

    Where a person does it, who wrote or approved it is told.
    """
    move(campaign, CampaignStatus.PAUSED, pause_reason=reason)
    record_event(campaign, Step.PAUSED, by, now, reason)
    if by:
        notifications.tell_people(
            campaign,
            {campaign.approved_by_id, *authorship.writers(campaign)},
            subject=f"«{campaign.title}» è fermo",
            sentence=f"{notifications.display_name(by)} lo ha fermato: non parte più niente, finché non si riprende.",
            by=by,
        )


@transaction.atomic
def stop_withdrawn(*, campaign: Campaign, by: User, now: datetime, reason: str) -> None:
    """Stop a broadcast that was withdrawn from the public pages, for good: `resume` refuses it, and so does a resend.

    Also one that is stopped or over already: nothing that comes back to its queue leaves.
    """
    told = failure_reasons.withdrawn(reason)[:NOTE_LENGTH]
    record_event(campaign, Step.MESSAGE_WITHDRAWN, by, now, reason)
    one = Campaign.objects.filter(pk=campaign.pk)
    one.update(pause_reason=told)
    if one.move(CampaignStatus.PAUSED):
        record_event(campaign, Step.PAUSED, by, now, told)


@transaction.atomic
def explain(*, campaign: Campaign, by: User, now: datetime, reason: str) -> None:
    """Write down why a person stopped or cancelled a broadcast, in the step and for its page.

    They may say it once more, as long as it stands. Raises WrongState where it does not, or another did it.
    """
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    step = _own_stop(campaign, by)
    if step is None:
        raise WrongState(NOT_THEIRS)
    step.note = reason[:NOTE_LENGTH]
    step.save(update_fields=["note"])
    Campaign.objects.filter(pk=campaign.pk).update(pause_reason=reason)


def why_not_explained(campaign: Campaign, by: User) -> str:
    """Say in Italian why this person can't give the reason of a stop; "" where they can."""
    return "" if _own_stop(campaign, by) else NOT_THEIRS


@transaction.atomic
def pause_and_alert(campaigns: Iterable[Campaign], *, reason: str, now: datetime) -> None:
    """The system itself pauses broadcasts that can't go on, and alerts the operators.

    They are told of all of them at once. What somebody paused or cancelled before stays as it is,
    and is not named in it.
    """
    found = list(campaigns)
    hold(campaign.pk for campaign in found)
    paused = [campaign for campaign in found if _pause_if_possible(campaign, reason, now)]
    if paused:
        notifications.alert_of_pauses(paused, reason)


@transaction.atomic
def pause_late(campaign: Campaign, *, due: datetime, now: datetime) -> None:
    """Pause a broadcast that should have begun at `due`: it waits for a person; author and approver get an e-mail."""
    reason = failure_reasons.late(moment_in_words(due), was_tried=campaign.retry_start_at is not None)
    if _pause_if_possible(campaign, reason, now):
        notifications.alert_operators(
            campaign,
            {campaign.author_id, campaign.approved_by_id},
            subject="Un messaggio non è partito in tempo",
            sentence=f"«{campaign.title}»: {reason} Può riprenderlo chi approva.",
            kind=notifications.Kind.KNOWN,
        )


def _own_stop(campaign: Campaign, by: User) -> CampaignEvent | None:
    """Return the step by which a person stopped a broadcast, as long as that step is what stops it."""
    what = STOPPED_BY.get(CampaignStatus(campaign.status))
    if what is None or is_withdrawn(campaign):
        return None
    steps = [step for step in campaign.events.all() if step.what == what]
    return steps[-1] if steps and steps[-1].by_id == by.pk else None


def _pause_if_possible(campaign: Campaign, reason: str, now: datetime) -> bool:
    """Pause a broadcast, and tell whether this call did it."""
    try:
        pause(campaign=campaign, by=None, now=now, reason=reason)
    except WrongState:
        return False
    log.error("campaign %s paused by the system: %s", campaign.pk, reason)
    return True
