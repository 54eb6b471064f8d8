"""Broadcasts that may not leave any more (`hooks.MAY_LEAVE`) are suspended; afterwards they go on, or wait.

The claim lets nothing through anyway (leaving.lets_through): here the state follows, so that people see it. What
had to wait longer than START_GRACE_MINUTES leaves no more by itself.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from broadcasts import hooks
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.models.office import hours_of
from broadcasts.rules import start_window
from broadcasts.rules.states import CampaignStatus
from broadcasts.steps.pausing import pause_and_alert
from broadcasts.steps.transitions import WrongState, hold, move, record_event
from cascina_whatsapp.presentation.formatting.dates import moment_in_words

from . import leaving
from .finishing import finish

log = logging.getLogger(__name__)
Step = CampaignEvent.Step
LATE = (
    "Era trattenuto per le elezioni da {}, e adesso il periodo elettorale è finito. Controlla che valga ancora, poi "
    "riprendilo o annullalo."
)


def suspend_due(now: datetime) -> int:
    """Suspend what is leaving or due and held back, unless it is exempt; return how many.

    One query while nothing is held back, two while nothing is to be suspended.
    """
    if not leaving.holds_back(now):
        return 0
    going = Campaign.objects.leaving(now)
    return suspend(list(going.exclude(pk__in=going.filter(leaving.may_leave(now))).order_by("pk")), now)


@transaction.atomic
def suspend(campaigns: Sequence[Campaign], now: datetime) -> int:
    """Stop broadcasts until nothing holds them back or they are exempt: nothing more leaves. Return how many stopped.

    What has left for everybody is over, not stopped.
    """
    hold(campaign.pk for campaign in campaigns)
    left = [campaign for campaign in campaigns if not (campaign.started_at and finish(campaign, now=now))]
    stopped = [campaign for campaign in left if _suspend_if_possible(campaign, now)]
    if stopped:
        for tell in hooks.ON_SUSPENDED:
            tell(stopped, now)
    return len(stopped)


def release(now: datetime) -> int:
    """Let go on what nothing holds back any more; return how many.

    What somebody exempted goes on however late it is: they have just decided so. Of the rest, what is in time goes
    on, and the others are paused, with the reason, until a person decides. Of what was in flight when it was stopped,
    and is all that was left, nothing waits: it is over. One query while nothing is suspended.
    """
    suspended = Campaign.objects.filter(status=CampaignStatus.SUSPENDED)
    waiting = list(suspended)
    if not waiting:
        return 0
    for campaign in waiting:
        if campaign.started_at:
            finish(campaign, now=now)
    free = list(leaving.with_exemption(suspended, now).filter(leaving.may_leave(now)).order_by("pk"))
    late = [campaign for campaign in free if not campaign.is_exempt and _is_late(campaign, now)]
    for campaign in late:
        pause_and_alert([campaign], reason=LATE.format(moment_in_words(_since(campaign))), now=now)
    return len(late) + sum(_go_on(campaign, now) for campaign in free if campaign not in late)


def _suspend_if_possible(campaign: Campaign, now: datetime) -> bool:
    """Suspend a broadcast, and tell whether this call did it."""
    try:
        with transaction.atomic():
            move(campaign, CampaignStatus.SUSPENDED, retry_start_at=None)
            record_event(campaign, Step.SUSPENDED, None, now)
    except WrongState:
        return False
    log.warning("campaign %s suspended: it may not leave now", campaign.pk)
    return True


@transaction.atomic
def _go_on(campaign: Campaign, now: datetime) -> bool:
    """Put a suspended broadcast back as it was before, on its way or approved and due; tell whether it was done."""
    to, fields = CampaignStatus.SENDING, {}
    due = campaign.scheduled_for or now  # exempted late, it is due now: somebody has just decided so
    if not campaign.started_at:
        to, fields = CampaignStatus.APPROVED, {"scheduled_for": max(due, now) if campaign.is_exempt else due}
    try:
        move(campaign, to, before=[CampaignStatus.SUSPENDED], **fields)
    except WrongState:
        return False
    record_event(campaign, Step.RELEASED, None, now)
    log.warning("campaign %s is not suspended any more", campaign.pk)
    return True


def _is_late(campaign: Campaign, now: datetime) -> bool:
    """Tell whether a broadcast waited longer than an approved one may, since its moment or since it was stopped."""
    grace = timedelta(minutes=settings.START_GRACE_MINUTES)
    if campaign.started_at:
        return now - _since(campaign) > grace
    moment = campaign.scheduled_for or now
    return bool(start_window.late_since(moment, hours_of(campaign), grace=grace, now=now))


def _since(campaign: Campaign) -> datetime:
    """Return when the broadcast was last suspended."""
    steps = campaign.events.filter(what=Step.SUSPENDED).order_by("at", "pk").values_list("at", flat=True)
    return steps.last() or campaign.started_at or campaign.created_at
