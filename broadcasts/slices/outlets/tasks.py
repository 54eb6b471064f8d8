"""The tick of outlets."""

from celery import shared_task
from django.utils import timezone

from . import publishing, registry


@shared_task(name="broadcasts.publish")
def publish(*outlets: str) -> None:
    """Publish what is due at an outlet, by itself: one that hangs holds up no other; each half minute at all of them.

    Telegram takes one message a second.
    """
    for outlet in outlets or registry.waiting():
        publishing.publish_due(outlet, timezone.now())
