"""Drafts of messages about the service: proposed by the program, or prepared by a person.

Nothing leaves by itself: they are approved like any other broadcast. A proposal of the program has no author, and who
asks for its approval stands for one. A pause of the service or an order of Agcom is prepared by a clerk.
"""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction

from broadcasts.content.audience import audience_of
from broadcasts.content.service import service_events
from broadcasts.launching import leaving
from broadcasts.models import Campaign, CampaignEvent, NoticeDecision, ServiceMessage
from broadcasts.models.campaign_rows import CampaignQuerySet
from broadcasts.rules.states import CAMPAIGN_OVER, CampaignStatus
from broadcasts.steps import notifications
from broadcasts.steps.transitions import WrongState, record_event
from cascina_whatsapp.presentation.formatting.dates import month_in_words
from subscribers.models import ServiceText

from . import drafting

log = logging.getLogger(__name__)
Purpose = Campaign.Purpose
Step = CampaignEvent.Step
ALREADY_UNFINISHED = "C'è già un avviso così in preparazione o in corso: guarda quello."
SAME_DETAILS = "C'è già un avviso con gli stessi dati, in preparazione o in corso: guarda quello."
CHANGED_MEANWHILE = "Intanto qualcun altro l'ha cambiato: guarda a che punto è."
NO_DETAILS = "Questo messaggio non ha dati da cambiare."
NO_CHANGE = "Questo messaggio non dice che cosa cambia nell'informativa."
NOBODY_TO_TELL = "Adesso non c'è nessuno da avvisare."


INTERVAL = timedelta(days=30)
"""The time between two reminders: people fall due day by day, and nobody wants a draft a day."""


def unfinished(purpose: Purpose, notice: ServiceText | None = None) -> CampaignQuerySet:
    """Select broadcasts of this purpose that are not over, for a notice or for any."""
    found = Campaign.objects.filter(purpose=purpose).exclude(status__in=CAMPAIGN_OVER).order_by("pk")
    return found if notice is None else found.filter(service__notice=notice)


def proposed_drafts() -> list[Campaign]:
    """Select proposed drafts that wait for somebody to take them up; not what a clerk is preparing."""
    proposed = Campaign.objects.filter(status=CampaignStatus.DRAFT, purpose__in=Campaign.RECORDED)
    return list(proposed.order_by("pk"))


def propose_reminder(now: datetime) -> Campaign | None:
    """Propose a yearly reminder when people are due and none is under way; else, or while nothing may leave, None.

    A draft that nobody has taken up yet is brought up to date: whom it concerns, and the words in force.
    """
    if not settings.REMINDER_MONTHS or leaving.holds_back(now):
        return None
    if waiting := unfinished(Purpose.REMINDER).first():
        _refresh(waiting, now)
        return None
    if Campaign.objects.filter(purpose=Purpose.REMINDER, service__as_of__gt=now - INTERVAL).exists():
        return None
    return _propose_due(now, by=None)


def prepare_reminder(*, by: User, now: datetime) -> Campaign:
    """Prepare a reminder that a person wants now. Raises WrongState, in Italian."""
    if unfinished(Purpose.REMINDER).exists():
        raise WrongState(ALREADY_UNFINISHED)
    campaign = _propose_due(now, by=by)
    if campaign is None:
        raise WrongState(NOBODY_TO_TELL)
    return campaign


@transaction.atomic
def decide(notice: ServiceText, *, is_material: bool, reason: str, by: User, now: datetime) -> NoticeDecision:
    """Decide whether subscribers are told of this version of the notice. If so, a draft is made.

    Unless nobody is left to tell, or such a broadcast is under way already.
    """
    list(ServiceText.objects.select_for_update().filter(pk=notice.pk))  # one decision at a time
    campaign = _propose_notice(notice, by, reason, now) if is_material else None
    decision = NoticeDecision.objects.create(
        notice=notice, is_material=is_material, reason=reason, by=by, at=now, campaign=campaign
    )
    log.info("notice version %s: material %s, by user %s", notice.version, is_material, by.pk)
    return decision


def write_what_changes(*, campaign: Campaign, by: User, now: datetime, body: str) -> None:
    """Write into a broadcast about a changed notice what changes.

    Raises WrongState once it may not be written any more, and for a broadcast that says nothing of the kind.
    """
    if campaign.purpose != Purpose.NOTICE:
        raise WrongState(NO_CHANGE)
    campaign.body = body
    _save(campaign, {"body"}, by, now)


