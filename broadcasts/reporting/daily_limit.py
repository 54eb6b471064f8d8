"""WhatsApp's daily limit: how many people may be written to, outside their window, in any 24 hours.

Meta's number is the number; messages to people who wrote to us in the last 24 hours don't count, nor does a second
message to somebody who has been counted already.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.db.models.functions import TruncMinute

from broadcasts.content import message
from broadcasts.models import Campaign, Delivery, NumberStatus
from broadcasts.models.deliveries import COUNTED_AT_ONCE, DeliveryQuerySet
from broadcasts.rules.states import DeliveryStatus
from cascina_whatsapp.presentation.once import once_a_page
from subscribers.models import SubscriberQuerySet

DAY = timedelta(hours=24)
MAY_HAVE_LEFT = (
    DeliveryStatus.SENDING,
    DeliveryStatus.UNCERTAIN,
    DeliveryStatus.HELD,
    DeliveryStatus.ACCEPTED,
    DeliveryStatus.SENT,
    DeliveryStatus.EXPIRED,
    DeliveryStatus.DELIVERED,
    DeliveryStatus.READ,
)
SCARCE = 2000
"""People, more than are written to in REMEMBERED: with less room, senders take turns, and count at every claim."""
REMEMBERED = timedelta(seconds=1)
"""The time for which a sender relies on what it counted."""
REMEMBERED_FULL = timedelta(seconds=10)
LOOK_AGAIN = timedelta(minutes=1)
"""The wait after nobody was found who may be written to although there is no room."""
BUCKET = timedelta(minutes=5)
"""The steps in which a forecast knows when people stop counting."""


@once_a_page
def number_status() -> NumberStatus:
    """Return what Meta said of our number last; an empty row before the first time."""
    return NumberStatus.objects.first() or NumberStatus()


def counted(now: datetime) -> DeliveryQuerySet:
    """The messages that count: they left, or may have left, outside of the window in the last 24 hours."""
    left = Q(status__in=MAY_HAVE_LEFT) | Q(status=DeliveryStatus.FAILED, accepted_at__isnull=False)
    return Delivery.objects.filter(left, outside_window=True, claimed_at__gt=now - DAY)


def used(now: datetime) -> int:
    """Count the people who use up the daily limit. Whoever was erased meanwhile counts once a message."""
    found = counted(now).aggregate(
        people=Count("subscriber", distinct=True), erased=Count("pk", filter=Q(subscriber=None))
    )
    return int(found["people"] + found["erased"])


def quota(now: datetime) -> int | None:
    """Count how many more people may be written to now; None when there is no limit that we know of."""
    limit = number_status().daily_limit
    return None if limit is None else max(0, limit - used(now))


def counts(delivery: Delivery, now: datetime) -> bool:
    """Tell whether Meta counts this message, leaving now: its recipient's window is closed."""
    recipient = delivery.subscriber
    return delivery.needs_template or recipient is None or not message.is_in_window(recipient, now)


def free(queue: DeliveryQuerySet, now: datetime) -> DeliveryQuerySet:
    """Select the queued messages that cost no room: to people inside their window, or counted already."""
    is_counted = Exists(counted(now).filter(subscriber=OuterRef("subscriber")))
    in_window = Q(needs_template=False, subscriber__last_message_at__gt=now - message.FREE_FORM_WINDOW)
    return queue.filter(Q(is_counted) | in_window)


def already_counted(people: SubscriberQuerySet, now: datetime) -> int:
    """Count those of `people` who use up the limit already: one more message to them costs nothing."""
    return people.filter(pk__in=counted(now).values("subscriber")).count()


def frees_up_at(now: datetime, people: int = 1) -> datetime:
    """Foresee when so many more people may be written to, if nobody else is; `now` when they may already.

    For more people than the limit: when there is as much room as there will ever be.
    """
    left = quota(now)
    too_many = 0 if left is None else people - left
    if too_many <= 0:
        return now
    by_person = counted(now).order_by().values("subscriber").annotate(last=Max("claimed_at"))
    moments = by_person.order_by("last").values_list("last", flat=True)
    last = next(iter(moments[too_many - 1 : too_many]), None) or moments.last()
    return last + DAY if last else now


