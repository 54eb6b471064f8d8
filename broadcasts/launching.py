# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What people decide about a broadcast: ask for approval, launch, pause, resume, cancel. Each leaves a trace.

Who may do what is checked by whoever calls (the admin's buttons); what can be done, here.
"""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q

from cascina_whatsapp.cloud_api.client import CloudApi
from cascina_whatsapp.cloud_api.errors import CloudApiError, OurMistake, SenderBlocked
from cascina_whatsapp.mail import tell

from . import audience, content, counting, reasons, review
from .models import Campaign, CampaignEvent, Delivery
from .states import CampaignStatus, DeliveryStatus

log = logging.getLogger(__name__)
What = CampaignEvent.What
TRY_START_AGAIN = timedelta(minutes=1)


class CannotLaunch(Exception):
    """The broadcast can't leave as it is; `problems` says what to mend, field by field, in Italian."""

    def __init__(self, problems: list[review.Problem]):
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.problems = problems


class WrongState(Exception):
    """In its present state nobody can do that to a broadcast. The message is for staff."""


@transaction.atomic
def ask_review(*, campaign: Campaign, by: AbstractBaseUser, now: datetime) -> None:
    """The author thinks it is ready. Raises CannotLaunch with what is still wrong, WrongState."""
    _refuse_problems(review.content_problems(campaign))
    _move(campaign, CampaignStatus.IN_REVIEW)
    _trace(campaign, What.REVIEW_ASKED, by, now)


@transaction.atomic
def send_back(*, campaign: Campaign, by: AbstractBaseUser, now: datetime, note: str) -> None:
    """Back to its author, with a note. Raises WrongState."""
    _move(campaign, CampaignStatus.DRAFT)
    _trace(campaign, What.SENT_BACK, by, now, note)


@transaction.atomic
def launch(*, campaign: Campaign, by: AbstractBaseUser, now: datetime, at: datetime | None = None) -> None:
    """Approve and queue: it leaves at `at`, or when it was scheduled for, or now; within hours unless urgent.

    Raises CannotLaunch with what is wrong, WrongState when it was launched or cancelled before.
    """
    if not campaign.is_editable:
        raise WrongState(f"È già nello stato «{campaign.get_status_display()}».")
    _refuse_problems(_objections(campaign, by))
    leaves_at = max(at or campaign.scheduled_for or now, now)
    _move(
        campaign,
        CampaignStatus.APPROVED,
        scheduled_for=leaves_at,
        approved_by=by,
        approved_at=now,
    )
    _trace(campaign, What.APPROVED, by, now, campaign.urgent_reason if campaign.is_urgent else "")


@transaction.atomic
def pause(*, campaign: Campaign, by: AbstractBaseUser | None, now: datetime, reason: str = "") -> None:
    """Nothing more leaves until somebody resumes; what is on the line arrives. Raises WrongState."""
    _move(campaign, CampaignStatus.PAUSED, pause_reason=reason)
    _trace(campaign, What.PAUSED, by, now, reason)


def halt(campaigns: Iterable[Campaign], *, reason: str, now: datetime) -> None:
    """The system itself pauses broadcasts that can't go on, and tells whoever runs the service.

    One e-mail for all of them, once the pause is committed. If somebody was quicker, theirs holds, and none is sent.
    """
    halted = [campaign for campaign in campaigns if _halt(campaign, reason, now)]
    if halted:
        titles = "\n".join(f"- {campaign.title}" for campaign in halted)
        message = f"{reason}\n\nIn pausa:\n{titles}\n\nNessun destinatario è perso: si riprende dalle pagine."
        transaction.on_commit(partial(tell, settings.ALERT_EMAILS, "Invio in pausa", message))


def _halt(campaign: Campaign, reason: str, now: datetime) -> bool:
    """Whether it was we who paused it."""
    try:
        pause(campaign=campaign, by=None, now=now, reason=reason)
    except WrongState:
        return False
    log.error("campaign %s halted: %s", campaign.pk, reason)
    return True


@transaction.atomic
def resume(*, campaign: Campaign, by: AbstractBaseUser, now: datetime) -> None:
    """Go on from where it stopped: one that never started goes back to waiting. Raises WrongState."""
    if campaign.status != CampaignStatus.PAUSED:
        raise WrongState("Si può riprendere solo un messaggio in pausa.")
    to = CampaignStatus.SENDING if campaign.started_at else CampaignStatus.APPROVED
    _move(campaign, to, pause_reason="", retry_start_at=None)
    _trace(campaign, What.RESUMED, by, now)


@transaction.atomic
def cancel(*, campaign: Campaign, by: AbstractBaseUser, now: datetime, reason: str = "") -> None:
    """For good: what has not left never will. Raises WrongState."""
    _move(campaign, CampaignStatus.CANCELLED, finished_at=now, pause_reason="")
    campaign.deliveries.move(DeliveryStatus.SKIPPED, reason=reasons.CANCELLED)
    _trace(campaign, What.CANCELLED, by, now, reason)


def start(campaign: Campaign, *, api: CloudApi, now: datetime) -> bool:
    """Upload the attachment once, then take the snapshot and open the sending in one step.

    False when it could not start now: it will be tried again, or it was paused with the reason.
    """
    if not _claim_start(campaign, now) or not attachment_is_there(campaign, api=api, now=now):
        return False
    return _open(campaign, now)


def attachment_is_there(campaign: Campaign, *, api: CloudApi, now: datetime) -> bool:
    """Whether the attachment, if any, is at Meta: uploaded once for all recipients, again when Meta forgets it.

    False when that failed: it may work later, or the broadcast was halted with the reason.
    """
    if campaign.kind == Campaign.Kind.TEXT or campaign.has_media(now):
        return True
    try:
        _upload(campaign, api, now)
    except SenderBlocked as error:
        halt([campaign], reason=reasons.halt(error.code), now=now)
    except OurMistake as error:
        halt([campaign], reason=reasons.sentence(error.code), now=now)
    except OSError:
        halt([campaign], reason=reasons.FILE_LOST, now=now)
    except CloudApiError as error:
        log.warning("campaign %s: the attachment could not be uploaded: %s", campaign.pk, error)
    return campaign.has_media(now)


def _upload(campaign: Campaign, api: CloudApi, now: datetime) -> None:
    mime_type = "application/pdf" if campaign.kind == Campaign.Kind.DOCUMENT else _image_type(campaign)
    with campaign.attachment.open("rb") as file:
        media_id = api.upload_media(file.read(), filename=content.filename(campaign), mime_type=mime_type)
    campaign.media_id, campaign.media_uploaded_at = media_id, now
    campaign.save(update_fields=["media_id", "media_uploaded_at"])


@transaction.atomic
def finish(campaign: Campaign, *, now: datetime) -> bool:
    """Close a broadcast of which nothing is waiting or in doubt; whether it is closed now."""
    if Delivery.objects.filter(campaign=campaign).unfinished().exists():
        return False
    if Campaign.objects.filter(pk=campaign.pk).move(CampaignStatus.SENT, finished_at=now):
        _trace(campaign, What.FINISHED, None, now)
        counting.keep([campaign.pk], now)
        return True
    return False


@transaction.atomic
def reopen(campaign: Campaign, *, now: datetime) -> None:
    """A message of a broadcast that was over is back in the queue: it goes on, and ends again after that."""
    over = Campaign.objects.filter(pk=campaign.pk, status=CampaignStatus.SENT)
    if over.move(CampaignStatus.SENDING, finished_at=None):
        _trace(campaign, What.RESUMED, None, now, reasons.CAME_BACK)


def _image_type(campaign: Campaign) -> str:
    return "image/png" if campaign.attachment.name.lower().endswith(".png") else "image/jpeg"


def _claim_start(campaign: Campaign, now: datetime) -> bool:
    """One worker at a time tries to start it; after a failure, nobody does for a minute."""
    waiting = Campaign.objects.filter(
        Q(retry_start_at=None) | Q(retry_start_at__lte=now), pk=campaign.pk, status=CampaignStatus.APPROVED
    )
    return bool(waiting.update(retry_start_at=now + TRY_START_AGAIN))


@transaction.atomic
def _open(campaign: Campaign, now: datetime) -> bool:
    if not Campaign.objects.filter(pk=campaign.pk).move(
        CampaignStatus.SENDING, started_at=now, retry_start_at=None
    ):
        return False
    audience.snapshot(campaign)
    _trace(campaign, What.STARTED, None, now)
    return True


def _objections(campaign: Campaign, by: AbstractBaseUser) -> list[review.Problem]:
    problems = review.launch_problems(campaign)
    if campaign.author_id == by.pk and not settings.APPROVE_OWN_BROADCASTS:
        problems.append(
            review.Problem("", "Chi ha scritto il messaggio non può approvarlo: serve un'altra persona.")
        )
    return problems


def _refuse_problems(problems: list[review.Problem]) -> None:
    if problems:
        raise CannotLaunch(problems)


def _move(campaign: Campaign, to: CampaignStatus, **fields) -> None:
    if not Campaign.objects.filter(pk=campaign.pk).move(to, **fields):
        campaign.refresh_from_db()
        raise WrongState(f"Non si può fare: il messaggio è nello stato «{campaign.get_status_display()}».")
    campaign.refresh_from_db()


def _trace(
    campaign: Campaign, what: CampaignEvent.What, by: AbstractBaseUser | None, now: datetime, note: str = ""
) -> None:
    CampaignEvent.objects.create(campaign=campaign, what=what, by=by, at=now, note=note[:300])
