"""The weeks of a month, or one week: each day with its broadcasts, whether the office is closed, and its name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User

from broadcasts.models.office import current_calendar
from broadcasts.rules.office_hours import OfficeCalendar
from cascina_whatsapp.presentation.formatting.dates import MONTHS, WEEKDAYS, day_of

from .entries import Entry, entries

DAYS = 7


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
    entries: tuple[Entry, ...]

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
        return not (self.entries or self.notes)


Week = list[Day]


def month(of: date, now: datetime, *, reader: User | None = None) -> list[Week]:
    """The whole weeks in which the month of the day `of` lies. Three queries, one more while something leaves."""
    monday, sunday = month_shown(of)
    shown = [monday + timedelta(days=number) for number in range((sunday - monday).days + 1)]
    return _weeks(shown, now, reader, month=of.replace(day=1))


def month_shown(of: date) -> tuple[date, date]:
    """Return the first and the last day of the weeks that show a month."""
    monday = monday_of(of.replace(day=1))
    return monday, monday_of(first_of_next(of) - timedelta(days=1)) + timedelta(days=DAYS - 1)


def week(of: date, now: datetime, *, reader: User | None = None) -> list[Week]:
    """Build the one week in which the day `of` lies. As many queries as a month."""
    shown = [monday_of(of) + timedelta(days=number) for number in range(DAYS)]
    return _weeks(shown, now, reader, month=None)


def monday_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def first_of_next(day: date) -> date:
    """Return the first day of the month after a day's own."""
    return (day.replace(day=1) + timedelta(days=31)).replace(day=1)


def first_of_previous(day: date) -> date:
    """Return the first day of the month before a day's own."""
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1)


def span_in_words(first: date, last: date) -> str:
    """Write a span of days without its year: "9 – 22 novembre", "28 maggio – 10 giugno"."""
    start = "" if first.month == last.month else f" {MONTHS[first.month - 1]}"
    return f"{first.day}{start} – {last.day} {MONTHS[last.month - 1]}"


def _weeks(
    shown: Sequence[date],
    now: datetime,
    reader: User | None,
    *,
    month: date | None,
) -> list[Week]:
    office = current_calendar()
    found = entries(shown[0], shown[-1], office, now, reader)
    days = [_day(one, office, found, now, month) for one in shown]
    return [days[start : start + DAYS] for start in range(0, len(shown), DAYS)]


def _day(
    day: date,
    office: OfficeCalendar,
    found: Sequence[Entry],
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
        entries=tuple(entry for entry in found if day_of(entry.at) == day),
    )
