"""Broadcasts and the clock: closing time in the middle, nights of an hour more or less, New Year's Eve, feasts."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from broadcasts.limits import rate_limiter
from broadcasts.models import Campaign, Closure, RateLimiter
from broadcasts.rules.states import CampaignStatus, DeliveryStatus
from broadcasts.sending import scheduling, sender
from tests.builders import NOW, always_open, campaign, subscribe, subscribe_crowd, under_way
from tests.journeys.citizens import most_within
from tests.patience import until
from tests.people import ANNA, BRUNO, CARLA

pytestmark = pytest.mark.django_db
ROME = ZoneInfo("Europe/Rome")
SECOND = timedelta(seconds=1)


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


def cascina(day: str, clock: str, *, fold: int = 0) -> datetime:
    """The moment when the church tower shows `clock`; fold=1 is the second time in the night of an hour more."""
    local = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ROME, fold=fold)
    return local.astimezone(UTC)


def every(minutes: int, start: datetime, end: datetime) -> Iterator[datetime]:
    """Moments of real time, so many minutes apart."""
    while start < end:
        yield start
        start += timedelta(minutes=minutes)


def starts_at(approved: Campaign, api, moments: Iterator[datetime]) -> datetime | None:
    """When the ticks of these moments start the broadcast."""
    for moment in moments:
        if scheduling.start_due(api=api, now=moment):
            approved.refresh_from_db()
            if approved.started_at:
                return approved.started_at
    return None


def approved(at: datetime, **overrides) -> Campaign:
    """A broadcast that may leave as soon as the office is open."""
    return campaign(status=CampaignStatus.APPROVED, approved_at=at, scheduled_for=at, **overrides)


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


def test_between_two_halves_of_a_broadcast_lies_a_feast(api, graph, settings):
    """Begun on Monday 1 June 2026; the second is a feast, and the rest goes out on the third, at nine."""
    settings.WHATSAPP_SENDER_THREADS = 1
    for citizen in (ANNA, BRUNO, CARLA):
        subscribe(citizen)
    broadcast = under_way()
    clock = Clock(graph, cascina("2026-06-01", "12:59:59"), step=SECOND)
    sender.send_due(api=api, now=clock.now, clock=clock)
    already = len(clock.left)
    assert 1 <= already < 3
    for day, count in (("2026-06-02", already), ("2026-06-03", 3)):
        clock.now, clock.step = cascina(day, "09:00"), timedelta()
        sender.send_due(api=api, now=clock.now, clock=clock)
        assert len(clock.left) == count

    broadcast.refresh_from_db()
    assert broadcast.status == CampaignStatus.SENT


def test_a_closure_written_down_meanwhile_holds_from_the_next_turn(api, graph):
    subscribe(ANNA)
    broadcast = under_way()
    Closure.objects.create(first=NOW.date(), last=NOW.date(), reason="Sciopero")
    assert sender.send_due(api=api, now=NOW, clock=lambda: NOW) == 0
    assert broadcast.deliveries.get().status == DeliveryStatus.QUEUED


@pytest.mark.parametrize(
    "jump",
    [timedelta(minutes=-30), timedelta(minutes=-1), SECOND, timedelta(minutes=1), timedelta(minutes=30)],
    ids=["half an hour back", "a minute back", "a second on", "a minute on", "half an hour on"],
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


# ── The nights when the clocks change: 29 March and 25 October 2026, both Sundays ─────────────────────────


@pytest.mark.parametrize(
    ("day", "real_hours"), [("2026-03-29", 23), ("2026-10-25", 25)], ids=["an hour less", "an hour more"]
)
def test_on_a_night_of_change_only_the_urgent_leaves(day: str, real_hours: int, api):
    """Both days are Sundays: an urgent broadcast starts at once, at any of their moments, an ordinary one never."""
    always_open()
    midnight = cascina(day, "00:00")
    end = midnight + timedelta(hours=real_hours)
    assert end == cascina((midnight.astimezone(ROME) + timedelta(days=1)).date().isoformat(), "00:00")
    ordinary = approved(midnight)
    for moment in every(30, midnight, end):
        urgent = approved(moment, is_urgent=True, urgent_reason="Allerta arancione")
        assert starts_at(urgent, api, iter([moment])) == moment
    ordinary.refresh_from_db()
    assert ordinary.status == CampaignStatus.APPROVED
    assert starts_at(ordinary, api, iter([end])) == end


@pytest.mark.parametrize(
    ("waits_since", "opens_at"),
    [
        (cascina("2026-03-28", "12:00"), datetime(2026, 3, 30, 7, 0, tzinfo=UTC)),
        (cascina("2026-10-24", "12:00"), datetime(2026, 10, 26, 8, 0, tzinfo=UTC)),
    ],
    ids=["an hour less", "an hour more"],
)
def test_after_a_change_of_the_clocks_the_office_opens_by_the_wall_clock(waits_since, opens_at, api):
    """Nine in Cascina is seven in Greenwich in summer, eight in winter; Saturdays are closed."""
    waiting = approved(waits_since)
    assert starts_at(waiting, api, every(15, waits_since, opens_at + timedelta(hours=4))) == opens_at


def test_an_urgent_broadcast_goes_on_through_the_hour_that_comes_twice(api, graph):
    """From a quarter to three to a quarter past two: the wall clock goes back, real time doesn't."""
    for citizen in (ANNA, BRUNO, CARLA):
        subscribe(citizen)
    under_way(is_urgent=True, urgent_reason="Allerta rossa")
    clock = Clock(graph, cascina("2026-10-25", "02:59:58"), step=SECOND)
    assert sender.send_due(api=api, now=clock.now, clock=clock) == 3


# ── The end of the year ───────────────────────────────────────────────────────────────────────────────────


def test_from_new_year_s_eve_to_the_first_working_day(api):
    """Thursday 31 December 2026 closes at 17:30; 1 January is a feast, then a weekend: Monday the fourth, at nine."""
    late = cascina("2026-12-31", "17:30")
    just_in_time = approved(late - SECOND)
    assert starts_at(just_in_time, api, iter([late - SECOND])) == late - SECOND
    too_late = approved(late)
    opens = cascina("2027-01-04", "09:00")
    assert starts_at(too_late, api, every(15, late, opens + timedelta(hours=1))) == opens
