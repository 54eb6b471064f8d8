"""What elections say on the bar of every page: what holds, too few who authorise, an emergency to review."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse

from broadcasts.slices.elections import declaring, desk
from broadcasts.slices.elections.models import REVIEW_WITHIN
from cascina_whatsapp.staff_site import alerts
from tests.broadcasts.elections.declarations import authorised
from tests.broadcasts.elections.periods import (
    POLLS_CALLED,
    POLLS_CLOSE,
    RUN_OFF_CLOSES,
    active,
    rome,
    written,
)
from tests.builders import NOW, campaign, hire
from tests.people import GIULIA, PAOLO
from tests.staff import ROSA, SARA, SILVIA, SIMONA, at_desk

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def bar(clerk, now=NOW) -> str:
    with time_machine.travel(now, tick=False):
        text = at_desk(clerk).get("/admin/guida/").text
    found = re.search('<section class="alerts".*?</section>', text, re.DOTALL)
    return " ".join(found[0].split()).replace("&#x27;", "'") if found else ""


UNTIL = "Vale un periodo elettorale fino a lunedì 8 giugno 2026 alle 15:00"


@pytest.mark.parametrize(
    ("authorisers", "words", "tone"),
    [
        ([], "non c'è nessuno: nessun messaggio può partire", "Attenzione:"),
        ([SILVIA], "c'è una persona sola", "Attenzione:"),
        ([SILVIA, SIMONA], "", "In attesa:"),
    ],
    ids=["nobody", "one", "two"],
)
def test_while_a_period_holds_the_bar_says_until_when_and_whether_enough_authorise(authorisers, words, tone):
    active()
    Group.objects.get(name=SILVIA.group).user_set.set([hire(clerk) for clerk in authorisers])
    for clerk in (PAOLO, GIULIA, ROSA):
        told = bar(clerk)
        assert told.count(UNTIL) == 1
        assert f'href="{reverse("admin:elections_electoralperiod_changelist")}"' in told
        assert (words in told) if words else ("Autorizzatore elettorale" not in told)
        assert (tone in told, UNTIL in bar(clerk, rome(2026, 6, 8, 15))) == (True, False)
    assert UNTIL not in bar(SARA)


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
def test_what_the_bar_says_of_periods(make, now, words):
    make()
    told = [one.sentence for one in desk.period(alerts.bar.gather(now).of_slices[0], now)]
    assert len(told) == bool(words)
    assert all(one.startswith(words) for one in told)


def test_of_two_that_overlap_it_says_the_later_end():
    active(run_off="no")
    active(name="Referendum", starts_at=rome(2026, 5, 1), ends_at=rome(2026, 6, 15, 15), run_off="no")
    assert "fino a lunedì 15 giugno 2026 alle 15:00" in bar(GIULIA, POLLS_CALLED)


def test_an_emergency_is_asked_for_and_late_after_a_day():
    active(standing_order_number="7/2026")
    made = campaign(title="Piena", is_urgent=True, urgent_reason="Piena dell'Arno")
    hire(SIMONA)
    declaration = authorised(made, category="emergency")
    told = bar(SIMONA)
    assert "In attesa:" in told
    assert "la riesamina entro 24 ore" in told
    assert f'href="/admin/messaggi/{made.pk}/modifica/"' in told
    assert "nessuno l'ha riesaminata" in bar(SIMONA, NOW + REVIEW_WITHIN + timedelta(seconds=1))
    assert "riesamina" not in bar(GIULIA)
    declaring.review(declaration, is_upheld=True, by=hire(SIMONA), now=NOW, note="Serviva")
    assert "riesamina" not in bar(SIMONA)


@pytest.mark.parametrize("clerk", [PAOLO, SILVIA, SARA, ROSA])
def test_it_costs_two_queries_more_while_a_period_holds(clerk, django_assert_num_queries):
    active()
    user = hire(clerk)
    user.get_all_permissions()  # the page has asked for them anyway
    with django_assert_num_queries(3):
        alerts.for_user(user, NOW)
