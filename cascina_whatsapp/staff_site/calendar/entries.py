"""The entries of the calendar: when a broadcast left or will leave, its title, and how far it is.

A draft has no entry, nor has a request without a moment, nor what was cancelled before it began.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Q

from broadcasts.models import Campaign
from broadcasts.reporting.progress.progress import progress_of_all
from broadcasts.reporting.wording import sentences
from broadcasts.rules.office_hours import OfficeCalendar
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.presentation.formatting.dates import ROME, day_of

TONES = {"ok": "ok", "busy": "go", "warn": "wait", "err": "bad"}
"""The tone of a state's badge → the colour of its entry; without one an entry is grey."""
STOPPED = (CampaignStatus.PAUSED, CampaignStatus.SUSPENDED)
NOT_BEGUN = (CampaignStatus.IN_REVIEW, CampaignStatus.APPROVED, *STOPPED)
BEGUN = (CampaignStatus.SENT, CampaignStatus.SENDING, *STOPPED, CampaignStatus.CANCELLED)
APPROVE = "broadcasts.launch_campaign"


@dataclass(frozen=True)
class Entry:
    """One broadcast in a calendar."""

    number: int
    """The number of the broadcast's row."""
    title: str
    at: datetime
    """The moment when it began, or when it will as things stand."""
    tone: str
    """The class of its state's colour: ok, go, wait, bad; "" for grey."""
    state: str
    """The state in the words of the broadcast's own page: "Programmato"."""


def entries(
    first: date, last: date, office: OfficeCalendar, now: datetime, reader: User | None
) -> list[Entry]:
    """The broadcasts of the days from `first` to `last` (in Rome, both included), in order of time.

    Two queries at most. What has not begun is few, and moves with the office's hours: so it is read whole. Who may
    approve reads of a request that it waits for them.
    """
    begun = Q(started_at__gte=datetime.combine(first, time(), ROME), status__in=BEGUN)
    to_begin = Q(started_at=None, scheduled_for__isnull=False, status__in=NOT_BEGUN)
    campaigns = [
        (campaign, moment)
        for campaign in Campaign.objects.filter(begun | to_begin).select_related("kept")
        if first <= day_of(moment := _moment(campaign, office, now)) <= last
    ]
    held = _held([campaign for campaign, _ in campaigns])
    approves = reader is not None and reader.has_perm(APPROVE)
    found = []
    for campaign, moment in campaigns:
        is_own = reader is not None and campaign.author_id == reader.pk
        state, tone = sentences.state(
            campaign,
            approves=approves and (settings.APPROVE_OWN_BROADCASTS or not is_own),
            is_leaving=timedelta() < moment - now <= timedelta(seconds=settings.LAUNCH_GRACE_SECONDS),
            held=held.get(campaign.pk, 0),
        )
        found.append(Entry(campaign.pk, str(campaign), moment, TONES.get(tone, ""), state))
    return sorted(found, key=lambda entry: (entry.at, entry.number))


def _held(campaigns: list[Campaign]) -> Mapping[int, int]:
    """Broadcast's id → the people for whom WhatsApp waits, of those on their way. No query while none is."""
    sending = [campaign for campaign in campaigns if campaign.status == CampaignStatus.SENDING]
    return {pk: so_far.held for pk, so_far in progress_of_all(sending).items()} if sending else {}


def _moment(campaign: Campaign, office: OfficeCalendar, now: datetime) -> datetime:
    """Foresee an entry's moment: asked for in closed hours, the opening; approved and overdue, no sooner than now."""
    if campaign.started_at:
        return campaign.started_at
    asked = campaign.scheduled_for or now
    if campaign.is_urgent or campaign.status in STOPPED:
        return asked
    soonest = max(asked, now) if campaign.status == CampaignStatus.APPROVED else asked
    return office.next_opening(soonest) or asked
