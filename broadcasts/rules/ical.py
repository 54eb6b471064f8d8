# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""A calendar as text that Outlook and telephones read: RFC 5545, the few properties that moments with a title need.

Moments are written in UTC, so that no definition of a time zone has to travel along.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

OCTETS_AT_MOST = 75
"""The octets of a line without its end (RFC 5545, 3.1): a longer one goes on after a line break and a space."""
ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
"""RFC 5545, 3.3.11."""


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
    return "".join(f"{folded(line)}\r\n" for line in _lines(name, moments, now))


def _lines(name: str, moments: Iterable[Moment | Days], now: datetime) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//Comune di Cascina//Cascina WhatsApp//IT"
    yield f"NAME:{escaped(name)}"  # RFC 7986; the next is what Outlook and Google call it
    yield f"X-WR-CALNAME:{escaped(name)}"
    yield "REFRESH-INTERVAL;VALUE=DURATION:PT1H"
    yield "X-PUBLISHED-TTL:PT1H"
    for moment in moments:
        yield from _event(moment, now)
    yield "END:VCALENDAR"


def _event(moment: Moment | Days, now: datetime) -> Iterator[str]:
    is_certain = isinstance(moment, Days) or moment.is_certain
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(moment.uid)}"
    yield f"DTSTAMP:{in_utc(now)}"
    yield from _when(moment)
    yield f"SUMMARY:{escaped(moment.title)}"
    yield f"DESCRIPTION:{escaped(moment.description)}"
    yield f"STATUS:{'CONFIRMED' if is_certain else 'TENTATIVE'}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _when(moment: Moment | Days) -> Iterator[str]:
    """Write an event's moment, or its days: their end is the first day that is none any more (RFC 5545, 3.6.1)."""
    if isinstance(moment, Moment):
        yield f"DTSTART:{in_utc(moment.at)}"
        return
    yield f"DTSTART;VALUE=DATE:{moment.first:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{moment.last + timedelta(days=1):%Y%m%d}"


def in_utc(moment: datetime) -> str:
    """Write a moment as "20260608T080000Z". Raises ValueError when it has no time zone."""
    if moment.utcoffset() is None:
        raise ValueError("a moment without a time zone is no moment")
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def escaped(text: str) -> str:
    """Write a text as the value of a property; control characters, which no value may hold, are left out."""
    lines = "\n".join(text.splitlines())
    kept = (sign for sign in lines if sign == "\n" or unicodedata.category(sign) != "Cc")
    return "".join(ESCAPED.get(sign, sign) for sign in kept)


def folded(line: str) -> str:
    """Fold a line into pieces of at most 75 octets, never within a character."""
    pieces, size = [""], 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > OCTETS_AT_MOST:
            pieces.append("")
            size = 1  # the space that the piece begins with
        pieces[-1] += sign
        size += octets
    return "\r\n ".join(pieces)
