# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The office as the rows describe it today."""

from django.conf import settings

from .models import Closure, OfficeHours
from .rules.office_hours import Closure as ClosedDays
from .rules.office_hours import Interval, OfficeCalendar


def current_calendar() -> OfficeCalendar:
    """The hours and closures of this moment. Two queries: keep it for as long as it may be a little old."""
    return OfficeCalendar(
        intervals=tuple(
            Interval(weekday=row.weekday, opens=row.opens, closes=row.closes)
            for row in OfficeHours.objects.all()
        ),
        closures=tuple(
            ClosedDays(first=row.first, last=row.last, reason=row.reason) for row in Closure.objects.all()
        ),
        san_sebastiano=settings.CLOSED_ON_SAN_SEBASTIANO,
    )
