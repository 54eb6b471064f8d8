# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a broadcast went, in intervals that one can read."""

from datetime import timedelta

import pytest

from broadcasts.models import Campaign, CampaignProgress, Delivery
from broadcasts.privacy import retention
from broadcasts.reporting.counts import refreshing, time_series
from tests.builders import NOW, OF_PROGRESS, delivery_to, subscribe, under_way
from tests.people import ANNA, BRUNO, DARIO, ELENA, crowd

MINUTE = timedelta(minutes=1)


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
    assert time_series.series_of(made, 4).rows() == [
        ("10:00", 1, 1, 0, 0),
        ("10:01", 1, 0, 0, 1),
        ("10:02", 0, 0, 1, 0),
    ]


SMALL, HUGE = {"read": 2}, {"queued": 400_000, "read": 600_000}


def large(**fields) -> Campaign:
    """Counted as a million, of whom two rows are enough to be reckoned with."""
    for citizen in crowd(2):
        subscribe(citizen)
    made = under_way()
    Delivery.objects.update(status="sent", accepted_at=NOW)
    kept = {"counted": HUGE, "counted_at": NOW} | fields
    if own := {name: kept.pop(name) for name in fields.keys() - OF_PROGRESS}:
        Campaign.objects.update(**own)
    CampaignProgress.objects.create(campaign=made, **kept)
    return Campaign.objects.select_related("kept").get(pk=made.pk)


@pytest.mark.django_db
def test_the_page_of_a_large_one_reads_what_the_clock_has_reckoned(django_assert_num_queries):
    made = large()
    assert time_series.series_of(made, 1_000_000) == time_series.TimeSeries()
    time_series.refresh(made, NOW)
    made = Campaign.objects.select_related("kept").get(pk=made.pk)
    with django_assert_num_queries(0):
        found = time_series.series_of(made, 1_000_000)
    assert found == time_series.series_of(made, 2)
    assert found.rows() == [("10:00", 2, 0, 0, 0)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "later", "again"),
    [
        ({"counted": SMALL}, timedelta(0), False),
        ({}, timedelta(0), True),
        ({"course_at": NOW}, timedelta(seconds=49), False),
        ({"course_at": NOW}, timedelta(seconds=50), True),
        ({"course_at": NOW + timedelta(hours=1)}, timedelta(0), True),
        ({"course_at": NOW, "status": "paused"}, timedelta(seconds=59), False),
        ({"course_at": NOW, "status": "sent", "finished_at": NOW + MINUTE / 2}, MINUTE / 2, True),
        ({"course_at": NOW, "status": "sent", "finished_at": NOW - timedelta(hours=20)}, 59 * MINUTE, False),
        ({"course_at": NOW, "status": "sent", "finished_at": NOW - timedelta(hours=20)}, 64 * MINUTE, True),
    ],
)
def test_the_more_may_have_happened_the_sooner_it_is_reckoned_again(fields, later, again):
    assert time_series.is_due(large(**fields), NOW + later) == again


@pytest.mark.django_db
def test_what_is_kept_goes_with_the_single_deliveries():
    """Their term is over: totals are left, nothing of when."""
    made = large(status="sent", finished_at=NOW)
    time_series.refresh(made, NOW)
    retention.sum_up(NOW + MINUTE)
    made.refresh_from_db()
    assert (made.kept.course, time_series.series_of(made, 1_000_000)) == ({}, time_series.TimeSeries())
    assert refreshing.refresh_due(NOW + timedelta(days=1)) == 0
    time_series.refresh(made, NOW)
    made.refresh_from_db()
    assert made.kept.course == {}
