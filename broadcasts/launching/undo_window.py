"""Time to think again: an approved broadcast waits a little, and until it begins its approval can be taken back.

The wait is no state: the broadcast is approved, and due no earlier than LAUNCH_GRACE_SECONDS from then. One statement
decides between who takes it back and the tick that starts it.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from broadcasts.content import authorship
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.models.office import hours_of
from broadcasts.rules import start_window
from broadcasts.rules.states import CampaignStatus
from broadcasts.steps import approvals, notifications
from broadcasts.steps.transitions import WrongState, record_event
from cascina_whatsapp.presentation.once import once_a_page

Step = CampaignEvent.Step
TOO_LATE = "È partito prima che lo annullassi: con «Ferma» non va a chi non l'ha ancora ricevuto."


def grace() -> timedelta:
    """Return how long an approved broadcast waits at the least."""
    return timedelta(seconds=settings.LAUNCH_GRACE_SECONDS)


def earliest_start(now: datetime) -> datetime:
    """Return when a broadcast that is approved now may begin at the earliest."""
    return now + grace()


def as_before(campaign: Campaign) -> dict[str, Any]:
    """Collect what undoing an approval restores: state and moment of the broadcast before it."""
    moment = campaign.scheduled_for
    return {"status": str(campaign.status), "scheduled_for": moment.isoformat() if moment else None}


@transaction.atomic
def take_back(*, campaign: Campaign, by: User, now: datetime) -> None:
    """Undo the approval of one that has not begun: it waits for its approval again, or is the draft that it was.

    Whoever approved or wrote it is told, but who takes it back. Raises WrongState once it has begun.
    """
    approver = campaign.approved_by_id
    try:
        approvals.remove(
            campaign,
            goes_back_to(campaign),
            before=[CampaignStatus.APPROVED],
            **approvals.text_before(campaign),
        )
    except WrongState:
        if campaign.started_at:
            raise WrongState(TOO_LATE) from None
        raise
    record_event(campaign, Step.TAKEN_BACK, by, now)
    notifications.tell_people(
        campaign,
        {approver, *authorship.writers(campaign)},
        subject=f"«{campaign.title}» non parte",
        sentence=f"{notifications.display_name(by)} lo ha annullato prima che partisse.",
        by=by,
    )


def goes_back_to(campaign: Campaign) -> CampaignStatus:
    """Return the state in which an approved broadcast is again once its approval is taken back."""
    return CampaignStatus(approvals.before_it(campaign).get("status", CampaignStatus.IN_REVIEW))


def departing(now: datetime) -> Q:
    """Select what leaves within LAUNCH_GRACE_SECONDS, or left as lately."""
    waits = Q(status=CampaignStatus.APPROVED, scheduled_for__gt=now, scheduled_for__lte=earliest_start(now))
    has_left = Q(status__in=(CampaignStatus.SENDING, CampaignStatus.SENT), started_at__gt=now - grace())
    return waits | has_left


@once_a_page
def around_departure(now: datetime) -> list[Campaign]:
    """List the broadcasts in their last LAUNCH_GRACE_SECONDS before they leave, and those that left as lately.

    The first one first. One query while there are none; what waits for the opening has time enough on its own page.
    """
    found = Campaign.objects.filter(departing(now)).with_template().order_by("scheduled_for")
    return [
        one
        for one in found
        if one.started_at or start_window.may_begin(hours_of(one), one.scheduled_for or now)
    ]
