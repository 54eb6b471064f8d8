# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The pump: claim → Cloud API → outcome, a quarter of a second's worth of messages at a time.

Threads do the HTTP calls and nothing else; the database is touched by the main thread only, and no transaction
is open while Meta thinks. Everything that can forbid a message is asked again by the claim.
"""

import logging
import time
from collections.abc import Callable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from cascina_whatsapp.cloud_api.client import CloudApi
from cascina_whatsapp.cloud_api.errors import CloudApiError, OurMistake
from cascina_whatsapp.cloud_api.limits import InvalidMessage
from cascina_whatsapp.cloud_api.messages import Message
from cascina_whatsapp.cloud_api.people import Address

from . import bulk, content, dispatching, failures, launching, pacing
from .models import Campaign, Delivery
from .newsroom import office_calendar
from .receipts import reference
from .states import CampaignStatus, DeliveryStatus

log = logging.getLogger(__name__)

SLICE = 0.25
"""Seconds' worth of messages claimed at once: what a crash leaves in doubt."""
FREE_SLICE = 200
"""Messages of a slice when there is no limit."""
SAVE_EVERY = 50
SAVE_WITHIN = 0.5
"""Outcomes are written when there are so many, or after so many seconds."""


@dataclass(frozen=True)
class Outgoing:
    """One message on its way."""

    delivery: Delivery
    address: Address
    message: Message

    @property
    def as_template(self) -> bool:
        """Whether it goes out as a template."""
        return self.message.payload()["type"] == "template"


@dataclass(frozen=True)
class Outcome:
    """What became of a call: a wamid, or an error."""

    outgoing: Outgoing
    wamid: str = field(default="", repr=False)
    error: CloudApiError | None = None


def send_due(*, api: CloudApi, now: datetime, clock: Callable[[], datetime] = timezone.now) -> int:
    """Send what is due for the length of a lease, if there is a place at the tap; how many were sent."""
    place = dispatching.take_place(now)
    if place is None:
        return 0
    try:
        return Pump(api, clock).run(until=now + dispatching.LEASE)
    finally:
        dispatching.leave_place(place, clock())


