"""The tick of the notices."""

from celery import shared_task
from django.utils import timezone

from . import outbox


@shared_task(name="staff_notices.send")
def send() -> None:
    """Every minute: the e-mails that could not be sent before."""
    outbox.send_due(timezone.now())
