"""When a period holds: the table of cases of the law, with the dates of Cascina."""

from datetime import UTC, timedelta

import pytest

from cascina_whatsapp.elections import rules
from cascina_whatsapp.elections.rules import Span
from tests.broadcasts.elections.periods import POLLS_CALLED, POLLS_CLOSE, RUN_OFF_CLOSES, RUN_OFF_OPENS, rome

SECOND = timedelta(seconds=1)
MUNICIPAL = Span(POLLS_CALLED, RUN_OFF_CLOSES)
REFERENDUM = Span(rome(2026, 1, 21), rome(2026, 3, 23, 15))
OVERLAP = [Span(rome(2026, 4, 1), rome(2026, 4, 20)), MUNICIPAL, REFERENDUM]


@pytest.mark.parametrize(
    ("moment", "holds"),
    [
        (POLLS_CALLED - SECOND, False),
        (POLLS_CALLED, True),
        (POLLS_CLOSE - SECOND, True),
        (POLLS_CLOSE, True),  # between the two rounds
        (RUN_OFF_OPENS, True),
        (RUN_OFF_CLOSES - SECOND, True),
        (RUN_OFF_CLOSES, False),
    ],
)
def test_it_holds_from_its_first_moment_to_before_its_last(moment, holds):
    assert MUNICIPAL.holds_at(moment) is holds
    assert MUNICIPAL.holds_at(moment.astimezone(UTC)) is holds
    assert rules.holds_at([MUNICIPAL], moment) is holds
    assert rules.holds_at([Span(rome(2020, 1, 1), rome(2020, 1, 2)), MUNICIPAL], moment) is holds


@pytest.mark.parametrize(
    ("run_off", "ends"),
    [("yes", RUN_OFF_CLOSES), ("unknown", RUN_OFF_CLOSES), ("no", POLLS_CLOSE)],
)
def test_a_run_off_of_which_nobody_knows_counts_as_one_that_is_held(run_off, ends):
    assert rules.effective_end(POLLS_CLOSE, run_off, RUN_OFF_CLOSES) == ends


def test_what_is_known_of_a_run_off():
    assert [str(word) for word in rules.RunOff] == ["yes", "no", "unknown"]
    for word in rules.RunOff:  # that its moment is known is the database's to see to
        assert rules.effective_end(POLLS_CLOSE, word, None) == POLLS_CLOSE


@pytest.mark.parametrize(
    ("first", "last", "meets"),
    [
        (POLLS_CALLED - 2 * SECOND, POLLS_CALLED - SECOND, False),
        (POLLS_CALLED - SECOND, POLLS_CALLED, True),  # its last message would leave at the first moment
        (POLLS_CALLED, POLLS_CALLED, True),
        (POLLS_CALLED - SECOND, RUN_OFF_CLOSES + SECOND, True),
        (RUN_OFF_CLOSES - SECOND, RUN_OFF_CLOSES + SECOND, True),
        (RUN_OFF_CLOSES, RUN_OFF_CLOSES + SECOND, False),
    ],
)
def test_a_window_of_sending_meets_it(first, last, meets):
    assert MUNICIPAL.meets(first, last) is meets
    assert rules.meets([REFERENDUM, MUNICIPAL], first, last) is meets


def test_periods_that_overlap_or_touch_are_one():
    touching = Span(RUN_OFF_CLOSES, rome(2026, 6, 20))
    within = Span(rome(2026, 5, 1), rome(2026, 5, 2))
    assert rules.union([*OVERLAP, touching, within]) == [
        REFERENDUM,
        Span(rome(2026, 4, 1), rome(2026, 6, 20)),
    ]
    assert rules.union([]) == []


def test_what_does_not_touch_stays_apart():
    days = [Span(rome(2026, 2, day), rome(2026, 2, day + 1)) for day in (1, 3, 5)]
    last = Span(rome(2026, 2, 5, 12), rome(2026, 2, 8))
    assert rules.union([*days, last]) == [*days[:2], Span(rome(2026, 2, 5), rome(2026, 2, 8))]
    assert rules.union([*days, Span(rome(2026, 2, 5, 12), rome(2026, 2, 5, 13))]) == days


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        (rome(2026, 1, 1), None),
        (rome(2026, 3, 23, 14, 59), REFERENDUM.ends_at),
        (REFERENDUM.ends_at, None),
        (rome(2026, 4, 2), RUN_OFF_CLOSES),  # as long as the other one, which begins meanwhile
        (RUN_OFF_CLOSES, None),
    ],
)
def test_until_when_it_holds(moment, until):
    assert rules.until(OVERLAP, moment) == until


def test_the_clocks_go_forward_within_it():
    """29 March 2026: two o'clock is three. The span has an hour less, and no moment is lost."""
    span = Span(rome(2026, 3, 29).astimezone(UTC), rome(2026, 3, 30).astimezone(UTC))
    assert span.ends_at - span.starts_at == timedelta(hours=23)
    assert span.holds_at(rome(2026, 3, 29, 3))
    assert not span.holds_at(rome(2026, 3, 30))
