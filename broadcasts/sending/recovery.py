"""The recovery from a crash or a lost response. Nothing is sent again without evidence that it did not leave."""

import logging
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Max, QuerySet

from broadcasts import launching
from broadcasts.models import Campaign, CampaignEvent, Delivery, DeliveryQuerySet
from broadcasts.models.deliveries import FORGET
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from cascina_whatsapp.whatsapp.cloud_api.durations import GIVE_UP, LONGEST_CALL, LOST_AFTER, SILENCE
from cascina_whatsapp.whatsapp.cloud_api.retry_policy import MOST_ATTEMPTS
from subscribers.models import Reply

from . import invariants
from .outcomes import expiry, failures

log = logging.getLogger(__name__)

NEAR = LONGEST_CALL + timedelta(seconds=25)
"""News of messages claimed so close to each other comes at the same time."""
UNHEARD_ONE_IN = 100
"""The neighbours of which at most one may be without news (docs/decisions/0010)."""

SAID_TO_HAVE_ARRIVED = "Arrivato: lo ha deciso una persona, WhatsApp non l'ha detto"
NOTES = {True: "arrivati, esito incerto: {}", False: "non arrivati, esito incerto, da mandare di nuovo: {}"}


def recover(now: datetime, *, silence_counts_since: datetime | None) -> None:
    """Every minute; running it twice does nothing more. For `silence_counts_since` see `settle_silent`."""
    lost = Delivery.objects.filter(status=DeliveryStatus.SENDING, claimed_at__lt=now - LOST_AFTER)
    if count := lost.move(DeliveryStatus.UNCERTAIN):
        log.warning("%d deliveries were in flight when a process died", count)
    expiry.expire(now)  # first: what has expired is sent again least of all
    settle_silent(now, silence_counts_since=silence_counts_since)
    give_up(now)
    failures.skip_unwilling()
    invariants.restore(now)
    for campaign in Campaign.objects.sending():
        launching.finish(campaign, now=now)


def settle_silent(now: datetime, *, silence_counts_since: datetime | None) -> int:
    """Queue again what certainly did not leave: silent for long, while messages sent later were heard of.

    `silence_counts_since`: silence tells something of messages claimed after that moment; None: of none, since
    nobody has listened for long enough. The webhook's liveness says so (docs/decisions/0010). And of none whose
    neighbours, which Meta took, have not been heard of either: their news is still to come, and so may be its own.

    Not for ever: a message that makes Meta stumble each time is given up after a day.
    """
    if silence_counts_since is None:
        return 0
    silent = Delivery.objects.filter(
        status=DeliveryStatus.UNCERTAIN,
        claimed_at__gt=silence_counts_since,
        claimed_at__lt=now - SILENCE,
        attempts__lt=MOST_ATTEMPTS,
    )
    claims = _moments(silent)
    if not claims:
        return 0
    heard = _last_heard_of(min(claims))
    neighbours = Neighbours.between(min(claims) - NEAR, max(claims) + NEAR)
    told = {claim for claim in claims if claim < heard and neighbours.were_told_of(claim)}
    silent = silent.filter(claimed_at__in=told)
    count = _queue_again(silent, set(silent.values_list("campaign", flat=True)), now)
    if count:
        log.warning("%d deliveries never left, by the silence about them: queued again", count)
    return count


def _queue_again(deliveries: DeliveryQuerySet, campaigns: Iterable[int], now: datetime) -> int:
    """Put deliveries back into the queue, with nothing that the next attempt must not inherit."""
    return sum(launching.put_back(deliveries, of=one, now=now, **FORGET) for one in sorted(campaigns))


def _last_heard_of(since: datetime) -> datetime:
    """Return up to when Meta has told of messages claimed after `since`; `since`, if of none.

    By the messages that were claimed last of those that Meta has told of: of a reply only `delivered_at` is Meta's
    word, `sent_at` we also write ourselves. And by what became of earlier ones later: whoever reads a message now
    shows that Meta tells of what happens now, so of what was claimed NEAR before.
    """
    heard = [
        Delivery.objects.filter(claimed_at__gt=since, sent_at__isnull=False),
        Reply.objects.filter(claimed_at__gt=since, delivered_at__isnull=False),
    ]
    last: list[datetime | None] = [messages.aggregate(last=Max("claimed_at"))["last"] for messages in heard]
    earlier = Delivery.objects.filter(claimed_at__gt=since - GIVE_UP)
    happened = earlier.aggregate(delivered=Max("delivered_at"), read=Max("read_at"))
    last += [moment - NEAR for moment in happened.values() if moment is not None]
    return max(moment for moment in [since, *last] if moment is not None)


