"""When and where an event is: what can be wrong with it, how it reads, when it is over."""

from datetime import UTC, date, datetime, time

import pytest

from broadcasts.rules import occasions
from broadcasts.rules.occasions import (
    ENDS_AN_HOUR_BEFORE,
    ENDS_BEFORE,
    NO_DAY,
    NO_HOUR,
    NOWHERE,
    OVER,
    OVER_BY_THEN,
    Occasion,
)

SATURDAY, SUNDAY = date(2026, 12, 12), date(2026, 12, 13)
HALF_PAST_FOUR, SIX = time(16, 30), time(18)
PLACE = "Biblioteca comunale, viale Comaschi 67"
READING = {"begins": SATURDAY, "begins_at": HALF_PAST_FOUR, "ends_at": SIX, "place": PLACE}


@pytest.mark.parametrize(
    ("told", "wrong"),
    [
        ({}, {}),
        (READING, {}),
        ({"begins": SATURDAY}, {}),
        ({"begins": SATURDAY, "ends": SATURDAY}, {}),
        ({"begins": SATURDAY, "ends": SUNDAY}, {}),
        ({"begins": SATURDAY, "begins_at": SIX, "ends": SUNDAY}, {}),
        ({"begins": SATURDAY, "begins_at": time(21), "ends": SUNDAY, "ends_at": time(1)}, {}),
        ({"begins": SATURDAY, "begins_at": time(0), "ends_at": time(0, 1)}, {}),
        ({"place": PLACE}, {"begins": NO_DAY}),
        ({"begins_at": SIX}, {"begins": NO_DAY}),
        ({"ends": SUNDAY, "ends_at": SIX}, {"begins": NO_DAY}),
        ({"begins": SUNDAY, "ends": SATURDAY}, {"ends": ENDS_BEFORE}),
        ({"begins": SUNDAY, "begins_at": SIX, "ends": SATURDAY, "ends_at": time(19)}, {"ends": ENDS_BEFORE}),
        ({"begins": SATURDAY, "ends_at": SIX}, {"ends_at": NO_HOUR}),
        ({"begins": SATURDAY, "begins_at": SIX, "ends_at": HALF_PAST_FOUR}, {"ends_at": ENDS_AN_HOUR_BEFORE}),
        ({"begins": SATURDAY, "begins_at": SIX, "ends_at": SIX}, {"ends_at": ENDS_AN_HOUR_BEFORE}),
        (
            {"begins": SATURDAY, "begins_at": SIX, "ends": SATURDAY, "ends_at": time(1)},
            {"ends_at": ENDS_AN_HOUR_BEFORE},
        ),
    ],
)
def test_what_is_wrong_stands_beside_its_part(told, wrong):
    assert occasions.problems(Occasion(**told)) == wrong


