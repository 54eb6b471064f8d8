"""Numbers that WhatsApp can't reach any more: still subscribed, but left in peace until they write.

Whoever has changed telephone stays on the list for years; writing to them costs, and harms the number's quality.
"""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import F, QuerySet

from .models import Subscriber

log = logging.getLogger(__name__)

ENOUGH = 3
"""Broadcasts in a row that did not arrive. One may be a telephone that was off for long."""


def note_unreachable(subscriber_id: int, *, now: datetime) -> None:
    """Note that WhatsApp could not deliver a broadcast to this person (131026), once for each broadcast."""
    person = Subscriber.objects.subscribed().filter(pk=subscriber_id)
    person.update(undelivered=F("undelivered") + 1)
    if person.filter(undelivered__gte=ENOUGH, unreachable_since=None).update(unreachable_since=now):
        log.warning("subscriber %s is unreachable: %s broadcasts in a row", subscriber_id, ENOUGH)


def note_reached(subscriber_ids: Iterable[int] | QuerySet[Any, Any]) -> None:
    """Note that a broadcast did arrive at these people (their ids, or a query for them). One statement."""
    Subscriber.objects.filter(pk__in=subscriber_ids, undelivered__gt=0).update(
        undelivered=0, unreachable_since=None
    )
