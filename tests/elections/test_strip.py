"""On every page of who sees periods: what holds and until when, or that it is about to; one query."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from cascina_whatsapp.elections.strip import strip_for
from tests.builders import hire
from tests.people import GIULIA
from tests.staff import ROSA, SARA, SILVIA, VERA, at_desk

from .periods import POLLS_CALLED, POLLS_CLOSE, RUN_OFF_CLOSES, active, rome, written

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
UNTIL = "Periodo elettorale fino a lunedì 8 giugno 2026 alle 15:00"


@pytest.mark.parametrize(
    ("make", "now", "words"),
    [
        (active, POLLS_CALLED - SECOND, ""),
        (active, POLLS_CALLED, UNTIL),
        (active, POLLS_CLOSE + SECOND, UNTIL),
        (active, RUN_OFF_CLOSES, ""),
        (written, POLLS_CALLED, ""),
        (lambda: active(applies_to_us=False, applies_reason="Non si vota qui."), POLLS_CALLED, ""),
        (lambda: active(warning_from=date(2026, 3, 10)), rome(2026, 3, 9, 23, 59), ""),
        (
            lambda: active(warning_from=date(2026, 3, 10)),
            rome(2026, 3, 10),
            "Da giovedì 9 aprile 2026 comincia il periodo elettorale «Elezioni comunali 2026». Già ora niente",
        ),
        (lambda: active(warning_from=date(2026, 3, 10)), POLLS_CALLED, UNTIL),
    ],
)
def test_what_it_says(make, now, words):
    make()
    strip = strip_for(hire(GIULIA), now)
    assert (strip.sentence if strip else "").startswith(words)
    assert bool(strip) == bool(words)


def test_of_two_that_overlap_it_says_the_later_end():
    active(run_off="no")
    active(name="Referendum", starts_at=rome(2026, 5, 1), ends_at=rome(2026, 6, 15, 15), run_off="no")
    strip = strip_for(hire(GIULIA), POLLS_CALLED)
    assert "fino a lunedì 15 giugno 2026 alle 15:00" in strip.sentence


def test_it_costs_one_query_and_nothing_for_who_sees_no_periods(django_assert_num_queries):
    active()
    for clerk, queries in ((GIULIA, 1), (SARA, 0)):
        user = hire(clerk)
        user.get_all_permissions()  # the page has asked for them anyway
        with django_assert_num_queries(queries):
            strip_for(user, POLLS_CALLED)


@pytest.mark.parametrize("clerk", [GIULIA, ROSA, VERA, SILVIA], ids=lambda clerk: clerk.group)
def test_it_is_on_every_page_and_leads_to_what_holds_today(clerk):
    active()
    with time_machine.travel(POLLS_CALLED, tick=False):
        for page in ("index", "guide", "my_sessions", "settings", "broadcasts_campaign_changelist"):
            text = at_desk(clerk).get(reverse(f"admin:{page}")).text
            assert text.count(UNTIL) == 1, page
            assert f'href="{reverse("admin:elections_electoralperiod_today")}"' in text
