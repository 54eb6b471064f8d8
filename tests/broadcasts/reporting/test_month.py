"""A month in one page: what left, whom it reached, who joined and left, what it cost."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from broadcasts.reporting import files, month
from broadcasts.reporting.month import month_report, sentence
from broadcasts.rules import failure_reasons
from broadcasts.slices.costs.models import Expense
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.broadcasts.moments import DAY
from tests.builders import NOW, campaign, subscribe, unsubscribe
from tests.people import ANNA, BRUNO, GIULIA
from tests.staff import ROSA, SARA, at_desk

PAGE = reverse("admin:broadcasts_campaign_month")
NOBODY_ON_WHATSAPP = failure_reasons.sentence(131026)


def sent(at: datetime, **states):
    """A broadcast that left at `at`, of which totals are left."""
    reasons = {NOBODY_ON_WHATSAPP: states["failed"]} if "failed" in states else {}
    totals = {"states": states, "reasons": reasons}
    made = campaign(title=f"Del {at.day}", status="sent", started_at=at, finished_at=at, totals=totals)
    Expense.objects.create(campaign=made, day=at.date(), in_window=False, category="utility", messages=100)
    return made


@pytest.fixture
def june():
    """Two broadcasts in June and one on the last evening of May, by Cascina's clocks; one joined, one left."""
    sent(datetime(2026, 5, 31, 21, 59, tzinfo=UTC), read=1)
    sent(datetime(2026, 5, 31, 22, 0, tzinfo=UTC), read=271, delivered=167, failed=3)
    sent(NOW, delivered=9, skipped=1)
    campaign(
        status="cancelled", started_at=NOW, totals={"states": {"skipped": 70}, "reasons": {}}
    )  # never left
    subscribe(ANNA, at=NOW - DAY)
    subscribe(BRUNO, at=NOW - 90 * DAY)
    unsubscribe(BRUNO, at=NOW - 2 * DAY)
    return month_report(date(2026, 6, 20))


def test_a_month_adds_up_what_left_in_it_and_is_a_sentence(june):
    assert [one.title for one in june.campaigns] == ["Del 31", "Del 8"]
    assert june.reasons == [(NOBODY_ON_WHATSAPP, 3)]
    assert sentence(june) == (
        "A giugno 2026 sono partiti 2 messaggi, arrivati 447 volte su 451, letti 271 volte (60 %). "
        "1 nuovo iscritto, 1 cancellato."
    )
    assert sentence(month_report(date(2026, 4, 1))) == (
        "Ad aprile 2026 non è partito nessun messaggio. Nessun nuovo iscritto, nessun cancellato."
    )


@pytest.mark.usefixtures("june")
def test_it_asks_as_little_for_many_broadcasts_as_for_few():
    """And reads of deliveries only those that are missing: the others have been counted."""

    def asked() -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            month_report(date(2026, 6, 1))
        return [query["sql"] for query in captured]

    few = asked()
    for hours in range(1, 13):
        sent(NOW + timedelta(hours=hours), read=100)
    assert len(asked()) == len(few) <= 6
    assert [
        sql for sql in asked() if "broadcasts_delivery" in sql and "IN ('failed', 'skipped')" not in sql
    ] == []


@pytest.mark.parametrize(
    ("day", "after", "before"),
    [
        (date(2026, 12, 1), date(2027, 1, 1), date(2026, 11, 1)),
        (date(2026, 1, 1), date(2026, 2, 1), date(2025, 12, 1)),
    ],
)
def test_months_follow_each_other(day, after, before):
    assert (month.next_month(day), month.previous_month(day)) == (after, before)


@pytest.mark.usefixtures("june")
@time_machine.travel(NOW + DAY, tick=False)
def test_the_page_and_its_files():
    assert [at_desk(clerk).get(PAGE).status_code for clerk in (SARA, ROSA)] == [403, 200]
    desk = at_desk(GIULIA)
    text = desk.get(PAGE).text
    assert "A giugno 2026 sono partiti 2 messaggi" in text
    assert "Costo: 3,00\N{NO-BREAK SPACE}$." in text
    assert "Del 31" in desk.get(PAGE + "?mese=2026-05").text
    for strange in ("2030-01", "maggio", "2026-13"):
        assert "giugno 2026" in desk.get(PAGE + f"?mese={strange}").text
    book = load_workbook(io.BytesIO(b"".join(desk.post(PAGE, {"file": "excel"}).streaming_content)))
    assert book.sheetnames == ["Riepilogo", "Messaggi", "Motivi"]
    messages, summary = book["Messaggi"], dict(book["Riepilogo"].values)
    assert messages["A2"].value == "Del 31"
    assert list(next(messages.values)) == list(files.LIST_COLUMNS)
    assert messages["E2"].is_date
    assert (messages["E2"].number_format, messages["A1"].font.bold) == ("dd/mm/yyyy hh:mm", True)
    assert summary["Arrivati"] == sum(row[7] or 0 for row in list(messages.values)[1:])
    assert (summary["Messaggi mandati"], summary["Costo in dollari, con le risposte"]) == (2, 3)
    assert book["Riepilogo"]["B8"].number_format == "#,##0.00"
    text = b"".join(desk.post(PAGE, {"file": "data"}).streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text), delimiter=";"))[2][6:9] == ["10", "9", "0"]
    assert TrailRecord.objects.filter(about__startswith="riepilogo di giugno 2026").count() == 2
