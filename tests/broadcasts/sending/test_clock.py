"""Broadcasts and the clock: closing time in the middle, a clock that is set, the hour that comes twice."""

import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadcasts.models import Campaign, RateLimiter
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from broadcasts.sending import rate_limiter, sender
from tests.broadcasts.moments import SECOND
from tests.builders import NOW, subscribe, subscribe_crowd, under_way
from tests.journeys.citizens import most_within
from tests.patience import until
from tests.people import ANNA, BRUNO, CARLA


@pytest.fixture(autouse=True)
def without_a_limit(settings):
    """Nobody waits for a slot: these stories are about the office's clock."""
    settings.WHATSAPP_MESSAGES_PER_SECOND = 0


class Clock:
    """A clock that goes on by `step` at each message that Meta takes; `left` are the moments of the messages."""

    def __init__(self, graph, start: datetime, step: timedelta = timedelta()):
        self.now, self.step = start, step
        self.left: list[datetime] = []
        graph.while_thinking = self._a_message_leaves

    def __call__(self) -> datetime:
        return self.now

    def _a_message_leaves(self, message: dict) -> None:
        self.left.append(self.now)
        self.now += self.step


# ── Closing time ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("lines", [1, 8, 64])
def test_nothing_leaves_later_than_a_second_after_closing_time(lines: int, api, graph, settings):
    """Two hundred are waiting, the office closes after a few, in the middle of what was claimed at once."""
    settings.WHATSAPP_SENDER_THREADS = lines
    subscribe_crowd(200)
    broadcast = under_way()
    closing = NOW + timedelta(hours=3)
    clock = Clock(graph, closing - SECOND / 2, step=SECOND / 20)
    sender.send_due(api=api, now=clock.now, clock=clock)

    assert clock.left
    assert max(clock.left) <= closing + SECOND
    waiting = broadcast.deliveries.filter(status=DeliveryStatus.QUEUED).count()
    assert waiting == 200 - len(clock.left)
    assert not broadcast.deliveries.filter(status=DeliveryStatus.SENDING).exists()


@pytest.mark.parametrize(
    "jump",
    [timedelta(minutes=-30), SECOND, timedelta(minutes=30)],
    ids=["half an hour back", "a second on", "half an hour on"],
)
def test_a_clock_that_is_set_while_it_sends_stops_nobody_for_long(
    jump: timedelta, api, graph, settings, monkeypatch
):
    """After the third of thirty messages the clock is set, or a second goes by as in a blink: all asks again.

    How long it would sleep is added up, and none of it for the clock: not a minute, nor half an hour.
    """
    settings.WHATSAPP_MESSAGES_PER_SECOND = 40
    settings.WHATSAPP_SENDER_THREADS = 8  # which makes a slice of eight
    subscribe_crowd(30)
    broadcast = under_way()
    with time_machine.travel(NOW) as watch:
        left: list[dict] = []
        set_to: list[float] = []
        slept: list[float] = []
        sleep = time.sleep

        def take(message: dict) -> None:
            left.append(message)
            if len(left) == 3:
                watch.shift(jump)
                set_to.append(time.time())

        def doze(seconds: float) -> None:
            slept.append(seconds)
            assert sum(slept) < 50, "it waits for the clock"
            sleep(seconds)

        def nobody_waits() -> bool:
            sender.send_due(api=api, now=timezone.now(), clock=timezone.now)
            return not broadcast.deliveries.filter(status=DeliveryStatus.QUEUED).exists()

        graph.while_thinking = take
        monkeypatch.setattr(time, "sleep", doze)
        until(nobody_waits)
    assert len(left) == 30
    of_before = broadcast.deliveries.filter(claimed_at__gte=NOW, claimed_at__lt=NOW + 0.9 * SECOND)
    if jump != SECOND:  # then it is only late, and takes new moments
        assert of_before.count() < 8, "what was claimed for another time is not sent at once"
    at_least = 14 / 40 - rate_limiter.CATCH_UP  # a slice may have been claimed before, and one behind it
    assert RateLimiter.objects.get().next_slot - set_to[0] >= at_least, "no burst afterwards"
    assert not broadcast.deliveries.filter(status=DeliveryStatus.SENDING).exists()


@pytest.mark.parametrize("is_stopped", [False, True])
def test_a_late_slice_keeps_its_claim_and_leaves_later_unless_somebody_stops_it(
    is_stopped: bool, api, graph, settings
):
    """A third of a second goes by as in a blink, again and again: the machine is busy. No row is given back for it.

    Nor do more leave in a second than the rate allows, beside what was late by less than is missed.
    """
    settings.WHATSAPP_MESSAGES_PER_SECOND = 40
    settings.WHATSAPP_SENDER_THREADS = 10
    subscribe_crowd(30)
    broadcast = under_way()
    with time_machine.travel(NOW) as watch, CaptureQueriesContext(connection) as asked:
        left: list[float] = []
        graph.while_thinking = lambda message: left.append(time.time())

        def clock() -> datetime:
            if len(left) % 5 == 4:
                watch.shift(SECOND / 3)
                if is_stopped:
                    Campaign.objects.update(status=CampaignStatus.PAUSED)
            return timezone.now()

        def is_over() -> bool:
            sender.send_due(api=api, now=timezone.now(), clock=clock)
            return is_stopped or not broadcast.deliveries.filter(status=DeliveryStatus.QUEUED).exists()

        until(is_over)
    given_back = [one for one in asked if "SET \"status\" = 'queued'" in one["sql"]]
    if is_stopped:
        assert len(left) <= 10, "of what was claimed a part was late"
        assert not broadcast.deliveries.filter(status=DeliveryStatus.SENDING).exists()
    else:
        assert (len(left), given_back) == (30, [])
        assert most_within(sorted(left), 1) <= 40 + 10


# ── The hour that comes twice ─────────────────────────────────────────────────────────────────────────────


def test_an_urgent_broadcast_goes_on_through_the_hour_that_comes_twice(api, graph):
    """From 2:59:58 on in the night of 25 October: the wall clock goes back to two, real time doesn't."""
    for citizen in (ANNA, BRUNO, CARLA):
        subscribe(citizen)
    under_way(is_urgent=True, urgent_reason="Allerta rossa")
    clock = Clock(graph, datetime(2026, 10, 25, 0, 59, 58, tzinfo=UTC), step=SECOND)
    assert sender.send_due(api=api, now=clock.now, clock=clock) == 3
