# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The tick of this app."""

from celery import shared_task
from django.utils import timezone

from . import verification


@shared_task(name="trail.verify")
def verify() -> None:
    """Every night: the whole trail against its chain."""
    verification.check(timezone.now())
