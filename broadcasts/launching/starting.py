# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""An approved broadcast starts: what must hold first, the upload of its attachment, the snapshot of its audience."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from broadcasts import audience
from broadcasts.content import validation
from broadcasts.content.message import filename
from broadcasts.models import Campaign, CampaignEvent
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.cloud_api.client import CloudApi
from cascina_whatsapp.cloud_api.errors import CloudApiError, OurMistake, SenderBlocked

from . import approval
from .decisions import halt
from .transitions import record_event

log = logging.getLogger(__name__)
TRY_START_AGAIN = timedelta(minutes=1)


def start(campaign: Campaign, *, api: CloudApi, now: datetime) -> bool:
    """See that everything is as it must be, then take the snapshot and open the sending in one step.

    False when it could not start now: it will be tried again, or it waits for a person with the reason.
    """
    if not _claim_start(campaign, now):
        return False
    campaign.refresh_from_db()
    return all(holds(campaign, api=api, now=now) for holds in PRECONDITIONS) and _open_sending(campaign, now)


def _claim_start(campaign: Campaign, now: datetime) -> bool:
    """One worker at a time tries to start it; after a failure, nobody does for a minute."""
    waiting = Campaign.objects.filter(
        Q(retry_start_at=None) | Q(retry_start_at__lte=now), pk=campaign.pk, status=CampaignStatus.APPROVED
    )
    return bool(waiting.update(retry_start_at=now + TRY_START_AGAIN))


def is_as_approved(campaign: Campaign, *, api: CloudApi, now: datetime) -> bool:
    """Whether the content is what was approved; else it went back to be approved, or was halted without its file."""
    file = campaign.attachment
    if file.name and not file.storage.exists(file.name):
        halt([campaign], reason=failure_reasons.FILE_LOST, now=now)
        return False
    return approval.matches_approval(campaign, now=now)


def is_still_valid(campaign: Campaign, *, api: CloudApi, now: datetime) -> bool:
    """Whether what it says is not over by now: closed hours may have kept it; else it was halted with the reason."""
    problems = validation.expiry_problems(campaign, now)
    if problems:
        halt([campaign], reason=problems[0].sentence, now=now)
    return not problems


def attachment_is_uploaded(campaign: Campaign, *, api: CloudApi, now: datetime) -> bool:
    """Whether the attachment, if any, is at Meta: uploaded once for all recipients, again when Meta forgets it.

    False when that failed: it may work later, or the broadcast was halted with the reason.
    """
    if campaign.kind == Campaign.Kind.TEXT or campaign.has_media(now):
        return True
    try:
        upload_if_needed(campaign, api, now)
    except SenderBlocked as error:
        halt([campaign], reason=failure_reasons.halt(error.code), now=now)
    except OurMistake as error:
        halt([campaign], reason=failure_reasons.sentence(error.code), now=now)
    except OSError:
        halt([campaign], reason=failure_reasons.FILE_LOST, now=now)
    except CloudApiError as error:
        log.warning("campaign %s: the attachment could not be uploaded: %s", campaign.pk, error)
    return campaign.has_media(now)


PRECONDITIONS = (is_as_approved, is_still_valid, attachment_is_uploaded)
"""What must hold before a broadcast starts, in this order. One that says False has done what there was to do."""


@transaction.atomic
def _open_sending(campaign: Campaign, now: datetime) -> bool:
    """Unless it was paused or changed while the attachment was on its way."""
    as_checked = Campaign.objects.filter(
        pk=campaign.pk, status=CampaignStatus.APPROVED, approved_hash=campaign.approved_hash
    )
    if not as_checked.move(CampaignStatus.SENDING, started_at=now, retry_start_at=None):
        return False
    audience.snapshot(campaign)
    record_event(campaign, CampaignEvent.What.STARTED, None, now)
    return True


def upload_if_needed(campaign: Campaign, api: CloudApi, now: datetime) -> None:
    """See that the attachment is at Meta. Raises CloudApiError, and OSError where the file is lost.

    Nobody writes down an upload of a file that was replaced meanwhile.
    """
    if campaign.kind == Campaign.Kind.TEXT or campaign.has_media(now):
        return
    mime_type = "application/pdf" if campaign.kind == Campaign.Kind.DOCUMENT else _image_type(campaign)
    with campaign.attachment.open("rb") as file:
        media_id = api.upload_media(file.read(), filename=filename(campaign), mime_type=mime_type)
    campaign.media_id, campaign.media_uploaded_at = media_id, now
    unchanged = Campaign.objects.filter(pk=campaign.pk, version=campaign.version)
    unchanged.update(media_id=media_id, media_uploaded_at=now)


def _image_type(campaign: Campaign) -> str:
    return "image/png" if str(campaign.attachment.name).lower().endswith(".png") else "image/jpeg"
