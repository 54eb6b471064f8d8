"""The moment when a broadcast has to begin, and when it is too late for that without a person. Any time zone.

Waiting for the opening is not lateness: night, weekend and feast move the moment at which it is due.
"""

from datetime import datetime, timedelta

from cascina_whatsapp.presentation.formatting.dates import about, day_of, in_a_sentence, on_day

from .office_hours import OfficeCalendar, holiday_name

TIME_TO_BEGIN = timedelta(minutes=1)
"""A moment that comes so shortly before closing time is as good as closed: the opening after it counts."""
SHORT = timedelta(minutes=5)


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


def may_begin(calendar: OfficeCalendar | None, now: datetime) -> bool:
    """Tell whether a broadcast may begin at this moment: the office is open, and not about to close."""
    return moment_due(now, calendar) == now


def departure_in_words(asked: datetime, calendar: OfficeCalendar | None, now: datetime) -> str:
    """Say in Italian when a broadcast that is to leave at `asked` really does, and why where the office moves it.

    "parte domani alle 9:00", "giovedì 3 alle 17:32, quando l'ufficio è chiuso: parte venerdì 4 alle 9:00".
    """
    due = moment_due(asked, calendar)
    if calendar is None or due == asked:
        return f"parte {in_a_sentence(asked, now)}"
    leaves = (
        f"parte {in_a_sentence(due, now)}" if due else "non parte, perché non è prevista nessuna apertura"
    )
    return f"{_why_not_then(asked, calendar, now)}: {leaves}"


def _why_not_then(asked: datetime, calendar: OfficeCalendar, now: datetime) -> str:
    if feast := holiday_name(day_of(asked)):
        article = "l'" if feast[0] in "AEIOU" else "la " if feast.startswith("Festa") else ""
        return f"{on_day(asked, now)} è {article}{feast}"
    is_now = asked - now <= TIME_TO_BEGIN
    office = f"l'ufficio {'sta per chiudere' if calendar.is_open(asked) else 'è chiuso'}"
    return f"adesso {office}" if is_now else f"{in_a_sentence(asked, now)}, quando {office}"


def end_in_words(
    begins: datetime | None, ends: datetime | None, now: datetime, *, soon: str = "pochi minuti dopo"
) -> str:
    """Say in Italian when the last message leaves: "finisce verso le 10:53"; "" where nobody can tell.

    `soon`: the words for what takes so little that the clock would tell one hour twice.
    """
    if begins is None or ends is None:
        return ""
    return f"finisce {soon if ends - begins < SHORT else about(ends, now)}"


def is_past(moment: datetime | None, now: datetime) -> bool:
    """Tell whether a chosen moment has already gone by; False where none was chosen."""
    return moment is not None and moment < now


def late_since(
    scheduled_for: datetime, calendar: OfficeCalendar | None, *, grace: timedelta, now: datetime
) -> datetime | None:
    """Return when a broadcast should have begun, if that was longer ago than `grace`; None while it is in time."""
    due = moment_due(scheduled_for, calendar)
    return due if due and now - due > grace else None
