# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""How a broadcast went over time: so many sent, delivered, read and failed in each interval, from its start on."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.cache import cache
from django.db.models import DateTimeField, F, QuerySet
from django.db.models.aggregates import Count
from django.db.models.functions import Coalesce, TruncMinute

from .models import Campaign, Delivery
from .office_hours import ROME
from .states import DeliveryStatus

STEPS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 180)]
"""How long an interval may be: the shortest with which there are not too many."""
MOST_INTERVALS = 24
COVERED = timedelta(hours=48)
"""From the start; what comes later is one interval more, or the hour of sending would be a hair."""
LATER = "dopo"
LARGE = 20_000
"""Deliveries: of more, the counts are kept for a minute, since making them means reading all."""
KEPT = 60
"""Seconds."""
MOMENTS = {
    "sent": Coalesce("accepted_at", "sent_at", output_field=DateTimeField()),
    "delivered": F("delivered_at"),
    "read": F("read_at"),
    "failed": F("claimed_at"),  # when it last left: that of failing is not kept
}

Minutes = dict[str, dict[datetime, int]]
"""What → minute (UTC) → how many."""


@dataclass(frozen=True)
class Course:
    """One number for each interval, and the intervals' names in Italian, on Cascina's clocks."""

    labels: tuple[str, ...] = ()
    sent: tuple[int, ...] = ()
    delivered: tuple[int, ...] = ()
    read: tuple[int, ...] = ()
    failed: tuple[int, ...] = ()

    def rows(self) -> list[tuple]:
        """(interval, sent, delivered, read, failed)."""
        return list(zip(self.labels, self.sent, self.delivered, self.read, self.failed, strict=True))


def of(campaign: Campaign, people: int) -> Course:
    """The course of the broadcast; empty while nothing has left, and once the single deliveries are gone.

    `people`: how many deliveries it has. Four queries; none for a large one that was looked at a moment ago.
    """
    if people <= LARGE:
        return arrange(_count(campaign))
    return arrange(cache.get_or_set(f"course-{campaign.pk}", lambda: _count(campaign), KEPT))


def arrange(minutes: Minutes) -> Course:
    """Counts by minute, in intervals that one can read."""
    moments = [moment for counts in minutes.values() for moment in counts]
    if not moments:
        return Course()
    first = min(moments)
    within = [moment for moment in moments if moment < first + COVERED]
    step = _step(max(within) - first)
    starts = list(_intervals(_begin(first, step), max(within), step))
    places = {start: place for place, start in enumerate(starts)}
    last = len(starts)
    has_later = len(within) < len(moments)
    columns = {
        what: _column(counts, lambda moment: places.get(_begin(moment, step), last), last + has_later)
        for what, counts in minutes.items()
    }
    return Course(labels=_labels(starts) + (LATER,) * has_later, **columns)


def _count(campaign: Campaign) -> Minutes:
    deliveries = Delivery.objects.filter(campaign=campaign).order_by()
    failed = deliveries.filter(status=DeliveryStatus.FAILED)
    return {
        what: dict(_by_minute(failed if what == "failed" else deliveries, moment))
        for what, moment in MOMENTS.items()
    }


def _by_minute(deliveries: QuerySet[Delivery], moment) -> Iterable[tuple[datetime, int]]:
    rows = deliveries.annotate(moment=moment).filter(moment__isnull=False)
    return rows.values_list(TruncMinute("moment", tzinfo=UTC)).annotate(people=Count("pk"))


def _step(lasts: timedelta) -> timedelta:
    return next((step for step in STEPS if lasts < step * (MOST_INTERVALS - 1)), STEPS[-1])


def _begin(moment: datetime, step: timedelta) -> datetime:
    """When the interval begins that a moment is in, counted from midnight on Cascina's clocks."""
    local = moment.astimezone(ROME).replace(tzinfo=None)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + (local - midnight) // step * step


def _intervals(start: datetime, end: datetime, step: timedelta) -> Iterable[datetime]:
    last = _begin(end, step)
    while start <= last:
        yield start
        start += step


def _column(counts: dict[datetime, int], place, length: int) -> tuple[int, ...]:
    total = Counter()
    for moment, people in counts.items():
        total[place(moment)] += people
    return tuple(total[number] for number in range(length))


def _labels(starts: list[datetime]) -> tuple[str, ...]:
    """The hour; with the day where there are several."""
    is_one_day = starts[0].date() == starts[-1].date()
    return tuple(f"{start:%H:%M}" if is_one_day else f"{start:%d/%m %H:%M}" for start in starts)
