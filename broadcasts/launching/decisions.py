"""The decisions of people about a broadcast: each step is written down.

Who may do what is checked by the caller (the admin's buttons); what can be done in which state, here.
"""

from copy import copy
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F

from broadcasts import hooks
from broadcasts.content import authorship, custom_template, validation
from broadcasts.content.content_diff import content_of
from broadcasts.content.fingerprint import fingerprint_of
from broadcasts.models import Campaign, CampaignEvent, Delivery
from broadcasts.rules.states import CampaignStatus
from broadcasts.rules.words.addressees import IN_A_NOTE, goes_beyond, keeping
from broadcasts.rules.words.plain_text import in_one_paragraph as without_new_lines
from broadcasts.steps import notifications
from broadcasts.steps.plan import Plan
from broadcasts.steps.transitions import CannotLaunch, WrongState, move, record_event
from cascina_whatsapp.security.encryption import seals

from . import approval, leaving, undo_window, urgency
from .finishing import skip_cancelled

Step = CampaignEvent.Step
NO_NOTE = "La nota la cambia chi ha rimandato il messaggio, finché l'approvazione non è chiesta di nuovo."


@transaction.atomic
def ask_review(*, campaign: Campaign, by: User, now: datetime) -> None:
    """Ask for approval; those who may give it get an e-mail.

    Raises CannotLaunch with what is wrong, WrongState.
    """
    missing = (problem for ask in hooks.MISSING for problem in ask(campaign))
    _refuse([*validation.review_problems(campaign, now), *missing])
    move(campaign, CampaignStatus.IN_REVIEW, before=[CampaignStatus.DRAFT])
    record_event(campaign, Step.REVIEW_ASKED, by, now)
    notifications.tell_approvers(campaign, authorship.writers(campaign), asked_by=by)


@transaction.atomic
def withdraw_request(*, campaign: Campaign, by: User, now: datetime) -> None:
    """Withdraw the request for approval: back to draft, where it may be changed again. Raises WrongState."""
    move(campaign, CampaignStatus.DRAFT, before=[CampaignStatus.IN_REVIEW])
    record_event(campaign, Step.WITHDRAWN, by, now)


@transaction.atomic
def send_back(*, campaign: Campaign, by: User, now: datetime, note: str) -> None:
    """Send a broadcast back to draft, with a note and its content as read; its writers get an e-mail.

    Raises WrongState.
    """
    move(campaign, CampaignStatus.DRAFT, before=[CampaignStatus.IN_REVIEW])
    record_event(campaign, Step.SENT_BACK, by, now, note, before=content_of(campaign))
    notifications.tell_people(
        campaign,
        authorship.writers(campaign) - {by.pk},
        subject=f"«{campaign.title}» è rimandato a te",
        sentence=f"{notifications.display_name(by)} lo ha rimandato con una nota.",
        kind=notifications.Kind.WAITS,
    )


@transaction.atomic
def change_note(*, campaign: Campaign, by: User, now: datetime, note: str) -> None:
    """Put another note in the place of their own, with which a broadcast was sent back; its writers are told again.

    Raises WrongState once somebody has asked again, or where another sent it back.
    """
    step = approval.note_of(campaign)
    if step is None or step.by_id != by.pk:
        raise WrongState(NO_NOTE)
    if note == step.note:
        return
    record_event(campaign, Step.NOTE_CHANGED, by, now, note, before=step.before)
    notifications.tell_people(
        campaign,
        authorship.writers(campaign) - {by.pk},
        subject=f"«{campaign.title}» è rimandato a te",
        sentence=f"{notifications.display_name(by)} ha cambiato la nota.",
        kind=notifications.Kind.WAITS,
    )


def why_not_noted(campaign: Campaign, by: User) -> str:
    """Say in Italian why this person can't change the note of a broadcast; "" where they can."""
    step = approval.note_of(campaign)
    return "" if step and step.by_id == by.pk else NO_NOTE


