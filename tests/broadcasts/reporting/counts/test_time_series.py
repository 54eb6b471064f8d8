"""How a broadcast went, in intervals that one can read."""

import pytest

from broadcasts.models import Campaign
from broadcasts.privacy import retention
from broadcasts.reporting.counts import time_series
from tests.broadcasts.moments import MINUTE
from tests.builders import NOW, delivery_to, subscribe, under_way
from tests.people import ANNA, BRUNO, DARIO, ELENA


def sent(*minutes: float) -> time_series.Minutes:
    """Messages that left so many minutes after ten o'clock in Cascina."""
    return {
        "sent": {NOW + minute * MINUTE: 1 for minute in minutes},
        "delivered": {},
        "read": {},
        "failed": {},
    }


@pytest.mark.parametrize(
    ("minutes", "labels"),
    [
        ((0,), ("10:00",)),
        ((0, 3), ("10:00", "10:01", "10:02", "10:03")),
        ((2, 33), ("10:00", "10:05", "10:10", "10:15", "10:20", "10:25", "10:30")),
        ((0, 5 * 60), tuple(f"{10 + n // 4}:{n % 4 * 15:02}" for n in range(21))),
        ((0, 14 * 60 + 5), ("08/06 10:00", "08/06 11:00")),
        ((0, 60 * 24 * 3), ("10:00", "dopo")),
    ],
)
def test_intervals_are_as_short_as_can_be_read(minutes, labels):
    found = time_series.arrange(sent(*minutes))
    assert found.labels[: len(labels)] == labels
    assert len(found.labels) <= time_series.MOST_INTERVALS + 1
    assert sum(found.sent) == len(minutes)


@pytest.mark.parametrize("hours", range(1, 49))
def test_however_long_it_takes_everything_is_counted_once(hours):
    found = time_series.arrange(sent(0, 60 * hours - 1, 60 * 24 * 30))
    assert len(found.labels) <= time_series.MOST_INTERVALS + 1
    assert sum(found.sent) == 3
    assert found.sent[-1] == 1


def test_without_anything_there_is_nothing():
    assert time_series.arrange(sent()) == time_series.TimeSeries()


@pytest.mark.django_db
def test_it_counts_what_happened_when():
    anna, bruno, dario = (subscribe(citizen) for citizen in (ANNA, BRUNO, DARIO))
    subscribe(ELENA)
    made = under_way()
    delivery_to(anna, of=made, status="read", accepted_at=NOW, delivered_at=NOW, read_at=NOW + 2 * MINUTE)
    delivery_to(bruno, of=made, status="sent", sent_at=NOW + MINUTE)
    delivery_to(dario, of=made, status="failed", claimed_at=NOW + MINUTE)
    assert time_series.series_of(made).rows() == [
        ("10:00", 1, 1, 0, 0),
        ("10:01", 1, 0, 0, 1),
        ("10:02", 0, 0, 1, 0),
    ]


@pytest.mark.django_db
def test_nothing_is_left_of_when_once_the_single_deliveries_are_gone():
    delivery = delivery_to(subscribe(ANNA), status="sent", accepted_at=NOW)
    Campaign.objects.update(status="sent", finished_at=NOW)
    retention.sum_up(NOW + MINUTE, NOW)
    assert time_series.series_of(delivery.campaign) == time_series.TimeSeries()
