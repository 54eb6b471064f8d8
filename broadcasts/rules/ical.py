# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A calendar as text that Outlook and telephones read: RFC 5545, the few properties that moments with a title need.

Moments are written in UTC, so that no definition of a time zone has to travel along.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, vText


@dataclass(frozen=True, kw_only=True)
class Moment:
    """One event: it begins `at` (any time zone), has no length, and makes nobody busy."""

    uid: str
    """Always the same for the same thing, and nobody else's in the world."""
    at: datetime
    title: str
    description: str
    is_certain: bool = True


@dataclass(frozen=True, kw_only=True)
class Days:
    """Whole days, both ends included, on which something holds; it makes nobody busy."""

    uid: str
    first: date
    last: date
    title: str
    description: str


def calendar_text(name: str, moments: Iterable[Moment | Days], now: datetime) -> str:
    """The whole file. Every line ends in CR LF. Raises ValueError for a moment without a time zone."""
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", "-//Comune di Cascina//Cascina WhatsApp//IT")
    calendar.add("NAME", vText(cleaned(name)))  # RFC 7986; the next is what Outlook and Google call it
    calendar.add("X-WR-CALNAME", vText(cleaned(name)))
    calendar.add("REFRESH-INTERVAL", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", "PT1H")
    for moment in moments:
        calendar.add_component(_event(moment, now))
    return str(calendar.to_ical(sorted=False), "utf-8")


def _event(moment: Moment | Days, now: datetime) -> Event:
    is_certain = isinstance(moment, Days) or moment.is_certain
    event = Event()
    event.add("UID", cleaned(moment.uid))
    event.add("DTSTAMP", in_utc(now))
    if isinstance(moment, Moment):
        event.add("DTSTART", in_utc(moment.at))
    else:  # the end is the first day that is none any more (RFC 5545, 3.6.1)
        event.add("DTSTART", moment.first)
        event.add("DTEND", moment.last + timedelta(days=1))
    event.add("SUMMARY", cleaned(moment.title))
    event.add("DESCRIPTION", cleaned(moment.description))
    event.add("STATUS", "CONFIRMED" if is_certain else "TENTATIVE")
    event.add("TRANSP", "TRANSPARENT")
    return event


def in_utc(moment: datetime) -> datetime:
    """Convert a moment to UTC. Raises ValueError when it has no time zone."""
    if moment.utcoffset() is None:
        raise ValueError("a moment without a time zone is no moment")
    return moment.astimezone(UTC)


def cleaned(text: str) -> str:
    """A text without the control characters that no value may hold, but for line breaks."""
    lines = "\n".join(text.splitlines())
    return "".join(sign for sign in lines if sign == "\n" or unicodedata.category(sign) != "Cc")