@transaction.atomic
def launch(
    *,
    campaign: Campaign,
    by: User,
    now: datetime,
    at: datetime | None = None,
    without_grace: bool = False,
    in_one_paragraph: bool = False,
    keeps_to_zones: bool = False,
) -> None:
    """Approve and queue: it leaves at `at`, or when it was scheduled for, or now; within hours unless urgent.

    But not before LAUNCH_GRACE_SECONDS, in which `take_back` undoes the approval: only an urgent one may go
    `without_grace`. What is approved is the content as it is now: its fingerprint is kept, and nothing else will
    leave. `in_one_paragraph`: with the words as they are and without new lines, so that WhatsApp need not read it
    first. `keeps_to_zones`: of an alert, that it reaches those of its zones alone. Raises CannotLaunch with what is
    wrong, WrongState when it was launched or cancelled before.
    """
    if not campaign.is_unapproved:
        raise WrongState(f"È già nello stato «{campaign.get_status_display()}».")
    earliest = now if without_grace and campaign.is_urgent else undo_window.earliest_start(now)
    leaves_at = max(at or campaign.scheduled_for or now, earliest)
    wanted, before, zones = copy(campaign), undo_window.as_before(campaign), campaign.ignored_zones
    wanted.keeps_to_zones = keeps_to_zones and bool(zones)
    if in_one_paragraph:
        wanted.body = without_new_lines(campaign.body)
    plan = Plan(wanted, now, leaves_at, is_decided=True)
    _refuse([*validation.launch_problems(wanted, leaves_at), *leaving.forbids(plan, by)])
    if wanted.body != campaign.body:
        before |= _store_flat(campaign, wanted.body, by, now)
    campaign.keeps_to_zones = wanted.keeps_to_zones
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
        keeps_to_zones=campaign.keeps_to_zones,
        **columns(campaign, leaves_at, now),
    )
    seals.put(seals.Kind.APPROVAL, campaign)
    record_event(
        campaign,
        Step.APPROVED_OWN if by.pk in authorship.writers(campaign) else Step.APPROVED,
        by,
        now,
        " · ".join(
            filter(None, [campaign.urgent_reason if campaign.is_urgent else "", _as_to(zones, campaign)])
        ),
        fingerprint=approved,
        before=before,
        overridden=urgency.overridden_in_words(campaign, leaves_at),
    )
    if campaign.to_everybody:
        record_event(campaign, Step.TO_EVERYBODY, by, now, campaign.everybody_reason)


def columns(campaign: Campaign, leaves: datetime, now: datetime) -> dict[str, Any]:
    """Collect what the slices write with an approval, or where a person lets a broadcast go on. Raises WrongState."""
    return {name: value for ask in hooks.COLUMNS for name, value in ask(campaign, leaves, now).items()}


@transaction.atomic
def resume(*, campaign: Campaign, by: User, now: datetime) -> None:
    """Resume a broadcast where it stopped: one that never started leaves when it was to, or now.

    Raises WrongState, also where `leaving.forbids` says why, or the budget does not bear a new price.
    """
    if campaign.status != CampaignStatus.PAUSED:
        raise WrongState("Si può riprendere solo un messaggio fermato.")
    if why := leaving.why_not_resumed(campaign, by, now):
        raise WrongState(why)
    to = CampaignStatus.SENDING
    leaves = now if campaign.started_at else max(campaign.scheduled_for or now, now)
    fields = columns(campaign, leaves, now)
    note = "Al costo nuovo." if "approved_category" in fields else ""
    if not campaign.started_at:
        to, fields["scheduled_for"] = CampaignStatus.APPROVED, leaves
    move(campaign, to, before=[CampaignStatus.PAUSED], pause_reason="", retry_start_at=None, **fields)
    record_event(campaign, Step.RESUMED, by, now, note)


@transaction.atomic
def cancel(*, campaign: Campaign, by: User, now: datetime, reason: str = "") -> None:
    """Cancel for good: queued messages are skipped, those in flight arrive. Who wrote or approved it is told.

    Raises WrongState.
    """
    move(campaign, CampaignStatus.CANCELLED, finished_at=now, pause_reason="")
    skip_cancelled(Delivery.objects.filter(campaign=campaign))
    record_event(campaign, Step.CANCELLED, by, now, reason)
    notifications.tell_people(
        campaign,
        {campaign.approved_by_id, *authorship.writers(campaign)},
        subject=f"«{campaign.title}» è annullato",
        sentence=f"{notifications.display_name(by)} lo ha annullato: non parte più.",
        by=by,
    )


def _as_to(zones: list[str], campaign: Campaign) -> str:
    """Write what was decided on the zones of an alert; "" of what is none, or has none."""
    if not zones:
        return ""
    kept = f"È un'allerta: va {keeping(zones, IN_A_NOTE)}."
    return kept if campaign.keeps_to_zones else goes_beyond(zones, IN_A_NOTE)


def _store_flat(campaign: Campaign, flat: str, by: User, now: datetime) -> dict[str, str]:
    """Store a text without its new lines, before its fingerprint is taken; return what undoing it restores."""
    before = campaign.body
    Campaign.objects.filter(pk=campaign.pk).update(body=flat, version=F("version") + 1)
    campaign.refresh_from_db()
    record_event(campaign, Step.FLATTENED, by, now)
    return {"body": before}


def _refuse(problems: list[validation.Problem]) -> None:
    if problems:
        raise CannotLaunch(problems)
