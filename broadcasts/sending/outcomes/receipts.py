"""Receipts → deliveries. They come late, twice, reversed, before our own save: the table of states sorts it out."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from broadcasts import launching
from broadcasts.content import message
from broadcasts.models import Campaign, Delivery
from broadcasts.rules.states import DeliveryStatus
from cascina_whatsapp.whatsapp.cloud_api import references, retry_policy
from cascina_whatsapp.whatsapp.cloud_api.error_codes import error_class
from cascina_whatsapp.whatsapp.cloud_api.errors import RecipientOptedOut, SenderBlocked, TryLater
from cascina_whatsapp.whatsapp.cloud_api.events import StatusUpdate
from subscribers import reachability
from subscribers.register import ledger

from . import bulk_updates, failures

Failure = tuple[int, int, StatusUpdate]
"""Number of the delivery, its attempt, and what Meta says of it."""
ARRIVED = (DeliveryStatus.DELIVERED, DeliveryStatus.READ)


@transaction.atomic
def apply(statuses: list[StatusUpdate], *, now: datetime) -> None:
    """Apply a batch: one statement for all good news, then the failures. What isn't ours is passed over."""
    good: dict[int, dict[str, datetime]] = defaultdict(dict)
    bad: list[Failure] = []
    for status in statuses:
        if not (mine := references.delivery_in(status.reference)):
            continue
        (number, attempt), word = mine, status.status
        if word == "failed":
            bad.append((number, attempt, status))
        elif word in bulk_updates.COLUMNS:
            # The same news twice in a batch: the earlier moment is the true one.
            told = good[number]
            told[word] = min(told.get(word, status.at), status.at)
    _hold(bad)
    bulk_updates.lock([*good, *(number for number, _, _ in bad)])
    bulk_updates.note_receipts(good)
    _fail(sorted(bad, key=lambda item: item[:2]), now)
    # Last: where one batch tells both, a person is rather written to once more than left in peace by mistake.
    reached = [number for number, told in good.items() if not told.keys().isdisjoint(ARRIVED)]
    for start in range(0, len(reached), bulk_updates.BATCH_SIZE):
        some = reached[start : start + bulk_updates.BATCH_SIZE]
        arrived = Delivery.objects.filter(pk__in=some, status__in=ARRIVED)
        reachability.note_reached(arrived.values("subscriber"))


def _hold(bad: list[Failure]) -> None:
    """Lock what failures may change beside their messages, before these (docs/decisions/0051): the register where
    somebody has opted out, and the broadcasts: all that are on their way, where one may stop them all.
    """
    if not bad:
        return
    errors = {error_class(status.error_code) for _, _, status in bad}
    if any(issubclass(error, RecipientOptedOut) for error in errors):
        ledger.serialize()
    theirs = Delivery.objects.filter(pk__in=[number for number, _, _ in bad])
    campaigns = set(theirs.values_list("campaign", flat=True))
    if any(issubclass(error, SenderBlocked | TryLater) for error in errors):
        campaigns |= set(Campaign.objects.sending().values_list("pk", flat=True))
    launching.hold(campaigns)


def _fail(bad: list[Failure], now: datetime) -> None:
    numbers = [number for number, _, _ in bad]
    deliveries = Delivery.objects.select_related("campaign", "subscriber").in_bulk(numbers)
    for number, attempt, status in bad:
        delivery = deliveries.get(number)
        if delivery and delivery.attempts == attempt:
            failures.fail(
                delivery,
                retry_policy.class_on_receipt(error_class(status.error_code), attempts=attempt),
                code=status.error_code,
                now=now,
                at=status.at,
                was_template=message.is_template(delivery.campaign, in_window=not delivery.outside_window),
            )
