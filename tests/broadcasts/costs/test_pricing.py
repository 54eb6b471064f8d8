"""Meta's price list: which price on which day, which messages are free, where a month begins and ends."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from broadcasts.slices.costs.models import Price
from broadcasts.slices.costs.pricing import PriceList, month_of
from cascina_whatsapp.presentation.formatting.dates import day_of
from cascina_whatsapp.presentation.formatting.numbers import money

SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 1)
LIST = PriceList(
    [
        Price(category="utility", amount=Decimal("0.0300"), valid_from=date(2026, 1, 1)),
        Price(category="marketing", amount=Decimal("0.0691"), valid_from=date(2026, 1, 1)),
        Price(
            category="service", amount=Decimal("0.0300"), valid_from=date(2026, 10, 1), free_each_month=1000
        ),
        Price(category="utility", amount=Decimal("0.0400"), valid_from=date(2027, 1, 1)),
        Price(category="utility", amount=Decimal("0.0350"), valid_from=date(2027, 1, 1)),
    ]
)


@pytest.mark.parametrize(
    ("category", "messages", "day", "cost"),
    [
        ("utility", 5000, OCTOBER, "150"),
        ("marketing", 5000, OCTOBER, "345.50"),
        ("utility", 5000, date(2025, 12, 31), "0"),  # no price yet
        ("utility", 5000, date(2026, 12, 31), "150"),
        ("utility", 5000, date(2027, 1, 1), "175"),  # the correction counts, not what it corrects
        ("service", 5000, SEPTEMBER, "0"),
        ("service", 1, OCTOBER, "0.03"),
        ("authentication", 5, OCTOBER, "0"),
    ],
)
def test_a_message_costs_the_price_of_its_day(category, messages, day, cost):
    assert LIST.cost(category, messages, day) == Decimal(cost)


@pytest.mark.parametrize(
    ("counts", "cost"),
    [
        ([], "0"),
        ([(date(2026, 10, 5), "service", 1000)], "0"),
        ([(date(2026, 10, 5), "service", 1001)], "0.03"),
        ([(date(2026, 10, 20), "service", 600), (date(2026, 10, 5), "service", 600)], "6"),
        ([(date(2026, 10, 5), "service", 1001), (date(2026, 10, 5), "utility", 10)], "0.33"),
        ([(date(2026, 9, 5), "service", 9000)], "0"),
    ],
)
def test_the_first_thousand_messages_in_the_window_are_free_each_month(counts, cost):
    assert LIST.beyond_free(counts) == Decimal(cost)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 10, 31, 22, 59, tzinfo=UTC), date(2026, 10, 31)),  # 23:59 in Rome, winter time
        (datetime(2026, 10, 31, 23, 0, tzinfo=UTC), date(2026, 11, 1)),
        (datetime(2026, 8, 31, 21, 59, tzinfo=UTC), date(2026, 8, 31)),  # 23:59, summer time
        (datetime(2026, 8, 31, 22, 0, tzinfo=UTC), date(2026, 9, 1)),
        (datetime(2027, 3, 27, 23, 0, tzinfo=UTC), date(2027, 3, 28)),  # the night in which clocks go forward
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), date(2026, 10, 25)),  # and the one in which they go back
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_days_and_months_are_those_of_cascinas_clocks(moment, day):
    first, last = month_of(moment)
    assert (day_of(moment), first) == (day, day.replace(day=1))
    assert first <= day <= last
    assert last.month == day.month


@pytest.mark.parametrize(
    ("amount", "places", "words"),
    [
        ("0", 2, "0,00 $"),
        ("1234567.5", 2, "1.234.567,50 $"),
        ("0.0691", 4, "0,0691 $"),
        ("0.005", 2, "0,01 $"),
        ("345.5", 2, "345,50 $"),
    ],
)
def test_money_is_written_in_italian(amount, places, words):
    assert money(Decimal(amount), places=places) == words
