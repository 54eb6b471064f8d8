# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An approved broadcast leaves at another moment: its approval is about what it says, and stays."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from broadcasts.content.authorship import writers
from broadcasts.costs import earmarks, projected_spend
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.models.office import current_calendar
from broadcasts.rules import start_window
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.presentation.formatting.dates import moment_in_words

from . import notifications, sending_window, undo_window
from .transitions import CannotLaunch, WrongState, record_event

BEGUN = "È già partito, o non è più approvato: non si può spostare."


@transaction.atomic
def move_to(*, campaign: Campaign, by: User, now: datetime, at: datetime) -> None:
    """Move an approved broadcast that has not begun; who wrote and who approved it are told, unless they did it.

    Raises CannotLaunch where an electoral period or the month's limit stands against that moment, WrongState.
    """
    leaves = max(at, undo_window.earliest_start(now))
    approver = campaign.approved_by or by  # of a period it is asked whether they also authorised it
    problems = [
        *sending_window.objections(campaign, approver, leaves=leaves, now=now),
        *projected_spend.objections(campaign, now, leaves=leaves),
    ]
    if problems:
        raise CannotLaunch(problems)
    waiting = Campaign.objects.filter(pk=campaign.pk, status=CampaignStatus.APPROVED, started_at=None)
    if not waiting.update(scheduled_for=leaves):
        raise WrongState(BEGUN)
    campaign.refresh_from_db()
    earmarks.reserve(campaign, leaves=leaves, now=now)
    record_event(campaign, CampaignEvent.Step.MOVED, by, now, f"parte {moment_in_words(leaves)}")
    calendar = None if campaign.is_urgent else current_calendar()
    notifications.tell_people(
        campaign,
        {campaign.approved_by_id, *writers(campaign)} - {by.pk},
        subject="Un messaggio programmato è stato spostato",
        sentence=f"{notifications.display_name(by)} ha spostato «{campaign.title}»: parte "
        f"{start_window.departure_in_words(leaves, calendar, now)}.",
    )
