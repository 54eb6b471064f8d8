"""The ticks of elections: what a period stops, or no longer does; emergencies that nobody has reviewed."""

from celery import shared_task
from django.utils import timezone

from broadcasts.launching import suspending

from . import declaring


@shared_task(name="broadcasts.mind_elections")
def mind_elections() -> None:
    """Every ten seconds: what an electoral period stops, or no longer does."""
    now = timezone.now()
    suspending.suspend_due(now)
    suspending.release(now)


@shared_task(name="broadcasts.alarm_of_emergencies")
def alarm_of_emergencies() -> None:
    """Every minute: emergencies that nobody has reviewed in time."""
    declaring.alarm(timezone.now())
