"""Meta's review of a broadcast's custom template: submitted, followed, and what it leads to.

Who asks for an approval writes the row (launching/own_templates.py). What Meta decides comes by webhook, and every
ten minutes by itself.
"""

import logging
import mimetypes
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from broadcasts.content import authorship, custom_template
from broadcasts.costs import dearer
from broadcasts.models import AccountNotice, Campaign, CampaignEvent, WhatsAppTemplate
from broadcasts.rules import account_warnings, failure_reasons, standard_templates
from broadcasts.rules.states import CAMPAIGN_OVER, CampaignStatus
from broadcasts.rules.template_states import REFUSED, SUBMITTING, reason, state
from broadcasts.steps import approvals, notifications
from broadcasts.steps.transitions import WrongState, record_event
from cascina_whatsapp.whatsapp.cloud_api.client import CloudApi
from cascina_whatsapp.whatsapp.cloud_api.errors import (
    CloudApiError,
    OurMistake,
    SenderBlocked,
    TemplateBlocked,
)
from cascina_whatsapp.whatsapp.cloud_api.facts import TemplateInfo

from . import category_changes

log = logging.getLogger(__name__)
Step = CampaignEvent.Step
ASKED = (Step.REVIEW_ASKED, Step.TEMPLATE_SUBMITTED)
STILL_A_DRAFT = "È ancora in bozza: la pagina dice perché. Va corretto prima di chiedere l'approvazione."
A_DRAFT_AGAIN = "È tornato in bozza: la pagina dice perché. Va corretto, e l'approvazione chiesta di nuovo."
CORRECT = "Correggi il testo e chiedi di nuovo l'approvazione."
TRY_AGAIN = timedelta(minutes=1)
"""The wait after a submission that Meta neither took nor refused."""
KEPT = timedelta(days=30)
"""The time after its broadcast that a template stays at Meta: undelivered messages live 30 days (Meta, time to live).

An account may have 250 templates (Meta, template limits), so that they can't stay for ever."""
DELETE_BATCH_SIZE = 10
"""Templates in one go: management calls are counted by the hour."""
NOT_STARTED = (
    CampaignStatus.IN_REVIEW,
    CampaignStatus.APPROVED,
    CampaignStatus.PAUSED,
    CampaignStatus.SUSPENDED,
)


def new() -> QuerySet[WhatsAppTemplate]:
    """Select the templates that somebody asked for, and Meta was not told of yet."""
    return WhatsAppTemplate.objects.filter(status=SUBMITTING, submitted_at=None)


def submit_waiting(*, api: CloudApi, now: datetime) -> int:
    """Tell Meta of the templates that somebody asked for; return how many it took."""
    return sum(_submit(template, api, now) for template in _untold(now))


def heard(template: WhatsAppTemplate, *, now: datetime, **news: str | int | None) -> WhatsAppTemplate:
    """Keep what Meta told of a template, and let its broadcast follow. The row is read again, locked."""
    with transaction.atomic():
        row = WhatsAppTemplate.objects.select_for_update().get(pk=template.pk)
        before, billed_as = row.status, row.category
        for name, value in news.items():
            setattr(row, name, value)
        if row.category == row.announced_category:
            row.announced_category = ""
        row.synchronised_at = now
        row.save()
        if row.status != before and row.is_custom:
            log.info("template %s: from %s to %s", row.name, before, row.status)
            _follow(row, now)
        elif row.status != before and row.status in REFUSED | {"PAUSED"}:
            _tell_of_stop(row)
        if billed_as and row.category not in ("", billed_as):
            category_changes.follow(row, before=billed_as, now=now)
    return row


def settle(now: datetime) -> int:
    """Send back to draft the broadcasts that wait although Meta refused their template."""
    stuck = Campaign.objects.filter(
        custom_template__status__in=REFUSED, started_at=None, status__in=NOT_STARTED
    ).select_related("custom_template")
    return sum(_back_to_draft(campaign, now) for campaign in stuck if custom_template.current(campaign))


def clear_away(*, api: CloudApi, now: datetime) -> int:
    """Delete at Meta the templates that nothing needs any more: the broadcast is over, or has another text."""
    unused = Q(campaign=None) | Q(campaign__status__in=CAMPAIGN_OVER, campaign__finished_at__lt=now - KEPT)
    own = WhatsAppTemplate.objects.exclude(fingerprint="").exclude(status="DELETED")
    return sum(_delete(template, api, now) for template in own.filter(unused)[:DELETE_BATCH_SIZE])


# ── Submitting ────────────────────────────────────────────────────────────────────────────────────────────


def _untold(now: datetime) -> list[WhatsAppTemplate]:
    """List the submitted templates of broadcasts that still have this text, and that no other worker handles."""
    free = Q(submitted_at=None) | Q(submitted_at__lte=now - TRY_AGAIN)
    asked = WhatsAppTemplate.objects.filter(free, status=SUBMITTING, campaign__isnull=False)
    return [row for row in asked.select_related("campaign") if custom_template.current(row.campaign)]


