# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Figures at a glance: what the month has cost, how many people are subscribed."""

from dataclasses import dataclass
from typing import Any

from broadcasts.costs import budget
from cascina_whatsapp.presentation.formatting.dates import MONTHS, brief_day
from cascina_whatsapp.presentation.formatting.numbers import grouped
from subscribers.statistics.trend import trend_until

from .reader import Reader

SPENDING = ("broadcasts.launch_campaign", "broadcasts.add_budget")
"""The rights of who decides on money: of those who write, nobody has to."""
WIDTH, HEIGHT, MARGIN = 300, 60, 4
"""The size of the line's picture, in its own units."""


def spending(reader: Reader) -> dict[str, Any]:
    """The month's expense so far, and its limit, if there is one."""
    month = budget.month_to_date(reader.now)
    return {
        "month": MONTHS[month.first.month - 1],
        "spent": month.shown.in_words,
        "limit": month.limit_shown.in_words if month.limit_shown else "",
        "percent": min(100, month.percent or 0),
        "warns": month.warns,
    }


@dataclass(frozen=True)
class People:
    """Subscribers now, and how that came about in the last days."""

    now: int
    before: int
    since: str
    days: int
    joined: int
    left: int
    line: str
    """Points of a line, one a day."""

    @property
    def label(self) -> str:
        """The course of the subscribers in words."""
        return (
            f"In {self.days} giorni gli iscritti sono passati da {grouped(self.before)} a {grouped(self.now)}"
        )


def people(reader: Reader) -> People:
    """Count the people who are subscribed, and how that changed."""
    trend = trend_until(reader.now)
    counts = trend.subscribed
    return People(
        now=trend.now,
        before=counts[0],
        since=brief_day(trend.days[0], reader.now),
        days=len(counts),
        joined=trend.all_joined,
        left=trend.all_left,
        line=_line(counts),
    )


def _line(counts: list[int]) -> str:
    """Points from left to right; the least at the foot, the most at the top, and a constant in the middle."""
    least, most = min(counts), max(counts)
    step = WIDTH / (len(counts) - 1)
    room = HEIGHT - 2 * MARGIN
    return " ".join(
        f"{number * step:.0f},{MARGIN + (room * (most - count) / (most - least) if most > least else room / 2):.0f}"
        for number, count in enumerate(counts)
    )
