"""The overview of all broadcasts for the home page: the same few queries however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from broadcasts.models import WORDS, Campaign, NumberStatus
from broadcasts.reporting.wording.recipient_breakdown import Progress
from broadcasts.rules.office_hours import OfficeCalendar
from broadcasts.rules.states import CAMPAIGN_OVER, CampaignStatus

from .course import in_figures
from .ends import foreseen
from .progress import end_in_words, progress_of_all

LAST = 3
"""Broadcasts that were over last."""
UNDER_WAY = (
    CampaignStatus.IN_REVIEW,
    CampaignStatus.APPROVED,
    CampaignStatus.SENDING,
    CampaignStatus.PAUSED,
    CampaignStatus.SUSPENDED,
)


@dataclass(frozen=True)
class Overview:
    """Broadcasts by what happens to them; those that have left come with their numbers."""

    sending: list[dict[str, Any]]
    paused: list[Campaign]
    suspended: list[Campaign]
    in_review: list[Campaign]
    approved: list[Campaign]
    last: list[tuple[Campaign, Progress]]


def overview(
    now: datetime, number: NumberStatus, leaving: Sequence[tuple[datetime, int]], calendar: OfficeCalendar
) -> Overview:
    """Collect what is under way, and what was over last. `leaving`: see daily_limit.leaving_lately."""
    under_way = Campaign.objects.filter(status__in=UNDER_WAY).select_related("author", "kept", *WORDS)
    rows = list(under_way.prefetch_related("topics").order_by("pk"))
    over = Campaign.objects.filter(status__in=CAMPAIGN_OVER).exclude(started_at=None).select_related("kept")
    last = list(over.order_by("-finished_at")[:LAST])
    sending = sorted(_in_state(rows, CampaignStatus.SENDING), key=_turn)
    progress = progress_of_all([*sending, *last])
    ends = _ends(sending, progress, now, number, leaving, calendar)
    return Overview(
        sending=[
            {"campaign": one, "numbers": in_figures(one, progress[one.pk], ends.get(one.pk, ""))}
            for one in sending
        ],
        paused=_in_state(rows, CampaignStatus.PAUSED),
        suspended=_in_state(rows, CampaignStatus.SUSPENDED),
        in_review=_in_state(rows, CampaignStatus.IN_REVIEW),
        approved=sorted(
            _in_state(rows, CampaignStatus.APPROVED), key=lambda one: (one.scheduled_for or now, one.pk)
        ),
        last=[(one, progress[one.pk]) for one in last],
    )


def _in_state(rows: list[Campaign], status: CampaignStatus) -> list[Campaign]:
    return [campaign for campaign in rows if campaign.status == status]


def _turn(campaign: Campaign) -> tuple[Any, ...]:
    """Return the key by which broadcasts are sorted: urgent ones first, as they leave."""
    return (not campaign.is_urgent, campaign.started_at, campaign.pk)


def _ends(
    sending: list[Campaign],
    progress: dict[int, Progress],
    now: datetime,
    number: NumberStatus,
    leaving: Sequence[tuple[datetime, int]],
    calendar: OfficeCalendar,
) -> dict[int, str]:
    """Say for each broadcast's id when it should be over; the pages of the broadcasts say more."""
    found = foreseen(sending, progress, now, number, leaving, calendar)
    return {one.pk: end_in_words(found[one.pk], now) for one in sending if one.pk in found}
