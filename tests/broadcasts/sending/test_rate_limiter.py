"""The rate limiter: moments to send, evenly spaced whoever asks, with little to make up for and never a burst."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcasts.models import RateLimiter
from broadcasts.sending import rate_limiter
from broadcasts.sending.rate_limiter import Reservation

NOW = 1_780_000_000.0  # seconds since the epoch
LATE = 0.02
"""Seconds that a late sender may make up for."""
NEARLY = 1e-4  # seconds: a float holds the epoch to a quarter of a microsecond, a sum of them to less


def reserve(count: int, *, within: float = 1.0, **more: float) -> Reservation | None:
    """What somebody is given who waits for a second at most."""
    return rate_limiter.reserve(count, within=within, **more)


@pytest.mark.parametrize(
    ("rate", "count", "interval", "next_slot_after"),
    [
        (80, 20, 0.0125, 0.25),
        (80, 1, 0.0125, 0.0125),
        (1000, 250, 0.001, 0.25),
        (10, 2, 0.1, 0.2),
        (1, 1, 1.0, 1.0),
        (0, 200, 0.0, 0.0),
    ],
)
def test_slots_are_an_interval_apart(rate: int, count: int, interval: float, next_slot_after: float):
    slots = reserve(count, rate=rate, now=NOW)

    assert (slots.count, slots.interval) == (count, interval)
    assert slots.start == pytest.approx(NOW - LATE, abs=NEARLY)
    assert slots.moment(count - 1) - slots.moment(0) == pytest.approx(interval * (count - 1), abs=NEARLY)
    assert RateLimiter.objects.get().next_slot == pytest.approx(slots.start + next_slot_after, abs=NEARLY)


@pytest.mark.parametrize(
    ("story", "rate", "asked", "starts"),
    [
        ("one sender", 80, [(0, 20)], [-0.02]),
        ("a second one starts where the first one stops", 80, [(0, 20), (0, 20)], [-0.02, 0.23]),
        ("a third one behind both", 80, [(0, 20), (0, 4), (0, 1)], [-0.02, 0.23, 0.28]),
        ("three at a low rate", 10, [(0, 2), (0, 2), (0, 2)], [-0.02, 0.18, 0.38]),
        ("three at a high rate", 1000, [(0, 250), (0, 250), (0, 250)], [-0.02, 0.23, 0.48]),
        ("each when it needs them", 80, [(0, 20), (0.25, 20), (0.5, 20)], [-0.02, 0.23, 0.48]),
        ("after a rest nothing is owed", 80, [(0, 20), (9, 20), (9, 20)], [-0.02, 8.98, 9.23]),
        ("a second is given away: later", 80, [(0, 40), (0, 42), (0, 1)], [-0.02, 0.48, None]),
        ("a second is given away: later, and then", 80, [(0, 82), (0, 1), (0.01, 1)], [-0.02, None, 1.005]),
        ("without a limit everybody at once", 0, [(0, 200), (0, 200), (5, 200)], [-0.02, -0.02, 4.98]),
    ],
)
def test_what_each_sender_is_given(story: str, rate: int, asked: list, starts: list):
    given = [reserve(count, rate=rate, now=NOW + after) for after, count in asked]

    assert [slots and slots.count for slots in given] == [
        start and count for (_, count), start in zip(asked, starts, strict=True)
    ], story
    assert [slots and slots.start - NOW for slots in given] == [
        start and pytest.approx(start, abs=NEARLY) for start in starts
    ], story


@pytest.mark.parametrize(("given_out", "waits"), [(0, 0.15), (20, 0.23), (5, 0.15)])
def test_who_needs_a_moment_to_get_ready_gets_no_earlier_slot(given_out: int, waits: float):
    if given_out:
        reserve(given_out, rate=80, now=NOW)
    slots = reserve(20, rate=80, now=NOW, ready_at=NOW + 0.15)

    assert slots.start == pytest.approx(NOW + waits, abs=NEARLY)
    assert reserve(20, rate=80, now=NOW).start == pytest.approx(slots.moment(20), abs=NEARLY)


@pytest.mark.parametrize("late", [0, 0.01, 1, 3600])
def test_who_is_late_makes_up_for_a_fiftieth_of_a_second_and_no_more(late: float):
    reserve(20, rate=80, now=NOW)
    slots = reserve(20, rate=80, now=NOW + 0.25 + late)

    assert NOW + 0.25 + late - slots.start <= LATE + NEARLY


def test_nobody_waits_longer_for_a_slot_than_they_want_to():
    given_out = [reserve(20, rate=80, now=NOW) for _ in range(9)]

    assert [slots is not None for slots in given_out] == [True] * 5 + [False] * 4
    assert reserve(20, rate=80, now=NOW + 0.5) is not None


@pytest.mark.parametrize(("within", "gets_slots"), [(0.15, False), (0.22, False), (0.24, True), (1.0, True)])
def test_who_wants_only_what_is_near_is_given_nothing_farther_off(within: float, gets_slots: bool):
    """A quarter of a second is given away, less the fiftieth that the first one made up for."""
    reserve(20, rate=80, now=NOW)
    row = RateLimiter.objects.get()

    assert (reserve(20, rate=80, now=NOW, within=within) is not None) == gets_slots
    assert (RateLimiter.objects.get().next_slot != row.next_slot) == gets_slots


@pytest.mark.parametrize(
    ("slots", "later", "paused_for"), [(0, 0, 0), (20, 0, 0.23), (20, 0.2, 0.03), (20, 0.3, 0), (20, 60, 0)]
)
def test_when_the_next_slot_is_free_can_be_asked_without_taking_one(
    slots: int, later: float, paused_for: float
):
    if slots:
        reserve(slots, rate=80, now=NOW)
    row = RateLimiter.objects.values().get()
    found = rate_limiter.granted_now(NOW + later)

    assert (found.share, found.paused_for) == (1, pytest.approx(paused_for, abs=NEARLY))
    assert RateLimiter.objects.values().get() == row


@pytest.mark.parametrize(("later", "share"), [(29, 0.5), (30, 0.5), (40, 0.6), (80, 1), (90, 1)])
def test_how_much_of_the_rate_is_left_can_be_asked_too(later: float, share: float):
    """Halved, it grows back by a hundredth a second, after half a minute."""
    rate_limiter.slow_down(now=NOW)

    assert rate_limiter.granted_now(NOW + later).share == pytest.approx(share)


@pytest.mark.parametrize(
    ("held_for", "asked_after", "gets_slots"),
    [
        (5, 0, False),
        (5, 3.9, False),
        (5, 4, False),  # a second is as long as anybody may wait
        (5, 4.1, True),
        (0.5, 0, True),
    ],
)
def test_a_held_tap_gives_nothing_until_the_hold_is_nearly_over(held_for, asked_after, gets_slots):
    rate_limiter.pause(held_for, now=NOW)
    slots = reserve(1, rate=80, now=NOW + asked_after)

    assert (slots is not None) == gets_slots
    if slots:
        assert slots.start >= NOW + held_for - NEARLY


def test_neither_another_hold_nor_answers_shorten_a_hold():
    rate_limiter.pause(60, now=NOW)
    rate_limiter.pause(2, now=NOW)
    assert RateLimiter.objects.get().next_slot == NOW + 60
    rate_limiter.charge(8, rate=80, now=NOW)
    assert RateLimiter.objects.get().next_slot == NOW + 60


@pytest.mark.parametrize(
    ("seconds_later", "interval"),
    [
        (2, 0.025),
        (29.5, 0.025),
        (30, 0.025),
        (30.5, 0.0125 / 0.505),
        (40, 0.0125 / 0.6),
        (55, 0.0125 / 0.75),
        (80, 0.0125),
        (130, 0.0125),
        (3600, 0.0125),
    ],
)
def test_too_fast_halves_the_rate_and_it_grows_back_by_itself(seconds_later: float, interval: float):
    """Half for half a minute, then one per cent of the full rate more with every second."""
    rate_limiter.slow_down(now=NOW)
    slots = reserve(20, rate=80, now=NOW + seconds_later)

    assert slots.interval == pytest.approx(interval)
    assert slots.moment(slots.count) == pytest.approx(RateLimiter.objects.get().next_slot, abs=NEARLY)


def test_too_fast_holds_everybody_for_two_seconds_or_as_long_as_meta_says():
    rate_limiter.slow_down(now=NOW)
    assert RateLimiter.objects.get().next_slot == NOW + 2

    rate_limiter.slow_down(now=NOW, seconds=30)
    assert RateLimiter.objects.get().next_slot == NOW + 30


@pytest.mark.parametrize(
    ("heard_after", "share"),
    [
        ([0, 0.1, 1.9], 1 / 2),  # what was in flight: the same news
        ([0, 2, 4], 1 / 8),
        ([0, 2, 4, 6, 8], 1 / 16),  # never less
        ([0, 2, 4, 6, 8, 10], 1 / 16),
        ([0, 40], 0.3),  # from what it had grown to: 0.6
        ([0, 2, 4, 6, 45], 0.07625),  # 1/16 and nine seconds' growth
        ([0, 3600], 1 / 2),
    ],
)
def test_each_time_it_is_too_fast_again_it_halves_once(heard_after: list[float], share: float):
    for seconds in heard_after:
        rate_limiter.slow_down(now=NOW + seconds)

    assert RateLimiter.objects.get().share == pytest.approx(share)


@pytest.mark.parametrize(
    ("halved", "rate", "asked", "count", "seconds"),
    [
        (0, 80, 20, 20, 0.25),
        (1, 80, 20, 10, 0.25),
        (2, 80, 20, 5, 0.25),
        (3, 80, 20, 2, 0.2),
        (4, 80, 20, 1, 0.2),
        (4, 1000, 250, 15, 0.24),
        (4, 1, 1, 1, 16),  # one at least
        (0, 0, 250, 250, 0),
    ],
)
def test_at_the_lower_rate_nobody_gets_slots_for_longer(halved: int, rate, asked, count, seconds: float):
    """So that no message waits, claimed, for longer than at the full rate."""
    for times in range(halved):
        rate_limiter.slow_down(now=NOW - 20 + 2 * times)
    slots = reserve(asked, rate=rate, now=NOW)

    assert slots.count == count
    assert slots.start == pytest.approx(NOW - LATE, abs=NEARLY)
    assert slots.moment(slots.count) - slots.start == pytest.approx(seconds, abs=NEARLY)
    assert slots.moment(slots.count) == pytest.approx(RateLimiter.objects.get().next_slot, abs=NEARLY)


@pytest.mark.parametrize(
    ("rate", "answers", "broadcasts_wait"),
    [(80, 8, 0.1), (80, 1, 0.0125), (80, 72, 0.9), (0, 800, 0)],
)
def test_what_leaves_without_a_slot_takes_one_from_the_broadcasts(
    rate: int, answers: int, broadcasts_wait: float
):
    rate_limiter.charge(answers, rate=rate, now=NOW)
    slots = reserve(20, rate=rate, now=NOW)

    assert slots.start == pytest.approx(NOW - LATE + broadcasts_wait, abs=NEARLY)


@pytest.mark.parametrize(
    ("halved", "answers", "broadcasts_wait"),
    [(0, 96, 1.2 - LATE), (1, 8, 0.2 - LATE), (2, 8, 0.4 - LATE), (1, 96, 2)],
)
def test_at_the_lower_rate_what_leaves_without_a_slot_costs_more(
    halved: int, answers: int, broadcasts_wait: float
):
    """Two seconds at most, as ever."""
    for times in range(halved):
        rate_limiter.slow_down(now=NOW - 20 + 2 * times)
    rate_limiter.charge(answers, rate=80, now=NOW)

    assert RateLimiter.objects.get().next_slot == pytest.approx(NOW + broadcasts_wait, abs=NEARLY)


@pytest.mark.parametrize("hold", [3, 60])
def test_where_the_debt_is_as_long_as_may_be_nothing_is_written(hold: float):
    rate_limiter.pause(hold, now=NOW - 1)
    before = RateLimiter.objects.values().get()
    rate_limiter.charge(8, rate=80, now=NOW)

    assert RateLimiter.objects.values().get() == before


def test_answers_come_behind_the_slots_that_were_given_away():
    first = reserve(20, rate=80, now=NOW)
    rate_limiter.charge(8, rate=80, now=NOW)

    assert reserve(1, rate=80, now=NOW).start == pytest.approx(first.moment(28), abs=NEARLY)


def test_no_debt_is_longer_than_two_seconds():
    rate_limiter.charge(800, rate=80, now=NOW)

    assert reserve(1, rate=80, now=NOW + 0.99) is None
    assert reserve(1, rate=80, now=NOW + 1.01).start == pytest.approx(NOW + 2, abs=NEARLY)


ALONE, BESIDE = "no broadcast is being sent", "beside a broadcast"


def answer(due: int, *, now: float = NOW, rate: int = 80, situation: str = ALONE) -> Reservation | None:
    """As the task does that sends the replies: those of the next half second."""
    part = rate_limiter.BESIDE_BROADCASTS if situation == BESIDE else 1
    return rate_limiter.reserve_for_replies(due, rate=rate, now=now, within=0.5, part=part)


@pytest.mark.parametrize(
    ("rate", "situation", "halved", "due", "leave", "interval"),
    [
        (80, ALONE, 0, 5, 5, 0.0125),
        (80, ALONE, 0, 50, 42, 0.0125),  # what fits into half a second
        (80, BESIDE, 0, 50, 11, 0.025),
        (80, BESIDE, 1, 50, 6, 0.05),  # Meta finds us too fast
        (500, BESIDE, 0, 50, 50, 0.004),
        (1, BESIDE, 0, 50, 1, 2.0),  # one at least
        (1, BESIDE, 4, 50, 1, 32.0),
        (0, BESIDE, 0, 50, 50, 0.0),
    ],
)
def test_answers_have_moments_of_their_own(rate, situation, halved, due, leave, interval):
    for times in range(halved):
        rate_limiter.slow_down(now=NOW - 20 + 2 * times)
    slots = answer(due, rate=rate, situation=situation)

    assert (slots.count, slots.interval) == (leave, pytest.approx(interval))
    assert NOW - LATE - NEARLY <= slots.start <= NOW
    assert slots.moments[-1] <= NOW + (0.25 if situation == BESIDE else 0.5) + NEARLY


@pytest.mark.parametrize(
    ("situation", "next_answer", "count"),
    [
        (ALONE, 0.4875, 2),
        (ALONE, 0.5, 1),  # the last moment is one of them
        (ALONE, 0.5125, None),
        (BESIDE, 0.25, 1),
        (BESIDE, 0.275, None),
    ],
)
def test_answers_leave_within_half_a_second_or_a_part_of_it(situation, next_answer, count):
    RateLimiter.objects.update(next_answer=NOW + next_answer)
    slots = answer(50, situation=situation)

    assert (slots and slots.count) == count
    assert slots is None or slots.start == NOW + next_answer


def test_moments_for_answers_are_all_taken_or_none():
    """Nobody can count what fits into a time without end: then nothing has been taken, nor the time been written."""
    before = RateLimiter.objects.values().get()
    with pytest.raises(OverflowError):
        rate_limiter.reserve_for_replies(1, rate=80, now=NOW, within=math.inf, part=1)

    assert RateLimiter.objects.values().get() == before


def test_an_answer_waits_for_no_broadcast_and_they_wait_for_it():
    given_away = reserve(20, rate=80, now=NOW)
    rate_limiter.pause(0.5, now=NOW)
    slots = answer(8)

    assert slots.start < NOW
    assert reserve(1, rate=80, now=NOW).start == pytest.approx(NOW + 0.5 + 0.1, abs=NEARLY)
    assert given_away.count == 20


@pytest.mark.parametrize(
    ("every", "situation", "rate"), [(0.1, BESIDE, 40), (0.1, ALONE, 80), (0.25, BESIDE, 40)]
)
def test_a_flood_of_answers_keeps_to_its_part_of_the_rate(every: float, situation: str, rate: int):
    """Whoever looks how often: none leaves too early, and in no second more than the part allows."""
    moments = []
    for look in range(int(60 / every)):
        if slots := answer(50, now=NOW + look * every, situation=situation):
            moments += slots.moments

    assert len(moments) == pytest.approx(60 * rate, rel=0.02)
    assert all(later - one == pytest.approx(1 / rate, abs=NEARLY) for one, later in pairwise(moments))


def test_a_flood_of_answers_leaves_half_to_the_broadcasts():
    """Senders ask four times a second, answers as often: together never more than the number may."""
    answers = broadcasts = 0
    for look in range(4 * 60):
        now = NOW + look / 4
        if slots := answer(50, now=now, situation=BESIDE):
            answers += slots.count
        if slots := reserve(20, rate=80, now=now):
            broadcasts += slots.count

    assert answers == pytest.approx(60 * 40, rel=0.02)
    assert broadcasts >= 60 * 40
    assert answers + broadcasts <= (60 + 1 + 0.25) * 80


def test_who_comes_while_the_next_slot_is_far_away_comes_again():
    first = answer(50)

    assert answer(50) is None
    later = answer(50, now=NOW + 0.1)
    assert later.start == pytest.approx(first.moment(first.count), abs=NEARLY)


@pytest.mark.parametrize("back", [10, 3600])
def test_answers_keep_their_distance_although_the_clock_was_put_back(back: float):
    first = answer(50)
    assert answer(5, now=NOW - back) is None

    later = answer(5, now=NOW - back + 0.25)
    assert later.start == pytest.approx(first.moment(first.count) - back, abs=NEARLY)
    assert later.count == 5


def test_answers_leave_a_hold_as_long_as_it_was_although_the_clock_is_put_back():
    rate_limiter.slow_down(now=NOW, seconds=10)
    answer(5, now=NOW - 3600)

    assert reserve(1, rate=80, now=NOW - 3600 + 8) is None
    assert reserve(1, rate=80, now=NOW - 3600 + 10) is not None


@given(
    st.sampled_from([10, 80, 500]),
    st.lists(st.tuples(st.integers(1, 20), st.floats(0, 0.4)), min_size=5, max_size=30),
)
def test_in_no_second_do_more_leave_than_the_rate_allows(rate: int, asked: list[tuple[int, float]]):
    """Workers ask for some slots, each a while after the other; what is late leaves at once."""
    RateLimiter.objects.update(next_slot=0)
    now, left_at = NOW, []
    for count, pause in asked:
        now += pause
        if slots := reserve(count, rate=rate, now=now):
            left_at += [max(now, slots.moment(index)) for index in range(count)]

    left_at.sort()
    most = rate * (1 + LATE) + 1
    for index, start in enumerate(left_at):
        in_the_next_second = sum(start <= moment < start + 1 - NEARLY for moment in left_at[index:])
        assert in_the_next_second <= most


# ── A clock that is put back, or forward: NTP, a machine that wakes up ────────────────────────────────────


def left_while(rate: int, jump: float, *, seconds: int = 2) -> list[float]:
    """When messages leave, in true seconds after NOW, while workers ask 20 times a second; then the clock jumps.

    What was given away before leaves at its true moment.
    """
    left_at = []
    for tick in range(seconds * 40):
        true = tick / 20
        clock = NOW + true + (jump if true >= seconds else 0)
        while slots := reserve(max(1, rate // 4), rate=rate, now=clock):
            moments = (max(clock, slots.moment(index)) for index in range(slots.count))
            left_at += [true + moment - clock for moment in moments]
    return sorted(left_at)


@pytest.mark.parametrize("jump", [-86400, -3600, -300, -60, -5, -1.5, -0.5, 0, 0.5, 60, 3600])
@pytest.mark.parametrize("rate", [10, 80])
def test_a_clock_that_jumps_neither_stops_the_limiter_nor_lets_it_burst(rate: int, jump: float):
    """Four seconds, the jump in the middle. Only when it jumps forward do moments overlap with those given away."""
    left_at = left_while(rate, jump)

    pauses = [later - earlier for earlier, later in pairwise(left_at)]
    assert max(pauses) <= 1 / rate + 1 + NEARLY
    settled = [moment for moment in left_at if moment >= 2 + 1 + 0.25]
    assert len(settled) >= rate * 0.7
    for moments in (left_at, settled) if jump <= 0 else (settled,):
        assert most_in_a_second(moments) <= rate * (1 + LATE) + 1
    assert most_in_a_second(left_at) <= 2 * rate * (1 + LATE) + 1


def most_in_a_second(moments: list[float]) -> int:
    return max(sum(start <= moment < start + 1 - NEARLY for moment in moments) for start in moments)


@pytest.mark.parametrize("back", [1.5, 60, 3600])
@pytest.mark.parametrize(
    "hold",
    [
        lambda: rate_limiter.slow_down(now=NOW, seconds=10),
        lambda: rate_limiter.pause(10, now=NOW),
    ],
    ids=["and it is slower afterwards", "no more than a hold"],
)
def test_a_hold_lasts_as_long_as_meta_said_although_the_clock_is_put_back(hold, back: float):
    hold()
    assert reserve(1, rate=80, now=NOW - back) is None
    assert reserve(1, rate=80, now=NOW - back + 8) is None

    assert reserve(1, rate=80, now=NOW - back + 10) is not None


def test_what_was_given_away_still_comes_first_when_the_clock_is_put_back():
    reserve(20, rate=80, now=NOW)
    slots = reserve(20, rate=80, now=NOW - 3600)

    assert slots.start == pytest.approx(NOW - 3600 - LATE + 0.25, abs=NEARLY)


def test_a_hold_of_now_holds_although_the_clock_was_put_back():
    reserve(20, rate=80, now=NOW)
    rate_limiter.slow_down(now=NOW - 3600)

    assert reserve(20, rate=80, now=NOW - 3600 + 0.9) is None
    assert reserve(20, rate=80, now=NOW - 3600 + 2).interval == pytest.approx(0.025)


def test_the_rate_grows_back_although_the_clock_is_put_back():
    rate_limiter.slow_down(now=NOW)
    reserve(20, rate=80, now=NOW + 5)
    reserve(20, rate=80, now=NOW - 3600)

    assert reserve(20, rate=80, now=NOW - 3600 + 50).interval == pytest.approx(0.0125 / 0.75)


@pytest.mark.parametrize("differ", [-0.1, 0.1, 0.9])
def test_clocks_that_differ_a_little_change_nothing(differ: float):
    """Two machines, one hold: the one whose clock is behind doesn't shorten it, nor make it longer."""
    rate_limiter.slow_down(now=NOW + differ, seconds=60)
    reserve(20, rate=80, now=NOW)

    assert RateLimiter.objects.get().next_slot == NOW + differ + 60
