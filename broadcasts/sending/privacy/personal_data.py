"""The data that broadcasts hold about one person: to tell it, and to let go of it."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from broadcasts.models import Delivery, Unmasking
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import DeliveryStatus
from subscribers.models import Subscriber

IN_FLIGHT = {DeliveryStatus.SENDING, DeliveryStatus.UNCERTAIN}
"""Nobody knows yet what became of these: they are let go of later."""


def told(subscriber: Subscriber) -> list[dict[str, Any]]:
    """List the broadcasts meant for a person, in order: what they were, what became of them and when."""
    deliveries = (
        _deliveries_of(subscriber)
        .select_related("campaign")
        .prefetch_related("campaign__topics", "campaign__zones")
        .order_by("pk")
    )
    return [
        {
            "titolo": delivery.campaign.title,
            "argomento": delivery.campaign.to_whom,
            "stato": delivery.get_status_display(),
            "motivo": delivery.reason,
            "preso_in_carico": delivery.accepted_at,
            "inviato": delivery.sent_at,
            "consegnato": delivery.delivered_at,
            "letto": delivery.read_at,
        }
        for delivery in deliveries
    ]


def shown(subscriber: Subscriber) -> list[dict[str, Any]]:
    """List when staff saw this person's number in clear, and why; not who it was."""
    deliveries = _deliveries_of(subscriber).values("pk")
    return [
        {"quando": unmasking.at, "motivo": unmasking.reason}
        for unmasking in Unmasking.objects.filter(delivery_number__in=deliveries).order_by("pk")
    ]


def linked(subscriber: Subscriber) -> int:
    """Count the deliveries that are known to be this person's."""
    return _deliveries_of(subscriber).count()


@transaction.atomic
def forget(subscriber: Subscriber, *, until: datetime) -> int:
    """Unlink this person from the messages of up to `until`: they still count, nobody knows whose they were.

    What is queued is skipped. What is in flight, or locked by a process that writes down what became of it, is
    left alone: call again later. Returns how many were unlinked.
    """
    theirs = _deliveries_of(subscriber).filter(Q(claimed_at=None) | Q(claimed_at__lte=until))
    free = theirs.exclude(status__in=IN_FLIGHT).select_for_update(skip_locked=True)
    deliveries = Delivery.objects.filter(pk__in=list(free.values_list("pk", flat=True)))
    deliveries.move(DeliveryStatus.SKIPPED, reason=failure_reasons.LEFT_MEANWHILE)
    return deliveries.update(subscriber=None, wamid="")


def _deliveries_of(subscriber: Subscriber) -> QuerySet[Delivery]:
    """Also of the rows that turned out to be the same person."""
    rows = found = [subscriber.pk]
    while found:
        found = list(Subscriber.objects.filter(merged_into__in=found).values_list("pk", flat=True))
        rows = rows + found
    return Delivery.objects.filter(subscriber__in=rows)
