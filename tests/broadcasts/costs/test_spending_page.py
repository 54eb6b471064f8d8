"""What clerks read about costs, and who keeps prices and budgets."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from broadcasts.models import Campaign, Delivery
from broadcasts.rules.states import CampaignStatus
from broadcasts.slices.costs import billed_counts
from broadcasts.slices.costs.amounts import price_list
from broadcasts.slices.costs.models import Budget, Price
from broadcasts.slices.costs.pricing import month_of
from cascina_whatsapp.celery import app
from cascina_whatsapp.presentation.formatting.currencies import Exchange
from tests.builders import campaign, hire, subscribe, under_way
from tests.people import ANNA, GIULIA, PAOLO
from tests.staff import ROSA, SARA, at_desk

SPENDING, PRICES = "/admin/spesa/", "/admin/prezzi/"
PRICE = {
    "category": "utility",
    "amount": "0,0350",
    "free_each_month": "0",
    "dollars_per_euro": "1,0886",
    "valid_from": "01/01/2027",
    "source": "Listino di WhatsApp",
}


def page(clerk, broadcast: Campaign, name: str = "change") -> str:
    return at_desk(clerk).get(reverse(f"admin:broadcasts_campaign_{name}", args=[broadcast.pk])).text


def spend(amount: str, **more) -> None:
    this_month = month_of(timezone.now())[0]
    Budget.objects.create(
        amount=Decimal(amount),
        valid_from=this_month,
        set_by=hire(SARA),
        set_at=timezone.now(),
        note="Determina 12",
        **more,
    )


def test_who_writes_and_who_approves_read_the_cost_and_whether_the_budget_blocks_or_warns():
    subscribe(ANNA)
    text = page(GIULIA, campaign())
    assert "<b>1 persona</b> · 0,03 $ · " in text
    assert "Speso finora" not in text

    spend("0.02", blocks=True)
    asked = campaign(status=CampaignStatus.IN_REVIEW)
    beyond = "la spesa del mese arriva a 0,03 $: supera il limite di 0,02 $. Lo alza chi approva"
    assert beyond in page(GIULIA, asked)
    text = page(PAOLO, asked, "launch")
    assert "<dt>Costo</dt><dd>0,03 $<" in text
    assert text.count(beyond) == 1
    assert text.index(beyond) > text.index('<div id="gate"')
    Budget.objects.update(amount=Decimal("0.03"), blocks=False)
    text = page(PAOLO, asked, "launch")
    assert "la spesa del mese arriva a 0,03 $, su un limite di 0,03 $." in text
    assert "supera il limite" not in text


def test_who_follows_it_reads_what_it_has_cost():
    subscribe(ANNA)
    sent, now = under_way(), timezone.now()
    assert "Costo" not in page(PAOLO, sent)
    Delivery.objects.update(status="delivered", delivered_at=now, outside_window=True)
    month = at_desk(PAOLO).get(SPENDING).text
    assert "Ancora niente" in month
    assert "Si aggiorna da sola ogni cinque minuti" in month
    assert app.conf.beat_schedule["tally"]["schedule"] == 5 * 60
    billed_counts.tally(now, now)
    text = page(PAOLO, sent)
    assert "contati ogni cinque minuti" in text
    assert "<dt>Speso</dt><dd>0,03 $" in text
    assert "1 persona a 0,0300\N{NO-BREAK SPACE}$" in text
    assert "Quanto costa" not in page(PAOLO, sent)


def test_the_administrator_sets_a_budget_and_its_row_says_who_and_why():
    fields = {
        "amount": "400",
        "warn_percent": "80",
        "blocks": "on",
        "valid_from": "01/06/2026",
        "note": "Determina 12/2026",
    }
    at_desk(SARA).post(f"{SPENDING}aggiungi/", fields)
    budget = Budget.objects.get()
    at_desk(PAOLO).post(f"{SPENDING}{budget.pk}/modifica/")
    assert (budget.amount, budget.blocks, budget.set_by.username) == (400, True, "sara")
    text = at_desk(PAOLO).get(SPENDING).text
    assert "400,00\N{NO-BREAK SPACE}$" in text
    assert "Determina 12/2026" in text
    assert "restano 400,00 $" in text


@pytest.mark.parametrize(
    ("field", "value"), [("amount", "-1"), ("warn_percent", "0"), ("warn_percent", "101"), ("note", "")]
)
def test_a_budget_without_sense_or_reason_is_refused(field, value):
    fields = {"amount": "400", "warn_percent": "80", "valid_from": "01/06/2026", "note": "Determina"}
    response = at_desk(SARA).post(f"{SPENDING}aggiungi/", fields | {field: value})
    assert (response.status_code, Budget.objects.count()) == (200, 0)


def test_a_new_price_holds_from_its_day_with_its_rate_and_the_old_one_stays():
    at_desk(SARA).post(f"{PRICES}aggiungi/", PRICE)
    row = Price.objects.latest("pk")
    at_desk(PAOLO).post(f"{PRICES}{row.pk}/modifica/")
    assert price_list().at("utility", date(2026, 12, 31)).amount == Decimal("0.03")
    assert price_list().at("utility", date(2027, 1, 1)).amount == Decimal("0.035")
    assert price_list().exchange(date(2027, 1, 1)) == Exchange(Decimal("1.0886"))
    assert "0,0350\N{NO-BREAK SPACE}$ a messaggio, 1\N{NO-BREAK SPACE}€" in at_desk(ROSA).get(SPENDING).text


def test_a_price_is_read_in_euros_too_where_a_rate_is_known():
    """0.03 $ at 1.2 dollars a euro are 2.5 cents."""
    assert "centesimi" not in at_desk(PAOLO).get(SPENDING).text
    Price.objects.filter(category="utility").update(dollars_per_euro=Decimal("1.2"))
    text = at_desk(PAOLO).get(SPENDING).text
    assert "2,5 centesimi" in text
    assert "Un euro vale 1,2000\N{NO-BREAK SPACE}$" in text


@pytest.mark.parametrize("wrong", [{"dollars_per_euro": ""}, {"dollars_per_euro": "0"}, {"source": ""}])
def test_a_price_with_a_rate_that_cannot_be_is_refused(wrong):
    response = at_desk(SARA).post(f"{PRICES}aggiungi/", PRICE | wrong)
    assert (response.status_code, Price.objects.count()) == (200, 3)


@pytest.mark.parametrize("clerk", [GIULIA, ROSA])
def test_who_writes_and_who_audits_sets_neither_price_nor_budget(clerk):
    for address in (SPENDING, PRICES):
        assert at_desk(clerk).post(f"{address}aggiungi/").status_code == 403
    assert (Budget.objects.count(), Price.objects.count()) == (0, 3)
