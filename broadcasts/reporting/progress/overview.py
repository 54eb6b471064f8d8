# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The overview of all broadcasts for the home page: the same few queries however many there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count

from broadcasts.limits import daily_limit
from broadcasts.models import WORDS, Campaign, Delivery, NumberStatus
from broadcasts.models.deliveries import COUNTED_AT_ONCE
from broadcasts.reporting.wording.recipient_breakdown import Progress
from broadcasts.rules.office_hours import OfficeCalendar
from broadcasts.rules.states import CAMPAIGN_OVER, CampaignStatus, DeliveryStatus

from . import first_share
from .progress import Figures, end_in_words, foresee, in_figures, progress_of_all

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
class Going:
    """A broadcast on its way, with its figures."""

    campaign: Campaign
    numbers: Figures


@dataclass(frozen=True)
class Overview:
    """Broadcasts by what happens to them; those that have left come with their numbers."""

    sending: list[Going]
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
        sending=[Going(one, in_figures(one, progress[one.pk], ends.get(one.pk, ""))) for one in sending],
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
    limit = number.daily_limit
    if not sending or (limit is None and not settings.WHATSAPP_MESSAGES_PER_SECOND):
        return {}
    free = _free(sending, progress, now) if limit is not None else {}
    queued = [(one, _queued(one, progress[one.pk])) for one in sending]
    ends = {}
    for one in sending:
        if not (waiting := first_share.to_leave(one, progress[one.pk])):
            continue
        expected = foresee(
            one,
            people=waiting,
            free=free.get(one.pk, 0),
            limit=limit,
            calendar=calendar,
            start=now,
            now=now,
            sending=[(other, people) for other, people in queued if other.pk != one.pk and people],
            leaving=leaving,
        )
        ends[one.pk] = end_in_words(one, expected, now)
    return ends


def _queued(campaign: Campaign, so_far: Progress) -> int:
    """Count who has not got the message and may, before a person decides: as many as wait in its turn."""
    return min(so_far.counts.get(DeliveryStatus.QUEUED, 0), first_share.to_leave(campaign, so_far))


def _free(sending: list[Campaign], progress: dict[int, Progress], now: datetime) -> dict[int, int]:
    """Broadcast's id → how many of its people cost no room; of large ones it isn't counted."""
    counted = [one.pk for one in sending if progress[one.pk].waiting <= COUNTED_AT_ONCE]
    queued = Delivery.objects.filter(campaign__in=counted, status=DeliveryStatus.QUEUED)
    rows = daily_limit.free(queued, now).order_by().values_list("campaign")
    return dict(rows.annotate(people=Count("pk")))
