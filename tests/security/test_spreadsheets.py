"""A colleague who writes what a spreadsheet can't hold neither spoils everybody's files nor has one run something."""

import io

import pytest
from django.http import HttpResponse
from openpyxl import Workbook, load_workbook

from broadcasts.models import Campaign
from subscribers import consent
from subscribers.exporting import columns
from subscribers.models import ConsentRecord
from tests.builders import NOW, hire
from tests.people import ANNA, GIULIA, PAOLO
from tests.staff import at_desk

pytestmark = pytest.mark.django_db
HIDDEN = "\x01=HYPERLINK(1)"
"""A formula, behind a character that is no part of a sheet."""


def formulas(book: Workbook) -> list[str]:
    """What Excel would compute."""
    return [cell.value for sheet in book for row in sheet for cell in row if cell.data_type == "f"]


def book(answer: HttpResponse) -> Workbook:
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content)))


@pytest.fixture
def giulia():
    """She writes a draft, and insists on its title as she wrote it."""
    desk = at_desk(GIULIA)
    desk.post("/admin/messaggi/salva-bozza/", {"title": HIDDEN, "as_written": "title"})
    assert Campaign.objects.get().title == HIDDEN
    return desk


def test_the_list_of_broadcasts_can_be_taken_away_all_the_same(giulia):
    taken = book(giulia.post("/admin/messaggi/scarica/", {"file": "excel"}))
    assert taken["Messaggi"]["A2"].value == "'=HYPERLINK(1)"
    assert formulas(taken) == []


def test_so_can_the_month_and_the_report(giulia):
    Campaign.objects.update(
        status="sent", by_whatsapp=False, approved_at=NOW, started_at=NOW, finished_at=NOW
    )
    month = book(giulia.post("/admin/messaggi/riepilogo/?mese=2026-06", {"file": "excel"}))
    report = book(giulia.post(f"/admin/messaggi/{Campaign.objects.get().pk}/resoconto/", {"file": "excel"}))
    assert "'=HYPERLINK(1)" in [cell.value for cell in month["Messaggi"]["A"]]
    assert formulas(month) == formulas(report) == []


def test_a_reason_of_the_desk_runs_nowhere():
    proof = consent.Evidence(at=NOW, channel=consent.Channel.DESK, actor=hire(PAOLO), reason=HIDDEN)
    consent.opt_out(ANNA.person, proof, now=NOW, kind=consent.Kind.STAFF_OPT_OUT)
    stream = io.BytesIO()
    columns.write(ConsentRecord.objects.all(), stream, is_sheet=True)
    taken = load_workbook(stream)
    assert formulas(taken) == []
    assert "'=HYPERLINK(1)" in [cell.value for row in taken.active for cell in row]