@dataclass(frozen=True)
class Neighbours:
    """The messages that Meta took at about the same time as those in doubt: how many were claimed at each moment, and
    whether Meta has told of them, or keeps them back.
    """

    heard: Counter[datetime]
    unheard: Counter[datetime]
    held: Counter[datetime]

    @classmethod
    def between(cls, start: datetime, end: datetime) -> Self:
        taken = Delivery.objects.filter(claimed_at__range=(start, end))
        return cls(
            heard=_counted(taken.filter(sent_at__isnull=False)),
            unheard=_counted(taken.filter(status=DeliveryStatus.ACCEPTED)),
            held=_counted(taken.filter(status=DeliveryStatus.HELD)),
        )

    def were_told_of(self, claim: datetime) -> bool:
        """Tell whether silence about a message of that moment is its own: what silences its neighbours may silence
        it.

        One in doubt near one that Meta keeps back may be kept back as well. But of a telephone here and there Meta
        never tells: a few among many don't keep the others in doubt.
        """
        unheard, heard = _near(claim, self.unheard), _near(claim, self.heard)
        return not _near(claim, self.held) and unheard * UNHEARD_ONE_IN <= heard


def _near(claim: datetime, claimed: Counter[datetime]) -> int:
    return sum(count for moment, count in claimed.items() if abs(claim - moment) <= NEAR)


def _counted(claimed: DeliveryQuerySet) -> Counter[datetime]:
    return Counter(dict(claimed.values_list("claimed_at").annotate(count=Count("pk"))))


def _moments(claimed: DeliveryQuerySet) -> set[datetime]:
    return {at for at in claimed.values_list("claimed_at", flat=True) if at is not None}


def give_up(now: datetime) -> int:
    """List deliveries as failed after a day without evidence either way, with that reason.

    One that Meta holds as well: it aims at an hour (Meta, template pacing). Should it still arrive, its receipt
    counts.
    """
    old = Delivery.objects.filter(claimed_at__lt=now - GIVE_UP)
    unknown = old.filter(status=DeliveryStatus.UNCERTAIN)
    held = old.filter(status=DeliveryStatus.HELD)
    return unknown.move(DeliveryStatus.FAILED, reason=failure_reasons.NEVER_KNOWN) + held.move(
        DeliveryStatus.FAILED, reason=failure_reasons.NEVER_RELEASED
    )


@transaction.atomic
def settle(deliveries: QuerySet[Delivery], *, arrived: bool, by: User, now: datetime) -> list[int]:
    """Settle deliveries in doubt as a person found them: arrived, or to be sent again. Return those settled.

    Only what is in doubt at this moment, and of broadcasts that weren't cancelled: a receipt may have been quicker.
    No moment of arrival is noted, since nobody knows it.
    """
    doubtful = deliveries.filter(status=DeliveryStatus.UNCERTAIN)
    if not arrived:
        doubtful = doubtful.exclude(campaign__status=CampaignStatus.CANCELLED)
    launching.hold(doubtful.values_list("campaign", flat=True))
    mine = list(doubtful.order_by("pk").select_for_update(of=("self",)))
    numbers = [delivery.pk for delivery in mine]
    settled = Delivery.objects.filter(pk__in=numbers)
    people = Counter(delivery.campaign_id for delivery in mine)
    if arrived:
        settled.move(DeliveryStatus.DELIVERED, error_code=None, reason=SAID_TO_HAVE_ARRIVED)
    else:
        _queue_again(settled, people, now)
    for campaign in Campaign.objects.filter(pk__in=people):
        count = people[campaign.pk]
        launching.record_event(campaign, CampaignEvent.Step.SETTLED, by, now, NOTES[arrived].format(count))
        log.warning("campaign %s, settled by user %s: %d, arrived %s", campaign.pk, by.pk, count, arrived)
    return numbers
