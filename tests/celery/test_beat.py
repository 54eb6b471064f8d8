"""Beat sends what is due, as often as the schedule says, and sleeps in between."""

from datetime import timedelta

import pytest
import time_machine
from celery import Celery
from django.utils import timezone

from cascina_whatsapp.celery import app as service
from cascina_whatsapp.celery import beat
from cascina_whatsapp.celery.beat import FixedSchedule
from tests.builders import NOW

EVERY = 0.1
DUE = 8
A_LOOK = timedelta(microseconds=1)
"""What looking takes, at the least: a clock that stood still while a pause of nothing is slept would never go on."""
A_BIT = 1e-3
"""Seconds: the looks, and what a sum of floats loses."""


@pytest.fixture
def watch():
    """A clock that goes on when it is told."""
    with time_machine.travel(NOW, tick=False) as watch:
        yield watch


@pytest.fixture
def scheduler(watch):
    """One entry every tenth of a second, and one that is never due."""
    app = Celery("trial", broker="memory://", set_as_current=False)
    app.conf.beat_schedule = {
        "often": {"task": "often", "schedule": EVERY},
        "once-a-year": {"task": "once-a-year", "schedule": 365 * 86400.0},
    }
    return FixedSchedule(app)


@pytest.mark.parametrize("jump", [-timedelta(hours=1), -timedelta(minutes=1), timedelta(hours=1)])
def test_whatever_the_clock_does_it_goes_on(scheduler, watch, jump):
    def sends(seconds: float) -> int:
        before, slept = scheduler.schedule["often"].total_run_count, 0.0
        while slept < seconds:
            pause = max(0, scheduler.tick())
            slept += pause
            watch.shift(timedelta(seconds=pause) + A_LOOK)
        return scheduler.schedule["often"].total_run_count - before

    assert sends(1) == pytest.approx(1 / EVERY, abs=1)
    watch.shift(jump)
    assert sends(1) == pytest.approx(1 / EVERY, abs=1)


def test_it_sends_what_is_due_and_sleeps_until_the_next(scheduler, watch):
    looks, slept = 0, 0.0
    while scheduler.schedule["often"].total_run_count < DUE:
        looks += 1
        pause = max(0, scheduler.tick())
        slept += pause
        watch.shift(timedelta(seconds=pause) + A_LOOK)

    assert scheduler.schedule["once-a-year"].total_run_count == 0
    assert slept >= (DUE - 1) * EVERY - A_BIT  # never early
    assert looks <= 4 * DUE  # Celery's own looks hundreds of times before each


def test_while_the_workers_are_busy_what_comes_soon_again_is_not_added_and_goes_on_afterwards(watch):
    """However many intervals go by. What comes rarely is sent all the same."""
    app = Celery("busy", broker="memory://", set_as_current=False)
    app.conf.beat_schedule = {
        "often": {"task": "often", "schedule": EVERY},
        "rarely": {"task": "rarely", "schedule": beat.SOON},
    }
    scheduler = FixedSchedule(app)

    def ticks_for(seconds: float) -> list[str]:
        end = timezone.now() + timedelta(seconds=seconds)
        while timezone.now() < end:
            watch.shift(timedelta(seconds=max(0, scheduler.tick())) + A_LOOK)
        with app.connection_for_read() as connection:
            queue = connection.SimpleQueue("celery")
            found = [queue.get_nowait() for _ in range(queue.qsize())]
            for tick in found:
                tick.ack()
            return [tick.headers["task"] for tick in found]

    busy = ticks_for(3 * beat.SOON)
    assert busy.count("often") <= beat.MOST_WAITING
    assert busy.count("rarely") >= 2
    assert ticks_for(DUE * EVERY).count("often") >= DUE - 1


def test_every_tick_of_the_service_may_come_late():
    """What it does is due by then all the same: none is lost by waiting for ten minutes on a busy machine."""
    waits = {name: entry["options"]["expires"] for name, entry in service.conf.beat_schedule.items()}
    assert len(waits) > 30
    assert {name: seconds for name, seconds in waits.items() if seconds < 600} == {}
