"""The month and the week: which broadcast stands on which day, what is grey, what is hatched. Now is 8 June 2026."""

import re
from datetime import UTC, date, datetime

import pytest
import time_machine

from broadcasts.models import Closure
from broadcasts.rules.states import CampaignStatus
from broadcasts.slices.calendar import pages as calendar
from tests.builders import NOW, campaign, hire
from tests.people import GIULIA
from tests.staff import at_desk

pytestmark = pytest.mark.django_db
JUNE = date(2026, 6, 1)
SUNDAY = datetime(2026, 6, 14, 10, 0, tzinfo=UTC)
FRIDAY = datetime(2026, 6, 12, 7, 30, tzinfo=UTC)
BEFORE = datetime(2026, 6, 5, 7, 0, tzinfo=UTC)


def days(found: list[calendar.Week]) -> dict[date, dict]:
    return {day["date"]: day for week in found for day in week}


def test_each_broadcast_stands_on_the_day_on_which_it_leaves():
    campaign(title="Partito", status=CampaignStatus.SENT, scheduled_for=SUNDAY, started_at=BEFORE)
    campaign(title="Annullato a metà", status=CampaignStatus.CANCELLED, started_at=BEFORE.replace(hour=8))
    campaign(title="Domenica", status=CampaignStatus.APPROVED, scheduled_for=SUNDAY)
    campaign(title="Di notte", status=CampaignStatus.APPROVED, scheduled_for=SUNDAY, is_urgent=True)
    campaign(title="In ritardo", status=CampaignStatus.APPROVED, scheduled_for=BEFORE)
    campaign(title="Da approvare", status=CampaignStatus.IN_REVIEW, scheduled_for=FRIDAY)
    campaign(title="Senza ora", status=CampaignStatus.IN_REVIEW)
    campaign(title="Bozza", scheduled_for=FRIDAY)
    campaign(title="Annullato", status=CampaignStatus.CANCELLED, scheduled_for=FRIDAY)
    shown = {
        (day["date"].day, str(one.campaign)): (one.dot, one.state)
        for day in days(calendar.month(JUNE, NOW, reader=hire(GIULIA))).values()
        for one in day["messages"]
    }
    assert shown == {
        (5, "Partito"): ("ok", "Inviato"),
        (5, "Annullato a metà"): ("", "Annullato"),
        (8, "In ritardo"): ("go", "Programmato"),
        (12, "Da approvare"): ("wait", "In approvazione"),
        (14, "Di notte"): ("go", "Programmato"),
        (15, "Domenica"): ("go", "Programmato"),
    }


def test_days_say_why_the_office_is_closed():
    Closure.objects.create(first=date(2026, 6, 22), last=date(2026, 6, 23), reason="Trasloco")
    june = days(calendar.month(JUNE, NOW, reader=hire(GIULIA)))
    assert [day.day for day, cell in june.items() if cell["is_closed"] and day.month == 6] == [
        2, 6, 7, 13, 14, 20, 21, 22, 23, 27, 28,
    ]  # fmt: skip
    assert june[date(2026, 6, 2)]["note"] == "Festa della Repubblica"
    assert june[date(2026, 6, 23)]["note"] == "Trasloco"
    assert [day.isoformat() for day, cell in june.items() if cell["is_outside"]] == [
        "2026-07-01", "2026-07-02", "2026-07-03", "2026-07-04", "2026-07-05",
    ]  # fmt: skip
    assert [day.day for day, cell in june.items() if cell["is_today"]] == [8]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2026-11-09", "2026-11-22", "dal 9 al 22 novembre"),
        ("2026-11-30", "2026-12-06", "dal 30 novembre al 6 dicembre"),
    ],
)
def test_days_in_words(first, last, words):
    assert calendar.span_in_words(date.fromisoformat(first), date.fromisoformat(last)) == words


@pytest.mark.parametrize(("month", "rows"), [("2027-02-01", 4), ("2026-03-01", 6), ("2026-12-31", 5)])
def test_a_month_has_whole_weeks(month, rows):
    found = calendar.month(date.fromisoformat(month), NOW, reader=hire(GIULIA))
    assert (len(found), {len(week) for week in found}) == (rows, {7})
    assert found[0][0]["date"].weekday() == 0


def test_the_page_turns_months_and_weeks():
    campaign(title="Via Roma chiusa", status=CampaignStatus.APPROVED, scheduled_for=FRIDAY)
    with time_machine.travel(NOW, tick=False):
        desk = at_desk(GIULIA)
        month = desk.get("/admin/calendario/").text
        week = desk.get("/admin/calendario/", {"settimana": "2026-06-12"}).text
        other = desk.get("/admin/calendario/", {"mese": "2026-12"}).text
        odd = desk.get("/admin/calendario/", {"mese": "9999-99"}).text
    assert "<h1>Giugno 2026</h1>" in month
    assert "<h1>Giugno 2026</h1>" in odd
    assert "<h1>Dicembre 2026</h1>" in other
    assert "<h1>Dall&#x27;8 al 14 giugno 2026</h1>" in week
    for page in (month, week):
        assert re.search(r'9:30</span> Via Roma chiusa<span class="[\w-]+">, programmato', page)
    links = set(re.findall(r"/admin/calendario/\?\w+=[\d-]+", month + week + other))
    assert links == {
        "/admin/calendario/?mese=2026-05",
        "/admin/calendario/?mese=2026-06",
        "/admin/calendario/?mese=2026-07",
        "/admin/calendario/?mese=2026-11",
        "/admin/calendario/?mese=2027-01",
        "/admin/calendario/?settimana=2026-06-01",
        "/admin/calendario/?settimana=2026-06-08",
        "/admin/calendario/?settimana=2026-06-15",
        "/admin/calendario/?settimana=2026-11-30",
    }


def test_a_year_of_broadcasts_costs_no_more_queries(django_assert_num_queries):
    for _ in range(3):
        campaign(status=CampaignStatus.SENT, started_at=NOW)
    reader = hire(GIULIA)
    reader.get_all_permissions()  # the page has asked for them anyway
    with django_assert_num_queries(4):
        assert {
            one.state
            for week in calendar.month(JUNE, NOW, reader=reader)
            for day in week
            for one in day["messages"]
        }
