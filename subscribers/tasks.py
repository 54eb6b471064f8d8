"""The ticks of this app: each makes one call of the domain. Replies are sent by the project's."""

from celery import shared_task
from django.utils import timezone

from . import exporting
from .conversation import reply_sending
from .register import sealing, verification


@shared_task(name="subscribers.recover")
def recover() -> None:
    """Every minute: what a crash left behind."""
    reply_sending.recover(timezone.now())


@shared_task(name="subscribers.seal")
def seal() -> None:
    """Every night: how the register ends today."""
    sealing.seal(timezone.now())


@shared_task(name="subscribers.verify")
def verify() -> None:
    """Every night: the whole register against its chain and its seals."""
    verification.check(timezone.now())


@shared_task(name="subscribers.verify_asked")
def verify_asked() -> None:
    """Every ten seconds: a verification that somebody waits for."""
    verification.run_asked(timezone.now())


@shared_task(name="subscribers.export")
def export() -> None:
    """Every ten seconds: an export that was too large to be waited for."""
    exporting.run_due(timezone.now())
