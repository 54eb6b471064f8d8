"""An approved broadcast starts: what must hold first, the upload of its attachment, the snapshot of its audience."""

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from broadcasts import hooks
from broadcasts.content import audience, time_to_live, validation, weekly_limit
from broadcasts.content.message import filename
from broadcasts.models import Campaign, CampaignEvent, has_its_words, has_words
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus
from broadcasts.steps.pausing import pause_and_alert
from broadcasts.steps.transitions import record_event
from cascina_whatsapp.security.encryption import seals
from cascina_whatsapp.whatsapp.cloud_api.client import CloudApi
from cascina_whatsapp.whatsapp.cloud_api.errors import CloudApiError, OurMistake, SenderBlocked

from . import approval
from .finishing import finish
from .leaving import may_leave

log = logging.getLogger(__name__)
TRY_START_AGAIN = timedelta(minutes=1)
"""The wait after an attempt to start that failed."""


def start(campaign: Campaign, *, api: CloudApi, now: datetime) -> bool:
    """Check the preconditions, then take the snapshot of the audience and open the sending in one step.

    False when it could not start now: it will be tried again, or it waits for a person with the reason.
    """
    if not _claim_start(campaign, now):
        return False
    campaign.refresh_from_db()
    is_ready = all(ask(campaign, now) for ask in hooks.PRECONDITIONS) and all(
        ensure(campaign, api=api, now=now) for ensure in PRECONDITIONS
    )
    return is_ready and _open_sending(campaign, now)


def _claim_start(campaign: Campaign, now: datetime) -> bool:
    """Claim the start, one worker at a time; after a failure nobody tries for a minute."""
    waiting = Campaign.objects.filter(
        Q(retry_start_at=None) | Q(retry_start_at__lte=now), pk=campaign.pk, status=CampaignStatus.APPROVED
    )
    return bool(waiting.update(retry_start_at=now + TRY_START_AGAIN))


def ensure_approved_content(campaign: Campaign, *, api: CloudApi, now: datetime) -> bool:
    """Tell whether the content is as approved; else it goes back to be approved, or is paused where part is lost."""
    if not has_words(campaign):  # only by hand, in the database
        pause_and_alert([campaign], reason=failure_reasons.WORDS_LOST, now=now)
        return False
    file = campaign.attachment
    if file.name and not file.storage.exists(file.name):
        pause_and_alert([campaign], reason=failure_reasons.FILE_LOST, now=now)
        return False
    return approval.matches_approval(campaign, now=now)


def ensure_still_valid(campaign: Campaign, *, api: CloudApi, now: datetime) -> bool:
    """Tell whether a broadcast still holds after closed hours; else pause it with the reason."""
    problems = validation.start_problems(campaign, now)
    if problems:
        pause_and_alert([campaign], reason=problems[0].sentence, now=now)
    return not problems


def ensure_attachment(campaign: Campaign, *, api: CloudApi, now: datetime) -> bool:
    """Tell whether the attachment, if any, is at Meta: uploaded once for all, again when Meta forgets it.

    False when that failed: it may work later, or the broadcast is paused with the reason.
    """
    if campaign.kind == Campaign.Kind.TEXT or not campaign.by_whatsapp or campaign.has_media(now):
        return True
    try:
        upload_if_needed(campaign, api, now)
    except SenderBlocked as error:
        pause_and_alert([campaign], reason=failure_reasons.halt(error.code), now=now)
    except OurMistake as error:
        pause_and_alert([campaign], reason=failure_reasons.sentence(error.code), now=now)
    except OSError:
        pause_and_alert([campaign], reason=failure_reasons.FILE_LOST, now=now)
    except CloudApiError as error:
        log.warning("campaign %s: the attachment could not be uploaded: %s", campaign.pk, error)
    return campaign.has_media(now)


def ensure_sendable(
    campaign: Campaign, approved: dict[int, Campaign], *, api: CloudApi, now: datetime
) -> bool:
    """Tell whether a broadcast under way has its attachment at Meta and is what was approved: asked once of a lease.

    `approved`: those that were found to be so in it, by number; messages are made of them alone.
    """
    if not ensure_attachment(campaign, api=api, now=now):
        return False
    if campaign.pk not in approved and approval.ensure_unaltered(campaign, now=now):
        approved[campaign.pk] = campaign
    return campaign.pk in approved


PRECONDITIONS = (ensure_approved_content, ensure_still_valid, ensure_attachment)
"""The conditions before a broadcast starts, in this order. One that returns False has dealt with the trouble."""


@transaction.atomic
def _open_sending(campaign: Campaign, now: datetime) -> bool:
    """Write snapshot, outlets and state in one transaction, unless the broadcast was paused or changed.

    Whoever has had enough messages this week is left out (content/weekly_limit.py).
    An approval that was taken back and given anew meanwhile is another one: it has a minute of its own.
    """
    weekly_limit.take_turns()
    as_checked = Campaign.objects.filter(
        has_its_words(),
        may_leave(now),
        pk=campaign.pk,
        status=CampaignStatus.APPROVED,
        approved_hash=campaign.approved_hash,
        approved_at=campaign.approved_at,
    )
    lives = time_to_live.seconds_of(campaign)
    if not as_checked.move(CampaignStatus.SENDING, started_at=now, retry_start_at=None, time_to_live=lives):
        return False
    audience.snapshot(campaign)
    weekly_limit.hold_back(campaign, now)
    record_event(campaign, CampaignEvent.Step.STARTED, None, now)
    if not campaign.by_whatsapp:
        finish(campaign, now=now)
    return True


def upload_if_needed(campaign: Campaign, api: CloudApi, now: datetime) -> None:
    """Upload the attachment where Meta doesn't have it. Raises CloudApiError, and OSError where the file is lost.

    The upload of a file that was replaced meanwhile is not kept.
    """
    if campaign.kind == Campaign.Kind.TEXT or campaign.has_media(now):
        return
    image = "image/png" if str(campaign.attachment.name).lower().endswith(".png") else "image/jpeg"
    mime_type = "application/pdf" if campaign.kind == Campaign.Kind.DOCUMENT else image
    with campaign.attachment.open("rb") as file:
        media_id = api.upload_media(file.read(), filename=filename(campaign), mime_type=mime_type)
    campaign.media_id, campaign.media_uploaded_at = media_id, now
    unchanged = Campaign.objects.filter(pk=campaign.pk, version=campaign.version)
    with transaction.atomic():
        if unchanged.update(media_id=media_id, media_uploaded_at=now):
            seals.put(seals.Kind.MEDIA, campaign)
