"""The sender: claim → Cloud API → outcome, a quarter of a second's worth of messages at a time.

One thread does everything but the HTTP calls (`call_pool`): it reserves slots, claims the messages for them, sends
each at its moment, and writes outcomes while it waits. No transaction is open while Meta is called. Everything that
can forbid a message is asked again by the claim.
"""

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from broadcasts import launching
from broadcasts.content.message import message_for
from broadcasts.content.service import service_messages
from broadcasts.launching import leaving
from broadcasts.models import Campaign, Delivery
from broadcasts.models.office import current_calendar
from broadcasts.reporting import daily_limit
from broadcasts.rules.states import DeliveryStatus
from broadcasts.sending import rate_limiter
from cascina_whatsapp.whatsapp.cloud_api.client import CloudApi
from cascina_whatsapp.whatsapp.cloud_api.errors import OurMistake, SenderBlocked, SlowDown
from cascina_whatsapp.whatsapp.cloud_api.limits import InvalidMessage
from cascina_whatsapp.whatsapp.cloud_api.messages import Message, Template
from cascina_whatsapp.whatsapp.cloud_api.people import Address
from subscribers.models import Subscriber

from . import claiming, scheduling, sender_slots
from .call_pool import CallPool, Outcome, Outgoing
from .outcomes import failures
from .outcomes.saving import save

log = logging.getLogger(__name__)

SLICE = 0.25
"""Seconds' worth of messages claimed at once: what a crash leaves in doubt."""
FREE_SLICE = 250
"""Messages of a slice when there is no limit; never more than the pool has threads."""
SAVE_BATCH_SIZE = 100
SAVE_WITHIN = 0.5
"""Outcomes are written when there are so many, or after so many seconds, once nothing waits for its moment."""
SAVE_AT_LATEST = 1.0
"""Seconds after which they are written anyway: what is written late, a crash leaves in doubt."""
STOPS_ALL = (SenderBlocked, SlowDown)
"""Errors that concern everybody: they are acted upon at once."""
CLAIM_AHEAD = 0.1
"""Seconds before its first moment that a slice is claimed: who leaves meanwhile is asked as late as possible."""
RESERVE_AHEAD = CLAIM_AHEAD + 0.05
"""Seconds before the next free slot that a sender reserves it: what a dead one had reserved nobody uses."""
MOST_AHEAD = 1.0
"""Seconds: a sender waits no longer for a slot, so that a paused rate keeps no worker process busy."""
WARM_UP = 0.15
"""Seconds that a sender takes for its first claim: what it is late by would leave together."""
LOOK_AROUND = timedelta(seconds=1)
"""The interval at which the sender asks again which broadcasts may send."""
STALE = 10.0
"""Seconds from the claim, either way, after which what it was told counts no more: it is asked again.

Farther off, this process was stopped, or the clock set.
"""
MISSED = 0.03
"""Seconds after which a moment is lost although a call could have begun: the database was away, or the processor.

What is late leaves at once behind each other, beside what the rate limiter grants by now: in ten seconds as many too
many as these seconds hold. So the rest of the slice takes new moments, and each time twice as many seconds count as
missed: late is slower, never nothing.
"""


@dataclass(frozen=True)
class Pending:
    """A claimed message and the moment at which it may leave, in seconds since the epoch."""

    moment: float
    claimed: float
    """The moment of the claim, in seconds since the epoch."""
    campaign: Campaign
    delivery: Delivery
    recipient: Subscriber


def send_due(
    *,
    api: CloudApi,
    now: datetime,
    clock: Callable[[], datetime] = timezone.now,
    allowance: daily_limit.Allowance = claiming.ALLOWANCE,
) -> int:
    """Send what is due for the length of a lease, if there is a sender slot; how many were sent."""
    if not Campaign.objects.sending().exists():  # most of the time: no slot is worth a connection then
        return 0
    slot = sender_slots.take()
    if slot is None:
        return 0
    sender = Sender(api, clock, allowance)
    with CallPool(api, settings.WHATSAPP_SENDER_THREADS) as pool:
        try:
            sender.run(pool, until=now + scheduling.LEASE)
        finally:  # before the last responses: another sender may begin meanwhile
            slot.release()
        sender.drain(pool)
    tidy(clock())
    return sender.sent


