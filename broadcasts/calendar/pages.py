"""The calendar: which messages left or will leave on the days of a month or a week, and when the office is closed.

Which month or week is shown stands in the address: `?mese=2026-11`, `?settimana=2026-11-23`; without, this month.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from broadcasts.launching.message import Message, told
from broadcasts.models import Campaign
from broadcasts.models.office import current_calendar
from broadcasts.reporting.month import next_month, previous_month
from broadcasts.rules.office_hours import OfficeCalendar
from broadcasts.rules.states import CampaignStatus as C
from cascina_whatsapp.presentation.components import colleague
from cascina_whatsapp.presentation.formatting.dates import (
    MONTHS,
    ROME,
    WEEKDAYS,
    day_of,
    from_to,
    month_in_words,
    number_of_day,
)
from cascina_whatsapp.presentation.once import page_moment

DAY = timedelta(days=1)
BY_MONTH, BY_WEEK = "mese", "settimana"
RIGHT = "broadcasts.view_campaign"
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Beyond these nobody turns pages, and dates end."""
DAYS = 7
NOT_BEGUN = (C.IN_REVIEW, C.APPROVED, C.PAUSED, C.SUSPENDED)
BEGUN = (C.SENT, C.SENDING, C.PAUSED, C.SUSPENDED, C.CANCELLED)


@dataclass(frozen=True, kw_only=True)
class Day:
    """One cell of the calendar."""

    date: date
    is_closed: bool
    """The office opens at no hour."""
    is_today: bool
    is_outside: bool
    """True for a day of the month before or after, which only fills the week."""
    notes: tuple[str, ...]
    """A holiday, a closure."""
    messages: tuple[Message, ...]

    @property
    def weekday(self) -> str:
        """The weekday: "lunedì"."""
        return WEEKDAYS[self.date.weekday()]

    @property
    def short_month(self) -> str:
        """The month in short: "giu"."""
        return MONTHS[self.date.month - 1][:3]

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing happens on a day: a telephone leaves it out."""
        return not (self.messages or self.notes)


Week = list[Day]


def month(of: date, now: datetime, *, reader: User) -> list[Week]:
    """The whole weeks in which the month of the day `of` lies. As many queries for many messages as for few."""
    monday, sunday = month_shown(of)
    shown = [monday + timedelta(days=number) for number in range((sunday - monday).days + 1)]
    return _in_weeks(shown, now, reader, month=of.replace(day=1))


def month_shown(of: date) -> tuple[date, date]:
    """Return the first and the last day of the weeks that show a month."""
    monday = monday_of(of.replace(day=1))
    return monday, monday_of(next_month(of) - timedelta(days=1)) + timedelta(days=DAYS - 1)


def week(of: date, now: datetime, *, reader: User) -> list[Week]:
    """Build the one week in which the day `of` lies. As many queries as a month."""
    shown = [monday_of(of) + timedelta(days=number) for number in range(DAYS)]
    return _in_weeks(shown, now, reader, month=None)


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def span_in_words(first: date, last: date) -> str:
    """Write a span of days without its year: "dal 9 al 22 novembre", "dal 28 maggio al 10 giugno"."""
    start = "" if first.month == last.month else f" {MONTHS[first.month - 1]}"
    return from_to(f"{number_of_day(first)}{start}", f"{number_of_day(last)} {MONTHS[last.month - 1]}")


def _in_weeks(
    shown: Sequence[date],
    now: datetime,
    reader: User,
    *,
    month: date | None,
) -> list[Week]:
    office = current_calendar()
    found = _messages(shown[0], shown[-1], now, reader)
    days = [_cell(one, office, found, now, month) for one in shown]
    return [days[start : start + DAYS] for start in range(0, len(shown), DAYS)]


def _messages(first: date, last: date, now: datetime, reader: User) -> list[Message]:
    """List the messages that stand on the days from `first` to `last` (in Rome, both included), in order of time.

    A draft stands on none, nor does a request without a moment, nor what was cancelled before it began. What has not
    begun is few, and moves with the office's hours: so it is read whole.
    """
    begun = Q(started_at__gte=datetime.combine(first, time(), ROME), status__in=BEGUN)
    to_begin = Q(started_at=None, scheduled_for__isnull=False, status__in=NOT_BEGUN)
    found = told(Campaign.objects.filter(begun | to_begin).select_related("kept"), reader, now)
    shown = [one for one in found if first <= day_of(one.moment) <= last]
    return sorted(shown, key=lambda one: (one.moment, one.campaign.pk))


def _cell(
    day: date,
    office: OfficeCalendar,
    found: Sequence[Message],
    now: datetime,
    month: date | None,
) -> Day:
    note = office.holiday_or_closure(day)
    return Day(
        date=day,
        is_closed=office.is_closed_on(day),
        is_today=day == day_of(now),
        is_outside=month is not None and (day.year, day.month) != (month.year, month.month),
        notes=(note,) if note else (),
        messages=tuple(one for one in found if day_of(one.moment) == day),
    )


def urls(site: AdminSite) -> list[URLPattern]:
    """The address of the page, for the admin's own."""

    @permission_required(RIGHT, raise_exception=True)
    def calendar(request: HttpRequest) -> HttpResponse:
        shown = _shown(request, page_moment())
        context = {**site.each_context(request), "title": "Calendario", "weekdays": WEEKDAYS, **shown}
        return TemplateResponse(request, "admin/broadcasts/calendar/calendar.html", context)

    return [path("calendario/", site.admin_view(calendar), name="calendar")]


