# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ticks of the door: each makes one call."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from cascina_whatsapp.cloud_api.client import CloudApi
from subscribers import replies

from . import switchboard


@shared_task(name="webhook.listen")
def listen() -> None:
    """Every second: deal with what arrived, and answer the citizens at once instead of at the next tick."""
    if switchboard.run(timezone.now()):
        replies.send_due(api=CloudApi.from_settings(settings), now=timezone.now())
