# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The shared tap: moments to send, evenly spaced whoever asks, with little to make up for and never a burst."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from broadcasts import pacing
from broadcasts.models import Tap

pytestmark = pytest.mark.django_db
NOW = 1_780_000_000.0  # seconds since the epoch
NEARLY = 1e-4  # seconds: a float holds the epoch to a quarter of a microsecond, a sum of them to less


@pytest.mark.parametrize(
    ("rate", "count", "interval", "tap_is_free_after"),
    [
        (80, 20, 0.0125, 0.25),
        (80, 1, 0.0125, 0.0125),
        (1000, 250, 0.001, 0.25),
        (10, 2, 0.1, 0.2),
        (1, 1, 1.0, 1.0),
        (0, 200, 0.0, 0.0),
    ],
)
def test_slots_are_an_interval_apart(rate: int, count: int, interval: float, tap_is_free_after: float):
    slots = pacing.reserve(count, rate=rate, now=NOW)

    assert (slots.count, slots.interval) == (count, interval)
    assert slots.start == pytest.approx(NOW - pacing.CATCH_UP, abs=NEARLY)
    assert slots.moment(count - 1) - slots.moment(0) == pytest.approx(interval * (count - 1), abs=NEARLY)
    assert Tap.objects.get().next_slot == pytest.approx(slots.start + tap_is_free_after, abs=NEARLY)


def test_the_next_in_line_starts_where_the_last_one_stops():
    first, second = (pacing.reserve(20, rate=80, now=NOW) for _ in range(2))
    assert second.start == pytest.approx(first.moment(20), abs=NEARLY)


@pytest.mark.parametrize("late", [0, 0.01, 1, 3600])
def test_who_is_late_makes_up_for_a_fiftieth_of_a_second_and_no_more(late: float):
    pacing.reserve(20, rate=80, now=NOW)
    slots = pacing.reserve(20, rate=80, now=NOW + 0.25 + late)

    assert NOW + 0.25 + late - slots.start <= pacing.CATCH_UP + NEARLY


def test_nobody_waits_longer_than_a_second_for_a_slot():
    given_out = [pacing.reserve(20, rate=80, now=NOW) for _ in range(9)]

    assert [slots is not None for slots in given_out] == [True] * 5 + [False] * 4
    assert pacing.reserve(20, rate=80, now=NOW + 0.5) is not None


@pytest.mark.parametrize(
    ("held_for", "asked_after", "gets_slots"),
    [(5, 0, False), (5, 3.9, False), (5, 4.1, True), (0.5, 0, True)],
)
def test_a_held_tap_gives_nothing_until_the_hold_is_nearly_over(held_for, asked_after, gets_slots):
    pacing.hold(held_for, now=NOW)
    slots = pacing.reserve(1, rate=80, now=NOW + asked_after)

    assert (slots is not None) == gets_slots
    if slots:
        assert slots.start >= NOW + held_for - NEARLY


def test_a_hold_never_shortens_another():
    pacing.hold(60, now=NOW)
    pacing.hold(2, now=NOW)

    assert Tap.objects.get().next_slot == NOW + 60


@pytest.mark.parametrize(
    ("seconds_later", "interval"),
    [(2, 0.025), (30, 0.025), (40, 0.0125 / 0.6), (55, 0.0125 / 0.75), (80, 0.0125), (3600, 0.0125)],
)
def test_too_fast_halves_the_rate_and_it_grows_back_by_itself(seconds_later: float, interval: float):
    """Half for half a minute, then one per cent of the full rate more with every second."""
    pacing.slow_down(now=NOW)
    slots = pacing.reserve(20, rate=80, now=NOW + seconds_later)

    assert slots.interval == pytest.approx(interval)
    assert slots.moment(20) == pytest.approx(Tap.objects.get().next_slot, abs=NEARLY)


def test_too_fast_holds_everybody_for_two_seconds_or_as_long_as_meta_says():
    pacing.slow_down(now=NOW)
    assert Tap.objects.get().next_slot == NOW + 2

    pacing.slow_down(now=NOW, seconds=30)
    assert Tap.objects.get().next_slot == NOW + 30


@pytest.mark.parametrize(
    ("heard_after", "share"),
    [
        ([0, 0.1, 1.9], 1 / 2),  # what was on the line: the same news
        ([0, 2, 4], 1 / 8),
        ([0, 2, 4, 6, 8, 10], 1 / 16),  # never less
        ([0, 40], 0.3),  # from what it had grown to: 0.6
        ([0, 3600], 1 / 2),
    ],
)
def test_each_time_it_is_too_fast_again_it_halves_once(heard_after: list[float], share: float):
    for seconds in heard_after:
        pacing.slow_down(now=NOW + seconds)

    assert Tap.objects.get().share == pytest.approx(share)


@pytest.mark.parametrize(
    ("rate", "answers", "broadcasts_wait"),
    [(80, 8, 0.1), (80, 1, 0.0125), (80, 800, 0.75 + pacing.CATCH_UP), (0, 800, 0)],
)
def test_answers_to_citizens_take_slots_from_the_broadcasts(rate: int, answers: int, broadcasts_wait: float):
    pacing.charge(answers, rate=rate, now=NOW)
    slots = pacing.reserve(20, rate=rate, now=NOW)

    assert slots.start == pytest.approx(NOW - pacing.CATCH_UP + broadcasts_wait, abs=NEARLY)


def test_answers_never_shorten_what_was_given_away_before():
    pacing.hold(60, now=NOW)
    pacing.charge(8, rate=80, now=NOW)

    assert Tap.objects.get().next_slot == NOW + 60


def test_answers_come_behind_the_slots_that_were_given_away():
    first = pacing.reserve(20, rate=80, now=NOW)
    pacing.charge(8, rate=80, now=NOW)

    assert pacing.reserve(1, rate=80, now=NOW).start == pytest.approx(first.moment(28), abs=NEARLY)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([10, 80, 500]),
    st.lists(st.tuples(st.integers(1, 20), st.floats(0, 0.4)), min_size=5, max_size=30),
)
def test_in_no_second_do_more_leave_than_the_rate_allows(rate: int, asked: list[tuple[int, float]]):
    """Workers ask for some slots, each a while after the other; what is late leaves at once."""
    Tap.objects.update(next_slot=0)
    now, left_at = NOW, []
    for count, pause in asked:
        now += pause
        if slots := pacing.reserve(count, rate=rate, now=now):
            left_at += [max(now, slots.moment(index)) for index in range(count)]

    left_at.sort()
    most = rate * (1 + pacing.CATCH_UP) + 1
    for index, start in enumerate(left_at):
        in_the_next_second = sum(start <= moment < start + 1 - NEARLY for moment in left_at[index:])
        assert in_the_next_second <= most
