"""How soon a broadcast was read, and what changed among subscribers afterwards."""

import pytest

from broadcasts.models import Campaign, Delivery
from broadcasts.reporting import reading_times
from broadcasts.reporting.before_and_after import afterwards
from broadcasts.reporting.reading_times import ReadingTimes
from subscribers.statistics import Moves
from tests.broadcasts.moments import DAY, MINUTE
from tests.builders import NOW, subscribe, under_way, unsubscribe
from tests.people import ANNA, BRUNO, CARLA, crowd


def read_after(*minutes: float) -> ReadingTimes:
    """As `count` would find readers who took so long."""
    steps = [*reading_times.STEPS, float("inf")]
    readers = [0] * len(steps)
    for took in minutes:
        readers[next(number for number, step in enumerate(steps) if took <= step)] += 1
    return ReadingTimes(tuple(readers))


@pytest.mark.parametrize(
    ("times", "half"),
    [
        (ReadingTimes(), ""),
        (read_after(0.5), "Metà di chi l'ha letto ci ha messo meno di un minuto."),
        (read_after(1, 18, 2000), "Metà di chi l'ha letto ci ha messo meno di 20 minuti."),
        (read_after(50, 3000), "Metà di chi l'ha letto ci ha messo meno di un'ora."),
        (read_after(170, 170, 3000), "Metà di chi l'ha letto ci ha messo meno di 3 ore."),
        (read_after(1441), "Metà di chi l'ha letto ci ha messo meno di due giorni."),
        (read_after(9000), "Metà di chi l'ha letto ci ha messo più di due giorni."),
    ],
)
def test_half_of_the_readers(times, half):
    assert times.half_in_words == half


def test_each_reader_is_in_one_stretch():
    times = read_after(0, 15, 16, 60, 180, 181, 1440, 1441, 90_000)
    assert times.stretches() == [
        ("entro 15 minuti", 2),
        ("entro un'ora", 2),
        ("entro 3 ore", 1),
        ("entro un giorno", 2),
        ("più tardi", 2),
    ]


@pytest.mark.django_db
def test_it_is_counted_from_when_the_message_left_for_each():
    """On the second day of a broadcast nobody is a late reader for that."""
    for citizen in crowd(3):
        subscribe(citizen)
    made = under_way()
    first, second, _ = made.deliveries.order_by("pk")
    Delivery.objects.filter(pk=first.pk).update(status="read", accepted_at=NOW, read_at=NOW + 3 * MINUTE)
    Delivery.objects.filter(pk=second.pk).update(status="read", sent_at=NOW + DAY, read_at=NOW + DAY + MINUTE)
    assert reading_times.count(made) == read_after(3, 1)


@pytest.mark.django_db
def test_afterwards_people_join_and_leave_beside_what_is_usual():
    for number, citizen in enumerate(crowd(30)):
        subscribe(citizen, at=NOW - number * DAY - MINUTE)
    subscribe(ANNA, at=NOW + MINUTE)
    subscribe(BRUNO, at=NOW + 3 * DAY)
    subscribe(CARLA, at=NOW - 90 * DAY)
    unsubscribe(CARLA, at=NOW + DAY)
    made = under_way()
    told = afterwards(made, NOW + 4 * DAY)
    assert told == {"moves": Moves(1, 1), "usual": Moves(2, 0), "is_over": True}
    assert not afterwards(made, NOW + DAY)["is_over"]
    assert afterwards(Campaign(), NOW) is None
