"""The ticks of the project: reading what arrived, and replies, which share the number with broadcasts; staff, data.

What the two apps do by themselves is in theirs.
"""

import time
from datetime import datetime

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from broadcasts.reporting import daily_limit
from broadcasts.sending import rate_limiter, recovery, scheduling, standstill
from cascina_whatsapp.whatsapp.cloud_api.client import CloudApi
from subscribers.conversation import reply_sending

from . import routing
from .accounts import changes
from .accounts.staff_notices import outbox
from .operations import pulses
from .operations.metrics.durations import note_answer
from .privacy import erasure, reminding, retention, rights, trail_alarm
from .routing import ports
from .whatsapp.webhook import liveness

LOOKS, APART = 2, 0.5
"""The looks of one tick, and the seconds from one to the next: a task of its own would take more than a look does."""
LISTEN_FOR = 1.0
"""Seconds. The next tick goes on from there: however much arrives, about one process is busy with it."""
ANSWER_FOR = 1.0
"""Seconds. So two processes at most are busy with a flood of answers, and others go on listening."""
SHORT_WAIT, LONG_WAIT = 0.1, 0.5
"""Seconds that somebody who listens, or who does nothing but answer, waits for the moments of answers."""


@shared_task(name="webhook.listen")
def listen() -> None:
    """Every second, two looks: deal with what arrived, and answer the citizens in between."""
    began = time.monotonic()
    for look in range(LOOKS):
        time.sleep(max(0.0, began + look * APART - time.monotonic()))
        _look()


def _look() -> None:
    until = time.monotonic() + LISTEN_FOR
    while _process_posts() and time.monotonic() < until:
        send_answers(within=SHORT_WAIT)
    if send_answers(within=SHORT_WAIT):
        answer.apply_async(expires=ANSWER_FOR)  # there may be more than this one may send


def _process_posts() -> bool:
    """Deal with a few batches; whether they were full."""
    return routing.run(timezone.now(), most=routing.BATCHES_PER_TICK) >= routing.POSTS_PER_TICK


@shared_task(name="subscribers.answer")
def answer() -> None:
    """Every half minute, and after somebody was answered: send the answers that are due, while there are more."""
    until = time.monotonic() + ANSWER_FOR
    while send_answers(within=LONG_WAIT) and time.monotonic() < until:
        pass


@shared_task(name="broadcasts.recover")
def recover() -> None:
    """Every minute: what a crash left behind; for the pages who counts against the daily limit, what stands still.

    Here, since the webhook's heartbeats tell whether we listened.
    """
    now = timezone.now()
    daily_limit.keep_leaving(now)
    standstill.note(now)
    recovery.recover(now, silence_counts_since=liveness.silence_counts_since(now))


@shared_task(name="operations.pulse")
def pulse(queue: str) -> None:
    """Every twenty seconds, in each queue: note that somebody serves it."""
    pulses.note(queue, timezone.now())


def send_answers(within: float) -> int:
    """Send the answers that are due, and return how many. They wait for no broadcast, which gives way to them."""
    now = timezone.now()
    return reply_sending.send_due(
        api=CloudApi.from_settings(settings),
        now=now,
        reserve=lambda many: _reserve(many, within, now),
        in_flight=ports.in_flight,
        measure=note_answer,
    )


def _reserve(many: int, within: float, now: datetime) -> list[float]:
    part = rate_limiter.BESIDE_BROADCASTS if scheduling.is_sending(now) else 1.0
    rate = settings.WHATSAPP_MESSAGES_PER_SECOND
    slots = rate_limiter.reserve_for_replies(many, rate=rate, now=time.time(), within=within, part=part)
    return slots.moments if slots else []


@shared_task(name="accounts.expire")
def expire_changes() -> None:
    """Every ten minutes: close what nobody decided in time."""
    changes.expire(timezone.now())


@shared_task(name="staff_notices.send")
def send_notices() -> None:
    """Every minute: the e-mails that could not be sent before."""
    outbox.send_due(timezone.now())


@shared_task(name="privacy.remind")
def remind() -> None:
    """Every ten minutes: which receipts have left; tell of requests that are new, fall due, or are late."""
    rights.note_sent()
    reminding.remind(timezone.now())


@shared_task(name="privacy.finish_erasures")
def finish_erasures() -> None:
    """Every night: let go of messages that were in flight when their person was erased."""
    erasure.finish(timezone.now())


@shared_task(name="privacy.retain")
def retain() -> None:
    """Every night: let go of what has had its term."""
    retention.run(timezone.now())


@shared_task(name="privacy.forget_unconfirmed")
def forget_unconfirmed() -> None:
    """Every ten minutes: let go of who wanted to join, was asked, and never said yes."""
    retention.forget_unconfirmed(timezone.now())


@shared_task(name="trail.verify")
def verify_trail() -> None:
    """Every night: the whole trail against its chain."""
    trail_alarm.verify(timezone.now())
