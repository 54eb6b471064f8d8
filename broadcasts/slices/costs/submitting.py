"""The tick that tells Meta of the texts that somebody asked it to review; what it decides comes by webhook."""

import logging
import mimetypes
from datetime import datetime, timedelta

from django.db.models import Q

from broadcasts.content import custom_template
from broadcasts.models import AccountNotice, CampaignEvent, WhatsAppTemplate
from broadcasts.rules import failure_reasons, standard_templates
from broadcasts.rules.account import account_warnings
from broadcasts.rules.template_states import SUBMITTING
from broadcasts.sending.account.sync import heard
from broadcasts.steps.transitions import record_event
from cascina_whatsapp.whatsapp.cloud_api.client import CloudApi
from cascina_whatsapp.whatsapp.cloud_api.errors import (
    CloudApiError,
    OurMistake,
    SenderBlocked,
    TemplateBlocked,
)
from cascina_whatsapp.whatsapp.cloud_api.facts import TemplateInfo

log = logging.getLogger(__name__)
TRY_AGAIN = timedelta(minutes=1)
"""The wait after a submission that Meta neither took nor refused."""


def submit_waiting(*, api: CloudApi, now: datetime) -> int:
    """Tell Meta of the templates that somebody asked for, whose broadcast still has this text; how many it took."""
    free = Q(submitted_at=None) | Q(submitted_at__lte=now - TRY_AGAIN)  # no other worker handles these
    asked = WhatsAppTemplate.objects.filter(free, status=SUBMITTING, campaign__isnull=False)
    rows = [row for row in asked.select_related("campaign") if custom_template.current(row.campaign)]
    return sum(_submit(template, api, now) for template in rows)


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
            record_event(template.campaign, CampaignEvent.Step.TEMPLATE_SILENT, None, now)
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
