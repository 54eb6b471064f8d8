# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people decide about a broadcast, and the pauses that the system makes: each step is written down.

Who may do what is checked by the caller (the admin's buttons); what can be done in which state, here.
"""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from broadcasts.content import custom_template, validation
from broadcasts.content.earlier import content_of
from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.costs import outlays
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from cascina_whatsapp.formatting.dates import moment_in_words

from . import approval, notifications, second_thoughts, urgency
from .transitions import WrongState, move, record_event

log = logging.getLogger(__name__)
What = CampaignEvent.What


class CannotLaunch(Exception):
    """The broadcast can't leave as it is; `problems` says what to mend, field by field, in Italian."""

    def __init__(self, problems: list[validation.Problem]) -> None:
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.problems = problems


@transaction.atomic
def ask_review(*, campaign: Campaign, by: User, now: datetime) -> None:
    """Ask for approval; those who may give it get an e-mail. Raises CannotLaunch with what is wrong, WrongState."""
    _refuse(validation.review_problems(campaign, now))
    move(campaign, CampaignStatus.IN_REVIEW, before=[CampaignStatus.DRAFT])
    record_event(campaign, What.REVIEW_ASKED, by, now)
    notifications.tell_approvers(campaign, approval.writers(campaign), asked_by=by)


@transaction.atomic
def withdraw_request(*, campaign: Campaign, by: User, now: datetime) -> None:
    """Nobody is to approve it for now: back to draft, where it may be changed again. Raises WrongState."""
    move(campaign, CampaignStatus.DRAFT, before=[CampaignStatus.IN_REVIEW])
    record_event(campaign, What.WITHDRAWN, by, now)


@transaction.atomic
def send_back(*, campaign: Campaign, by: User, now: datetime, note: str) -> None:
    """Back to draft, with a note and the content as it was read; who wrote part of it gets an e-mail.

    Raises WrongState.
    """
    move(campaign, CampaignStatus.DRAFT, before=[CampaignStatus.IN_REVIEW])
    record_event(campaign, What.SENT_BACK, by, now, note, before=content_of(campaign))
    notifications.tell_people(
        campaign,
        approval.writers(campaign) - {by.pk},
        subject="Un messaggio è tornato in bozza",
        sentence=f"{notifications.display_name(by)} ha rimandato in bozza «{campaign.title}», con una nota.",
    )


@transaction.atomic
def launch(
    *,
    campaign: Campaign,
    by: User,
    now: datetime,
    at: datetime | None = None,
    without_grace: bool = False,
) -> None:
    """Approve and queue: it leaves at `at`, or when it was scheduled for, or now; within hours unless urgent.

    But not before LAUNCH_GRACE_SECONDS, in which `take_back` undoes the approval: only an urgent one may go
    `without_grace`. What is approved is the content as it is now: its fingerprint is kept, and nothing else will
    leave. Raises CannotLaunch with what is wrong, WrongState when it was launched or cancelled before.
    """
    if not campaign.is_unapproved:
        raise WrongState(f"È già nello stato «{campaign.get_status_display()}».")
    earliest = now if without_grace and campaign.is_urgent else second_thoughts.earliest_start(now)
    leaves_at = max(at or campaign.scheduled_for or now, earliest)
    before = second_thoughts.as_before(campaign)
    _refuse(
        [
            *validation.launch_problems(campaign, leaves_at),
            *approval.objections(campaign, by),
            *outlays.objections(campaign, now, leaves=at),
        ]
    )
    approved = fingerprint_of(campaign)
    move(
        campaign,
        CampaignStatus.APPROVED,
        before=[CampaignStatus.DRAFT, CampaignStatus.IN_REVIEW],
        scheduled_for=leaves_at,
        approved_by=by,
        approved_at=now,
        approved_hash=approved,
        custom_template=custom_template.current(campaign),
    )
    record_event(
        campaign,
        approval.approval_event(campaign, by),
        by,
        now,
        campaign.urgent_reason if campaign.is_urgent else "",
        fingerprint=approved,
        before=before,
        overridden=urgency.overridden(campaign, leaves_at).in_words if campaign.is_urgent else "",
    )
    if campaign.to_everybody:
        record_event(campaign, What.TO_EVERYBODY, by, now, campaign.everybody_reason)


@transaction.atomic
def pause(*, campaign: Campaign, by: User | None, now: datetime, reason: str = "") -> None:
    """Nothing more leaves until somebody resumes; what is in flight arrives. Raises WrongState."""
    move(campaign, CampaignStatus.PAUSED, pause_reason=reason)
    record_event(campaign, What.PAUSED, by, now, reason)


@transaction.atomic
def resume(*, campaign: Campaign, by: User, now: datetime) -> None:
    """Go on from where it stopped: one that never started leaves when it was to, or now. Raises WrongState."""
    if campaign.status != CampaignStatus.PAUSED:
        raise WrongState("Si può riprendere solo un messaggio in pausa.")
    to, fields = CampaignStatus.SENDING, {}
    if not campaign.started_at:
        to = CampaignStatus.APPROVED
        fields["scheduled_for"] = max(campaign.scheduled_for or now, now)
    move(campaign, to, before=[CampaignStatus.PAUSED], pause_reason="", retry_start_at=None, **fields)
    record_event(campaign, What.RESUMED, by, now)


@transaction.atomic
def cancel(*, campaign: Campaign, by: User, now: datetime, reason: str = "") -> None:
    """Cancel for good: queued messages are skipped, those in flight arrive. Raises WrongState."""
    move(campaign, CampaignStatus.CANCELLED, finished_at=now, pause_reason="")
    campaign.deliveries.move(DeliveryStatus.SKIPPED, reason=failure_reasons.CANCELLED)
    record_event(campaign, What.CANCELLED, by, now, reason)


@transaction.atomic
def pause_and_alert(campaigns: Iterable[Campaign], *, reason: str, now: datetime) -> None:
    """The system itself pauses broadcasts that can't go on, and alerts the operators.

    They are told of all of them at once. What somebody paused or cancelled before stays as it is,
    and is not named in it.
    """
    paused = [campaign for campaign in campaigns if _pause_if_possible(campaign, reason, now)]
    if paused:
        notifications.alert_of_pauses(paused, reason)


def _pause_if_possible(campaign: Campaign, reason: str, now: datetime) -> bool:
    """Whether it was paused by this call."""
    try:
        pause(campaign=campaign, by=None, now=now, reason=reason)
    except WrongState:
        return False
    log.error("campaign %s paused by the system: %s", campaign.pk, reason)
    return True


@transaction.atomic
def pause_late(campaign: Campaign, *, due: datetime, now: datetime) -> None:
    """Pause a broadcast that should have begun at `due`: it waits for a person; author and approver get an e-mail."""
    reason = failure_reasons.late(moment_in_words(due), was_tried=campaign.retry_start_at is not None)
    if _pause_if_possible(campaign, reason, now):
        notifications.alert_operators(
            campaign,
            {campaign.author_id, campaign.approved_by_id},
            subject="Un messaggio non è partito in tempo",
            sentence=f"«{campaign.title}» aspetta una decisione. {reason}",
        )


def _refuse(problems: list[validation.Problem]) -> None:
    if problems:
        raise CannotLaunch(problems)
