"""The moment when a broadcast has to begin, and when it is too late for that without a person. Any time zone.

Waiting for the opening is not lateness: night, weekend and feast move the moment at which it is due.
"""

from datetime import datetime, timedelta

from cascina_whatsapp.presentation.formatting.dates import at_clock, day_of, in_a_sentence

from .office_hours import OfficeCalendar

TIME_TO_BEGIN = timedelta(minutes=1)
"""A moment that comes so shortly before closing time is as good as closed: the opening after it counts."""


def moment_due(scheduled_for: datetime, calendar: OfficeCalendar | None) -> datetime | None:
    """The first moment from `scheduled_for` on at which it may begin; without a calendar (urgent), that very moment.

    None where the office has no opening for more than a year.
    """
    if calendar is None:
        return scheduled_for
    opens = calendar.next_opening(scheduled_for)
    closes = calendar.closing(opens) if opens else None
    if opens and closes and closes - opens < TIME_TO_BEGIN:
        return calendar.next_opening(closes)
    return opens


def departure_in_words(chosen: datetime, calendar: OfficeCalendar | None, now: datetime) -> str:
    """Say in Italian when a broadcast scheduled for `chosen` really leaves, for who reads it `now`.

    "lunedì 30 alle 9:00: alle 23:00 l'ufficio è chiuso". Without a calendar (urgent), the chosen moment.
    """
    due = moment_due(chosen, calendar)
    if due is None:
        return "mai: non è prevista nessuna apertura"
    if due == chosen:
        return in_a_sentence(due, now)
    is_near = (day_of(due) - day_of(chosen)).days <= 1
    then = at_clock(chosen) if is_near else in_a_sentence(chosen, now)
    return f"{in_a_sentence(due, now)}: {then} l'ufficio è chiuso"


def is_past(moment: datetime | None, now: datetime) -> bool:
    """Tell whether a chosen moment has already gone by; False where none was chosen."""
    return moment is not None and moment < now


def late_since(
    scheduled_for: datetime, calendar: OfficeCalendar | None, *, grace: timedelta, now: datetime
) -> datetime | None:
    """Return when a broadcast should have begun, if that was longer ago than `grace`; None while it is in time."""
    due = moment_due(scheduled_for, calendar)
    return due if due and now - due > grace else None
