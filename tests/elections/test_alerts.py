"""What elections ask of somebody, on the bar of every page: too few who authorise, an emergency to review."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group

from broadcasts.elections import declaring
from broadcasts.models.declarations import REVIEW_WITHIN
from cascina_whatsapp.staff_site import alerts
from tests.broadcasts.elections.declarations import authorised
from tests.builders import NOW, campaign, hire
from tests.people import GIULIA, PAOLO
from tests.staff import ROSA, SARA, SILVIA, SIMONA, at_desk

from .periods import active, rome

pytestmark = pytest.mark.django_db


def bar(clerk, now=NOW) -> str:
    with time_machine.travel(now, tick=False):
        text = at_desk(clerk).get("/admin/guida/").text
    found = re.search('<section class="alerts".*?</section>', text, re.DOTALL)
    return " ".join(found[0].split()).replace("&#x27;", "'") if found else ""


@pytest.mark.parametrize(
    ("authorisers", "words"),
    [
        ([], "non c'è nessuno: nessun messaggio può partire"),
        ([SILVIA], "c'è una persona sola"),
        ([SILVIA, SIMONA], ""),
    ],
    ids=["nobody", "one", "two"],
)
def test_too_few_who_authorise_while_a_period_holds(authorisers, words):
    active()
    Group.objects.get(name=SILVIA.group).user_set.set([hire(clerk) for clerk in authorisers])
    told = bar(PAOLO)
    assert (words in told) if words else ("Autorizzatore elettorale" not in told)
    assert "Autorizzatore elettorale" not in bar(ROSA)
    assert "Autorizzatore elettorale" not in bar(PAOLO, rome(2026, 6, 8, 15))


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


@pytest.mark.parametrize(("clerk", "queries"), [(PAOLO, 3), (SILVIA, 3), (SARA, 3), (ROSA, 0)])
def test_it_costs_one_query_more_while_a_period_holds(clerk, queries, django_assert_num_queries):
    active()
    user = hire(clerk)
    user.get_all_permissions()  # the page has asked for them anyway
    with django_assert_num_queries(queries):
        alerts.for_user(user, NOW)
