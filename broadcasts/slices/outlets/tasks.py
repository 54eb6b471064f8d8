"""The tick of outlets: each publishes what is due there."""

from celery import shared_task
from django.utils import timezone

from . import publishing, registry


@shared_task(name="broadcasts.publish")
def publish(outlet: str = "") -> None:
    """Publish what is due at an outlet; every second have each at which something waits do so.

    Each by itself: one that hangs holds up no other. Telegram takes one message a second.
    """
    if outlet:
        publishing.publish_due(outlet, timezone.now())
        return
    for waiting in registry.waiting():
        publish.apply_async((waiting,), expires=5)  # seconds: by then the next have come
