# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The page of the calendar, the page of one's own address for other calendars, and what answers at that address.

Which month or week is shown stands in the address: `?mese=2026-11`, `?settimana=2026-11-23`; without, this month.
"""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from broadcasts.models.calendar_feeds import RIGHT
from cascina_whatsapp.accounts.daily_bounds import BeyondBound
from cascina_whatsapp.accounts.reauthentication import ask_again
from cascina_whatsapp.presentation.components import colleague
from cascina_whatsapp.presentation.formatting.dates import WEEKDAYS, day_of, month_in_words

from . import feeds, periods, weeks

DAY = timedelta(days=1)
MONTH, WEEK = "mese", "settimana"
REMOVE = "togli"
"""The value of the button that takes the address away."""
FIRST_YEAR, LAST_YEAR = 2000, 2100
"""Beyond these nobody turns pages, and dates end."""


def urls(site: AdminSite) -> list[URLPattern]:
    """The addresses of the two pages, for the admin's own."""

    def calendar(request: HttpRequest) -> HttpResponse:
        _refuse_strangers(request)
        shown = _shown(request, timezone.now())
        context = {**site.each_context(request), "title": "Calendario", "weekdays": WEEKDAYS, **shown}
        return TemplateResponse(request, "admin/broadcasts/calendar/calendar.html", context)

    @never_cache
    def feed(request: HttpRequest) -> HttpResponse:
        _refuse_strangers(request)
        if request.POST.get("what") == REMOVE:
            return _remove(request)
        if request.method == "POST" and (question := ask_again(request)):
            return question
        address = _make(request) if request.method == "POST" else ""
        context = {**site.each_context(request), "title": "Il calendario sul tuo telefono"}
        context |= _feed(request, address)
        return TemplateResponse(request, "admin/broadcasts/calendar/feed.html", context)

    return [
        path("calendario/", site.admin_view(calendar), name="calendar"),
        path("calendario/abbonamento/", site.admin_view(feed), name="calendar_feed"),
    ]


@require_safe
def feed_file(request: HttpRequest, secret: str) -> HttpResponse:
    """The feed, for who knows the address: no session is looked at, no cookie is set. In clear nothing answers."""
    if settings.SESSION_COOKIE_SECURE and not request.is_secure():
        raise Http404
    try:
        text = feeds.read(secret, now=timezone.now())
    except feeds.NoSuchFeed:
        raise Http404 from None
    except feeds.TooOften:
        seconds = str(int(feeds.COUNTED_FOR.total_seconds()))
        return HttpResponse(status=429, headers={"Retry-After": seconds, "Cache-Control": "private"})
    headers = {"Cache-Control": "private", "Content-Disposition": 'inline; filename="calendario.ics"'}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


def _refuse_strangers(request: HttpRequest) -> None:
    if not request.user.has_perm(RIGHT):
        raise PermissionDenied


def _shown(request: HttpRequest, now: datetime) -> dict[str, Any]:
    """Collect what the calendar shows: the week that the address asks for, or its month, or this one."""
    if monday := _day(request.GET.get(WEEK, "")):
        return _week(weeks.monday_of(monday), now, colleague(request))
    return _month(_day(f"{request.GET.get(MONTH, '')}-01") or day_of(now), now, colleague(request))


def _month(day: date, now: datetime, reader: User) -> dict[str, Any]:
    today, marked = day_of(now), periods.within(*weeks.month_shown(day))
    shown = weeks.month(day, now, marked, reader=reader)
    is_now = (day.year, day.month) == (today.year, today.month)
    return {
        "weeks": shown,
        "has_cancelled": _has_cancelled(shown),
        "periods": marked,
        "heading": month_in_words(day).capitalize(),
        "before": ("Mese prima", _address(MONTH, f"{weeks.first_of_previous(day):%Y-%m}")),
        "after": ("Mese dopo", _address(MONTH, f"{weeks.first_of_next(day):%Y-%m}")),
        "other": ("Settimana", _address(WEEK, weeks.monday_of(today if is_now else day).isoformat())),
    }


def _week(monday: date, now: datetime, reader: User) -> dict[str, Any]:
    days = timedelta(days=weeks.DAYS)
    sunday = monday + days - DAY
    marked = periods.within(monday, sunday)
    shown = weeks.week(monday, now, marked, reader=reader)
    return {
        "weeks": shown,
        "has_cancelled": _has_cancelled(shown),
        "periods": marked,
        "heading": f"{weeks.span_in_words(monday, sunday)} {sunday.year}",
        "is_week": True,
        "before": ("Settimana prima", _address(WEEK, (monday - days).isoformat())),
        "after": ("Settimana dopo", _address(WEEK, (monday + days).isoformat())),
        "other": ("Mese", _address(MONTH, f"{monday:%Y-%m}")),
    }


def _has_cancelled(shown: list[weeks.Week]) -> bool:
    """Tell whether a grey entry is shown, which the key then explains."""
    return any(not entry.tone for week in shown for day in week for entry in day.entries)


def _address(name: str, value: str) -> str:
    return f"{reverse('admin:calendar')}?{name}={value}"


def _day(text: str) -> date | None:
    """The day, or None for what is none: then the page shows today's."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year < LAST_YEAR else None


def _make(request: HttpRequest) -> str:
    """Make a new address; "" with a message where today's are used up."""
    try:
        return feeds.make(colleague(request), now=timezone.now())
    except BeyondBound as refusal:
        messages.error(request, str(refusal))
        return ""


def _remove(request: HttpRequest) -> HttpResponse:
    user = colleague(request)
    if feeds.remove(user, by=user, now=timezone.now()):
        messages.success(request, "Tolto: a quell'indirizzo non risponde più nulla.")
    return redirect("admin:calendar_feed")


def _feed(request: HttpRequest, address: str) -> dict[str, Any]:
    return {"address": address, "remove": REMOVE, "feed": feeds.feed_of(colleague(request))}
