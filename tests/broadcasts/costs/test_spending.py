"""What the page of a month's spending says beside its sums."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from broadcasts.models import Budget, Expense, Price
from broadcasts.rules.pricing import Category
from broadcasts.rules.states import CampaignStatus
from tests.builders import campaign, hire
from tests.people import PAOLO
from tests.staff import SARA, at_desk

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/tetti-di-spesa/conto/?mese=2026-11"
DAY = date(2026, 11, 3)


def page() -> str:
    return at_desk(PAOLO).get(ADDRESS).text


@pytest.mark.parametrize(
    ("price", "said"),
    [
        ("0.0691", "come pubblicità e costa più del doppio."),
        ("0.0600", "come pubblicità e costa di più."),
        ("0.0300", "come pubblicità."),
    ],
)
def test_an_invitation_costs_as_much_more_as_the_list_says(price, said):
    """A notice costs 0.0300 $."""
    Price.objects.create(category=Category.MARKETING, amount=Decimal(price), valid_from=DAY, source="Listino")
    assert said in page()


@pytest.mark.parametrize("free", [1000, 500])
def test_answers_are_free_as_long_as_the_month_s_free_ones_last(free):
    Price.objects.create(
        category=Category.SERVICE,
        amount=Decimal("0.03"),
        free_each_month=free,
        valid_from=DAY,
        source="Listino",
    )
    Expense.objects.create(campaign=None, day=DAY, in_window=True, category=Category.SERVICE, messages=184)
    told = "1.000" if free == 1000 else "500"
    assert f'184 risposte ai cittadini<br><span class="sub">fra i {told} gratis del mese<' in page()


@pytest.mark.parametrize(
    ("percent", "said"), [(80, "l&#x27;80\N{NO-BREAK SPACE}%"), (75, "il 75\N{NO-BREAK SPACE}%")]
)
def test_the_threshold_that_is_reached_is_told_with_its_article(percent, said):
    now = timezone.now()
    sent = campaign(status=CampaignStatus.SENT, started_at=now, finished_at=now)
    Expense.objects.create(campaign=sent, day=DAY, in_window=False, category=Category.UTILITY, messages=100)
    Budget.objects.create(
        amount=3,
        warn_percent=percent,
        valid_from=DAY.replace(day=1),
        set_by=hire(SARA),
        set_at=now,
        note="Prova",
    )
    assert f"Raggiunto {said} del limite" in page()


def test_the_way_back_is_the_page_that_leads_here():
    assert (
        f'<ul class="crumb" aria-label="Dove sei"><li><a href="{reverse("admin:index")}">Inizio</a>' in page()
    )
