"""What the page of a month's spending says beside its sums."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from broadcasts.reporting.month import month_report
from broadcasts.rules.states import CampaignStatus
from broadcasts.slices.costs.models import Budget, Category, Expense, Price
from broadcasts.slices.costs.pages import answers
from tests.builders import campaign, hire
from tests.people import GIULIA, PAOLO
from tests.staff import ROSA, SARA, at_desk

ADDRESS = "/admin/spesa/?mese=2026-11"
DAY = date(2026, 11, 3)


def page(clerk=PAOLO) -> str:
    return at_desk(clerk).get(ADDRESS).text


@pytest.mark.parametrize("free", [1000, 500])
def test_answers_are_free_as_long_as_the_month_s_free_ones_last(free):
    Price.objects.create(
        category=Category.SERVICE,
        amount=Decimal("0.03"),
        free_each_month=free,
        valid_from=DAY,
        source="Listino",
    )
    Expense.objects.create(campaign=None, day=DAY, in_window=True, category=Category.SERVICE, messages=684)
    text = page()
    assert f"I primi {'1.000' if free == 1000 else '500'} del mese sono gratis." in text
    cost = "gratis" if free == 1000 else "5,52\N{NO-BREAK SPACE}$"
    assert f'684 messaggi</td><td class="num">{cost}</td>' in text


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


@pytest.mark.parametrize(
    ("clerk", "reads", "writes"),
    [(GIULIA, False, False), (PAOLO, True, True), (ROSA, True, False), (SARA, True, True)],
)
def test_who_can_change_nothing_and_needs_nothing_of_it_has_no_entry(clerk, reads, writes):
    desk = at_desk(clerk)
    assert ('href="/admin/spesa/"' in desk.get("/admin/impostazioni/").text) is reads
    assert desk.get(ADDRESS).status_code == (200 if reads else 403)
    text = page(clerk)
    assert ("Metti un limite" in text, "Scrivi un prezzo nuovo" in text) == (writes, writes)


def test_of_a_month_in_which_nothing_left_the_summary_tells_a_cost_only_where_there_was_one():
    report, now = month_report(DAY), timezone.now()
    assert answers.of_a_month(report, now)[0] == ""
    Expense.objects.create(
        campaign=campaign(status=CampaignStatus.SENT, started_at=now, finished_at=now),
        day=DAY,
        in_window=False,
        category=Category.UTILITY,
        messages=10,
    )
    assert answers.of_a_month(report, now) == (
        "Costo: 0,30 $.",
        [("Costo in dollari, con le risposte", Decimal("0.3"))],
    )
