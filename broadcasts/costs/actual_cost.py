# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The cost of a broadcast so far, line by line: what was delivered until the last count, as Meta bills it."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from broadcasts.models import Campaign
from broadcasts.rules.pricing import Category
from cascina_whatsapp.presentation.formatting.currencies import Exchange

from . import exchange
from .budget import price_list


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
    """The rate of the last day on which it cost anything."""

    @property
    def total(self) -> Decimal:
        return sum((line.amount for line in self.lines), Decimal(0))


def bill_of(campaign: Campaign) -> Bill | None:
    """Build the bill of a broadcast; None before anything was delivered and counted. Three queries, small tables."""
    rows = list(campaign.expenses.values_list("day", "category", "messages"))
    if not rows:
        return None
    prices, at = price_list(), Counter[Decimal]()
    for day, category, messages in rows:
        if category != Category.SERVICE:
            at[prices.cost(category, 1, day)] += messages
    inside = sum(messages for _, category, messages in rows if category == Category.SERVICE)
    lines = tuple(Line(messages, price) for price, messages in sorted(at.items()))
    return Bill(lines, inside, exchange.known_on(_last_day(rows)))


def _last_day(rows: list[tuple[date, str, int]]) -> date:
    return max(day for day, _, _ in rows)
