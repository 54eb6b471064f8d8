# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The strip that every page shows while a broadcast is about to leave: how many seconds, to whom, and a way back."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from django.conf import settings
from django.contrib.auth.models import User

from broadcasts.audience import audience_of
from broadcasts.launching import undo_window
from broadcasts.models import Campaign

STEER = "broadcasts.steer_campaign"
"""The right that taking an approval back needs."""


@dataclass(frozen=True)
class AboutToLeave:
    """A broadcast in its last seconds before it leaves."""

    campaign: Campaign
    seconds: int
    """The seconds until it is due, by the server's clock: the browser's may be wrong."""
    people: int


def strips_for(user: User, now: datetime) -> list[AboutToLeave]:
    """List the broadcasts about to leave, for who may take them back.

    Nothing is asked of the database for others, one query for them while nothing is about to leave.
    """
    if not settings.LAUNCH_GRACE_SECONDS or not user.has_perm(STEER):
        return []
    return [
        AboutToLeave(campaign, _seconds(campaign, now), audience_of(campaign).count())
        for campaign in undo_window.about_to_leave(now)
    ]


def _seconds(campaign: Campaign, now: datetime) -> int:
    return ceil(((campaign.scheduled_for or now) - now).total_seconds())
