"""The writing of office hours and closures: longer hours wait for the next opening, shorter ones count at once.

Nobody opens the office at night and sends before somebody else has read of it: whoever approves is told at once.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from broadcasts.models import Closure, OfficeHours
from broadcasts.models.office import current_calendar
from broadcasts.steps import notifications
from cascina_whatsapp.presentation.formatting.dates import day_of, moment_in_words

WITHOUT_OPENING = timedelta(days=1)
"""The wait where there are no hours, and so no opening to wait for."""


@transaction.atomic
def save_hours(row: OfficeHours, *, by: User, now: datetime) -> datetime:
    """Write an interval, new or changed, and return from when it counts: until then the one of before does."""
    OfficeHours.objects.filter(in_force_until__lte=now).delete()
    starts = next_opening(now)
    before = OfficeHours.objects.select_for_update().filter(pk=row.pk, in_force_until=None).first()
    if before and (before.in_force_from or now) <= now:
        before.in_force_until = starts
        before.save(update_fields=["in_force_until"])
        row.pk = None
        row._state.adding = True
    row.in_force_from = starts
    row.save()
    _tell(by, f"{row}, da {moment_in_words(starts)}", "officehours")
    return starts


@transaction.atomic
def remove_hours(row: OfficeHours, *, by: User) -> None:
    """Take an interval away, at once."""
    _tell(by, f"{row}, tolto da subito", "officehours")
    row.delete()


@transaction.atomic
def save_closure(row: Closure, *, by: User) -> None:
    """Write a closure, at once: `uncovers` says first whether it may be."""
    row.save()
    _tell(by, f"chiusura {row}", "closure")


@transaction.atomic
def remove_closure(row: Closure, *, by: User, now: datetime) -> bool:
    """Take a closure away; one of today ends with today, and False says so."""
    today = day_of(now)
    is_today = row.first <= today <= row.last
    if is_today:
        row.last = today
        row.save(update_fields=["last"])
    _tell(by, f"chiusura {row}, tolta{' da domani' if is_today else ''}", "closure")
    if not is_today:
        row.delete()
    return not is_today


def uncovers(row: Closure, now: datetime) -> bool:
    """Tell whether this closure, written so, would open the office today, which as it is now it closes."""
    today = day_of(now)
    covered = Closure.objects.filter(pk=row.pk, first__lte=today, last__gte=today).exists()
    return covered and not row.first <= today <= row.last


def next_opening(now: datetime) -> datetime:
    """Return when the office opens next by the weekly hours, after the opening of now where it is open."""
    weekly = replace(current_calendar(), closures=())
    closes = weekly.closing(now)
    return weekly.next_opening(closes or now) or now + WITHOUT_OPENING


def _tell(by: User, what: str, page: str) -> None:
    notifications.alert_of_change(
        by=by,
        subject="Sono cambiati gli orari in cui partono i messaggi",
        what=f"ha cambiato gli orari o le chiusure: {what}",
        page=f"admin:broadcasts_{page}_changelist",
    )
