# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Before a broadcast is launched: to how many people, when it would leave, and when it would be over."""

from dataclasses import dataclass
from datetime import datetime

from broadcasts import daily_limit, report
from broadcasts.audience import audience
from broadcasts.models import Campaign
from broadcasts.newsroom import office_calendar
from broadcasts.states import CampaignStatus


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
    limit = daily_limit.standing().daily_limit
    expected = report.foresee(
        campaign,
        people=people,
        free=daily_limit.already_counted(audience(campaign), now) if limit is not None else 0,
        limit=limit,
        calendar=calendar,
        start=earliest,
        now=now,
        approved=_approved_before(campaign, earliest),
    )
    leaves = earliest if campaign.is_urgent else calendar.next_opening(earliest)
    return Outlook(people, leaves, expected.ends, report.limit_in_words(expected, now) if people else "")


def _approved_before(campaign: Campaign, moment: datetime) -> list[tuple[Campaign, int]]:
    """The broadcasts that are to begin until then, and how many people would get each."""
    others = Campaign.objects.filter(status=CampaignStatus.APPROVED, scheduled_for__lte=moment)
    return [(other, audience(other).count()) for other in others.exclude(pk=campaign.pk)]
