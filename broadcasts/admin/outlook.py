# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Before a broadcast is launched: to how many people, when it would leave, and when it would be over."""

from dataclasses import dataclass
from datetime import datetime

from broadcasts import report
from broadcasts.audience import audience
from broadcasts.models import Campaign
from broadcasts.newsroom import office_calendar


@dataclass(frozen=True)
class Outlook:
    """Moments in UTC; None where the office has no opening for more than a year."""

    people: int
    leaves: datetime | None
    ends: datetime | None
    limit: str
    """What WhatsApp's daily limit means for it, in Italian."""


def outlook(campaign: Campaign, now: datetime) -> Outlook:
    """If it were approved now, after and beside the broadcasts that are on their way or approved before it."""
    people, calendar = audience(campaign).count(), office_calendar()
    earliest = max(campaign.scheduled_for or now, now)
    expected = report.foresee_start(campaign, people, calendar, now)
    leaves = earliest if campaign.is_urgent else calendar.next_opening(earliest)
    return Outlook(people, leaves, expected.ends, report.limit_in_words(expected, now) if people else "")
