"""Messages about the service that have arrived → the register of consents. A receipt proves that one did.

Only a reminder and a changed notice are evidence: they say that a subscriber knew of their own subscription, or of
how their data are used. A pause of the service and a notice that Agcom imposed change no consent and prove nothing
about one, so that the register never hears of them.

The register is locked for a few hundred people at a time, so that who writes "Cancellazione" meanwhile waits for no
more than these. Stopped half-way, it goes on with the next tick: each delivery is marked together with its record.
"""

import logging
import time
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from broadcasts.models import WORDS, Campaign, Delivery, ServiceMessage
from subscribers import consent
from subscribers.models import Subscriber
from subscribers.register import ledger

log = logging.getLogger(__name__)

ABOUT: dict[str, consent.RecordedPurpose] = {
    Campaign.Purpose.REMINDER: consent.RecordedPurpose.REMINDER,
    Campaign.Purpose.NOTICE: consent.RecordedPurpose.NOTICE,
}
BATCH_SIZE = 500
"""People in one transaction, for which the register is locked."""
AT_MOST = 20.0
"""Seconds of one tick: the workers have other things to do that take long."""


def record(now: datetime) -> int:
    """Write down what has arrived; return how many people."""
    until = time.monotonic() + AT_MOST
    return sum(_record_campaign(campaign, now, until) for campaign in _with_something_to_record())


def _record_campaign(campaign: Campaign, now: datetime, until: float) -> int:
    last = count = 0
    while time.monotonic() < until and (numbers := _arrived(campaign, after=last)):
        count += _record_some(campaign, numbers, now)
        last = numbers[-1]
    log.info("campaign %s: %d more people were told, the register knows", campaign.pk, count)
    return count


def _with_something_to_record() -> list[Campaign]:
    waiting = Delivery.objects.filter(campaign=OuterRef("pk")).to_be_recorded()
    evidence = Campaign.objects.filter(purpose__in=Campaign.RECORDED)
    return list(evidence.filter(Exists(waiting)).select_related(*WORDS).order_by("pk"))


def _arrived(campaign: Campaign, *, after: int) -> list[int]:
    """The next deliveries to record, found before anybody has to wait."""
    waiting = Delivery.objects.filter(campaign=campaign, pk__gt=after).to_be_recorded()
    return list(waiting.order_by("pk").values_list("pk", flat=True)[:BATCH_SIZE])


@transaction.atomic
def _record_some(campaign: Campaign, numbers: list[int], now: datetime) -> int:
    """The register first; then whatever nobody else has locked: what a receipt is being written for waits a tick."""
    ledger.serialize()
    waiting = (
        Delivery.objects.filter(pk__in=numbers)
        .to_be_recorded()
        .filter(subscriber__status__in=list(Subscriber.Status))  # so that its row is there, and can be locked
        .select_related("subscriber")
        .order_by("pk")
        .select_for_update(skip_locked=True, no_key=True, of=("self", "subscriber"))
    )
    some = list(waiting)
    broadcast = consent.RecordedBroadcast(
        wording=campaign.service.wording,
        notice=campaign.service.notice_told,
        broadcast=campaign.pk,
        about=ABOUT[campaign.purpose],
    )
    told = [one for delivery in some if (one := _told(delivery))]
    count = consent.note_told(told, broadcast, now=now)
    Delivery.objects.filter(pk__in=[delivery.pk for delivery in some]).update(to_record=False)
    ServiceMessage.objects.filter(campaign=campaign).update(told=F("told") + count)
    return count


def _told(delivery: Delivery) -> consent.ToldPerson | None:
    """Tell whom a message has reached, by its delivered or read receipt; None: nobody was told."""
    at = delivery.delivered_at or delivery.read_at
    if delivery.subscriber is None or at is None:
        return None
    return consent.ToldPerson(
        subscriber=_person(delivery.subscriber),
        at=at,
        message_id=delivery.wamid or f"broadcast {delivery.campaign_id} delivery {delivery.pk}",
    )


def _person(subscriber: Subscriber) -> Subscriber:
    """Return the person; where two rows turned out to be one person, the row that remains."""
    while subscriber.merged_into is not None:
        subscriber = subscriber.merged_into
    return subscriber
