# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The one place that brings up to date what is kept for the pages: counts, courses over time, the daily limit."""

from datetime import datetime

from django.db.models import Q

from broadcasts.limits import daily_limit
from broadcasts.models import Campaign

from . import progress_counts, time_series


def refresh_due(now: datetime) -> int:
    """Every five seconds: what is too old by its own rule is reckoned anew, one broadcast after the other.

    Each is kept as soon as it is known. Returns how many counts and courses there were.
    """
    daily_limit.keep_leaving(now)
    return sum(_refresh(campaign, now) for campaign in _with_deliveries())


def _with_deliveries() -> list[Campaign]:
    """Select broadcasts that have started, and of which there are more than totals."""
    started = Campaign.objects.exclude(started_at=None)
    return list(started.filter(Q(kept=None) | Q(kept__totals={})).select_related("kept"))


def _refresh(campaign: Campaign, now: datetime) -> int:
    count_is_due = progress_counts.is_due(campaign, now)
    if count_is_due:
        progress_counts.refresh([campaign.pk], now)
        campaign = Campaign.objects.select_related("kept").get(pk=campaign.pk)
    course_is_due = time_series.is_due(campaign, now)
    if course_is_due:
        time_series.refresh(campaign, now)
    return count_is_due + course_is_due
