"""One amount for one message: to the cent, at the rate of its day; sums are sums of these cents."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus
from broadcasts.slices.costs.amounts import Bill, amount, bill_of, price_list, total
from broadcasts.slices.costs.models import Expense, Price
from broadcasts.slices.costs.month import month_until
from cascina_whatsapp.presentation.formatting.currencies import Exchange
from tests.builders import campaign

LEFT = datetime(2026, 11, 30, 16, tzinfo=UTC)
LATER = LEFT + timedelta(days=9)


def rate(dollars: str, on: date) -> None:
    """Written down with the price of a notice, which stays."""
    Price.objects.create(
        category="utility",
        amount=Decimal("0.03"),
        valid_from=on,
        dollars_per_euro=Decimal(dollars),
        source="BCE",
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


def bill(broadcast: Campaign) -> Bill:
    found = bill_of(broadcast)
    assert found is not None
    return found


def test_a_message_takes_the_rate_of_the_day_on_which_it_left_and_keeps_it():
    """308 notices at 0.03 $ are 9.24 $: at 1.08 dollars a euro 8.5555… €, at 1.20 7.70 €."""
    rate("1.08", date(2026, 11, 30))
    broadcast = sent()
    billed(broadcast, date(2026, 11, 30), 300)
    billed(broadcast, date(2026, 12, 2), 8)
    billed(broadcast, date(2026, 11, 30), 4, "service")
    rate("1.20", date(2026, 12, 1))
    shown = bill(broadcast).shown
    assert (shown.in_words, shown.bill) == ("8,56 €", "9,24 $")


def test_the_sum_of_a_month_is_that_of_what_it_shows_and_a_rate_that_waits_changes_nothing():
    rate("1.0886", date(2026, 11, 1))
    for _ in range(3):
        billed(sent(), date(2026, 11, 30), 18)
    month = month_until(date(2026, 11, 1), LATER)
    assert [one["amount"].in_words for one in month.broadcasts] == ["0,50 €"] * 3
    assert month.shown.in_words == "1,50 €"

    rate("5", date(2026, 11, 2))
    Price.objects.filter(dollars_per_euro=5).update(waits=True)
    assert price_list().exchange(date(2026, 11, 30)) == Exchange(Decimal("1.0886"))


def test_before_the_first_rate_of_all_a_message_takes_that_one_and_without_any_it_is_told_in_dollars():
    broadcast = sent()
    billed(broadcast, date(2026, 11, 30), 100)
    shown = bill(broadcast).shown
    assert (shown.in_words, shown.bill) == ("3,00 $", "")
    rate("1.0886", date(2026, 12, 3))
    shown = bill(broadcast).shown
    assert (shown.in_words, shown.bill) == ("2,76 €", "3,00 $")


def test_what_has_cost_nothing_has_no_bill_and_a_sum_of_euros_is_rounded_after_the_rate():
    assert bill_of(sent()) is None
    assert total([], Exchange(Decimal(1))).in_words == "0,00 €"

    assert amount(Decimal("14.93"), Exchange(Decimal("1.0886"))).in_words == "13,71 €"


@pytest.mark.parametrize(("dollars", "said"), [("0.005", "0,01 $"), ("12.904", "12,90 $"), ("0", "0,00 $")])
def test_half_a_cent_is_rounded_up(dollars, said):
    assert amount(Decimal(dollars), None).in_words == said
