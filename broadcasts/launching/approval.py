"""Approval by a second person: who wrote a broadcast, who may approve it, that only what was approved leaves."""

import logging
from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from broadcasts import hooks
from broadcasts.content import custom_template, validation
from broadcasts.content.authorship import writers
from broadcasts.content.fingerprint import CONTENT, fingerprint_of, is_as_approved
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus
from broadcasts.steps import approvals, notifications
from broadcasts.steps.pausing import pause_and_alert
from broadcasts.steps.transitions import WrongState, record_event
from cascina_whatsapp.security.encryption import seals

log = logging.getLogger(__name__)
Step = CampaignEvent.Step
OWN = "Chi ha scritto il messaggio non può approvarlo: serve un'altra persona."
UNREAD = (
    "Questo messaggio lo ha proposto il programma: prima qualcun altro lo rilegge e chiede l'approvazione."
)
UNTAKEN = "Questa bozza non l'ha scritta un collega: prima qualcun altro la rilegge e chiede l'approvazione."
SENT_BACK = (
    "Questo messaggio è stato rimandato in bozza: prima chi lo ha scritto chiede di nuovo l'approvazione."
)
NOT_ASKED = "Nessuno ha ancora chiesto l'approvazione di questo messaggio."
ASKED_AND_ANSWERED = (Step.REVIEW_ASKED, *CampaignEvent.NOTES)
BEFORE_START = (CampaignStatus.APPROVED, CampaignStatus.PAUSED, CampaignStatus.SUSPENDED)


def objections(campaign: Campaign, by: User) -> list[validation.Problem]:
    """List why this person may not approve the broadcast, whatever it says."""
    if was_sent_back(campaign):
        return [validation.Problem("", SENT_BACK)]
    return objections_of(campaign, writers(campaign), by)


def objections_of(campaign: Campaign, wrote: set[int], by: User) -> list[validation.Problem]:
    """List why this person may not approve a broadcast that these people wrote."""
    if settings.APPROVE_OWN_BROADCASTS:
        return []
    if not wrote and campaign.author_id is None:
        return [validation.Problem("", UNREAD if campaign.is_service else UNTAKEN)]
    return [validation.Problem("", OWN)] if by.pk in wrote else []


def was_sent_back(campaign: Campaign) -> bool:
    """Tell whether a broadcast is a draft that was sent back, with no request for approval since."""
    return note_of(campaign) is not None


def note_of(campaign: Campaign) -> CampaignEvent | None:
    """Return the step with the note on which a draft was sent back, as long as nobody asks again; None otherwise."""
    if campaign.status != CampaignStatus.DRAFT:
        return None
    return note_among(campaign, campaign.events.all())


def note_among(campaign: Campaign, events: Iterable[CampaignEvent]) -> CampaignEvent | None:
    """Return the step with the note on which a draft was sent back, among `events`, the first one first, or None."""
    steps = [event for event in events if event.what in ASKED_AND_ANSWERED]
    is_back = campaign.status == CampaignStatus.DRAFT and steps and steps[-1].what in CampaignEvent.NOTES
    return steps[-1] if is_back else None


def why_not_unasked(campaign: Campaign, by: User) -> str:
    """Say in Italian why this person may not approve a draft without a request; "" where they may.

    Only who also writes may, in an office where one approves what they wrote themselves: nobody is there to be asked.
    """
    if campaign.status != CampaignStatus.DRAFT:
        return ""
    if campaign.pk and was_sent_back(campaign):
        return SENT_BACK
    does_both = settings.APPROVE_OWN_BROADCASTS and by.has_perm("broadcasts.change_campaign")
    return "" if does_both else NOT_ASKED


def was_given(campaign: Campaign) -> bool:
    """Tell whether a broadcast was ever approved, also where that approval was taken away since."""
    given = (step.what in CampaignEvent.APPROVALS for step in campaign.events.all())
    return campaign.approved_at is not None or any(given)


def note_change(*, campaign: Campaign, by: User, fields: Iterable[str], now: datetime) -> None:
    """Note who changed these fields: if citizens get them, that person may not approve the broadcast any more.

    Drafting calls this in the transaction of the change.
    """
    if set(fields) & set(CONTENT) and _is_new_step(campaign, by):
        record_event(campaign, Step.EDITED, by, now)


@transaction.atomic
def revise(*, campaign: Campaign, by: User, now: datetime) -> None:
    """An approved broadcast of which nothing has left is taken in hand again: a draft, without its approval.

    The person who had approved it gets an e-mail. Raises WrongState.
    """
    approver = campaign.approved_by_id
    approvals.remove(campaign, CampaignStatus.DRAFT, before=BEFORE_START, **approvals.text_before(campaign))
    record_event(campaign, Step.REVISED, by, now)
    notifications.tell_people(
        campaign,
        {approver},
        subject=f"«{campaign.title}» non parte",
        sentence=f"{notifications.display_name(by)} lo ha ripreso per correggerlo: l'approvazione non vale più.",
        by=by,
    )


def matches_approval(campaign: Campaign, *, now: datetime) -> bool:
    """Tell whether what is stored is what was approved.

    If not, nothing leaves: it goes back to be approved, with an event and an alert.
    """
    if _is_unaltered(campaign, now):
        return True
    people = {campaign.approved_by_id, campaign.author_id}
    try:
        with transaction.atomic():
            approvals.remove(campaign, CampaignStatus.IN_REVIEW, before=[CampaignStatus.APPROVED])
            record_event(campaign, Step.ALTERED, None, now, fingerprint=fingerprint_of(campaign))
            notifications.alert_operators(
                campaign,
                people,
                subject="Un messaggio non è partito",
                sentence=f"«{campaign.title}» non è partito: il contenuto conservato non è quello approvato, ed è "
                "stato cambiato fuori dalle pagine della redazione. Va riletto e approvato di nuovo.",
            )
    except WrongState:
        return False
    log.error("campaign %s is not what was approved: it needs a new approval", campaign.pk)
    return False


def ensure_unaltered(campaign: Campaign, *, now: datetime) -> bool:
    """Tell whether a broadcast under way is still what was approved; if not, it is paused with an alert."""
    if _is_unaltered(campaign, now):
        return True
    pause_and_alert([campaign], reason=failure_reasons.ALTERED, now=now)
    return False


def _is_unaltered(campaign: Campaign, now: datetime) -> bool:
    """Tell whether words, file, template and authorisation are those that somebody approved, uploaded, submitted."""
    own = custom_template.current(campaign)
    return (
        is_as_approved(campaign)
        and (not campaign.media_id or seals.holds(seals.Kind.MEDIA, campaign))
        and (own is None or seals.holds(seals.Kind.TEMPLATE, own))
        and all(ask(campaign, now) for ask in hooks.VOUCHED)
    )


def _is_new_step(campaign: Campaign, by: User) -> bool:
    """Tell whether a change is a new step: changes in a row by one person are one, unseen ones none."""
    last = campaign.events.order_by("at", "pk").last()
    if last is None:
        return by.pk != campaign.author_id
    return (last.what, last.by_id) != (Step.EDITED, by.pk)