def _shown(request: HttpRequest, now: datetime) -> dict[str, Any]:
    """Collect what the calendar shows: the week that the address asks for, or its month, or this one."""
    if monday := _day(request.GET.get(BY_WEEK, "")):
        return _week(monday_of(monday), now, colleague(request))
    return _month(_day(f"{request.GET.get(BY_MONTH, '')}-01") or day_of(now), now, colleague(request))


def _month(day: date, now: datetime, reader: User) -> dict[str, Any]:
    today = day_of(now)
    shown = month(day, now, reader=reader)
    is_now = (day.year, day.month) == (today.year, today.month)
    return {
        "weeks": shown,
        "has_cancelled": _has_cancelled(shown),
        "heading": month_in_words(day).capitalize(),
        "before": ("Mese prima", _address(BY_MONTH, f"{previous_month(day):%Y-%m}")),
        "after": ("Mese dopo", _address(BY_MONTH, f"{next_month(day):%Y-%m}")),
        "other": ("Settimana", _address(BY_WEEK, monday_of(today if is_now else day).isoformat())),
    }


def _week(monday: date, now: datetime, reader: User) -> dict[str, Any]:
    days = timedelta(days=DAYS)
    sunday = monday + days - DAY
    shown = week(monday, now, reader=reader)
    return {
        "weeks": shown,
        "has_cancelled": _has_cancelled(shown),
        "heading": f"{span_in_words(monday, sunday).capitalize()} {sunday.year}",
        "is_week": True,
        "before": ("Settimana prima", _address(BY_WEEK, (monday - days).isoformat())),
        "after": ("Settimana dopo", _address(BY_WEEK, (monday + days).isoformat())),
        "other": ("Mese", _address(BY_MONTH, f"{monday:%Y-%m}")),
    }


def _has_cancelled(shown: list[Week]) -> bool:
    """Tell whether a grey entry is shown, which the key then explains."""
    return any(one.tone == "quiet" for week in shown for day in week for one in day.messages)


def _address(name: str, value: str) -> str:
    return f"{reverse('admin:calendar')}?{name}={value}"


def _day(text: str) -> date | None:
    """The day, or None for what is none: then the page shows today's."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year < LAST_YEAR else None