@pytest.mark.parametrize(
    ("told", "words", "start", "end"),
    [
        ({}, "", None, None),
        (
            READING,
            f"sabato 12 dicembre 2026, dalle 16:30 alle 18:00 · {PLACE}",
            "2026-12-12T16:30:00+01:00",
            "2026-12-12T18:00:00+01:00",
        ),
        ({"begins": SATURDAY}, "sabato 12 dicembre 2026", "2026-12-12", None),
        ({"begins": SATURDAY, "ends": SATURDAY}, "sabato 12 dicembre 2026", "2026-12-12", None),
        (
            {"begins": SATURDAY, "ends": SUNDAY},
            "da sabato 12 dicembre 2026 a domenica 13 dicembre 2026",
            "2026-12-12",
            "2026-12-13",
        ),
        (
            {"begins": SATURDAY, "begins_at": HALF_PAST_FOUR},
            "sabato 12 dicembre 2026 alle 16:30",
            "2026-12-12T16:30:00+01:00",
            None,
        ),
        (
            {"begins": SATURDAY, "begins_at": HALF_PAST_FOUR, "ends": SUNDAY},
            "da sabato 12 dicembre 2026 alle 16:30 a domenica 13 dicembre 2026",
            "2026-12-12T16:30:00+01:00",
            "2026-12-13",
        ),
        (
            {"begins": SATURDAY, "begins_at": time(21), "ends": SUNDAY, "ends_at": time(1)},
            "da sabato 12 dicembre 2026 alle 21:00 a domenica 13 dicembre 2026 all'1:00",
            "2026-12-12T21:00:00+01:00",
            "2026-12-13T01:00:00+01:00",
        ),
        (
            {
                "begins": date(2026, 6, 12),
                "begins_at": HALF_PAST_FOUR,
            },  # summer has another distance from Greenwich
            "venerdì 12 giugno 2026 alle 16:30",
            "2026-06-12T16:30:00+02:00",
            None,
        ),
        (
            {"begins_at": HALF_PAST_FOUR, "ends_at": SIX, "place": "In piazza"},
            "16:30–18:00 · In piazza",
            None,
            None,
        ),
    ],
)
def test_it_reads_as_people_say_it_and_as_programs_do(told, words, start, end):
    made = Occasion(**told)
    assert made.in_words == words
    assert [when and when.isoformat() for when in (made.start, made.end)] == [start, end]
    assert made.is_told == (start is not None)


@pytest.mark.parametrize("told", [{}, READING, {"begins": SATURDAY, "ends": SUNDAY}, {"begins_at": time(0)}])
def test_what_is_kept_is_read_again(told):
    assert occasions.read(Occasion(**told).parts) == Occasion(**told)


def test_only_what_there_is_of_it_is_kept():
    assert Occasion(**READING).parts == {
        "begins": "2026-12-12",
        "begins_at": "16:30",
        "ends_at": "18:00",
        "place": PLACE,
    }
    assert Occasion().parts == {}


@pytest.mark.parametrize(
    ("told", "over_from"),
    [
        (READING, datetime(2026, 12, 12, 17, tzinfo=UTC)),
        ({"begins": SATURDAY}, datetime(2026, 12, 12, 23, tzinfo=UTC)),
        ({"begins": SATURDAY, "begins_at": SIX}, datetime(2026, 12, 12, 23, tzinfo=UTC)),
        ({"begins": SATURDAY, "ends": SUNDAY}, datetime(2026, 12, 13, 23, tzinfo=UTC)),
    ],
)
def test_one_without_an_end_is_over_with_its_day(told, over_from):
    made = Occasion(**told)
    assert not made.is_over(over_from.replace(hour=over_from.hour - 1))
    assert made.is_over(over_from.replace(second=1))


@pytest.mark.parametrize("day", [date.min, date.max])
def test_a_day_that_nobody_means_breaks_nothing(day):
    made = Occasion(begins=day, begins_at=time(0), ends=day, ends_at=time(23, 59))
    assert made.is_over(datetime(2026, 6, 8, tzinfo=UTC)) == (day == date.min)
    assert made.parts["begins"] == day.isoformat()


THURSDAY, MONDAY = datetime(2026, 12, 10, 9, tzinfo=UTC), datetime(2026, 12, 14, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("told", "leaves", "now", "warned"),
    [
        (READING, None, THURSDAY, []),
        (READING, THURSDAY, THURSDAY, []),
        (READING, MONDAY, THURSDAY, [OVER_BY_THEN]),
        (READING, None, MONDAY, [OVER]),
        (READING, MONDAY, MONDAY, [OVER]),
        ({"begins": SATURDAY}, None, THURSDAY, [NOWHERE]),
        ({"begins": SATURDAY}, None, MONDAY, [OVER, NOWHERE]),
        ({"place": PLACE}, None, MONDAY, []),
        ({}, None, MONDAY, []),
    ],
)
def test_what_is_over_is_thought_over_and_not_refused(told, leaves, now, warned):
    assert occasions.warnings(Occasion(**told), leaves=leaves, now=now) == warned
    assert set(occasions.problems(Occasion(**told))) <= {"begins"}
