# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What happens to a broadcast, in numbers, and when it should be over, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count

from .models import Campaign, Delivery
from .newsroom import office_calendar
from .office_hours import ROME, OfficeCalendar, day_in_words
from .states import UNFINISHED, CampaignStatus, DeliveryStatus

ARRIVED = (DeliveryStatus.DELIVERED, DeliveryStatus.READ)
UNDER_WAY = (CampaignStatus.APPROVED, CampaignStatus.SENDING, CampaignStatus.PAUSED)
LEFT = (DeliveryStatus.ACCEPTED, DeliveryStatus.SENT, *ARRIVED)


@dataclass(frozen=True)
class Progress:
    """How far a broadcast is: people by the state of their message."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def waiting(self) -> int:
        """Not yet left, or in doubt."""
        return sum(self.counts.get(status, 0) for status in UNFINISHED)

    @property
    def done(self) -> int:
        return self.total - self.waiting

    @property
    def left(self) -> int:
        """Taken by WhatsApp."""
        return sum(self.counts.get(status, 0) for status in LEFT)

    @property
    def arrived(self) -> int:
        return sum(self.counts.get(status, 0) for status in ARRIVED)

    @property
    def read(self) -> int:
        return self.counts.get(DeliveryStatus.READ, 0)

    @property
    def failed(self) -> int:
        return self.counts.get(DeliveryStatus.FAILED, 0)

    @property
    def skipped(self) -> int:
        return self.counts.get(DeliveryStatus.SKIPPED, 0)

    @property
    def uncertain(self) -> int:
        return self.counts.get(DeliveryStatus.UNCERTAIN, 0)

    @property
    def percent(self) -> int:
        """Of the people, how many are dealt with; 0 before the snapshot."""
        return self.done * 100 // self.total if self.total else 0


def progress(campaign: Campaign) -> Progress:
    """One query."""
    return progress_of_all([campaign])[campaign.pk]


def progress_of_all(campaigns: Iterable[Campaign]) -> dict[int, Progress]:
    """Broadcast's id → how far it is; one query for all of them. Old ones have their totals only."""
    counts = {campaign.pk: dict(campaign.totals.get("states", {})) for campaign in campaigns}
    counted = [pk for pk, totals in counts.items() if not totals]
    rows = Delivery.objects.filter(campaign__in=counted).order_by().values_list("campaign", "status")
    for pk, status, people in rows.annotate(people=Count("pk")):
        counts[pk][status] = people
    return {pk: Progress(statuses) for pk, statuses in counts.items()}


def failures_by_reason(campaign: Campaign) -> list[tuple[str, int]]:
    """Why messages did not arrive, the most frequent reason first."""
    if campaign.totals:
        return sorted(campaign.totals["reasons"].items(), key=lambda counted: (-counted[1], counted[0]))
    missing = campaign.deliveries.filter(status__in=[DeliveryStatus.FAILED, DeliveryStatus.SKIPPED])
    return list(
        missing.order_by().values_list("reason").annotate(people=Count("pk")).order_by("-people", "reason")
    )


def expected_end(
    campaign: Campaign, waiting: int, calendar: OfficeCalendar, now: datetime
) -> datetime | None:
    """When the last message will leave, given rate and hours; None where nothing is under way."""
    rate = settings.WHATSAPP_MESSAGES_PER_SECOND
    if campaign.status != CampaignStatus.SENDING or not waiting or not rate:
        return None
    if campaign.is_urgent:
        return datetime.fromtimestamp(now.timestamp() + waiting / rate, tz=now.tzinfo)
    return calendar.moment_after(now, waiting / rate)


def numbers(campaign: Campaign, now: datetime) -> dict:
    """How far it is: counts, and sentences in Italian."""
    so_far = progress(campaign)
    return {
        "status": campaign.get_status_display(),
        "total": so_far.total,
        "done": so_far.done,
        "percent": so_far.percent,
        "delivered": so_far.arrived,
        "read": so_far.read,
        "failed": so_far.failed,
        "skipped": so_far.skipped,
        "uncertain": so_far.uncertain,
        "expected_end": _expected_end(campaign, so_far.waiting, now),
        "finished": campaign.status not in UNDER_WAY,
    }


def _expected_end(campaign: Campaign, waiting: int, now: datetime) -> str:
    if campaign.status != CampaignStatus.SENDING:
        return ""
    end = expected_end(campaign, waiting, office_calendar(), now)
    return f"Fine prevista: {_in_words(end, now)}." if end else ""


def _in_words(moment: datetime, now: datetime) -> str:
    """The moment on Cascina's clocks: "oggi alle 12:40", "martedì 9 giugno alle 09:05"."""
    local, today = moment.astimezone(ROME), now.astimezone(ROME).date()
    day = "oggi" if local.date() == today else day_in_words(local.date(), today)
    return f"{day} alle {local:%H:%M}"
