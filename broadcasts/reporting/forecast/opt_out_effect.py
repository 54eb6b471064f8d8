"""The people who joined and who left in the two days after a broadcast, and how many usually do."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from broadcasts.models import Campaign
from subscribers.statistics.people import Moves, moves

AFTER = timedelta(days=2)
COMPARED = 15
"""Stretches of AFTER before the broadcast, a month in all, whose mean is what is usual."""


@dataclass(frozen=True)
class Afterwards:
    """People, in the two days from the broadcast's start, or as far as they have gone."""

    moves: Moves
    usual: Moves
    is_over: bool
    """True once the two days have passed."""


def afterwards(campaign: Campaign, now: datetime) -> Afterwards | None:
    """Count who joined and left after a broadcast; None before it started. Four queries."""
    start = campaign.started_at
    if start is None:
        return None
    before = moves(start - COMPARED * AFTER, start)
    usual = Moves(joined=_mean(before.joined), left=_mean(before.left))
    return Afterwards(moves(start, min(start + AFTER, now)), usual, is_over=now >= start + AFTER)


def _mean(people: int) -> int:
    """Compute the usual number of people, rounded half up."""
    return (2 * people + COMPARED) // (2 * COMPARED)
