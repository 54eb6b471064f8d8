# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ticks of this app: each makes one call of the domain."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from cascina_whatsapp.cloud_api.client import CloudApi

from .costs import billing
from .editing import service_drafts
from .reporting import refreshing
from .sending import consent_evidence, scheduling, sender, trial_sends
from .whatsapp_account import sync, template_review


@shared_task(name="broadcasts.start_due")
def start_due() -> None:
    """Every second: start the broadcasts whose moment has come."""
    scheduling.start_due(api=CloudApi.from_settings(settings), now=timezone.now())


@shared_task(name="broadcasts.send")
def send() -> None:
    """Every second: send for as long as a lease lasts, if there is a free sender slot."""
    sender.send_due(api=CloudApi.from_settings(settings), now=timezone.now())


@shared_task(name="broadcasts.submit_templates")
def submit_templates() -> None:
    """Every three seconds: the templates that somebody asked Meta to review."""
    template_review.submit_waiting(api=CloudApi.from_settings(settings), now=timezone.now())
    template_review.settle(timezone.now())


@shared_task(name="broadcasts.synchronise_templates")
def synchronise_templates() -> None:
    """Every ten minutes: what Meta thinks of our number and of our templates; those of old broadcasts go."""
    api, now = CloudApi.from_settings(settings), timezone.now()
    sync.synchronise_standing(api=api, now=now)
    sync.synchronise_templates(api=api, now=now)
    template_review.clear_away(api=api, now=now)


@shared_task(name="broadcasts.count")
def count() -> None:
    """Every five seconds: how far the broadcasts are, for the pages."""
    refreshing.refresh_due(timezone.now())


@shared_task(name="broadcasts.tally")
def tally_fresh() -> None:
    """Every five minutes: what Meta bills for the broadcasts on their way and just over."""
    now = timezone.now()
    billing.refresh(now, over_since=now - billing.FRESH)


@shared_task(name="broadcasts.tally_late")
def tally_late() -> None:
    """Every night: the messages of older broadcasts that arrived since."""
    now = timezone.now()
    billing.refresh(now, over_since=now - billing.LATEST)


@shared_task(name="broadcasts.try_out")
def try_out() -> None:
    """Every second: the trials that clerks have asked for."""
    trial_sends.send_due(api=CloudApi.from_settings(settings), now=timezone.now())


@shared_task(name="broadcasts.record_told")
def record_told() -> None:
    """Every thirty seconds: which messages about the service have arrived, for the register."""
    consent_evidence.record(timezone.now())


@shared_task(name="broadcasts.propose")
def propose() -> None:
    """Every night: the yearly reminder as a draft, when people are due. It never sends by itself."""
    service_drafts.propose_reminder(timezone.now())
