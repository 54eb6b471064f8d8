# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The ticks of the door, and of the answers that leave by the same number as broadcasts: each makes one call."""

import time
from datetime import datetime

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from broadcasts import dispatching, newsroom, pacing, recovery
from cascina_whatsapp.cloud_api.client import CloudApi
from subscribers import replies

from . import listening, switchboard

LISTEN_FOR = 1.0
"""Seconds. The next tick goes on from there: however much arrives, about one process is busy with it."""


@shared_task(name="webhook.listen")
def listen() -> None:
    """Every half second: deal with what arrived, and answer the citizens in between instead of at the next tick."""
    until = time.monotonic() + LISTEN_FOR
    while _there_is_more() and time.monotonic() < until:
        send_answers()
    send_answers()


def _there_is_more() -> bool:
    """Deal with a few batches; whether they were full."""
    return switchboard.run(timezone.now(), most=switchboard.A_FEW) >= switchboard.FULL


@shared_task(name="subscribers.answer")
def answer() -> None:
    """Every second: send the answers that are due."""
    send_answers()


@shared_task(name="broadcasts.recover")
def recover() -> None:
    """Every minute: what a crash left behind. Here, since the door knows whether anybody has listened."""
    now = timezone.now()
    recovery.recover(now, telling_since=listening.telling_since(now))


def send_answers() -> None:
    """Answers wait for no broadcast: what they take of the number's throughput, broadcasts do without."""
    now = timezone.now()
    replies.send_due(
        api=CloudApi.from_settings(settings),
        now=now,
        reserve=lambda many: _reserve(many, now),
        on_the_line=newsroom.on_the_line,
    )


def _reserve(many: int, now: datetime) -> list[float]:
    part = pacing.BESIDE_BROADCASTS if dispatching.is_sending(now) else 1.0
    rate = settings.WHATSAPP_MESSAGES_PER_SECOND
    slots = pacing.reserve_for_answers(many, rate=rate, now=time.time(), part=part)
    return slots.moments if slots else []
