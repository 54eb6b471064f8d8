# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Time to think again: an approved broadcast waits a little, and until it begins its approval can be taken back.

The wait is no state: the broadcast is approved, and due no earlier than LAUNCH_GRACE_SECONDS from then. One statement
decides between who takes it back and the tick that starts it.
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from broadcasts.models import Campaign, CampaignEvent
from broadcasts.models.office import current_calendar
from broadcasts.rules.states import CampaignStatus

from . import approval, notifications
from .transitions import record_event

Step = CampaignEvent.Step


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

    Whoever approved it gets an e-mail, unless it was they. Raises WrongState once it has begun.
    """
    approver = campaign.approved_by_id
    to = CampaignStatus(approval.before_it(campaign).get("status", CampaignStatus.IN_REVIEW))
    approval.remove(campaign, to, before=[CampaignStatus.APPROVED], **approval.text_before(campaign))
    record_event(campaign, Step.TAKEN_BACK, by, now)
    notifications.tell_people(
        campaign,
        {approver} - {by.pk},
        subject="Un'approvazione è stata annullata",
        sentence=f"{notifications.display_name(by)} ha annullato l'approvazione di «{campaign.title}»: non parte.",
    )


def is_about_to_leave(campaign: Campaign, now: datetime) -> bool:
    """Tell whether a broadcast is in its last LAUNCH_GRACE_SECONDS: the strip with its *Annulla* stands above it."""
    is_approved = campaign.status == CampaignStatus.APPROVED
    return is_approved and any(one.pk == campaign.pk for one in about_to_leave(now))


def about_to_leave(now: datetime) -> list[Campaign]:
    """List the broadcasts in their last LAUNCH_GRACE_SECONDS before they leave, the first one first.

    One query while there are none; what waits for the opening has time enough on its own page.
    """
    waiting = Campaign.objects.filter(
        status=CampaignStatus.APPROVED, scheduled_for__gt=now, scheduled_for__lte=earliest_start(now)
    ).with_template()
    found = list(waiting.order_by("scheduled_for"))
    if all(campaign.is_urgent for campaign in found):
        return found
    calendar = current_calendar()
    return [one for one in found if one.is_urgent or calendar.is_open(one.scheduled_for or now)]
