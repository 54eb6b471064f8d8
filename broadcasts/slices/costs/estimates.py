"""The estimate of a broadcast's cost before it leaves, and its words."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.db.models import Sum

from broadcasts.content import time_to_live
from broadcasts.content.preview import Reach, reach
from broadcasts.models import Campaign
from cascina_whatsapp.presentation.formatting.currencies import Exchange
from cascina_whatsapp.presentation.formatting.dates import day_of

from . import amounts
from .amounts import category_of, price_list
from .models import Category, Expense
from .pricing import NOTHING, PriceList, month_of


@dataclass(frozen=True)
class Estimate:
    """The cost of a broadcast if it left at once and arrived at everybody."""

    people: int
    inside: int
    """The people inside their window: they get a free message."""
    category: str
    template_price: Decimal | None
    """The price of one template; None where the list has none."""
    service_cost: Decimal
    """The cost of the messages to those inside, beyond the month's free ones."""
    exchange: Exchange | None = None

    @cached_property
    def total(self) -> Decimal:
        return (self.people - self.inside) * (self.template_price or Decimal(0)) + self.service_cost

    @property
    def total_in_words(self) -> str:
        """The estimate in words: "14,07 €"; that nobody knows it where the list lacks its price."""
        if self.template_price is None:
            return "quanto costa non si sa: manca un prezzo"
        return amounts.amount(self.total, self.exchange).in_words


def estimate(campaign: Campaign, now: datetime, counted: Reach | None = None) -> Estimate:
    """Estimate what the broadcast costs, sent to everybody who follows its topics now. Five queries.

    `counted`: whom it reaches at this very moment, where a page asks that too.
    """
    counted = counted or reach(campaign, now)
    # Of what expires nothing is free-form.
    inside = 0 if time_to_live.seconds_of(campaign) else counted.in_window
    prices, day = price_list(), day_of(now)
    of_the_month = Expense.objects.filter(day__range=month_of(now), category=Category.SERVICE)
    used = of_the_month.aggregate(messages=Sum("messages"))["messages"] or 0
    free = prices.left_free(Category.SERVICE, used, day)
    service_cost = prices.cost(Category.SERVICE, max(0, inside - free), day)
    outside = as_templates(campaign, counted.people, now, prices)
    return replace(outside, inside=inside, service_cost=service_cost)


def as_templates(campaign: Campaign, people: int, now: datetime, prices: PriceList | None = None) -> Estimate:
    """Estimate the cost for so many people, none of whom is inside their window. Two queries, one with `prices`."""
    prices, day, category = prices or price_list(), day_of(now), category_of(campaign)
    rate = prices.at(category, day)
    return Estimate(
        people=people,
        inside=0,
        category=category,
        template_price=rate.amount if rate else None,
        service_cost=NOTHING,
        exchange=prices.exchange(day),
    )


def at_most(campaign: Campaign, people: int, day: date) -> str:
    """Write a broadcast's highest price: "13,97 €", with nobody inside their window, or "costo non noto".

    Two queries a page, however many broadcasts it tells of.
    """
    prices = price_list()
    rate = prices.at(category_of(campaign), day)
    return amounts.amount(people * rate.amount, prices.exchange(day)).in_words if rate else "costo non noto"
