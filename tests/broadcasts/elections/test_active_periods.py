"""Which periods hold, asked of the database: it says at every moment what the rules say."""

from datetime import date, timedelta

import pytest

from cascina_whatsapp.elections import active_periods, rules
from cascina_whatsapp.elections.models import ElectoralPeriod
from tests.broadcasts.elections.periods import (
    DECIDED,
    POLLS_CALLED,
    POLLS_CLOSE,
    REFERENDUM,
    REGIONAL,
    RUN_OFF_CLOSES,
    active,
    rome,
    written,
)
from tests.builders import hire
from tests.staff import SIMONA

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
MOMENTS = [
    *(
        edge + step
        for edge in (POLLS_CALLED, POLLS_CLOSE, RUN_OFF_CLOSES)
        for step in (-SECOND, 0 * SECOND, SECOND)
    ),
    rome(2026, 3, 29, 3),
    rome(2026, 3, 23, 15),
]


@pytest.mark.parametrize("run_off", ["yes", "no", "unknown"])
def test_the_database_says_what_the_rules_say(run_off):
    period = active(run_off=run_off)
    active(**REFERENDUM)
    for moment in MOMENTS:
        spans = active_periods.blocked_spans(moment)
        assert active_periods.holds(moment) is rules.holds_at(spans, moment), moment
        assert (period in active_periods.ahead(moment)) is not period.is_over(moment), moment


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "draft", "activated_by": None, "activated_at": None},
        {"state": "annulled", "annulled_at": DECIDED, "annulled_reason": "Rinviate"},
        {"applies_to_us": False, "applies_reason": "Qui non si vota"},
    ],
    ids=["draft", "annulled", "elsewhere"],
)
def test_what_does_not_restrict_us(fields):
    if fields.get("state") == "annulled":
        fields = fields | {"annulled_by": hire(SIMONA)}
    active(**fields)
    assert (active_periods.holds(POLLS_CALLED), active_periods.blocked_spans(POLLS_CALLED)) == (False, [])


def test_what_overlaps_is_one_span_and_holds_until_the_last_is_over():
    active()
    active(name="Referendum locale", starts_at=rome(2026, 6, 1), ends_at=rome(2026, 6, 15, 15), run_off="no")
    (span,) = active_periods.blocked_spans(POLLS_CALLED)
    assert (span.starts_at, span.ends_at) == (POLLS_CALLED, rome(2026, 6, 15, 15))
    assert active_periods.until(POLLS_CALLED) == rome(2026, 6, 15, 15)
    assert active_periods.until(POLLS_CALLED - SECOND) is None


def test_what_is_over_is_ahead_no_more():
    active(**REGIONAL)
    assert active_periods.ahead(DECIDED)
    assert active_periods.ahead(rome(2025, 10, 13, 15)) == []


def test_the_newsroom_is_warned_before_and_nothing_is_stopped():
    period = active(warning_from=date(2026, 3, 10))
    moments = (rome(2026, 3, 9, 23, 59), rome(2026, 3, 10), POLLS_CALLED - SECOND, POLLS_CALLED)
    assert [period.is_warned(moment) for moment in moments] == [False, True, True, False]
    assert not active_periods.holds(rome(2026, 3, 10))
    assert not active(warning_from=None).is_warned(POLLS_CALLED - SECOND)


def test_each_question_is_one_query(django_assert_num_queries):
    active()
    for ask in (
        active_periods.blocked_spans,
        active_periods.holds,
        active_periods.ahead,
        active_periods.until,
    ):
        with django_assert_num_queries(1):
            ask(POLLS_CALLED)


def test_what_a_screen_calls_it():
    period = written()
    assert period.condition(POLLS_CALLED) == "Bozza"
    period = active()
    assert period.condition(POLLS_CALLED) == "Attivo"
    assert period.condition(RUN_OFF_CLOSES) == "Concluso"
    assert active(applies_to_us=False, applies_reason="Altrove").condition(POLLS_CALLED) == "Non ci riguarda"
    assert ElectoralPeriod(state="annulled").condition(POLLS_CALLED) == "Annullato"


ANNULLED = {"state": "annulled", "annulled_reason": "Rinviate"}


@pytest.mark.parametrize(
    ("annulled_at", "ends"),
    [
        (POLLS_CALLED - SECOND, None),
        (POLLS_CALLED, None),
        (POLLS_CLOSE, POLLS_CLOSE),
        (RUN_OFF_CLOSES + SECOND, RUN_OFF_CLOSES),
    ],
)
def test_an_annulled_period_held_until_then(annulled_at, ends):
    period = active(**ANNULLED, annulled_at=annulled_at, annulled_by=hire(SIMONA))
    assert period.held == (rules.Span(POLLS_CALLED, ends) if ends else None)


def test_what_restricts_us_holds_for_its_span_and_what_does_not_never():
    period = active()
    assert period.held == period.span
    assert active(applies_to_us=False, applies_reason="Non si vota qui").held is None
    assert written().held is None
    assert written(**ANNULLED, annulled_at=POLLS_CLOSE, annulled_by=hire(SIMONA)).held is None
