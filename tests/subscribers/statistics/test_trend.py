"""How many are subscribed, and how that changed in thirty days of Cascina's calendar."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.cache import cache

from subscribers.statistics import people_in, trend_until
from tests.builders import NOW, subscribe, unsubscribe
from tests.people import ANNA, BRUNO, CARLA

pytestmark = pytest.mark.django_db


def test_who_came_and_who_went(django_assert_num_queries):
    with django_assert_num_queries(3):
        empty = trend_until(NOW)
    assert (empty.now, len(empty.days), empty.days[0], empty.days[-1]) == (
        0,
        30,
        date(2026, 5, 10),
        date(2026, 6, 8),
    )
    assert empty.joined == empty.left == [0] * 30
    assert empty.subscribed == [0] * 31
    subscribe(ANNA)  # long ago
    subscribe(BRUNO, at=NOW - timedelta(days=2))
    subscribe(CARLA, at=NOW - timedelta(days=1))
    unsubscribe(CARLA, at=NOW)
    found = trend_until(NOW)
    assert found.now == 2
    assert found.joined[-4:] == [0, 1, 1, 0]
    assert found.left[-4:] == [0, 0, 0, 1]
    assert found.subscribed[-4:] == [1, 2, 3, 2]
    assert found.subscribed[0] == 1
    assert (sum(found.joined), sum(found.left)) == (2, 1)


def test_a_day_begins_at_midnight_in_cascina():
    """22:00 UTC is midnight there in summer: the first moment of the thirty days, and the last before them."""
    subscribe(ANNA, at=datetime(2026, 5, 9, 22, 0, tzinfo=UTC))
    subscribe(BRUNO, at=datetime(2026, 5, 9, 21, 59, tzinfo=UTC))
    found = trend_until(NOW)
    assert (found.joined[0], sum(found.joined)) == (1, 1)
    assert found.subscribed[:2] == [1, 2]  # before the thirty days, and after the first of them
    told = people_in(found)
    assert told["before"] + told["joined"] - told["left"] == told["now"]


def test_a_large_town_is_counted_once_a_minute(monkeypatch, django_assert_num_queries):
    """A small one whenever somebody looks: who has just joined is on the page."""
    cache.clear()
    subscribe(ANNA)
    assert trend_until(NOW).now == 1
    subscribe(BRUNO)
    assert trend_until(NOW).now == 2
    monkeypatch.setattr("subscribers.statistics.LARGE", 1)
    before = trend_until(NOW)
    subscribe(CARLA)
    with django_assert_num_queries(0):
        assert trend_until(NOW) == before
    with django_assert_num_queries(3):
        assert trend_until(NOW + timedelta(days=1)).now == 3
    cache.clear()
