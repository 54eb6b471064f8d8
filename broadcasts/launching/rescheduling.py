"""An approved broadcast leaves at another moment, and stays approved. Who wrote it only puts it off.

Only who may approve it chooses for an urgent one a moment at which the office is closed.
"""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from broadcasts.content.authorship import writers
from broadcasts.content.validation import Problem
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.models.office import current_calendar
from broadcasts.rules.states import CampaignStatus
from broadcasts.steps import approvals, notifications
from broadcasts.steps.plan import Plan
from broadcasts.steps.transitions import CannotLaunch, WrongState, record_event
from cascina_whatsapp.presentation.formatting.dates import moment_in_words

from . import leaving, undo_window, urgency
from .departure import Departure

BEGUN = "È già partito, o non è più approvato: non si può spostare."
ONLY_LATER = (
    "Puoi spostarlo solo più tardi{hours}: il momento lo ha deciso chi lo ha approvato. Per farlo partire prima lo "
    "sposta chi può approvarlo, e non lo ha scritto."
)
IN_HOURS = ", e a ufficio aperto"


@transaction.atomic
def move_to(*, campaign: Campaign, by: User, now: datetime, at: datetime) -> None:
    """Move an approved broadcast that has not begun; who wrote and who approved it are told, unless they did it.

    Raises CannotLaunch with what forbids it to leave then, or where the moment is not theirs to choose; WrongState.
    """
    leaves = max(at, undo_window.earliest_start(now))
    approver = campaign.approved_by or by  # of a period it is asked whether they also authorised it
    plan = Plan(campaign, now, leaves, is_decided=True)
    if problems := [*_objections(campaign, by, leaves), *leaving.forbids(plan, approver)]:
        raise CannotLaunch(problems)
    waiting = Campaign.objects.filter(pk=campaign.pk, status=CampaignStatus.APPROVED, started_at=None)
    if not waiting.update(scheduled_for=leaves):
        raise WrongState(BEGUN)
    campaign.refresh_from_db()
    overridden = urgency.overridden_in_words(campaign, leaves)
    departure = Departure(campaign, now)
    record_event(
        campaign,
        CampaignEvent.Step.MOVED,
        by,
        now,
        f"parte {moment_in_words(departure.due or leaves)}",
        overridden=overridden,
    )
    notifications.tell_people(
        campaign,
        {campaign.approved_by_id, *writers(campaign)} - {by.pk},
        subject="Un messaggio programmato è stato spostato",
        sentence=f"{notifications.display_name(by)} ha spostato «{campaign.title}»: {departure.in_words}.",
    )


def why_only_later(campaign: Campaign, by: User) -> str:
    """Say in Italian that this person may only put the broadcast off; "" for who may choose any moment."""
    if approvals.may_approve(campaign, by):
        return ""
    return ONLY_LATER.format(hours=IN_HOURS if campaign.is_urgent else "")


def _objections(campaign: Campaign, by: User, leaves: datetime) -> list[Problem]:
    """List why it is not theirs to choose this moment; what is not urgent waits for the opening anyway."""
    is_later = campaign.scheduled_for is None or leaves >= campaign.scheduled_for
    is_in_hours = not campaign.is_urgent or current_calendar().is_open(leaves)
    why = "" if is_later and is_in_hours else why_only_later(campaign, by)
    return [Problem("", why)] if why else []