def leaving(now: datetime) -> list[tuple[datetime, int]]:
    """List when those who count now will count no more, and how many at a time, the first ones first."""
    by_minute = counted(now).order_by().annotate(minute=TruncMinute("claimed_at")).values_list("minute")
    buckets: Counter[datetime] = Counter()
    for minute, messages in by_minute.annotate(messages=Count("pk")):
        buckets[_bucket(minute) + DAY] += messages
    return _one_each(sorted(buckets.items()), used(now))


def keep_leaving(now: datetime) -> None:
    """Keep who counts against the daily limit, where there is one, unless it is kept: a page can't count many."""
    if NumberStatus.objects.filter(daily_limit__isnull=False).exists():
        buckets = [(moment.isoformat(), people) for moment, people in leaving(now)]
        NumberStatus.objects.exclude(leaving=buckets, leaving_at__isnull=False).update(
            leaving=buckets, leaving_at=now
        )


def leaving_lately(number: NumberStatus, now: datetime) -> list[tuple[datetime, int]]:
    """Return what `leaving` says; where they are many, what it said a moment ago. Nobody, where there is no limit."""
    if number.daily_limit is None:
        return []
    kept = [(datetime.fromisoformat(moment), people) for moment, people in number.leaving]
    if sum(people for _, people in kept) > COUNTED_AT_ONCE:
        return [(moment, people) for moment, people in kept if moment > now]
    return leaving(now)


def _bucket(minute: datetime) -> datetime:
    """Return the end of the five minutes that this minute is in."""
    return minute - timedelta(minutes=minute.minute % 5) + BUCKET


def _one_each(buckets: list[tuple[datetime, int]], people: int) -> list[tuple[datetime, int]]:
    """Keep as many messages as there are people, the last of each: the repeated ones go from the first buckets."""
    repeated = sum(messages for _, messages in buckets) - people
    result = []
    for moment, messages in buckets:
        dropped = min(repeated, messages)
        repeated -= dropped
        if messages > dropped:
            result.append((moment, messages - dropped))
    return result


class Allowance:
    """The people whom the limit lets one worker process take. It outlives the leases: so waiting costs little."""

    def __init__(self) -> None:
        self._room: int | None = None
        self._ask_again_at: datetime | None = None
        self._nobody_until: dict[int, datetime] = {}

    def room(self, now: datetime) -> int | None:
        """Return how many more people may be written to, as counted a moment ago; None without a limit."""
        if self._ask_again_at is None or now >= self._ask_again_at:
            self._learn(quota(now), now)
        return self._room

    def may_take(self, campaign: Campaign, now: datetime) -> bool:
        """Tell whether it is worth while to claim: there is room, or it is time to look for who needs none."""
        return self.room(now) != 0 or now >= self._nobody_until.get(campaign.pk, now)

    def take(
        self, campaign: Campaign, queues: Iterable[DeliveryQuerySet], most: int, now: datetime
    ) -> list[Delivery]:
        """Take up to `most` messages of the campaign, of the first of `queues` that has any.

        Inside the transaction that then marks them as claimed. The rows come with their subscribers.
        """
        left = self._room_now(now)
        if left == 0:
            return self._take_free(campaign, queues, most, now)
        taken = _first_found(queues, most if left is None else min(most, left))
        if left is not None:
            self._room = max(0, left - sum(counts(delivery, now) for delivery in taken))
        return taken

    def _room_now(self, now: datetime) -> int | None:
        """Return the room left; where it is scarce, nobody else claims between our counting and our commit."""
        left = self.room(now)
        if left and left < SCARCE:
            list(NumberStatus.objects.select_for_update())
            self._learn(quota(now), now)
        return self._room

    def _take_free(
        self, campaign: Campaign, queues: Iterable[DeliveryQuerySet], most: int, now: datetime
    ) -> list[Delivery]:
        if now < self._nobody_until.get(campaign.pk, now):
            return []
        taken = _first_found((free(queue, now) for queue in queues), most)
        if not taken:
            self._nobody_until[campaign.pk] = now + LOOK_AGAIN
        return taken

    def _learn(self, left: int | None, now: datetime) -> None:
        self._room = left
        self._ask_again_at = now + (REMEMBERED_FULL if left == 0 else REMEMBERED)


def _first_found(queues: Iterable[DeliveryQuerySet], most: int) -> list[Delivery]:
    """Take up to `most` rows of the first queue that has any; the others are not asked."""
    return next((found for queue in queues if (found := list(queue[:most]))), [])
