"""The tick of this app."""

from celery import shared_task
from django.utils import timezone

from . import polling


@shared_task(name="sources.read")
def read() -> None:
    """Every minute, in a trial every ten seconds: the feeds and calendars whose moment to be read has come."""
    polling.read_due(timezone.now())
