"""Nobody opens the office at night in two clicks: longer hours count from the next opening, and approvers are told.

A closure, or hours that are taken away, count at once.
"""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from broadcasts.models import Closure, OfficeHours
from broadcasts.models.office import current_calendar
from broadcasts.sending import sender
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from tests.builders import hire, subscribe, under_way
from tests.people import ANNA, PAOLO, Clerk
from tests.staff import SARA, at_desk

pytestmark = pytest.mark.django_db
HOURS, CLOSURES = "/admin/orari-d-ufficio/", "/admin/chiusure/"
PIA = Clerk("pia", "Approvatore")
MONDAY_NIGHT = datetime(2026, 6, 8, 20, 0, tzinfo=UTC)
"""22:00 in Cascina; the office opens on Tuesday at 9:00."""
TUESDAY_OPENS = datetime(2026, 6, 9, 7, 0, tzinfo=UTC)
MONDAY_MORNING = datetime(2026, 6, 8, 8, 0, tzinfo=UTC)
"""10:00 in Cascina; the office is open until 13:00. On Tuesday also from 15:30 on."""
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
desks = pytest.mark.parametrize("clerk", [PAOLO, SARA], ids=lambda clerk: clerk.group)


def open_at(moment: datetime) -> bool:
    return current_calendar().is_open(moment)


def add(clerk: Clerk, at: datetime, weekday: int, opens: str, closes: str):
    with time_machine.travel(at, tick=False):
        answer = at_desk(clerk).post(
            f"{HOURS}aggiungi/", {"weekday": weekday, "opens": opens, "closes": closes}, follow=True
        )
    assert answer.status_code == 200
    return answer


def edit(clerk: Clerk, at: datetime, row: OfficeHours, opens: str, closes: str):
    page = f"{HOURS}{row.pk}/modifica/"
    with time_machine.travel(at, tick=False):
        return at_desk(clerk).post(
            page, {"weekday": row.weekday, "opens": opens, "closes": closes}, follow=True
        )


def remove(path: str, clerk: Clerk, at: datetime):
    with time_machine.travel(at, tick=False):
        return at_desk(clerk).post(path, {"post": "yes"}, follow=True)


def row(weekday: int = 0, opens: str = "09:00") -> OfficeHours:
    return OfficeHours.objects.get(weekday=weekday, opens=opens, in_force_until=None)


@desks
def test_hours_added_at_night_do_not_open_that_night(clerk, api, graph):
    subscribe(ANNA)
    under_way()
    add(clerk, MONDAY_NIGHT, 0, "21:00", "23:59")
    assert not open_at(MONDAY_NIGHT)
    sender.send_due(api=api, now=MONDAY_NIGHT, clock=lambda: MONDAY_NIGHT)
    assert graph.messages == []
    assert open_at(MONDAY_NIGHT + WEEK)


def test_hours_made_longer_count_from_when_the_old_ones_would_have_begun():
    edit(PAOLO, MONDAY_NIGHT, row(1), "07:00", "14:00")
    assert not open_at(TUESDAY_OPENS - HOUR)
    assert open_at(TUESDAY_OPENS)
    assert open_at(TUESDAY_OPENS + 4.5 * HOUR)
    assert open_at(TUESDAY_OPENS + WEEK - HOUR)
    edit(PAOLO, MONDAY_NIGHT + DAY, row(1, "15:30"), "15:30", "23:59")
    assert not open_at(MONDAY_NIGHT + DAY)
    assert open_at(MONDAY_NIGHT + DAY + WEEK)


def test_while_the_office_is_open_the_old_hours_go_on_until_it_closes():
    tuesday_at_ten = MONDAY_MORNING + DAY
    edit(PAOLO, tuesday_at_ten, row(1), "08:00", "15:00")
    assert open_at(tuesday_at_ten + 2 * HOUR)
    assert not open_at(tuesday_at_ten + 4 * HOUR)
    assert open_at(tuesday_at_ten + 5.5 * HOUR)  # the afternoon, which is the next opening
    assert open_at(tuesday_at_ten + WEEK + 4 * HOUR)


def test_what_waits_is_changed_again_still_waits_and_the_list_says_until_when():
    add(PAOLO, MONDAY_NIGHT, 0, "21:00", "22:30")
    edit(PAOLO, MONDAY_NIGHT, row(opens="21:00"), "20:00", "23:59")
    assert not open_at(MONDAY_NIGHT)
    assert OfficeHours.objects.filter(weekday=0, opens__gte="20:00").count() == 1
    with time_machine.travel(MONDAY_NIGHT, tick=False):
        assert "da domani alle 9:00" in at_desk(PAOLO).get(HOURS).text


def test_taking_all_hours_away_and_adding_others_opens_nothing_that_day():
    for hours in OfficeHours.objects.all():
        remove(f"{HOURS}{hours.pk}/elimina/", PAOLO, MONDAY_NIGHT)
    add(PAOLO, MONDAY_NIGHT, 0, "20:00", "23:59")
    assert not open_at(MONDAY_NIGHT)
    assert not open_at(MONDAY_NIGHT + HOUR)


def close(path: str, first: str, last: str, reason: str = "Guasto", clerk: Clerk = PAOLO) -> str:
    """A closure is written on Monday morning; what the page says."""
    with time_machine.travel(MONDAY_MORNING, tick=False):
        typed = {"reason": reason, "first": first, "last": last}
        return at_desk(clerk).post(f"{CLOSURES}{path}", typed).text


def test_fewer_hours_and_a_closure_of_today_count_at_once_and_it_is_lifted_from_tomorrow():
    assert open_at(MONDAY_MORNING)
    close("aggiungi/", "08/06/2026", "10/06/2026")
    assert not open_at(MONDAY_MORNING)
    closure = Closure.objects.get()
    for first, last in (("09/06/2026", "10/06/2026"), ("01/06/2026", "07/06/2026")):
        assert "può finire oggi, non prima" in close(f"{closure.pk}/modifica/", first, last)
    remove(f"{CLOSURES}{closure.pk}/elimina/", PAOLO, MONDAY_MORNING)
    assert not open_at(MONDAY_MORNING)
    assert open_at(MONDAY_MORNING + DAY)
    Closure.objects.all().delete()
    remove(f"{HOURS}{row().pk}/elimina/", PAOLO, MONDAY_MORNING)
    assert not open_at(MONDAY_MORNING)
    closure = Closure.objects.create(first=date(2026, 6, 9), last=date(2026, 6, 10), reason="Ferie")
    remove(f"{CLOSURES}{closure.pk}/elimina/", PAOLO, MONDAY_NIGHT)
    assert not Closure.objects.exists()  # of another day it goes at once


@desks
def test_who_approves_broadcasts_is_told_of_each_change(clerk):
    pia = hire(PIA)
    add(clerk, MONDAY_NIGHT, 0, "21:00", "23:59")
    (notice,) = StaffNotice.objects.filter(person=pia)
    assert "lunedì 21:00-23:59" in notice.sentence
    assert "martedì 9 giugno 2026 alle 9:00" in notice.sentence
    remove(f"{HOURS}{row(1).pk}/elimina/", clerk, MONDAY_NIGHT)
    close("aggiungi/", "09/06/2026", "09/06/2026", clerk=clerk)
    assert StaffNotice.objects.filter(person=pia).count() == 3
    assert not StaffNotice.objects.filter(person=hire(clerk)).exists()
