# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The entries of the calendar: when a broadcast left or will leave, its title, and how far it is.

A draft has no entry, nor has a request without a moment, nor what was cancelled before it began.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q

from broadcasts.models import Campaign
from broadcasts.rules.office_hours import OfficeCalendar
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.presentation.formatting.dates import ROME, day_of

STATES = {
    CampaignStatus.SENT: ("ok", "inviato"),
    CampaignStatus.SENDING: ("go", "in invio"),
    CampaignStatus.APPROVED: ("go", "programmato"),
    CampaignStatus.IN_REVIEW: ("wait", "da approvare"),
    CampaignStatus.PAUSED: ("bad", "in pausa"),
    CampaignStatus.SUSPENDED: ("bad", "sospeso per par condicio"),
    CampaignStatus.CANCELLED: ("bad", "fermato"),
}
"""Status → colour and word; a status without an entry is in no calendar."""
STOPPED = (CampaignStatus.PAUSED, CampaignStatus.SUSPENDED)
NOT_BEGUN = (CampaignStatus.IN_REVIEW, CampaignStatus.APPROVED, *STOPPED)


@dataclass(frozen=True)
class Entry:
    """One broadcast in a calendar."""

    number: int
    """The number of the broadcast's row."""
    title: str
    at: datetime
    """The moment when it began, or when it will as things stand."""
    tone: str
    """The class of its state's colour: ok, go, wait or bad."""
    state: str
    """The same in a word."""


def entries(first: date, last: date | None, office: OfficeCalendar, now: datetime) -> list[Entry]:
    """The broadcasts of the days from `first` to `last` (in Rome, both included; None: no end), in order of time.

    One query. What has not begun is few, and moves with the office's hours: so it is read whole.
    """
    found = (entry for entry in _all_since(first, office, now) if _is_within(day_of(entry.at), first, last))
    return sorted(found, key=lambda entry: (entry.at, entry.number))


def _all_since(first: date, office: OfficeCalendar, now: datetime) -> Iterator[Entry]:
    begun = Q(started_at__gte=datetime.combine(first, time(), ROME), status__in=list(STATES))
    to_begin = Q(started_at=None, scheduled_for__isnull=False, status__in=NOT_BEGUN)
    for campaign in Campaign.objects.filter(begun | to_begin):
        tone, state = STATES[CampaignStatus(campaign.status)]
        yield Entry(campaign.pk, str(campaign), _moment(campaign, office, now), tone, state)


def _moment(campaign: Campaign, office: OfficeCalendar, now: datetime) -> datetime:
    """Foresee an entry's moment: asked for in closed hours, the opening; approved and overdue, no sooner than now."""
    if campaign.started_at:
        return campaign.started_at
    asked = campaign.scheduled_for or now
    if campaign.is_urgent or campaign.status in STOPPED:
        return asked
    soonest = max(asked, now) if campaign.status == CampaignStatus.APPROVED else asked
    return office.next_opening(soonest) or asked


def _is_within(day: date, first: date, last: date | None) -> bool:
    return first <= day and (last is None or day <= last)