def new_draft(purpose: Purpose, now: datetime) -> Campaign:
    """A pause or an order of Agcom without its details, in the words in force; it is not saved."""
    campaign = Campaign(purpose=purpose)
    ServiceMessage(campaign=campaign, wording=ServiceText.objects.in_force(purpose.value, now))
    return campaign


@transaction.atomic
def prepare(*, purpose: Purpose, details: dict[str, str], by: User, now: datetime) -> Campaign:
    """A clerk prepares a draft; `details` as service_events.stored_details makes them.

    Raises WrongState, in Italian, where the very same is under way.
    """
    if any(other.service.details == details for other in unfinished(purpose).select_related("service")):
        raise WrongState(SAME_DETAILS)
    campaign = new_draft(purpose, now)
    campaign.service.details = details
    campaign.title = service_events.title(campaign)
    drafting.save(campaign, changed=(), by=by, now=now)
    log.info("campaign %s: %s prepared by user %s", campaign.pk, purpose, by.pk)
    return campaign


def write_details(*, campaign: Campaign, by: User, now: datetime, details: dict[str, str]) -> None:
    """The details of the message; the title follows, and the words are those in force now.

    Raises WrongState once it may not be written any more, and for a broadcast that says nothing of the kind.
    """
    if campaign.purpose not in service_events.SERVICE_EVENTS:
        raise WrongState(NO_DETAILS)
    service = campaign.service
    service.details, service.wording = details, ServiceText.objects.in_force(campaign.purpose, now)
    campaign.title = service_events.title(campaign)
    _save(campaign, {"details", "title", "wording"}, by, now)


def undecided_notice() -> ServiceText | None:
    """The latest version of the privacy notice, if nobody has decided yet whether to tell people of it.

    Of the very first nobody has to be told; those in between are told together with the latest.
    """
    latest = ServiceText.objects.filter(key="privacy_notice", version__gt=1).order_by("version").last()
    return None if latest and NoticeDecision.objects.filter(notice=latest).exists() else latest


def _save(campaign: Campaign, changed: set[str], by: User, now: datetime) -> None:
    try:
        drafting.save(campaign, changed=changed, by=by, now=now)
    except drafting.NotEditable as late:
        raise WrongState(str(late)) from late
    except drafting.Outdated as late:
        raise WrongState(CHANGED_MEANWHILE) from late


def _propose_due(now: datetime, *, by: User | None) -> Campaign | None:
    draft = Campaign(purpose=Purpose.REMINDER, title=f"{Purpose.REMINDER.label}, {month_in_words(now)}")
    ServiceMessage(campaign=draft, **_current(now))
    return _propose(draft, author=by, by=by, note="", now=now)


def _propose_notice(notice: ServiceText, by: User, reason: str, now: datetime) -> Campaign | None:
    if unfinished(Purpose.NOTICE, notice).exists():
        return None
    draft = Campaign(
        purpose=Purpose.NOTICE,
        title=f"Cambia l'informativa, versione {notice.version}",
        body=notice.note,
    )
    wording = ServiceText.objects.in_force(Purpose.NOTICE.value, now)
    ServiceMessage(campaign=draft, wording=wording, notice=notice)
    return _propose(draft, author=None, by=by, note=reason, now=now)


@transaction.atomic
def _propose(
    draft: Campaign, *, author: User | None, by: User | None, note: str, now: datetime
) -> Campaign | None:
    """Save and announce a proposed draft; None where it would concern nobody. Who only decided it is no author."""
    draft.service.as_of, draft.author, draft.link = now, author, settings.TEXT_VARIABLES["privacy_url"]
    if not audience_of(draft).exists():
        return None
    draft.save()
    draft.service.save()
    record_event(draft, Step.PROPOSED, by, now, note)
    log.info("campaign %s: %s proposed", draft.pk, draft.purpose)
    notifications.tell_writers(draft)
    return draft


@transaction.atomic
def _refresh(campaign: Campaign, now: datetime) -> None:
    """Bring a draft up to date; from the request for approval on, it stays as it was read."""
    drafts = Campaign.objects.select_for_update().filter(pk=campaign.pk, status=CampaignStatus.DRAFT)
    if drafts.first():
        ServiceMessage.objects.filter(campaign=campaign).update(as_of=now, **_current(now))


def _current(now: datetime) -> dict[str, ServiceText]:
    """Return the words of a reminder and the notice that it leads to, as they are in force now."""
    return {
        "wording": ServiceText.objects.in_force(Purpose.REMINDER.value, now),
        "notice": ServiceText.objects.in_force("privacy_notice", now),
    }
