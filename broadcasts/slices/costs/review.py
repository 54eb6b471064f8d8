"""The review of a broadcast's own template by Meta: asked for, and what its decision leads to.

Who asks for an approval writes the row; a tick submits it (submitting.py), so that no transaction is open while Meta
thinks and a crash loses nothing. What Meta decides comes by webhook, and every ten minutes by itself.
"""

import logging
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from broadcasts.content import authorship, custom_template, time_to_live, validation
from broadcasts.models import Campaign, CampaignEvent, WhatsAppTemplate
from broadcasts.rules import standard_templates
from broadcasts.rules.states import CAMPAIGN_OVER, CampaignStatus
from broadcasts.rules.template_states import REFUSED, SUBMITTING, reason, state
from broadcasts.steps import approvals, notifications
from broadcasts.steps.transitions import CannotLaunch, WrongState, record_event
from cascina_whatsapp.security.encryption import seals

from . import category_changes
from .dearer import waiting_for

log = logging.getLogger(__name__)
Step = CampaignEvent.Step
ASKED = (Step.REVIEW_ASKED, Step.TEMPLATE_SUBMITTED)
STILL_A_DRAFT = "È ancora in bozza: la pagina dice perché. Va corretto prima di chiedere l'approvazione."
A_DRAFT_AGAIN = "È tornato in bozza: la pagina dice perché. Va corretto, e l'approvazione chiesta di nuovo."
NOT_STARTED = (
    CampaignStatus.IN_REVIEW,
    CampaignStatus.APPROVED,
    CampaignStatus.PAUSED,
    CampaignStatus.SUSPENDED,
)


def new() -> QuerySet[WhatsAppTemplate]:
    """Select the templates that somebody asked for, and Meta was not told of yet."""
    return WhatsAppTemplate.objects.filter(status=SUBMITTING, submitted_at=None)


def ask(*, campaign: Campaign, by: User, now: datetime) -> None:
    """Ask for a review on behalf of whoever asks for the approval or gives it.

    In their transaction. Nothing where the text needs none, or was submitted as it is now.
    """
    if not custom_template.is_needed(campaign):
        return
    if (own := custom_template.current(campaign)) is None:
        _write(campaign, by, now)
    elif (
        own.status == SUBMITTING and own.submitted_at
    ):  # WhatsApp did not answer: the next tick asks it again
        WhatsAppTemplate.objects.filter(pk=own.pk, status=SUBMITTING).update(
            submitted_at=now - timedelta(hours=1)
        )


@transaction.atomic
def ask_again(*, campaign: Campaign, by: User, now: datetime) -> None:
    """Submit to WhatsApp once more the very text that it refused. Raises CannotLaunch, WrongState."""
    if problems := validation.content_problems(campaign):
        raise CannotLaunch(problems)
    if not custom_template.was_refused(campaign):
        raise WrongState("Non c'è niente da inviare di nuovo: WhatsApp non ha rifiutato questo testo.")
    _write(campaign, by, now)


def _write(campaign: Campaign, by: User, now: datetime) -> None:
    """A notice is submitted as UTILITY, an invitation as MARKETING."""
    template = WhatsAppTemplate.objects.create(
        name=custom_template.new_name(campaign),
        language=standard_templates.LANGUAGE,
        status=SUBMITTING,
        category=campaign.template_set.category,
        time_to_live=time_to_live.submitted_with(campaign),
        fingerprint=custom_template.fingerprint(campaign),
        synchronised_at=now,
    )
    seals.put(seals.Kind.TEMPLATE, template)
    Campaign.objects.filter(pk=campaign.pk).update(custom_template=template)
    campaign.refresh_from_db()
    record_event(campaign, Step.TEMPLATE_SUBMITTED, by, now)


# ── What follows ──────────────────────────────────────────────────────────────────────────────────────────


