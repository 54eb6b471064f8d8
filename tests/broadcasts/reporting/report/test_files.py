"""The report of a broadcast: what it says, who takes it away, and that nothing in it runs or names a number."""

import csv
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from broadcasts.models import Campaign, CampaignProgress, Delivery
from broadcasts.reporting import files
from broadcasts.rules import failure_reasons
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.presentation.formatting import tables
from cascina_whatsapp.security.trail import Event
from cascina_whatsapp.security.trail.models import TrailRecord
from subscribers.models import Subscriber
from tests.builders import NOW, delivery_to, hire, subscribe, under_way
from tests.people import ANNA, BRUNO, CARLA, GIULIA, crowd
from tests.staff import ROSA, SARA, SILVIA, STAFF, at_desk

FORMULA = "=HYPERLINK(1)"


@pytest.fixture
def made() -> Campaign:
    """Anna has read it, Bruno could not be reached, of Carla there is only a BSUID; its title is a formula."""
    anna, bruno, carla = (subscribe(citizen) for citizen in (ANNA, BRUNO, CARLA))
    broadcast = under_way(title=FORMULA)
    moments = {"accepted_at": NOW, "sent_at": NOW, "delivered_at": NOW}
    delivery_to(anna, of=broadcast, status="read", attempts=1, claimed_at=NOW, read_at=NOW, **moments)
    failure = {"error_code": 131026, "reason": failure_reasons.sentence(131026)}
    delivery_to(bruno, of=broadcast, status="failed", attempts=2, claimed_at=NOW, **failure)
    delivery_to(carla, of=broadcast, status="delivered", attempts=1, **moments)
    return broadcast


def page(campaign: Campaign) -> str:
    return reverse("admin:broadcasts_campaign_report", args=[campaign.pk])


def shown(campaign: Campaign, clerk=GIULIA) -> str:
    return at_desk(clerk).get(reverse("admin:broadcasts_campaign_change", args=[campaign.pk])).text


def content(response) -> bytes:
    return b"".join(response.streaming_content)


def table(data: bytes) -> list[list[str]]:
    """Excel in Italy wants a mark and semicolons."""
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def take(campaign: Campaign, file: str, clerk=GIULIA):
    return at_desk(clerk).post(page(campaign), {"file": file})


def test_the_page_says_everything_and_nobodys_number(made):
    Campaign.objects.update(status=CampaignStatus.SENT, finished_at=NOW)
    text = shown(made)
    for said in (
        "Arrivato a <strong>2 persone su 3</strong>",
        "Non risulta consegnato a un numero (di solito: niente WhatsApp, o una versione vecchia).",
        failure_reasons.sentence(131026),
        "tre volte di seguito",
        "Metà di chi l&#x27;ha letto ci ha messo meno di un minuto.",
        "print",
    ):
        assert said in text
    assert "•••• 01" not in text


def test_the_list_has_a_row_for_each_delivery_and_nobodys_number(made):
    data = content(take(made, "data"))
    head, *rows = table(data)
    pseudonyms = [person.pseudonym[:12] for person in Subscriber.objects.order_by("pk")]
    assert tuple(head) == files.COLUMNS
    assert [row[1] for row in rows] == pseudonyms
    at = "2026-06-08T10:00:00+02:00"
    assert rows[0][2:] == ["Letta", "", "", "1", at, at, at, at, at]
    unreached = ["Non riuscita", failure_reasons.sentence(131026), "131026", "2"]
    assert rows[1][2:] == [*unreached, at, "", "", "", ""]
    assert ANNA.phone.removeprefix("+39") not in data.decode()
    assert CARLA.bsuid not in data.decode()


def test_whose_data_were_erased_still_counts_and_no_cell_begins_a_formula(made):
    Delivery.objects.filter(status="read").update(subscriber=None)
    rows = table(content(take(made, "data")))[1:]
    assert sorted(row[1] == "" for row in rows) == [False, False, True]

    Delivery.objects.filter(status="failed").update(reason=FORMULA)
    cells = [cell for row in table(content(take(made, "data"))) for cell in row]
    assert f"'{FORMULA}" in cells
    assert FORMULA not in cells
    book = load_workbook(io.BytesIO(content(take(made, "excel"))))
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)


def test_the_workbook_has_a_sheet_for_each_part_and_a_large_list_is_for_csv_only(made, monkeypatch):
    book = load_workbook(io.BytesIO(content(take(made, "excel"))))
    assert book.sheetnames == ["Riepilogo", "Motivi", "Consegne"]
    assert book["Consegne"].max_row == 4
    assert book["Motivi"]["A2"].value == failure_reasons.sentence(131026)
    monkeypatch.setattr(files, "SMALL_ENOUGH", 2)
    book = load_workbook(io.BytesIO(content(take(made, "excel"))))
    assert "Consegne" not in book.sheetnames


def test_who_may_see_it_takes_it_away_and_leaves_a_trace(made):
    may = [clerk for clerk in STAFF if clerk not in (SILVIA, SARA)]
    for clerk in STAFF:
        response = take(made, "data", clerk)
        assert response.status_code == (200 if clerk in may else 403), clerk.group
        content(response) if clerk in may else None
    told = TrailRecord.objects.filter(event=Event.EXPORTED).order_by("sequence")
    assert [one.by_name for one in told] == [clerk.username for clerk in may]
    assert {one.about for one in told} == {f"resoconto del messaggio {made.pk}: Dati (CSV)"}


def test_without_the_permission_the_page_offers_nothing(made):
    made_to_read = at_desk(ROSA)
    rosa = hire(ROSA)
    rosa.groups.get().permissions.filter(codename="export_campaign").delete()
    assert "Scarica" not in shown(made, ROSA)
    assert made_to_read.post(page(made), {"file": "data"}).status_code == 403


def test_after_the_term_of_the_deliveries_the_totals_remain(made):
    totals = {"states": {"read": 2, "failed": 1}, "reasons": {failure_reasons.sentence(131026): 1}}
    Campaign.objects.update(status=CampaignStatus.SENT)
    CampaignProgress.objects.update_or_create(campaign=made, defaults={"totals": totals})
    Delivery.objects.all().delete()
    text = shown(made)
    assert "hanno finito il loro termine" in text
    rows = table(content(take(made, "data")))
    assert ["Destinatari", "3"] in rows
    assert [failure_reasons.sentence(131026), "1"] in [row[:2] for row in rows]


def test_a_long_list_flows_in_pieces(monkeypatch):
    """No piece is larger than a few rows, however many there are."""
    monkeypatch.setattr(tables, "ROWS_AT_A_TIME", 10)
    people = [
        Subscriber(status="subscribed", phone=citizen.phone, phone_pseudonym=f"{number:064}", decided_at=NOW)
        for number, citizen in enumerate(crowd(200))
    ]
    Subscriber.objects.bulk_create(people)
    made = under_way()
    pieces = list(tables.written(files.deliveries(made)))
    assert len(pieces) == 21
    assert len(table(b"".join(pieces))) == 201