class Sender:
    """The sender of one worker process, for one lease."""

    def __init__(
        self, api: CloudApi, clock: Callable[[], datetime], allowance: daily_limit.Allowance
    ) -> None:
        self.api = api
        self.clock = clock
        self.allowance = allowance
        self.calendar = current_calendar()
        self.guards = leaving.guards(clock())
        self.ready: list[Campaign] = []  # broadcasts that may send
        self.turn = 0
        self.look_again_at = clock()
        self.waited = False  # for a free call, since the last claim
        self.missed = MISSED
        self.pending: deque[Pending] = deque()
        self.approved: dict[
            int, Campaign
        ] = {}  # as they were found to be what was approved: messages are made of it
        self.messages: dict[tuple[int, bool, str], Message] = {}
        self.unsaved: list[Outcome] = []
        self.saved_at = time.monotonic()
        self.sent = 0

    def run(self, pool: CallPool, until: datetime) -> None:
        """Claim and send until the lease is over, or nothing is left to send and nothing to wait for."""
        while True:
            if self.pending:
                self._send_next(pool)
            elif self.clock() >= until or not self._plan(pool):
                return

    def drain(self, pool: CallPool) -> None:
        """Wait for the last responses; every outcome is written."""
        while pool.in_flight:
            self._collect(pool, SAVE_WITHIN)
        self._save()

    # ── What leaves next ──────────────────────────────────────────────────────────────────────────────

    def _plan(self, pool: CallPool) -> bool:
        """Claim the next slice; False when there is nothing to send and no response to wait for."""
        if not pool.free:
            self._collect(pool, SAVE_WITHIN)
            return True
        while (campaign := self._next_campaign()) is not None:
            now = self.clock()
            if self.allowance.may_take(campaign, now) and launching.ensure_sendable(
                campaign, self.approved, api=self.api, now=now
            ):
                reservation = self._reserve(pool)
                if reservation is None:  # the rate is paused
                    break
                self._work_until(pool, reservation.start - CLAIM_AHEAD)
                if self._claim(campaign, reservation):
                    return True
            if campaign in self.ready:  # unless an error has stopped everything meanwhile
                self.ready.remove(campaign)
        return self._wait_for_responses(pool)

    def _reserve(self, pool: CallPool) -> rate_limiter.Reservation | None:
        """Reserve slots, once the next free ones are near; None where that takes long: the rate is paused."""
        rate = settings.WHATSAPP_MESSAGES_PER_SECOND
        for _ in range(settings.WHATSAPP_SENDERS if rate else 0):  # so many may be quicker
            ahead = rate_limiter.granted_now(time.time()).paused_for
            if ahead > MOST_AHEAD:
                break
            self._work_until(pool, time.time() + ahead - RESERVE_AHEAD)
            if slots := self._reserve_now(pool, within=RESERVE_AHEAD):
                return slots
        return self._reserve_now(pool, within=MOST_AHEAD)

    def _reserve_now(self, pool: CallPool, within: float) -> rate_limiter.Reservation | None:
        rate, now = settings.WHATSAPP_MESSAGES_PER_SECOND, time.time()
        ready_at = 0 if self.sent else now + WARM_UP
        return rate_limiter.reserve(_wanted(pool), rate=rate, now=now, ready_at=ready_at, within=within)

    def _wait_for_responses(self, pool: CallPool) -> bool:
        """An error may put a message back into the queue, at once."""
        if not pool.in_flight:
            return False
        self._collect(pool, SAVE_WITHIN)
        if not pool.in_flight:
            self._save()
        self.look_again_at = self.clock()
        return True

    def _next_campaign(self) -> Campaign | None:
        """Turn and turn about between the broadcasts that have something to send."""
        now = self.clock()
        if now >= self.look_again_at:
            self.ready = scheduling.sendable(self.calendar, self.guards, now)
            self.look_again_at = now + LOOK_AROUND
        self.turn += 1
        return self.ready[self.turn % len(self.ready)] if self.ready else None

    def _claim(self, campaign: Campaign, reservation: rate_limiter.Reservation) -> bool:
        mine = claiming.claim(campaign, reservation.count, self.clock(), self.allowance)
        self.waited, self.missed, claimed = False, MISSED, time.time()
        self.pending.extend(
            Pending(reservation.moment(index), claimed, campaign, delivery, delivery.subscriber)
            for index, delivery in enumerate(mine)
            if delivery.subscriber  # the claim takes none without
        )
        return bool(mine)

    # ── Sending ───────────────────────────────────────────────────────────────────────────────────────

    def _send_next(self, pool: CallPool) -> None:
        """Send the next message at its moment, when a call is free, while it may leave and the claim is fresh."""
        item = self.pending[0]
        self._work_until(pool, item.moment)
        while not pool.free:
            self.waited = True
            self._collect(pool, SAVE_WITHIN)
        if not self.pending:  # an error has stopped everything
            return
        if abs(time.time() - item.claimed) > STALE or not self._may_leave(item.campaign):
            self._give_back()
        elif self._has_missed(item):
            self._put_off()
        else:
            self.pending.popleft()
            self._submit(pool, item)

    def _may_leave(self, campaign: Campaign) -> bool:
        """Tell whether hours and guards, as they were read, let a broadcast leave now. Asks the database nothing."""
        now = self.clock()
        in_hours = scheduling.in_hours(campaign, self.calendar, now)
        return in_hours and not leaving.is_held(campaign, self.guards, now)

    def _has_missed(self, item: Pending) -> bool:
        """Tell whether a message is so late that others may have its place in the rate by now."""
        is_paced = settings.WHATSAPP_MESSAGES_PER_SECOND and not self.waited
        return bool(is_paced) and time.time() - item.moment > self.missed

    def _put_off(self) -> None:
        """Reserve new moments for what is claimed and late; give it back where its broadcast or the rate stopped."""
        campaign, rate, now = self.pending[0].campaign, settings.WHATSAPP_MESSAGES_PER_SECOND, time.time()
        self.missed *= 2
        slots = None
        if campaign in scheduling.sendable(self.calendar, self.guards, self.clock()):
            slots = rate_limiter.reserve(len(self.pending), rate=rate, now=now, within=MOST_AHEAD)
        if slots is None:
            self._give_back()
            return
        for index, moment in enumerate(slots.moments):
            self.pending[index] = replace(self.pending[index], moment=moment)

    def _give_back(self) -> None:
        """Give back to the queue what is claimed and has not left; then the sender looks around again."""
        claiming.release([waiting.delivery for waiting in self.pending], self.clock())
        self.pending.clear()
        self.ready.clear()

    def _submit(self, pool: CallPool, item: Pending) -> None:
        delivery, subscriber = item.delivery, item.recipient
        in_window = not delivery.outside_window
        try:
            message = self._message(item.campaign, subscriber, in_window=in_window)
        except InvalidMessage as problem:
            log.error("delivery %s can't be written: %s", delivery.pk, problem)
            failures.fail(delivery, OurMistake, code=None, now=self.clock())
            return
        address = Address(phone=subscriber.phone, bsuid=subscriber.bsuid)
        pool.call(Outgoing(delivery, address, message, as_template=isinstance(message, Template)))
        self.sent += 1

    def _message(self, campaign: Campaign, subscriber: Subscriber, *, in_window: bool) -> Message:
        """Build the message for a subscriber, once a lease for all who get the same."""
        key = campaign.pk, in_window, service_messages.joined_on(campaign, subscriber)
        if key not in self.messages:
            self.messages[key] = message_for(self.approved[key[0]], in_window=in_window, joined=key[-1])
        return self.messages[key]

    # ── Outcomes ──────────────────────────────────────────────────────────────────────────────────────

    def _work_until(self, pool: CallPool, moment: float) -> None:
        """Collect outcomes until `moment` has come; never longer than STALE, whatever the clock does."""
        until = time.monotonic() + min(moment - time.time(), STALE)
        while (pause := until - time.monotonic()) > 0:
            if pool.in_flight:
                self._collect(pool, pause)
            else:
                time.sleep(pause)

    def _collect(self, pool: CallPool, wait: float) -> None:
        outcomes = pool.finished(wait)
        self.unsaved += outcomes
        if any(isinstance(outcome.error, STOPS_ALL) for outcome in outcomes):
            self._save()  # the rate is paused, or the broadcast: nothing else must leave
            self._give_back()
        elif self._is_time_to_save():
            self._save()

    def _is_time_to_save(self) -> bool:
        """Tell whether to save: between two slices, if possible, since a commit would make the next messages late."""
        since = time.monotonic() - self.saved_at
        if self.pending:
            return since > SAVE_AT_LATEST
        return len(self.unsaved) >= SAVE_BATCH_SIZE or since > SAVE_WITHIN

    def _save(self) -> None:
        outcomes, self.unsaved = self.unsaved, []
        save(outcomes, self.clock())
        self.saved_at = time.monotonic()


def _wanted(pool: CallPool) -> int:
    """Count the messages to claim: a slice's worth, never more than the pool has threads."""
    rate = settings.WHATSAPP_MESSAGES_PER_SECOND
    return min(max(1, int(rate * SLICE)) if rate else FREE_SLICE, pool.count)


def tidy(now: datetime) -> None:
    """Close broadcasts that are over. Whoever left meanwhile is skipped first: they must not keep one open."""
    for campaign in Campaign.objects.sending():
        queued = campaign.deliveries.filter(status=DeliveryStatus.QUEUED)
        if not queued.wanted(campaign.audience).exists():
            failures.skip_unwilling(campaign)
            launching.finish(campaign, now=now)
