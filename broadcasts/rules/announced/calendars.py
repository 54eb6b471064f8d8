"""Calendars in iCal (RFC 5545): what happens, where, from when to when. Runs in a child process.

A series that repeats is announced once, with its next date; a date that was moved or called off is an item of its own
that names its series.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event, vDDDLists, vDDDTypes, vDuration, vRecur

from .facts import MOST_ITEMS, ROME, beginning_of, cut, plain

BEGINNING = b"BEGIN:VCALENDAR"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
REPEATING = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
"""The frequencies that a series may have; what happens every second is no event of a town."""
MOST_OCCURRENCES = 5000
"""The dates of a series that are looked at for its next one."""
Facts = dict[str, Any]


def is_one(content: bytes) -> bool:
    """Tell whether the file is a calendar."""
    return content.removeprefix(BYTE_ORDER_MARK).lstrip()[: len(BEGINNING)].upper() == BEGINNING


def events(content: bytes, now: datetime) -> list[Facts]:
    """List what a calendar announces, as facts of `items.Item`. Raises ValueError where it can't be read."""
    text = content.removeprefix(BYTE_ORDER_MARK).decode("utf-8", "replace").lstrip()
    calendars = Calendar.from_ical(text, multiple=True)
    return list(islice((one for found in calendars for one in _told(found, now)), MOST_ITEMS))


def _told(calendar: Any, now: datetime) -> Iterator[Facts]:
    """Yield the facts of each event; one that is called off may come without its moment (RFC 5546, 3.2.5)."""
    all_off = _text(calendar, "METHOD").upper() == "CANCEL"
    events = list(calendar.walk("VEVENT"))
    changed = _changed(events)
    for event in events:
        is_off = all_off or _text(event, "STATUS").upper() == "CANCELLED"
        start = (_when(event, "RECURRENCE-ID") if is_off else None) or _when(event, "DTSTART")
        if start is not None:
            left_out = [*_left_out(event), *changed.get(_text(event, "UID"), ())]
            yield {**_facts(event, start, left_out, now), "is_cancelled": is_off}
        elif is_off:
            yield {**_name(event), "is_cancelled": True}


def _changed(events: Iterable[Event]) -> dict[str, list[date]]:
    """UID → the dates of that series of which an event of their own tells: they were moved or called off."""
    found: dict[str, list[date]] = {}
    for event in events:
        if replaced := _when(event, "RECURRENCE-ID"):
            found.setdefault(_text(event, "UID"), []).append(replaced)
    return found


def _name(event: Event) -> Facts:
    """Collect the facts by which an event is known: ids, link and title."""
    series, replaced = _text(event, "UID"), _recurrence(event)
    return {
        "id": cut("id", "\n".join(filter(None, [series, replaced]))),
        "series": cut("series", series if replaced else ""),
        "link": cut("link", event.get("URL")),
        "title": cut("title", plain(_text(event, "SUMMARY"), is_markup=False)),
    }


def _facts(event: Event, start: date, left_out: Iterable[date], now: datetime) -> Facts:
    length = _length(event, start)
    begins = _next(event, start, length, left_out, now)
    return {
        **_name(event),
        "text": cut("text", plain(_text(event, "DESCRIPTION"), is_markup=False)),
        "place": cut("place", plain(_text(event, "LOCATION"), is_markup=False)),
        "starts": _written(begins),
        "ends": _written(begins + length),
        "repeats": _frequency(event),
    }


def _text(event: Any, name: str) -> str:
    value = event.get(name)
    return str(value) if isinstance(value, str) else ""


def _when(event: Event, name: str) -> date | None:
    """A day, or a moment with a time zone; one without is the clock's in Cascina (RFC 5545, 3.3.5, form 1)."""
    found = event.get(name)
    value = found.dt if isinstance(found, vDDDTypes) else None
    if isinstance(value, datetime):
        return value.replace(tzinfo=ROME) if value.tzinfo is None else value
    return value if isinstance(value, date) else None


def _recurrence(event: Event) -> str:
    moved = _when(event, "RECURRENCE-ID")
    return moved.isoformat() if moved else ""


def _length(event: Event, start: date) -> timedelta:
    """Compute how long an event lasts; its end, of whole days, is the day after the last (RFC 5545, 3.6.1)."""
    end, lasting = _when(event, "DTEND"), event.get("DURATION")
    lasts = lasting.dt if isinstance(lasting, vDDDTypes | vDuration) else None
    least = timedelta(0) if isinstance(start, datetime) else timedelta(days=1)
    if end is not None and isinstance(end, datetime) == isinstance(start, datetime):
        return max(end - start, least)
    return max(lasts, least) if isinstance(lasts, timedelta) else least


def _frequency(event: Event) -> str:
    """Return "weekly" for a series that happens every week; "" where the rule is not as simple as that."""
    rule = _rule(event)
    is_simple = rule is not None and _first(rule, "INTERVAL", 1) == 1
    return str(_first(rule, "FREQ", "")).lower() if rule is not None and is_simple else ""


def _rule(event: Event) -> vRecur | None:
    """Return the rule by which an event repeats, if it does so at most every day; else None."""
    rule = event.get("RRULE")
    if not isinstance(rule, vRecur):
        return None
    return rule if str(_first(rule, "FREQ", "")).upper() in REPEATING else None


def _first(rule: vRecur, name: str, default: object) -> object:
    return next(iter(rule.get(name) or ()), default)


def _next(event: Event, start: date, length: timedelta, left_out: Iterable[date], now: datetime) -> date:
    """The first date of a series that is neither `left_out` nor over; the last one where all are over, or where
    nobody can tell.
    """
    rule = _rule(event)
    if rule is None:
        return start
    zone = start.tzinfo if isinstance(start, datetime) else None
    skipped = {_naive(day, zone) for day in left_out}
    begin, last = _naive(start, zone), start
    try:
        for naive in islice(rrulestr(_without_zone(rule, zone), dtstart=begin), MOST_OCCURRENCES):
            if naive in skipped:
                continue
            last = naive.replace(tzinfo=zone) if isinstance(start, datetime) else naive.date()
            if beginning_of(last + length) > now:
                break
    except (ValueError, TypeError, OverflowError):
        return last
    return last


def _without_zone(rule: vRecur, zone: tzinfo | None) -> str:
    """The rule on the clocks of the place: by them a series repeats, also over the change of the hour."""
    told = {name: list(values) for name, values in rule.items()}
    if ends := told.pop("UNTIL", None):
        until = ends[0]
        if isinstance(until, datetime) and until.tzinfo and zone:
            until = until.astimezone(zone)
        whole = (
            until.replace(tzinfo=None) if isinstance(until, datetime) else datetime.combine(until, time.max)
        )
        told["UNTIL"] = [whole.replace(microsecond=0)]
    return str(vRecur(told).to_ical(), "utf-8")


def _left_out(event: Event) -> Iterator[date]:
    found = event.get("EXDATE") or []
    for dates in found if isinstance(found, list) else [found]:
        if isinstance(dates, vDDDLists):
            yield from (one.dt for one in dates.dts if isinstance(one.dt, date))


def _naive(when: date, zone: tzinfo | None) -> datetime:
    """Write a day or moment on the clocks of `zone`, by which a series repeats: without a zone, a day as midnight."""
    if not isinstance(when, datetime):
        return datetime.combine(when, time.min)
    return (when.astimezone(zone) if when.tzinfo and zone else when).replace(tzinfo=None)


def _written(when: date) -> str:
    """Write a day, or a moment in UTC, in ISO 8601."""
    return when.astimezone(UTC).isoformat() if isinstance(when, datetime) else when.isoformat()
