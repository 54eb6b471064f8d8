"""The tick of the accounts."""

from celery import shared_task
from django.utils import timezone

from . import changes


@shared_task(name="accounts.expire")
def expire() -> None:
    """Every ten minutes: close what nobody decided in time."""
    changes.expire(timezone.now())
