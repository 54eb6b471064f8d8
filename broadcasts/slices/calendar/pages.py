"""The calendar: which messages left or will leave on the days of a month or a week, and when the office is closed.

Which month or week is shown stands in the address: `?mese=2026-11`, `?settimana=2026-11-23`; without, this month.
"""

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
from cascina_whatsapp.presentation.menu import Section
from cascina_whatsapp.presentation.once import page_moment

BY_MONTH, BY_WEEK = "mese", "settimana"
RIGHT = "broadcasts.view_campaign"
LINKS = (
    ("broadcasts_campaign_changelist", Section("Calendario", "calendar", permission=RIGHT)),
    ("home-leaving", Section("Vedi il calendario", "calendar", permission=RIGHT)),
)
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Beyond these nobody turns pages, and dates end."""
DAYS = 7
NOT_BEGUN = (C.IN_REVIEW, C.APPROVED, C.PAUSED, C.SUSPENDED)
BEGUN = (C.SENT, C.SENDING, C.PAUSED, C.SUSPENDED, C.CANCELLED)
Week = list[dict[str, Any]]
"""The cells of seven days, as grid.html reads them."""


def month(of: date, now: datetime, *, reader: User) -> list[Week]:
    """The whole weeks in which the month of the day `of` lies. As many queries for many messages as for few."""
    first = of.replace(day=1)
    number = (next_month(first) - timedelta(days=1) - monday_of(first)).days // DAYS + 1
    return weeks(monday_of(first), number, now, reader=reader, of=first)


def weeks(monday: date, number: int, now: datetime, *, reader: User, of: date | None = None) -> list[Week]:
    """Build so many weeks from a Monday on. Days outside the month `of` only fill them."""
    office, today = current_calendar(), day_of(now)
    days = [monday + timedelta(days=one) for one in range(number * DAYS)]
    found = _messages(days[0], days[-1], now, reader)
    cells = [
        {
            "date": day,
            "weekday": WEEKDAYS[day.weekday()],
            "short_month": MONTHS[day.month - 1][:3],
            "is_closed": office.is_closed_on(day),
            "is_today": day == today,
            "is_outside": of is not None and (day.year, day.month) != (of.year, of.month),
            "note": office.holiday_or_closure(day),
            "messages": [one for one in found if day_of(one.moment) == day],
        }
        for day in days
    ]
    return [cells[start : start + DAYS] for start in range(0, len(cells), DAYS)]


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def span_in_words(first: date, last: date) -> str:
    """Write a span of days without its year: "dal 9 al 22 novembre", "dal 28 maggio al 10 giugno"."""
    start = "" if first.month == last.month else f" {MONTHS[first.month - 1]}"
    return from_to(f"{number_of_day(first)}{start}", f"{number_of_day(last)} {MONTHS[last.month - 1]}")


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


def urls(site: AdminSite) -> list[URLPattern]:
    """The address of the page, for the admin's own."""

    @permission_required(RIGHT, raise_exception=True)
    def calendar(request: HttpRequest) -> HttpResponse:
        shown = _shown(request, page_moment())
        cells = (day for week in shown["weeks"] for day in week)
        shown["has_cancelled"] = any(one.tone == "quiet" for day in cells for one in day["messages"])
        context = {**site.each_context(request), "title": "Calendario", "weekdays": WEEKDAYS, **shown}
        return TemplateResponse(request, "admin/broadcasts/calendar/calendar.html", context)

    return [path("calendario/", site.admin_view(calendar), name="calendar")]


def _shown(request: HttpRequest, now: datetime) -> dict[str, Any]:
    """Collect what the calendar shows: the week that the address asks for, or its month, or this one."""
    reader, today = colleague(request), day_of(now)
    if asked := _day(request.GET.get(BY_WEEK, "")):
        monday, week = monday_of(asked), timedelta(days=DAYS)
        sunday = monday + timedelta(days=DAYS - 1)
        return {
            "weeks": weeks(monday, 1, now, reader=reader),
            "heading": f"{span_in_words(monday, sunday).capitalize()} {sunday.year}",
            "is_week": True,
            "before": ("Settimana prima", _address(BY_WEEK, (monday - week).isoformat())),
            "after": ("Settimana dopo", _address(BY_WEEK, (monday + week).isoformat())),
            "other": ("Mese", _address(BY_MONTH, f"{monday:%Y-%m}")),
        }
    day = _day(f"{request.GET.get(BY_MONTH, '')}-01") or today
    is_now = (day.year, day.month) == (today.year, today.month)
    return {
        "weeks": month(day, now, reader=reader),
        "heading": month_in_words(day).capitalize(),
        "before": ("Mese prima", _address(BY_MONTH, f"{previous_month(day):%Y-%m}")),
        "after": ("Mese dopo", _address(BY_MONTH, f"{next_month(day):%Y-%m}")),
        "other": ("Settimana", _address(BY_WEEK, monday_of(today if is_now else day).isoformat())),
    }


def _address(name: str, value: str) -> str:
    return f"{reverse('admin:calendar')}?{name}={value}"


def _day(text: str) -> date | None:
    """The day, or None for what is none: then the page shows today's."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year < LAST_YEAR else None
