"""The ticks of this app: each makes one call of the domain."""

import time
from datetime import timedelta

from celery import shared_task, signature
from django.conf import settings
from django.utils import timezone

from cascina_whatsapp.whatsapp.cloud_api.client import CloudApi

from . import hooks
from .launching import invitation_stop
from .launching.drafts import service_drafts
from .models import Campaign
from .reporting import progress_counts, situation
from .sending import invariants, scheduling, sender
from .sending.account import clearing, sync
from .sending.outcomes import consent_evidence

LOOKS, APART = 4, 0.25
"""The looks of each second of a broadcast: a sender that died is replaced within so many seconds."""
AT_ONCE_SECONDS = 5
"""A tick that was sent because something waited is of no use later: by then the next have come."""


@shared_task(name="broadcasts.start_due")
def start_due() -> None:
    """Every second: start the broadcasts whose moment has come; while WhatsApp warns us, pause what invites.

    And have done at once whatever else waits: the ticks of its own come seldom.
    """
    now = timezone.now()
    invitation_stop.pause_invitations(now)
    scheduling.start_due(api=CloudApi.from_settings(settings), now=now)
    for name, *arguments in (task for ask in hooks.DUE for task in ask(now)):
        signature(name, arguments).apply_async(expires=AT_ONCE_SECONDS)
    for look in range(LOOKS):
        if not Campaign.objects.sending().exists():
            break
        time.sleep(APART if look else 0)
        send.apply_async(expires=AT_ONCE_SECONDS)


@shared_task(name="broadcasts.send")
def send() -> None:
    """Four times in each second of a broadcast: send for as long as a lease lasts, if there is a free sender slot.

    Whoever sent something looks again at once: a broadcast goes on also where beat has died.
    """
    if sender.send_due(api=CloudApi.from_settings(settings), now=timezone.now()):
        send.apply_async(expires=AT_ONCE_SECONDS)


@shared_task(name="broadcasts.synchronise_templates")
def synchronise_templates() -> None:
    """Every ten minutes: what Meta thinks of our number and of our templates; those of old broadcasts go."""
    api, now = CloudApi.from_settings(settings), timezone.now()
    sync.synchronise_standing(api=api, now=now)
    sync.synchronise_templates(api=api, now=now)
    clearing.clear_away(api=api, now=now)


@shared_task(name="broadcasts.tally")
def tally_fresh() -> None:
    """Every five minutes: what Meta bills for the broadcasts on their way and just over, and how those went."""
    _tally(situation.FRESH)


@shared_task(name="broadcasts.tally_late")
def tally_late() -> None:
    """Every night: the messages of older broadcasts that arrived since."""
    _tally(situation.LATEST)


def _tally(back: timedelta) -> None:
    now = timezone.now()
    for count in hooks.TALLY:
        count(now, now - back)
    progress_counts.refresh_over(now, over_since=now - back)


@shared_task(name="broadcasts.record_told")
def record_told() -> None:
    """Every thirty seconds: which messages about the service have arrived, for the register."""
    consent_evidence.record(timezone.now())


@shared_task(name="broadcasts.propose")
def propose() -> None:
    """Every night: what people are due for, as a draft: the yearly reminder. Nothing is sent by itself."""
    service_drafts.propose_reminder(timezone.now())


@shared_task(name="broadcasts.verify")
def verify() -> None:
    """Every night: whether a message waits that nobody would send."""
    invariants.verify(timezone.now())
