"""How many people get a broadcast on which day: hours, rate, WhatsApp's limit, other broadcasts."""

from datetime import date, timedelta

import pytest

from broadcasts.rules.forecast import foresee
from broadcasts.rules.office_hours import OfficeCalendar
from tests.broadcasts.moments import HOUR
from tests.broadcasts.rules.hours import ANNOUNCED_HOURS
from tests.builders import NOW

URP = OfficeCalendar(intervals=ANNOUNCED_HOURS)
"""Mornings from nine to one; Tuesday and Thursday afternoons."""
NEVER = OfficeCalendar(intervals=())
MON, TUE, WED, THU, FRI = (date(2026, 6, day) for day in range(8, 13))
NEXT_MON = date(2026, 6, 15)


@pytest.mark.parametrize(
    ("story", "load", "means", "days", "ends"),
    [
        ("room for all", {"people": 800}, {}, {MON: 800}, NOW + timedelta(seconds=10)),
        (
            "hours are short",
            {"people": 80 * 3600 * 4},
            {},
            {MON: 80 * 3600 * 3, TUE: 80 * 3600},
            NOW + 24 * HOUR,
        ),
        (
            "the limit is spread over days",
            {"people": 5000},
            {"limit": 2000},
            {MON: 2000, TUE: 2000, WED: 1000},
            NOW + 48 * HOUR + timedelta(seconds=12.5),
        ),
        (
            "some were written to this morning",
            {"people": 2000},
            {"limit": 2000, "leaving": [(NOW + 23 * HOUR, 1660)]},
            {MON: 340, TUE: 1660},
            NOW + 23 * HOUR + timedelta(seconds=20.75),
        ),
        (
            "who counts already is written to at once",
            {"people": 2000, "free": 1660},
            {"limit": 2000, "leaving": [(NOW + 23 * HOUR, 1660)]},
            {MON: 2000},
            NOW + timedelta(seconds=25),
        ),
        (
            "a weekend in between",
            {"people": 12000},
            {"limit": 2000},
            {MON: 2000, TUE: 2000, WED: 2000, THU: 2000, FRI: 2000, NEXT_MON: 2000},
            NOW + 7 * 24 * HOUR - HOUR + timedelta(seconds=25),
        ),
        (
            "an urgent one goes first",
            {"people": 1000, "before": 1500},
            {"limit": 2000},
            {MON: 500, TUE: 500},
            NOW + 24 * HOUR + timedelta(seconds=6.25),
        ),
        (
            "two in turn share the day",
            {"people": 2000, "beside": 2000},
            {"limit": 2000},
            {MON: 1000, TUE: 1000},
            NOW + 24 * HOUR + timedelta(seconds=25),
        ),
        ("no rate", {"people": 3000}, {"rate": 0, "limit": 2000}, {MON: 2000, TUE: 1000}, NOW + 24 * HOUR),
        ("a limit of nobody", {"people": 3}, {"limit": 0}, {}, None),
        ("nobody", {"people": 0}, {"limit": 0}, {}, NOW),
    ],
)
def test_the_days(story, load, means, days, ends):
    found = foresee(**load | {"rate": 80, "limit": None} | means, start=NOW, calendar=URP)
    assert (found.days, found.ends) == (days, ends), story


def test_an_urgent_one_leaves_at_any_hour_but_within_the_limit():
    evening = NOW + 12 * HOUR
    found = foresee(people=3000, rate=80, limit=2000, start=evening, calendar=None)

    assert found.days == {MON: 2000, TUE: 1000}
    assert (found.begins, found.ends) == (evening, evening + 24 * HOUR + timedelta(seconds=12.5))


def test_without_hours_it_never_begins_and_longer_than_a_year_nobody_tells_the_end():
    found = foresee(people=1, rate=80, limit=None, start=NOW, calendar=NEVER)
    assert (found.days, found.begins, found.ends) == ({}, None, None)

    found = foresee(people=10**6, rate=80, limit=250, start=NOW, calendar=URP)
    assert found.ends is None
    assert sum(found.days.values()) < 10**6