def _submit(template: WhatsAppTemplate, api: CloudApi, now: datetime) -> bool:
    mine = WhatsAppTemplate.objects.filter(
        pk=template.pk, status=SUBMITTING, submitted_at=template.submitted_at
    )
    if not mine.update(submitted_at=now):
        return False
    try:
        taken = _known(template, api) or _create(template, api)
    except (OurMistake, TemplateBlocked) as error:
        _heard_first(template, now, status="REJECTED", reason=_refusal(error, template, now))
    except OSError:
        _heard_first(template, now, status="REJECTED", reason=failure_reasons.FILE_LOST)
    except CloudApiError as error:
        log.warning("template %s could not be submitted: %s", template.name, error)
        why = (
            failure_reasons.halt(error.code)
            if isinstance(error, SenderBlocked)
            else failure_reasons.sentence(error.code)
        )
        mine_again = WhatsAppTemplate.objects.filter(pk=template.pk, status=SUBMITTING)
        mine_again.update(reason=why[:200])
        if not template.reason:  # said once, however often it is tried
            record_event(template.campaign, Step.TEMPLATE_SILENT, None, now)
    else:
        status = taken.status or "PENDING"
        category = taken.category or template.category
        _heard_first(template, now, status=status, category=category, meta_id=taken.id, reason="")
        return True
    return False


def _known(template: WhatsAppTemplate, api: CloudApi) -> TemplateInfo | None:
    """Find a template that Meta may have already, after an answer that was lost."""
    if template.submitted_at is None:
        return None
    return next((info for info in api.templates() if info.name == template.name), None)


def _create(template: WhatsAppTemplate, api: CloudApi) -> TemplateInfo:
    campaign = template.campaign
    handle = ""
    if campaign.kind in standard_templates.HEADER_FORMATS:
        name = str(campaign.attachment.name)
        with campaign.attachment.open("rb") as file:
            handle = api.upload_sample(
                file.read(),
                filename=f"esempio.{name.rpartition('.')[2]}",
                mime_type=mimetypes.guess_type(name)[0] or "image/jpeg",
            )
    return api.create_template(custom_template.definition(campaign, template, sample_handle=handle))


def _heard_first(template: WhatsAppTemplate, now: datetime, **news: str) -> None:
    """Keep the answer to a submission, unless the webhook was quicker: what it said holds."""
    if WhatsAppTemplate.objects.filter(pk=template.pk, status=SUBMITTING).exists():
        heard(template, now=now, **news)


def _refusal(error: CloudApiError, template: WhatsAppTemplate, now: datetime) -> str:
    """Say in Italian why Meta refused even to review; its own words may quote the text, and stay in the log."""
    log.warning("template refused at once: %s", error)
    if template.category == standard_templates.UTILITY and AccountNotice.objects.warning(now).exists():
        return account_warnings.NO_NEW_NOTICE
    return (
        "WhatsApp non ha accettato il testo per l'esame: controlla simboli, righe vuote e lunghezza "
        f"(codice {error.code})."
    )


# ── What follows ──────────────────────────────────────────────────────────────────────────────────────────


def _follow(template: WhatsAppTemplate, now: datetime) -> None:
    campaign = Campaign.objects.select_for_update(of=("self",)).filter(custom_template=template).first()
    if campaign is None or campaign.status in CAMPAIGN_OVER or custom_template.current(campaign) is None:
        return
    if template.is_usable:
        record_event(campaign, Step.TEMPLATE_APPROVED, None, now)
        _wake(campaign, now)
    elif template.status in REFUSED and campaign.started_at is None:
        record_event(campaign, Step.TEMPLATE_REFUSED, None, now, _why(template))
        if campaign.status == CampaignStatus.DRAFT:
            _tell_of_refusal(campaign, STILL_A_DRAFT)
        else:
            _back_to_draft(campaign, now)
    elif template.status in REFUSED | {"PAUSED"}:
        record_event(campaign, Step.TEMPLATE_STOPPED, None, now, _why(template))


def _wake(campaign: Campaign, now: datetime) -> None:
    """Make a broadcast due now, which waited for Meta and for nothing else."""
    waiting = Campaign.objects.filter(pk=campaign.pk, status=CampaignStatus.APPROVED, scheduled_for__lt=now)
    waiting.update(scheduled_for=now)


def _back_to_draft(campaign: Campaign, now: datetime) -> bool:
    """Move a broadcast back to draft from wherever it waited, and tell who wrote, asked or approved.

    False: it had left, or was a draft already.
    """
    by = campaign.approved_by_id
    try:
        with transaction.atomic():
            approvals.remove(campaign, CampaignStatus.DRAFT, before=NOT_STARTED)
            record_event(campaign, Step.SENT_BACK, None, now, CORRECT)
    except WrongState:
        return False
    log.warning("campaign %s: back to draft, Meta refused its template", campaign.pk)
    _tell_of_refusal(campaign, A_DRAFT_AGAIN, by)
    return True


def _tell_of_refusal(campaign: Campaign, sentence: str, approved_by: int | None = None) -> None:
    """Tell who wrote, asked or approved that WhatsApp refuses the text."""
    asked = campaign.events.filter(what__in=ASKED).values_list("by_id", flat=True)
    notifications.tell_people(
        campaign,
        {approved_by, *authorship.writers(campaign), *asked},
        subject=f"WhatsApp non vuole il testo di «{campaign.title}»",
        sentence=sentence,
        kind=notifications.Kind.WAITS,
    )


def _tell_of_stop(template: WhatsAppTemplate) -> None:
    """Tell who wrote or approved what waits that the frame it leaves through, which others share, does not work."""
    for campaign in dearer.waiting_for(template):
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


def _delete(template: WhatsAppTemplate, api: CloudApi, now: datetime) -> bool:
    """A row that belongs to no broadcast goes as well; another stays, for its broadcast's story."""
    try:
        if template.status != SUBMITTING or template.submitted_at:
            api.delete_template(template.name)
    except OurMistake:
        log.info("template %s was not at Meta any more", template.name)
    except CloudApiError as error:
        log.warning("template %s could not be deleted: %s", template.name, error)
        return False
    row = WhatsAppTemplate.objects.filter(pk=template.pk)
    row.filter(campaign=None).delete()
    row.update(status="DELETED", synchronised_at=now)
    return True
