# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ticks of the door: each makes one call."""

from celery import shared_task
from django.utils import timezone

from . import switchboard


@shared_task(name="webhook.listen")
def listen() -> None:
    """Every second: deal with what arrived."""
    switchboard.run(timezone.now())


@shared_task(name="webhook.forget")
def forget() -> None:
    """Every night: events that were set aside and nobody came for."""
    switchboard.forget(timezone.now())
