"""The expense on *Inizio*: the month so far, what a request may cost, and what a second person has to confirm."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.utils.text import capfirst

from broadcasts.parts.desk import PendingDecision
from broadcasts.parts.panel import Panel
from cascina_whatsapp.presentation.formatting.dates import MONTHS, day_of

from . import budget
from .models import Budget, Price
from .month import month_on

DECIDE = ("broadcasts.launch_campaign", "broadcasts.add_budget")
"""The rights of who decides on money: of those who write, nobody has to."""
DECIDERS = (budget.CONFIRMS,)
"""The rights of who may have something to confirm."""


def waiting(user: User, now: datetime) -> Iterator[PendingDecision]:
    """List the limits and prices of others that wait for a second person, as far as this one may confirm them."""
    found: list[Budget | Price] = [*Budget.objects.filter(waits=True), *Price.objects.filter(waits=True)]
    for row in found:
        if budget.may_confirm(row, user):
            yield PendingDecision(capfirst(str(row)), row.in_words, budget.page_of(row), "Rileggi")


def home(reader: Any) -> Panel:
    """Tell the month's expense so far, and its limit, if there is one."""
    month = month_on(day_of(reader.now), reader.now, promised=[])
    shows = {
        "month": MONTHS[month.first.month - 1],
        "spent": month.shown.in_words,
        "limit": month.limit_shown.in_words if month.limit_shown else "",
        "percent": min(100, month.percent or 0),
        "warns": month.warns,
    }
    return Panel("admin/broadcasts/costs/home.html", shows)