class Pump:
    """The sender of one worker process, for one lease."""

    def __init__(self, api: CloudApi, clock: Callable[[], datetime]):
        self.api = api
        self.clock = clock
        self.calendar = office_calendar()
        self.flying: set[Future] = set()
        self.landed: list[Outcome] = []
        self.saved_at = time.monotonic()
        self.turn = 0
        self.sent = 0

    def run(self, until: datetime) -> int:
        """Pump until the lease is over or nothing is left to send; every outcome is written before it returns."""
        with ThreadPoolExecutor(settings.WHATSAPP_SENDER_THREADS) as pool:
            while self.clock() < until and self._slice(pool):
                self._collect()
            while self.flying:
                self._collect(wait_for_one=True)
        self._save()
        self._tidy()
        return self.sent

    def _slice(self, pool: ThreadPoolExecutor) -> bool:
        """Claim and send one slice; False when there is nothing to do and nothing to wait for."""
        room = settings.WHATSAPP_SENDER_THREADS - len(self.flying)
        if room <= 0:
            self._collect(wait_for_one=True)
            return True
        campaign = self._next_campaign()
        if campaign is None or not launching.attachment_is_there(campaign, api=self.api, now=self.clock()):
            return False
        rate = settings.WHATSAPP_MESSAGES_PER_SECOND
        wanted = min(room, max(1, int(rate * SLICE)) if rate else FREE_SLICE)
        slots = pacing.reserve(wanted, rate=rate, now=time.time())
        if slots is None:
            return False
        self._sleep_until(slots.start)
        if not dispatching.may_leave(campaign, self.calendar, self.clock()):
            return True  # closing time came while we waited for the slot
        mine = claim(campaign, wanted, self.clock())
        for index, delivery in enumerate(mine):
            self._sleep_until(slots.moment(index))
            self._submit(pool, campaign, delivery)
        if not mine:
            self._collect(wait_for_one=bool(self.flying))
        return bool(mine or self.flying)

    def _next_campaign(self) -> Campaign | None:
        """Turn and turn about between the broadcasts that have something to send."""
        now = self.clock()
        ready = [
            campaign
            for campaign in dispatching.sendable(self.calendar, now)
            if Delivery.objects.due(now).filter(campaign=campaign).to_willing().exists()
        ]
        self.turn += 1
        return ready[self.turn % len(ready)] if ready else None

    def _submit(self, pool: ThreadPoolExecutor, campaign: Campaign, delivery: Delivery) -> None:
        subscriber = delivery.subscriber
        in_window = not delivery.needs_template and content.is_in_window(subscriber, self.clock())
        try:
            outgoing = Outgoing(
                delivery,
                Address(phone=subscriber.phone, bsuid=subscriber.bsuid),
                content.message_for(campaign, in_window=in_window),
            )
        except InvalidMessage as problem:
            log.error("delivery %s can't be written: %s", delivery.pk, problem)
            failures.fail(delivery, OurMistake, code=None, now=self.clock())
            return
        self.flying.add(pool.submit(post, self.api, outgoing))
        self.sent += 1

    def _collect(self, *, wait_for_one: bool = False) -> None:
        timeout = SAVE_WITHIN if wait_for_one else 0
        done, self.flying = wait(self.flying, timeout=timeout, return_when=FIRST_COMPLETED)
        self.landed += [future.result() for future in done]
        if len(self.landed) >= SAVE_EVERY or time.monotonic() - self.saved_at > SAVE_WITHIN:
            self._save()

    def _save(self) -> None:
        landed, self.landed = self.landed, []
        self.saved_at = time.monotonic()
        save(landed, self.clock())

    def _sleep_until(self, moment: float) -> None:
        pause = moment - time.time()
        if pause > 0:
            time.sleep(pause)

    def _tidy(self) -> None:
        """Close what is over. Whoever left meanwhile is skipped first: they must not keep it open."""
        for campaign in Campaign.objects.sending():
            failures.skip_unwilling(campaign)
            launching.finish(campaign, now=self.clock())


@transaction.atomic
def claim(campaign: Campaign, limit: int, now: datetime) -> list[Delivery]:
    """Take up to `limit` messages of `campaign`: for each, everything that can forbid it is asked once more.

    The rows are locked as they are chosen (SKIP LOCKED on PostgreSQL; SQLite has one writer at a time), so no
    two workers hold the same one.
    """
    mine = list(
        Delivery.objects.due(now)
        .to_willing()
        .filter(campaign=campaign, campaign__status=CampaignStatus.SENDING)
        .select_related("subscriber", "campaign")
        .order_by("pk")
        .select_for_update(skip_locked=True, of=("self",))[:limit]
    )
    taken = Delivery.objects.filter(pk__in=[delivery.pk for delivery in mine])
    taken.move(DeliveryStatus.SENDING, claimed_at=now, attempts=F("attempts") + 1)
    for delivery in mine:
        delivery.attempts += 1
    return mine


def post(api: CloudApi, outgoing: Outgoing) -> Outcome:
    """The call itself. Runs in a thread: no database here."""
    try:
        accepted = api.send(outgoing.message, to=outgoing.address, reference=reference(outgoing.delivery))
    except CloudApiError as error:
        return Outcome(outgoing, error=error)
    return Outcome(outgoing, wamid=accepted.wamid)


def save(outcomes: list[Outcome], now: datetime) -> None:
    """Write what Meta answered: the accepted in one statement, the failed one by one."""
    bulk.note_accepted([(o.outgoing.delivery.pk, o.wamid) for o in outcomes if o.error is None], now)
    for outcome in outcomes:
        if outcome.error is not None:
            failures.fail(
                outcome.outgoing.delivery,
                type(outcome.error),
                code=outcome.error.code,
                now=now,
                was_template=outcome.outgoing.as_template,
                retry_after=outcome.error.retry_after,
            )
