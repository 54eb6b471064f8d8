"""Meta's own figures, read every night and kept beside ours: what it says that it bills, day by day."""

import logging
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.db import transaction

from broadcasts.models import ReportedCharge, ReportedReading
from cascina_whatsapp.whatsapp.cloud_api.analytics import AnalyticsApi, Charge
from cascina_whatsapp.whatsapp.cloud_api.errors import CloudApiError

log = logging.getLogger(__name__)
LOOK_BACK = timedelta(days=62)
"""Meta counts a message when it arrives, up to thirty days late: last month and this one are read anew each time."""


def read(*, api: AnalyticsApi, now: datetime) -> bool:
    """Read the figures of the last two months; whether Meta gave them. Where not, what is known stays."""
    start = (now - LOOK_BACK).astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    try:
        charges = api.charges(start=start, end=now)
    except CloudApiError as error:
        log.warning("Meta's figures could not be read: %s", error)
        _note(now, {"refusal_code": error.code})
        return False
    _keep(charges)
    _note(now, {"answered_at": now, "refusal_code": None})
    return True


@transaction.atomic
def _keep(charges: Iterable[Charge]) -> None:
    """Keep the days that Meta tells of, as it tells them now; days that it does not mention keep the last word."""
    rows: dict[tuple[object, ...], ReportedCharge] = {}
    for charge in charges:
        row = _row(charge)
        same = rows.setdefault((row.day, row.category, row.kind, row.country, row.tier), row)
        if same is not row:  # told in two parts
            same.messages += row.messages
            same.cost = None if same.cost is None or row.cost is None else same.cost + row.cost
    ReportedCharge.objects.filter(day__in={row.day for row in rows.values()}).delete()
    ReportedCharge.objects.bulk_create(rows.values())


def _row(charge: Charge) -> ReportedCharge:
    return ReportedCharge(
        day=charge.day,
        category=charge.category.lower()[:40],
        kind=charge.kind.lower()[:40],
        country=charge.country[:8],
        tier=charge.tier[:40],
        messages=charge.messages,
        cost=None if charge.cost is None else round(charge.cost, 6),
    )


def _note(now: datetime, answer: dict[str, object]) -> None:
    ReportedReading.objects.update_or_create(pk=1, defaults={"asked_at": now, **answer})
