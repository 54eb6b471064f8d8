"""The estimate of a broadcast's cost before it leaves, and its words."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from django.db.models import Sum

from broadcasts.content import time_to_live
from broadcasts.content.preview import Reach, reach
from broadcasts.models import Campaign
from cascina_whatsapp.presentation.formatting import currencies
from cascina_whatsapp.presentation.formatting.currencies import Exchange
from cascina_whatsapp.presentation.formatting.dates import day_of
from cascina_whatsapp.presentation.formatting.numbers import many

from . import amounts
from .amounts import Amount, category_of, price_list
from .models import Expense
from .pricing import CATEGORY_LABELS, NOTHING, Category, PriceList, month_of


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
    def shown(self) -> Amount | None:
        """The estimate as pages tell it; None where the list lacks its price."""
        return None if self.template_price is None else amounts.amount(self.total, self.exchange)

    @property
    def total_in_words(self) -> str:
        """The estimate in words: "14,07 €"."""
        return self.shown.in_words if self.shown else "quanto costa non si sa: manca un prezzo"

    @property
    def in_words(self) -> str:
        """The estimate, and its reason: "14,07 €: 510 persone a 2,76 centesimi."."""
        if self.template_price is None:
            return f"non si sa: manca il prezzo di un messaggio che è un {CATEGORY_LABELS[self.category]}."
        each = currencies.apiece(self.template_price, self.exchange)
        words = f"{self.total_in_words}: {many(self.people - self.inside, 'persona', 'persone')} a {each}"
        if not self.inside:
            return f"{words}."
        wrote = "ci ha scritto" if self.inside == 1 else "ci hanno scritto"
        if not self.service_cost:
            return f"{words}, {self.inside} gratis perché {wrote} oggi."
        extra = amounts.amount(self.service_cost, self.exchange).in_words
        return f"{words}, {extra} per {self.inside} che {wrote} oggi."


def estimate(campaign: Campaign, now: datetime, counted: Reach | None = None) -> Estimate:
    """Estimate what the broadcast costs, sent to everybody who follows its topics now. Five queries.

    `counted`: whom it reaches at this very moment, where a page asks that too.
    """
    counted = counted or reach(campaign, now)
    # Of what expires nothing is free-form.
    inside = 0 if time_to_live.seconds_of(campaign) else counted.in_window
    prices, day = price_list(), day_of(now)
    free = prices.left_free(Category.SERVICE, _free_form_used(now), day)
    service_cost = prices.cost(Category.SERVICE, max(0, inside - free), day)
    outside = _as_templates(campaign, counted.people, prices, day)
    return replace(outside, inside=inside, service_cost=service_cost)


def estimate_of_rest(campaign: Campaign, people: int, now: datetime) -> Estimate:
    """Estimate the cost for so many people who have not got it yet, none inside their window. Two queries."""
    return _as_templates(campaign, people, price_list(), day_of(now))


def _as_templates(campaign: Campaign, people: int, prices: PriceList, day: date) -> Estimate:
    category = category_of(campaign)
    rate = prices.at(category, day)
    return Estimate(
        people=people,
        inside=0,
        category=category,
        template_price=rate.amount if rate else None,
        service_cost=NOTHING,
        exchange=prices.exchange(day),
    )


def _free_form_used(now: datetime) -> int:
    """Messages inside the window so far this month."""
    month = Expense.objects.filter(day__range=month_of(now), category=Category.SERVICE)
    return month.aggregate(messages=Sum("messages"))["messages"] or 0


def at_most(campaign: Campaign, people: int, day: date) -> str:
    """Write a broadcast's highest price: "13,97 €", with nobody inside their window, or "costo non noto".

    Two queries a page, however many broadcasts it tells of.
    """
    prices = price_list()
    rate = prices.at(category_of(campaign), day)
    return amounts.amount(people * rate.amount, prices.exchange(day)).in_words if rate else "costo non noto"
