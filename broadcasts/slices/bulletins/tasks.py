"""The tick of bulletins."""

from celery import shared_task
from django.utils import timezone

from . import looking


@shared_task(name="broadcasts.look_for_bulletin")
def look_for_bulletin() -> None:
    """Every ten minutes: the newest bulletin of the civil protection, where the office wants to hear of it."""
    looking.look(timezone.now())
