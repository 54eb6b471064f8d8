# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The worker's machine dies in the middle of a broadcast. Nobody gets it twice, and nobody is forgotten."""

import random
import time
from collections import Counter
from datetime import timedelta

import pytest

from broadcasts.models import Delivery

from .recovering import RECOVER

LATER = timedelta(minutes=20)
"""When the machine is back: long enough for silence to be evidence (durations.SILENCE)."""


@pytest.fixture
def crash(stack, people, phones, desk):
    """Launch a broadcast, kill the worker after some seconds, start it again later, and wait for the end."""

    def happen(title: str, after: float) -> Counter:
        before = phones.get("counts")["accepted"]
        number = desk.broadcast(title)
        # By the count, not by the log: reading a long log takes seconds, and the instant would be another one.
        stack.until(lambda: phones.get("counts")["accepted"] > before)
        time.sleep(after)
        stack.kill("worker")
        stack.start_worker(later=LATER)
        mine = Delivery.objects.using("journeys").filter(campaign=number)
        stack.until(lambda: not mine.filter(status="queued").exists())
        # The minute's tick of recovery, without the minute: what was in flight, then what never left.
        stack.until(lambda: stack.manage(*RECOVER) or desk.status(number) == "sent")
        assert not mine.exclude(status__in=["accepted", "sent", "delivered", "read", "failed"]).exists()
        return Counter(line["to"] for line in phones.broadcasts(title))

    return happen


def test_killed_in_the_middle(crash, people):
    """kill -9 one second into it; back twenty minutes later."""
    got = crash("Con un guasto", 1.0)
    assert max(got.values()) == 1, "somebody got it twice"
    assert [citizen for citizen in people if not got[citizen]] == [], "somebody was forgotten"


@pytest.mark.sweep
@pytest.mark.parametrize("seed", range(6))
def test_killed_at_any_moment(crash, people, seed):
    """The same at a random instant."""
    got = crash(f"Con un guasto, caso {seed}", random.Random(seed).uniform(0.0, 4.5))
    assert max(got.values()) == 1
    assert all(got[citizen] for citizen in people)
