"""The cost of a broadcast so far, line by line: what was delivered until the last count, as Meta bills it."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from broadcasts.models import Campaign
from broadcasts.rules.pricing import Category
from cascina_whatsapp.presentation.formatting.currencies import Exchange
from cascina_whatsapp.presentation.formatting.dates import day_of

from . import exchange
from .amounts import Amount, amount
from .prices import price_list


@dataclass(frozen=True)
class Line:
    """Messages that were delivered at one price, in dollars."""

    messages: int
    price: Decimal

    @property
    def amount(self) -> Decimal:
        return self.messages * self.price


@dataclass(frozen=True)
class Bill:
    """The bill of a broadcast.

    Messages inside the window have no price: they share the month's free ones with the answers.
    """

    lines: tuple[Line, ...]
    inside: int
    """Messages to people who had just written to us."""
    exchange: Exchange | None = None
    """The rate of the day on which it left."""

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))

    @property
    def shown(self) -> Amount:
        """The amount that every page shows for the broadcast."""
        return amount(self.total, self.exchange)


def bill_of(campaign: Campaign) -> Bill | None:
    """Build the bill of a broadcast; None before anything was delivered and counted. Four queries, small tables."""
    rows = list(campaign.expenses.values_list("day", "category", "messages"))
    if not rows:
        return None
    prices, at = price_list(), Counter[Decimal]()
    for day, category, messages in rows:
        if category != Category.SERVICE:
            at[prices.cost(category, 1, day)] += messages
    inside = sum(messages for _, category, messages in rows if category == Category.SERVICE)
    lines = tuple(Line(messages, price) for price, messages in sorted(at.items()))
    left = day_of(campaign.started_at) if campaign.started_at else max(day for day, _, _ in rows)
    return Bill(lines, inside, exchange.known_on_days([left]).get(left))
