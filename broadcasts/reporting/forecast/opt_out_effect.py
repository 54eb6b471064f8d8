"""The people who joined and who left in the two days after a broadcast, and how many usually do."""

from datetime import datetime, timedelta
from typing import Any

from broadcasts.models import Campaign
from subscribers.statistics import Moves, moves

AFTER = timedelta(days=2)
COMPARED = 15
"""Stretches of AFTER before the broadcast, a month in all, whose mean is what is usual."""


def afterwards(campaign: Campaign, now: datetime) -> dict[str, Any] | None:
    """Count who joined and left in the two days from a broadcast's start, as far as they have gone; None before.

    `is_over`: the two days have passed. Four queries.
    """
    start = campaign.started_at
    if start is None:
        return None
    before = moves(start - COMPARED * AFTER, start)
    usual = Moves(joined=_mean(before.joined), left=_mean(before.left))
    told = moves(start, min(start + AFTER, now))
    return {"moves": told, "usual": usual, "is_over": now >= start + AFTER}


def _mean(people: int) -> int:
    """Compute the usual number of people, rounded half up."""
    return (2 * people + COMPARED) // (2 * COMPARED)
