"""Before a broadcast is launched: to how many people, when it would leave, and when it would be over."""

from dataclasses import dataclass
from datetime import datetime

from broadcasts.models import Campaign
from broadcasts.models.office import moment_of_leaving
from broadcasts.reporting.forecast.inputs import Situation, situation_of

from . import progress


@dataclass(frozen=True)
class Outlook:
    """The outlook of a broadcast: moments in UTC; None where the office has no opening for more than a year."""

    people: int
    leaves: datetime | None
    ends: datetime | None
    limit: str
    """The meaning of WhatsApp's daily limit for the broadcast, in Italian."""
    is_spread: bool
    """True where the people get the broadcast on more than one day."""


def outlook(campaign: Campaign, now: datetime, known: Situation | None = None) -> Outlook:
    """Foresee when a broadcast approved now would leave, after and beside those on their way or approved before.

    It leaves when its first message does: also the daily limit and other broadcasts may keep it waiting. `known`:
    how things stand, where a page has asked already.
    """
    known = known or situation_of(campaign, now)
    expected = progress.foresee_start(campaign, known, now)
    return Outlook(
        known.people,
        expected.begins or moment_of_leaving(campaign, now),
        expected.ends,
        progress.limit_in_words(expected, known, now) if known.people else "",
        len(expected.days) > 1,
    )
