# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ticks of this app: each makes one call of the domain."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from cascina_whatsapp.cloud_api.client import CloudApi

from . import inbound, replies


@shared_task(name="subscribers.answer")
def answer() -> None:
    """Every second: send the answers that are due."""
    replies.send_due(api=CloudApi.from_settings(settings), now=timezone.now())


@shared_task(name="subscribers.recover")
def recover() -> None:
    """Every minute: what a crash left behind."""
    replies.recover(timezone.now())


@shared_task(name="subscribers.forget")
def forget() -> None:
    """Every night: answers and message digests that nothing needs any more."""
    now = timezone.now()
    replies.forget(now)
    inbound.forget(now)
