# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A broadcast on its way, as the pages tell it: its numbers, and when it should be over, in words."""

from datetime import datetime

from . import report
from .models import Campaign
from .newsroom import office_calendar
from .office_hours import ROME, day_in_words
from .states import CampaignStatus

UNDER_WAY = (CampaignStatus.APPROVED, CampaignStatus.SENDING, CampaignStatus.PAUSED)


def numbers(campaign: Campaign, now: datetime) -> dict:
    """How far it is: counts, and sentences in Italian."""
    progress = report.progress(campaign)
    return {
        "status": campaign.get_status_display(),
        "total": progress.total,
        "done": progress.done,
        "percent": progress.percent,
        "delivered": progress.arrived,
        "read": progress.read,
        "failed": progress.failed,
        "skipped": progress.skipped,
        "uncertain": progress.uncertain,
        "expected_end": _expected_end(campaign, progress.waiting, now),
        "finished": campaign.status not in UNDER_WAY,
    }


def in_words(moment: datetime, now: datetime) -> str:
    """The moment on Cascina's clocks: "oggi alle 12:40", "martedì 9 giugno alle 09:05"."""
    local, today = moment.astimezone(ROME), now.astimezone(ROME).date()
    day = "oggi" if local.date() == today else day_in_words(local.date(), today)
    return f"{day} alle {local:%H:%M}"


def _expected_end(campaign: Campaign, waiting: int, now: datetime) -> str:
    if campaign.status != CampaignStatus.SENDING:
        return ""
    end = report.expected_end(campaign, waiting, office_calendar(), now)
    return f"Fine prevista: {in_words(end, now)}." if end else ""
