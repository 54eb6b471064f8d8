# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Beat sends what is due, as often as the schedule says, and sleeps in between."""

import time

import pytest
from celery import Celery

from cascina_whatsapp.beat import FixedSchedule

EVERY = 0.1
DUE = 8


@pytest.fixture
def scheduler():
    """One entry every tenth of a second, and one that is never due."""
    app = Celery("trial", broker="memory://", set_as_current=False)
    app.conf.beat_schedule = {
        "often": {"task": "often", "schedule": EVERY},
        "once-a-year": {"task": "once-a-year", "schedule": 365 * 86400.0},
    }
    return FixedSchedule(app)


def test_it_sends_what_is_due_and_sleeps_until_the_next(scheduler):
    looks, began = 0, time.monotonic()
    while scheduler.schedule["often"].total_run_count < DUE:
        looks += 1
        time.sleep(max(0, scheduler.tick()))

    assert scheduler.schedule["once-a-year"].total_run_count == 0
    assert time.monotonic() - began >= (DUE - 1) * EVERY  # never early
    assert looks <= 4 * DUE  # Celery's own looks hundreds of times before each
