# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Before a broadcast is launched: to how many people, when it would leave, and when it would be over."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from broadcasts.audience import audience
from broadcasts.models import Campaign
from broadcasts.newsroom import office_calendar


@dataclass(frozen=True)
class Outlook:
    """Moments in UTC; None where the office has no opening for more than a year."""

    people: int
    leaves: datetime | None
    ends: datetime | None


def outlook(campaign: Campaign, now: datetime) -> Outlook:
    """If it were approved now. Other broadcasts that are on their way make it later."""
    people = audience(campaign).count()
    seconds = people / (settings.WHATSAPP_MESSAGES_PER_SECOND or people or 1)
    earliest = max(campaign.scheduled_for or now, now)
    if campaign.is_urgent:
        return Outlook(people, earliest, earliest + timedelta(seconds=seconds))
    calendar = office_calendar()
    return Outlook(people, calendar.next_opening(earliest), calendar.moment_after(earliest, seconds))
