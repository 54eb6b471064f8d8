"""The course of a broadcast over time: so many sent, delivered, read and failed in each interval, from its start."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import DateTimeField, F, QuerySet
from django.db.models.aggregates import Count
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, TruncMinute

from broadcasts.models import Campaign, Delivery
from broadcasts.rules.states import DeliveryStatus
from cascina_whatsapp.presentation.formatting.dates import ROME

STEPS = [timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 180)]
"""The lengths that an interval may have: the shortest with which there are not too many."""
MOST_INTERVALS = 24
COVERED = timedelta(hours=48)
"""The time from the start that is shown; what comes later is one interval more."""
LATER = "dopo"
MOMENTS: dict[str, Combinable] = {
    "sent": Coalesce("accepted_at", "sent_at", output_field=DateTimeField()),
    "delivered": F("delivered_at"),
    "read": F("read_at"),
    "failed": F("claimed_at"),  # when it last left: that of failing is not kept
}

Minutes = dict[str, dict[datetime, int]]
"""The counts by minute: what → minute (UTC) → how many."""


@dataclass(frozen=True)
class TimeSeries:
    """One number for each interval, and the intervals' names in Italian, on Cascina's clocks."""

    labels: tuple[str, ...] = ()
    sent: tuple[int, ...] = ()
    delivered: tuple[int, ...] = ()
    read: tuple[int, ...] = ()
    failed: tuple[int, ...] = ()

    def rows(self) -> list[tuple[str, int, int, int, int]]:
        """(interval, sent, delivered, read, failed)."""
        return list(zip(self.labels, self.sent, self.delivered, self.read, self.failed, strict=True))


def series_of(campaign: Campaign) -> TimeSeries:
    """The course of the broadcast; empty while nothing has left, and once the single deliveries are gone."""
    deliveries = Delivery.objects.filter(campaign=campaign).order_by()
    failed = deliveries.filter(status=DeliveryStatus.FAILED)
    return arrange(
        {
            what: dict(_by_minute(failed if what == "failed" else deliveries, moment))
            for what, moment in MOMENTS.items()
        }
    )


def arrange(minutes: Minutes) -> TimeSeries:
    """Arrange counts by minute in intervals that one can read."""
    moments = [moment for counts in minutes.values() for moment in counts]
    if not moments:
        return TimeSeries()
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
    return TimeSeries(labels=_labels(starts) + (LATER,) * has_later, **columns)


def _by_minute(deliveries: QuerySet[Delivery], moment: Combinable) -> Iterable[tuple[datetime, int]]:
    rows = deliveries.annotate(moment=moment).filter(moment__isnull=False)
    return rows.values_list(TruncMinute("moment", tzinfo=UTC)).annotate(people=Count("pk"))


def _step(lasts: timedelta) -> timedelta:
    return next((step for step in STEPS if lasts < step * (MOST_INTERVALS - 1)), STEPS[-1])


def _begin(moment: datetime, step: timedelta) -> datetime:
    """Return when the interval of a moment begins, counted from midnight on Cascina's clocks."""
    local = moment.astimezone(ROME).replace(tzinfo=None)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight + (local - midnight) // step * step


def _intervals(start: datetime, end: datetime, step: timedelta) -> Iterable[datetime]:
    last = _begin(end, step)
    while start <= last:
        yield start
        start += step


def _column(counts: dict[datetime, int], place: Callable[[datetime], int], length: int) -> tuple[int, ...]:
    total: Counter[int] = Counter()
    for moment, people in counts.items():
        total[place(moment)] += people
    return tuple(total[number] for number in range(length))


def _labels(starts: list[datetime]) -> tuple[str, ...]:
    """The hour; with the day where there are several."""
    is_one_day = starts[0].date() == starts[-1].date()
    return tuple(f"{at:%H:%M}" if is_one_day else f"{at:%d/%m %H:%M}" for at in starts)
