"""The forecasts of all broadcasts on their way, made together: a page asks no more for many than for one."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db.models import Count

from broadcasts.limits import daily_limit
from broadcasts.models import Campaign, Delivery, NumberStatus
from broadcasts.models.deliveries import COUNTED_AT_ONCE
from broadcasts.rules.forecast import Forecast
from broadcasts.rules.office_hours import OfficeCalendar
from broadcasts.rules.states import DeliveryStatus

from .progress import Progress, foresee


def foreseen(
    sending: Sequence[Campaign],
    progress: Mapping[int, Progress],
    now: datetime,
    number: NumberStatus,
    leaving: Sequence[tuple[datetime, int]],
    calendar: OfficeCalendar,
) -> dict[int, Forecast]:
    """Broadcast's id → its forecast, of all that are on their way; without those of which nobody can tell.

    `leaving`: see daily_limit.leaving_lately.
    """
    limit = number.daily_limit
    if not sending or (limit is None and not settings.WHATSAPP_MESSAGES_PER_SECOND):
        return {}
    free = _free(sending, progress, now) if limit is not None else {}
    queued = [(one, progress[one.pk].counts.get(DeliveryStatus.QUEUED, 0)) for one in sending]
    found = {}
    for one in sending:
        if not (waiting := progress[one.pk].waiting):
            continue
        found[one.pk] = foresee(
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
    return found


def _free(sending: Sequence[Campaign], progress: Mapping[int, Progress], now: datetime) -> dict[int, int]:
    """Broadcast's id → how many of its people cost no room; of large ones it isn't counted."""
    counted = [one.pk for one in sending if progress[one.pk].waiting <= COUNTED_AT_ONCE]
    queued = Delivery.objects.filter(campaign__in=counted, status=DeliveryStatus.QUEUED)
    rows = daily_limit.free(queued, now).order_by().values_list("campaign")
    return dict(rows.annotate(people=Count("pk")))
