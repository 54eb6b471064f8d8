# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The moment when a broadcast left, or really leaves: one wording for the list and for its page."""

from datetime import datetime

from broadcasts.models import Campaign
from broadcasts.rules import start_window
from broadcasts.rules.office_hours import OfficeCalendar
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.presentation.formatting.dates import moment_in_figures

NO_MOMENT_TO_COME = (CampaignStatus.SENT, CampaignStatus.CANCELLED)


def moment_of(campaign: Campaign, office: OfficeCalendar, now: datetime) -> str:
    """Say when a broadcast began or will begin, and why at another moment than was chosen; "" for none."""
    if campaign.started_at:
        return moment_in_figures(campaign.started_at)
    if campaign.scheduled_for is None or campaign.status in NO_MOMENT_TO_COME:
        return ""
    return start_window.departure_in_words(
        campaign.scheduled_for, None if campaign.is_urgent else office, now
    )
