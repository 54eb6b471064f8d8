"""The one amount that every page shows for a message: in euros, rounded once, to the cent, on its own total.

A sum is a sum of these cents, so that rows always add up to what stands below them. A message takes the rate of the
day on which it left; of days before the first rate of all, that first one. Dollars only where no rate was ever known.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import QuerySet

from broadcasts.models import Campaign, Expense
from broadcasts.rules.pricing import NOTHING, Category, PriceList
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.presentation.formatting.currencies import EURO, Exchange
from cascina_whatsapp.presentation.formatting.dates import day_of
from cascina_whatsapp.presentation.formatting.numbers import money

from . import exchange
from .prices import price_list

DOLLAR = "$"
FRESH = timedelta(hours=1)
"""The time after a broadcast's end in which most of its receipts come in."""


@dataclass(frozen=True)
class Amount:
    """A sum as it is shown, and what Meta bills for it."""

    cents: Decimal
    """In `currency`, with two decimals."""
    currency: str
    dollars: Decimal
    """As Meta bills it; not rounded."""
    is_counting: bool = False
    """Whether messages are still arriving, so that it may grow."""

    @property
    def in_words(self) -> str:
        """The amount: "12,90 €"."""
        return money(self.cents, currency=self.currency)

    @property
    def without_sign(self) -> str:
        """A sum below nothing, told by its size alone: "3,00 €"."""
        return money(abs(self.cents), currency=self.currency)

    @property
    def as_it_stands(self) -> str:
        """The amount, and whether it may grow: "12,90 €, in aggiornamento"."""
        return f"{self.in_words}, in aggiornamento" if self.is_counting else self.in_words

    @property
    def bill(self) -> str:
        """The dollars of the bill: "13,94 $"; "" where the amount itself is told in dollars."""
        return "" if self.currency == DOLLAR else money(self.dollars)


@dataclass(frozen=True)
class Part:
    """The cost of a message in one month as one kind; its parts add up to its amount."""

    campaign: int
    month: date
    category: str
    messages: int
    amount: Amount


def amount(dollars: Decimal, rate: Exchange | None, *, is_counting: bool = False) -> Amount:
    """Show a sum of dollars at a rate, rounded to the cent; in dollars without one."""
    return Amount(_cents(dollars, rate), EURO if rate else DOLLAR, dollars, is_counting)


def total(found: Iterable[Amount], *, currency: str = EURO) -> Amount:
    """Add amounts up, cent by cent. Of none the sum is nothing, in this currency."""
    rows = list(found)
    return Amount(
        sum((one.cents for one in rows), Decimal("0.00")),
        rows[0].currency if rows else currency,
        sum((one.dollars for one in rows), NOTHING),
        any(one.is_counting for one in rows),
    )


def difference(one: Amount, other: Amount) -> Amount:
    """Subtract one sum from another, cent by cent; below nothing where the other is greater."""
    return Amount(one.cents - other.cents, one.currency, one.dollars - other.dollars)


def spent(campaign: Campaign, now: datetime) -> Amount | None:
    """Add up what a message has cost so far; None before anything was delivered and counted. Four queries."""
    return spent_by([campaign.pk], now).get(campaign.pk)


def spent_by(campaigns: Iterable[int], now: datetime) -> dict[int, Amount]:
    """Message's id → what it has cost so far; without those that have cost nothing. Four queries for any number."""
    found: dict[int, list[Amount]] = defaultdict(list)
    for part in parts_of(Expense.objects.filter(campaign__in=list(campaigns)), price_list(), now):
        found[part.campaign].append(part.amount)
    return {number: total(amounts) for number, amounts in found.items()}


def parts_in(first: date, last: date, prices: PriceList, now: datetime) -> list[Part]:
    """Part the messages that have cost something from the first to the last day of a month: what they cost in it."""
    within = Expense.objects.filter(day__range=(first, last), campaign__isnull=False)
    known = Expense.objects.filter(campaign__in=within.order_by().values("campaign"), day__lte=last)
    return [part for part in parts_of(known, prices, now) if part.month == first]


def parts_of(expenses: QuerySet[Expense], prices: PriceList, now: datetime) -> list[Part]:
    """Part the messages that these expenses are of by month and kind; of each message all expenses are to be there.

    Messages inside the window have no part: they share the month's free ones with the answers.
    """
    fields = ("campaign", "campaign__started_at", "campaign__status", "campaign__finished_at")
    rows = expenses.exclude(campaign=None).exclude(category=Category.SERVICE).order_by("campaign", "day")
    found: dict[tuple[Any, ...], dict[tuple[date, str], list[tuple[int, Decimal]]]] = defaultdict(dict)
    for *of, day, category, messages in rows.values_list(*fields, "day", "category", "messages"):
        kept = found[tuple(of)].setdefault((day.replace(day=1), category), [])
        kept.append((messages, prices.cost(category, messages, day)))
    rates = exchange.known_on_days(day_of(started or now) for _, started, _, _ in found)
    parts = []
    for (campaign, started, status, finished), of_it in found.items():
        is_counting = status == CampaignStatus.SENDING or (finished is not None and finished > now - FRESH)
        rate = rates.get(day_of(started or now))
        parts += _shared_out(campaign, of_it, rate, is_counting=is_counting)
    return parts


def _shared_out(
    campaign: int,
    found: dict[tuple[date, str], list[tuple[int, Decimal]]],
    rate: Exchange | None,
    *,
    is_counting: bool,
) -> list[Part]:
    """Share the cents of one message out among its parts, month by month, so that they add up to its amount."""
    parts, so_far = [], NOTHING
    for (month, category), rows in sorted(found.items()):
        dollars = sum((cost for _, cost in rows), NOTHING)
        cents = _cents(so_far + dollars, rate) - _cents(so_far, rate)
        shown = Amount(cents, EURO if rate else DOLLAR, dollars, is_counting)
        parts.append(Part(campaign, month, category, sum(messages for messages, _ in rows), shown))
        so_far += dollars
    return parts


def _cents(dollars: Decimal, rate: Exchange | None) -> Decimal:
    return (rate.euros(dollars) if rate else dollars).quantize(Decimal("0.01"), ROUND_HALF_UP)
