"""The office's calendar for sending: weekly hours, minus holidays and the days it is closed.

Moments come in with any time zone and go out in UTC; opening is included, closing is not. Holidays are the national
ones and the patron's day; Sundays are not among them unless they are a feast of their own.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from holidays import country_holidays

from cascina_whatsapp.presentation.formatting.dates import (
    ROME,
    at_hour,
    brief_day,
    in_a_sentence,
    with_article,
)

PATRON_DAY_NAME = "Festa patronale di Cascina"
HORIZON = timedelta(days=400)  # who has no opening for more than a year has none
MIDNIGHT = time(0, 0)
SUNDAY = 6


def holiday_name(day: date) -> str | None:
    """The Italian name of the holiday that falls on `day`, None when it is not a holiday."""
    return holidays_of(day.year).get(day)


def patron_day(year: int) -> date:
    """Return the day of Santi Innocenzo e Fiorentino: the first Tuesday after the last Monday of May."""
    last_of_may = date(year, 5, 31)
    last_monday = last_of_may - timedelta(days=last_of_may.weekday())
    return last_monday + timedelta(days=1)


@lru_cache(maxsize=64)
def holidays_of(year: int) -> Mapping[date, str]:
    """Return the holidays of a year. No subdivision: for the library PI is the city of Pisa, with another patron.

    4 October is there from 2026 (L. 151/2025). Two feasts on one day come joined with "; ".
    """
    national = country_holidays("IT", years=year, expand=False, language="it_IT")
    names = {day: name.replace("; ", " e ") for day, name in national.items()}
    names[patron_day(year)] = PATRON_DAY_NAME
    return names


@dataclass(frozen=True, kw_only=True)
class Interval:
    """Weekly hours on the wall clock; closing at 00:00 means the end of that day.

    `since`, included, and `until`, excluded: between which moments they count; None: always. Raises ValueError when
    it would close before it opens.
    """

    weekday: int  # Monday is 0
    opens: time
    closes: time
    since: datetime | None = None
    until: datetime | None = None

    def __post_init__(self) -> None:
        if self.weekday not in range(7):
            raise ValueError("weekday goes from 0, Monday, to 6, Sunday")
        if self.closes != MIDNIGHT and self.closes <= self.opens:
            raise ValueError("an interval closes after it opens")


@dataclass(frozen=True, kw_only=True)
class Closure:
    """Days on which the office is closed, both ends included; `reason` is Italian and public.

    Raises ValueError when the last day comes before the first.
    """

    first: date
    last: date
    reason: str = ""

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a closure ends after it begins")

    def covers(self, day: date) -> bool:
        """Tell whether the office is closed on `day`."""
        return self.first <= day <= self.last


class Span(NamedTuple):
    """One opening: from `opens`, included, to `closes`, excluded; both UTC."""

    opens: datetime
    closes: datetime


@dataclass(frozen=True, kw_only=True)
class OfficeCalendar:
    """The hours of an office, and every question about them.

    Holidays are closed whatever the intervals say, a Sunday where none is for it. All methods raise ValueError for a
    moment without a time zone.
    """

    intervals: tuple[Interval, ...]
    closures: tuple[Closure, ...] = ()
    zone: ZoneInfo = ROME

    def is_open(self, at: datetime) -> bool:
        """Tell whether the office is open at that moment. Cheap: a sender asks it for each message."""
        at = _utc(at)
        today = self._spans_of(at.astimezone(self.zone).date())  # no opening goes on after midnight
        return any(span.opens <= at < span.closes for span in today)

    def closing(self, at: datetime) -> datetime | None:
        """Return when the opening that contains `at` ends, as if touching intervals were one; None when closed."""
        span = self.opening(at)
        return span.closes if span and span.opens <= at else None

    def next_opening(self, after: datetime) -> datetime | None:
        """The first moment from `after` on (`after` included) when it is open; None if not within HORIZON."""
        span = self.opening(after)
        return span.opens if span else None

    def opening(self, after: datetime) -> Span | None:
        """Return what is left of this opening from `after` on, or the whole next one; None if not within HORIZON."""
        after = _utc(after)
        span = next(self._spans(after), None)
        return Span(max(span.opens, after), span.closes) if span else None

    def why_closed(self, at: datetime) -> str:
        """The reason in Italian, without a full stop; empty when the office is open."""
        if self.is_open(at):
            return ""
        return self._why_day_off(_utc(at).astimezone(self.zone).date()) or "Fuori orario"

    def is_closed_on(self, day: date) -> bool:
        """Tell whether nothing opens on that whole day: no hours, a holiday or a closure."""
        return not self._spans_of(day)

    def holiday_or_closure(self, day: date) -> str:
        """Name the holiday of a day, or say why the office is closed on it; "" on any other day."""
        return holiday_name(day) or self._why_closure(day)

    def in_words(self, at: datetime) -> str:
        """An Italian sentence on the window: "Aperta fino alle 13:00", "Chiusa: riapre oggi alle 15:30"."""
        today = _utc(at).astimezone(self.zone).date()
        closes = self.closing(at)
        if closes:
            return f"Aperta fino {self._closing_in_words(closes, today)}"
        opens = self.next_opening(at)
        if not opens:
            return "Chiusa: nessuna apertura prevista"
        return f"Chiusa: riapre {in_a_sentence(opens, at)}"

    def _closing_in_words(self, closes: datetime, today: date) -> str:
        """Say when the office closes; midnight is 24:00 of the day that ends, as on an office door."""
        local = closes.astimezone(self.zone)
        day, hour = local.date(), local.hour
        if local.time() == MIDNIGHT:
            day, hour = day - timedelta(days=1), 24
        clock = at_hour(hour, local.minute)
        return clock if day == today else f"{with_article(brief_day(day, today), 'al')} {clock}"

    def _why_day_off(self, day: date) -> str:
        """Say in Italian why nobody works on the whole `day`; "" when it is a working day."""
        if holiday := holiday_name(day):
            return f"Oggi è festa: {holiday}"
        if any(closure.covers(day) for closure in self.closures):
            reason = self._why_closure(day)
            return f"Ufficio chiuso: {reason}" if reason else "Ufficio chiuso"
        has_hours = any(interval.weekday == SUNDAY for interval in self.intervals)
        return "Oggi è domenica" if day.weekday() == SUNDAY and not has_hours else ""

    def _why_closure(self, day: date) -> str:
        """The reason of the first closure that covers `day`; empty where none does, or none was written."""
        return next((closure.reason for closure in self.closures if closure.covers(day)), "")

    def _spans(self, start: datetime) -> Iterator[Span]:
        """The openings within HORIZON that end after `start`, in order; touching ones are one."""
        first = start.astimezone(self.zone).date()
        last = (start + HORIZON).astimezone(self.zone).date()
        days = (first + timedelta(days=n) for n in range((last - first).days + 1))
        spans = _joined(span for day in days for span in self._spans_of(day))
        return (span for span in spans if span.closes > start)

    def _spans_of(self, day: date) -> list[Span]:
        """Compute a day's spans, once a day: a sender asks for each message whether the office is open."""
        if day not in self._worked_out:
            self._worked_out[day] = self._openings_on(day)
        return self._worked_out[day]

    @cached_property
    def _worked_out(self) -> dict[date, list[Span]]:
        return {}

    def _openings_on(self, day: date) -> list[Span]:
        if self._why_day_off(day):
            return []
        today = (interval for interval in self.intervals if interval.weekday == day.weekday())
        spans = (self._span(day, interval) for interval in today)
        return sorted(span for span in spans if span.opens < span.closes)

    def _span(self, day: date, interval: Interval) -> Span:
        """Return an interval's span on a day. An hour that comes twice is the first; a skipped one moves behind."""
        closing_day = day + timedelta(days=1) if interval.closes == MIDNIGHT else day
        opens = datetime.combine(day, interval.opens, self.zone).astimezone(UTC)
        closes = datetime.combine(closing_day, interval.closes, self.zone).astimezone(UTC)
        return Span(max(opens, interval.since or opens), min(closes, interval.until or closes))


def _utc(moment: datetime) -> datetime:
    """Convert a moment to UTC, where arithmetic counts real seconds; in one zone Python compares wall clocks."""
    if moment.utcoffset() is None:
        raise ValueError("a moment without a time zone is no moment")
    return moment.astimezone(UTC)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Join spans that touch or overlap, in order of opening."""
    current = None
    for span in spans:
        if current and span.opens <= current.closes:
            current = Span(current.opens, max(current.closes, span.closes))
            continue
        if current:
            yield current
        current = span
    if current:
        yield current
