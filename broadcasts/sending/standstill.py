# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The broadcasts that may leave and don't: for a minute no message of theirs has left, and nobody knows why."""

from datetime import datetime, timedelta

from broadcasts.limits import daily_limit, rate_limiter
from broadcasts.models import Campaign, CampaignEvent, Delivery
from broadcasts.models.office import current_calendar
from cascina_whatsapp.elections import holding

from . import scheduling

FOR = timedelta(minutes=1)


def standing_still(now: datetime) -> list[Campaign]:
    """List the broadcasts that stand still: in hours, with room and messages that are due, none claimed for a minute.

    Not while Meta has us wait, nor where a person did something to a broadcast meanwhile. A claim that was given back
    counts as none.
    """
    since, calendar = now - FOR, current_calendar()
    may_leave = scheduling.sendable(calendar, holding.blocked_spans(now), now)
    found = [one for one in may_leave if scheduling.may_leave(one, calendar, since) and _waits(one, since)]
    return found if found and not _has_to_wait(since, now) else []


def _waits(campaign: Campaign, since: datetime) -> bool:
    mine = Delivery.objects.filter(campaign=campaign)
    left = mine.filter(claimed_at__gt=since, outside_window=True)
    return mine.due(since).to_willing().exists() and not left.exists()


def _has_to_wait(since: datetime, now: datetime) -> bool:
    slowed = rate_limiter.granted_now(now.timestamp())
    steps = CampaignEvent.objects.filter(at__gt=since, campaign__started_at__isnull=False)
    is_paused = slowed.share < 1 or slowed.paused_for > FOR.total_seconds()
    return is_paused or steps.exists() or daily_limit.quota(now) == 0
