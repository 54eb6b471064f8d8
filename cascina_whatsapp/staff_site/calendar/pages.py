"""The page of the calendar.

Which month or week is shown stands in the address: `?mese=2026-11`, `?settimana=2026-11-23`; without, this month.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from cascina_whatsapp.presentation.components import colleague
from cascina_whatsapp.presentation.formatting.dates import WEEKDAYS, day_of, month_in_words
from cascina_whatsapp.presentation.once import page_moment

from . import weeks

DAY = timedelta(days=1)
MONTH, WEEK = "mese", "settimana"
RIGHT = "broadcasts.view_campaign"
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Beyond these nobody turns pages, and dates end."""


def urls(site: AdminSite) -> list[URLPattern]:
    """The address of the page, for the admin's own."""

    def calendar(request: HttpRequest) -> HttpResponse:
        _refuse_strangers(request)
        shown = _shown(request, page_moment())
        context = {**site.each_context(request), "title": "Calendario", "weekdays": WEEKDAYS, **shown}
        return TemplateResponse(request, "admin/broadcasts/calendar/calendar.html", context)

    return [path("calendario/", site.admin_view(calendar), name="calendar")]


def _refuse_strangers(request: HttpRequest) -> None:
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied


def _shown(request: HttpRequest, now: datetime) -> dict[str, Any]:
    """Collect what the calendar shows: the week that the address asks for, or its month, or this one."""
    if monday := _day(request.GET.get(WEEK, "")):
        return _week(weeks.monday_of(monday), now, colleague(request))
    return _month(_day(f"{request.GET.get(MONTH, '')}-01") or day_of(now), now, colleague(request))


def _month(day: date, now: datetime, reader: User) -> dict[str, Any]:
    today = day_of(now)
    shown = weeks.month(day, now, reader=reader)
    is_now = (day.year, day.month) == (today.year, today.month)
    return {
        "weeks": shown,
        "has_cancelled": _has_cancelled(shown),
        "heading": month_in_words(day).capitalize(),
        "before": ("Mese prima", _address(MONTH, f"{weeks.first_of_previous(day):%Y-%m}")),
        "after": ("Mese dopo", _address(MONTH, f"{weeks.first_of_next(day):%Y-%m}")),
        "other": ("Settimana", _address(WEEK, weeks.monday_of(today if is_now else day).isoformat())),
    }


def _week(monday: date, now: datetime, reader: User) -> dict[str, Any]:
    days = timedelta(days=weeks.DAYS)
    sunday = monday + days - DAY
    shown = weeks.week(monday, now, reader=reader)
    return {
        "weeks": shown,
        "has_cancelled": _has_cancelled(shown),
        "heading": f"{weeks.span_in_words(monday, sunday)} {sunday.year}",
        "is_week": True,
        "before": ("Settimana prima", _address(WEEK, (monday - days).isoformat())),
        "after": ("Settimana dopo", _address(WEEK, (monday + days).isoformat())),
        "other": ("Mese", _address(MONTH, f"{monday:%Y-%m}")),
    }


def _has_cancelled(shown: list[weeks.Week]) -> bool:
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
