"""The office's hours and closures, as staff write them: dates and times the Italian way, no overlaps."""

from datetime import date

import pytest

from broadcasts.models import Closure, OfficeHours
from broadcasts.models.office import current_calendar
from tests.people import PAOLO
from tests.staff import at_desk


@pytest.mark.parametrize(
    ("last", "sentence"), [("31/12/2026", ""), ("01/12/2026", "non può venire prima del primo")]
)
def test_a_closure_ends_after_it_begins(last, sentence):
    answers = {"first": "24/12/2026", "last": last, "reason": "Ferie"}
    response = at_desk(PAOLO).post("/admin/chiusure/aggiungi/", answers)
    if sentence:
        assert sentence in response.text
        assert not Closure.objects.exists()
    else:
        assert Closure.objects.get().last == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("opens", "closes", "sentence"),
    [
        ("12:00", "14:00", "Si sovrappone a un altro orario (lunedì 9:00-13:00)"),
        ("08:00", "18:00", "Si sovrappone a un altro orario (lunedì 9:00-13:00)"),
        ("17:00", "16:00", "deve venire dopo quello di apertura"),
        ("25:00", "26:00", "valid"),
        ("13:00", "14:00", ""),
    ],
)
def test_hours_may_touch_but_not_overlap(opens, closes, sentence):
    desk, before = at_desk(PAOLO), OfficeHours.objects.count()
    response = desk.post("/admin/orari-d-ufficio/aggiungi/", {"weekday": 0, "opens": opens, "closes": closes})
    assert OfficeHours.objects.count() == before + (not sentence)
    if sentence:
        assert sentence in response.text


def test_an_office_opens_on_a_sunday_once_somebody_gives_it_hours():
    desk = at_desk(PAOLO)
    sunday = {"weekday": 6, "opens": "09:00", "closes": "12:00"}
    desk.post("/admin/orari-d-ufficio/aggiungi/", sunday)
    assert str(OfficeHours.objects.get(weekday=6)) == "domenica 9:00-12:00"
    desk.post("/admin/chiusure/aggiungi/", {"first": "13/12/2026", "last": "13/12/2026", "reason": "Ferie"})
    calendar = current_calendar()
    assert not calendar.is_closed_on(date(2026, 11, 22))
    assert calendar.is_closed_on(date(2026, 12, 13))


def test_hours_do_not_overlap_with_themselves():
    hours = OfficeHours.objects.first()
    at_desk(PAOLO).post(
        f"/admin/orari-d-ufficio/{hours.pk}/modifica/",
        {"weekday": hours.weekday, "opens": "09:30", "closes": "12:30"},
    )
    hours.refresh_from_db()
    after = OfficeHours.objects.get(opens="09:30")
    assert hours.in_force_until == after.in_force_from
