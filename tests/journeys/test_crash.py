"""The worker's machine dies in the middle of a broadcast. Nobody gets it twice, and nobody is forgotten."""

import random
from collections import Counter

import pytest

from broadcasts.models import Delivery

from .recovering import LATER, RECOVER


@pytest.fixture
def crash(stack, people, phones, desk):
    """Launch a broadcast, kill the worker after so many messages, start it again later, and wait for the end.

    What the worker was asking WhatsApp at that moment is never taken.
    """

    def happen(title: str, after: int) -> Counter:
        phones.stall(after)
        number = desk.broadcast(title)
        stack.until(lambda: phones.stalled)
        stack.kill("worker")
        stack.until(lambda: not phones.stalled)
        assert len(phones.broadcasts(title)) == after
        phones.go_on()
        stack.start_worker(later=LATER)
        mine = Delivery.objects.using("journeys").filter(campaign=number)
        stack.until(lambda: not mine.filter(status="queued").exists())
        # The minute's tick of recovery, without the minute: what was in flight, then what never left.
        stack.until(lambda: stack.manage(*RECOVER) or desk.status(number) == "sent")
        assert not mine.exclude(status__in=["accepted", "sent", "delivered", "read", "failed"]).exists()
        return Counter(line["to"] for line in phones.broadcasts(title))

    return happen


def test_killed_in_the_middle(crash, people):
    """kill -9 after forty messages; back twenty minutes later."""
    got = crash("Con un guasto", 40)
    assert max(got.values()) == 1, "somebody got it twice"
    assert [citizen for citizen in people if not got[citizen]] == [], "somebody was forgotten"


@pytest.mark.sweep
@pytest.mark.parametrize("seed", range(6))
def test_killed_after_any_number_of_messages(crash, people, seed):
    """The same after a random number of them, of which the first may be none."""
    got = crash(f"Con un guasto, caso {seed}", random.Random(seed).randint(0, 180))
    assert max(got.values()) == 1
    assert all(got[citizen] for citizen in people)
