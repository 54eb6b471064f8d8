"""One amount for one message: to the cent, on its own total, at the rate of its day; sums are sums of these cents."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from broadcasts.costs.amounts import amount, parts_of, spent, spent_by, total
from broadcasts.costs.prices import price_list
from broadcasts.models import Campaign, ExchangeRate, Expense
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.presentation.formatting.currencies import Exchange
from tests.builders import campaign

pytestmark = pytest.mark.django_db
LEFT = datetime(2026, 11, 30, 16, tzinfo=UTC)
LATER = LEFT + timedelta(days=9)


def rate(dollars: str, on: date) -> None:
    ExchangeRate.objects.create(
        dollars=Decimal(dollars), day=on, valid_from=on, source="BCE", set_at=datetime(2026, 1, 1, tzinfo=UTC)
    )


def sent(**more) -> Campaign:
    made = {"status": CampaignStatus.SENT, "started_at": LEFT, "finished_at": LEFT + timedelta(minutes=10)}
    return campaign(**made | more)


def billed(broadcast: Campaign, day: date, messages: int, category: str = "utility") -> None:
    Expense.objects.create(
        campaign=broadcast,
        day=day,
        in_window=category == "service",
        category=category,
        messages=messages,
    )


def test_a_message_takes_the_rate_of_the_day_on_which_it_left_and_keeps_it():
    """308 notices at 0.03 $ are 9.24 $: at 1.08 dollars a euro 8.5555… €, at 1.20 7.70 €."""
    rate("1.08", date(2026, 11, 30))
    broadcast = sent()
    billed(broadcast, date(2026, 11, 30), 300)
    billed(broadcast, date(2026, 12, 2), 8)
    billed(broadcast, date(2026, 11, 30), 4, "service")
    rate("1.20", date(2026, 12, 1))
    found = spent(broadcast, LATER)
    assert found is not None
    assert (found.in_words, found.bill) == ("8,56 €", "9,24 $")


def test_what_it_costs_over_two_months_adds_up_to_its_own_amount():
    """5 messages are 0.15 $, twice: a month alone is 0.1378 €, both are 0.2756 €: 0.28 €."""
    rate("1.0886", date(2026, 11, 1))
    broadcast = sent()
    billed(broadcast, date(2026, 11, 30), 5)
    billed(broadcast, date(2026, 12, 1), 5)
    parts = parts_of(Expense.objects.all(), price_list(), LATER)
    assert [(part.month.month, part.messages) for part in parts] == [(11, 5), (12, 5)]
    whole = spent(broadcast, LATER)
    assert whole is not None
    assert whole.cents == sum(part.amount.cents for part in parts) == Decimal("0.28")


def test_a_list_says_the_same_as_the_page_of_each_and_its_sum_is_the_sum_of_what_it_shows():
    rate("1.0886", date(2026, 11, 1))
    broadcasts = [sent() for _ in range(3)]
    for broadcast in broadcasts:
        billed(broadcast, date(2026, 11, 30), 18)
    rows = spent_by([one.pk for one in broadcasts], LATER)
    assert [rows[one.pk].in_words for one in broadcasts] == ["0,50 €"] * 3
    assert [rows[one.pk] for one in broadcasts] == [spent(one, LATER) for one in broadcasts]
    assert total(rows.values()).in_words == "1,50 €"


def test_while_messages_arrive_the_amount_may_still_grow():
    rate("1.0886", date(2026, 11, 1))
    going = sent(status=CampaignStatus.SENDING, finished_at=None)
    billed(going, date(2026, 11, 30), 1)
    over = sent()
    billed(over, date(2026, 11, 30), 1)
    just_after, later = LEFT + timedelta(minutes=30), LEFT + timedelta(hours=2)
    words = [
        found.as_it_stands
        for now in (just_after, later)
        for found in spent_by([going.pk, over.pk], now).values()
    ]
    assert words == ["0,03 €, in aggiornamento"] * 3 + ["0,03 €"]


def test_before_the_first_rate_of_all_a_message_takes_that_one_and_without_any_it_is_told_in_dollars():
    broadcast = sent()
    billed(broadcast, date(2026, 11, 30), 100)
    found = spent(broadcast, LATER)
    assert found is not None
    assert (found.in_words, found.bill) == ("3,00 $", "")
    rate("1.0886", date(2026, 12, 3))
    found = spent(broadcast, LATER)
    assert found is not None
    assert (found.in_words, found.bill) == ("2,76 €", "3,00 $")


def test_a_message_that_has_cost_nothing_has_no_amount():
    assert spent(sent(), LATER) is None
    assert total([]).in_words == "0,00 €"


@pytest.mark.parametrize(("dollars", "said"), [("0.005", "0,01 $"), ("12.904", "12,90 $"), ("0", "0,00 $")])
def test_half_a_cent_is_rounded_up(dollars, said):
    assert amount(Decimal(dollars), None).in_words == said


def test_a_sum_of_euros_is_rounded_after_the_rate():
    assert amount(Decimal("14.93"), Exchange(Decimal("1.0886"), date(2026, 11, 26))).in_words == "13,71 €"
