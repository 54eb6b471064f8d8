"""Figures at a glance: what the month has cost, how many people are subscribed."""

from typing import Any

from broadcasts.costs.month import month_on
from cascina_whatsapp.presentation.formatting.dates import MONTHS, day_of
from subscribers.statistics.people import People, people_in
from subscribers.statistics.trend import trend_until

from .reader import Reader

SPENDING = ("broadcasts.launch_campaign", "broadcasts.add_budget")
"""The rights of who decides on money: of those who write, nobody has to."""


def spending(reader: Reader) -> dict[str, Any]:
    """The month's expense so far, and its limit, if there is one."""
    month = month_on(day_of(reader.now), reader.now, promised=[])
    return {
        "month": MONTHS[month.first.month - 1],
        "spent": month.shown.in_words,
        "limit": month.limit_shown.in_words if month.limit_shown else "",
        "percent": min(100, month.percent or 0),
        "warns": month.warns,
    }


def people(reader: Reader) -> People:
    """Count the people who are subscribed, and how that changed."""
    return people_in(trend_until(reader.now))
