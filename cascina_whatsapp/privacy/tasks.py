"""The privacy app's work for Celery: one domain call each."""

from celery import shared_task
from django.utils import timezone

from . import erasure, retention, rights, trail_alarm


@shared_task(name="privacy.remind")
def remind() -> None:
    """Tell of requests about data that are new, fall due, or are late."""
    rights.remind(timezone.now())


@shared_task(name="privacy.finish_erasures")
def finish_erasures() -> None:
    """Let go of messages that were in flight when their person was erased."""
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