def on_template(before: WhatsAppTemplate, template: WhatsAppTemplate, now: datetime) -> None:
    """Let the broadcasts of a template follow what Meta says of it now: its state, and what it is billed as."""
    if template.status != before.status and template.is_custom:
        log.info("template %s: from %s to %s", template.name, before.status, template.status)
        _follow(template, now)
    elif template.status != before.status and template.status in REFUSED | {"PAUSED"}:
        _tell_of_stop(template)
    if before.category and template.category not in ("", before.category):
        category_changes.follow(template, before=before.category, now=now)


def settle(now: datetime) -> int:
    """Send back to draft the broadcasts that wait although Meta refused their template."""
    stuck = Campaign.objects.filter(
        custom_template__status__in=REFUSED, started_at=None, status__in=NOT_STARTED
    ).select_related("custom_template")
    return sum(_back_to_draft(campaign, now) for campaign in stuck if custom_template.current(campaign))


def _follow(template: WhatsAppTemplate, now: datetime) -> None:
    campaign = Campaign.objects.select_for_update(of=("self",)).filter(custom_template=template).first()
    if campaign is None or campaign.status in CAMPAIGN_OVER or custom_template.current(campaign) is None:
        return
    if template.is_usable:
        record_event(campaign, Step.TEMPLATE_APPROVED, None, now)
        approved = Campaign.objects.filter(pk=campaign.pk, status=CampaignStatus.APPROVED)
        approved.filter(scheduled_for__lt=now).update(
            scheduled_for=now
        )  # due now, which waited for nothing else
    elif template.status in REFUSED and campaign.started_at is None:
        record_event(campaign, Step.TEMPLATE_REFUSED, None, now, _why(template))
        if campaign.status == CampaignStatus.DRAFT:
            _tell_of_refusal(campaign, STILL_A_DRAFT)
        else:
            _back_to_draft(campaign, now)
    elif template.status in REFUSED | {"PAUSED"}:
        record_event(campaign, Step.TEMPLATE_STOPPED, None, now, _why(template))


def _back_to_draft(campaign: Campaign, now: datetime) -> bool:
    """Move a broadcast back to draft from wherever it waited, and tell who wrote, asked or approved.

    False: it had left, or was a draft already.
    """
    by = campaign.approved_by_id
    try:
        with transaction.atomic():
            approvals.remove(campaign, CampaignStatus.DRAFT, before=NOT_STARTED)
            record_event(
                campaign, Step.SENT_BACK, None, now, "Correggi il testo e chiedi di nuovo l'approvazione."
            )
    except WrongState:
        return False
    log.warning("campaign %s: back to draft, Meta refused its template", campaign.pk)
    _tell_of_refusal(campaign, A_DRAFT_AGAIN, by)
    return True


def _tell_of_refusal(campaign: Campaign, sentence: str, approved_by: int | None = None) -> None:
    """Tell who wrote, asked or approved that WhatsApp refuses the text."""
    notifications.tell_people(
        campaign,
        {
            approved_by,
            *authorship.writers(campaign),
            *campaign.events.filter(what__in=ASKED).values_list("by_id", flat=True),
        },
        subject=f"WhatsApp non vuole il testo di «{campaign.title}»",
        sentence=sentence,
        kind=notifications.Kind.WAITS,
    )


def _tell_of_stop(template: WhatsAppTemplate) -> None:
    """Tell who wrote or approved what waits that the frame it leaves through, which others share, does not work."""
    for campaign in waiting_for(template):
        if campaign.started_at:  # it stops by itself, and says so
            continue
        notifications.tell_people(
            campaign,
            {campaign.approved_by_id, *authorship.writers(campaign)},
            subject=f"«{campaign.title}» rischia di non partire",
            sentence="WhatsApp ha fermato il testo fisso con cui parte. Se ne occupa chi amministra il sistema.",
        )


def _why(template: WhatsAppTemplate) -> str:
    return reason(template.status, template.reason) or state(template.status).label
