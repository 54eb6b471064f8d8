"""The list of broadcasts: what stands where, what each row tells, what each choice of a filter leaves."""

import csv
import io
import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from broadcasts.models import Campaign, CampaignEvent
from subscribers import identity
from tests.broadcasts.moments import DAY, HOUR
from tests.builders import NOW, campaign, delivery_to, hire, subscribe, topic, under_way
from tests.people import ANNA, PAOLO
from tests.staff import ROSA, SARA, at_desk

CAMPAIGNS = reverse("admin:broadcasts_campaign_changelist")
HAD = {"totals": {"states": {"read": 1}}}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", {"Via Roma", "Locandina", "Frana", "Concerto"}),
        ("?status__exact=cancelled", {"Frana"}),
        ("?author={paolo}", {"Locandina"}),
        ("?author=nessuno", {"Via Roma", "Locandina", "Frana", "Concerto"}),
        ("?to={culture}", {"Locandina"}),
        ("?to=all", {"Frana"}),
        ("?q=scalinata", {"Concerto"}),
    ],
)
def test_broadcasts_by_what_they_are(query: str, titles: set):
    culture = topic("Eventi e cultura")
    campaign(title="Via Roma")
    campaign(title="Concerto", body="Sulla scalinata del teatro.")
    campaign(title="Locandina", kind="image", topic=culture, attachment=b"x", author=hire(PAOLO))
    to_all = {"to_everybody": True, "everybody_reason": "Riguarda tutti"}
    campaign(title="Frana", is_urgent=True, status="cancelled", started_at=NOW, **to_all)
    asked = query.format(culture=culture.pk, paolo=hire(PAOLO).pk)
    shown = at_desk(ROSA).get(CAMPAIGNS + asked).context["cl"].queryset

    assert {row.title for row in shown} == titles


@time_machine.travel(NOW, tick=False)
def test_a_draft_without_a_title_can_be_opened_too_and_what_was_withdrawn_is_struck():
    draft = campaign(title="")
    made = campaign(title="Mercato", status="sent", started_at=NOW)
    CampaignEvent.objects.create(campaign=made, what="message_withdrawn", at=NOW, by=hire(PAOLO))
    text, page = (
        at_desk(ROSA).get(CAMPAIGNS).text,
        reverse("admin:broadcasts_campaign_change", args=[draft.pk]),
    )
    assert f'<a href="{page}">Bozza senza titolo</a>' in text
    assert "<s>Mercato</s>" in text


def rows_of(text: str) -> list[list[str]]:
    """The cells of each row, and the headings of its groups, without their marks."""
    rows = re.findall(r"<tr.*?</tr>", text.partition("<tbody")[2], re.DOTALL)
    cells = [re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[" ".join(unescape(re.sub(r"<[^>]*>", "", cell)).split()) for cell in row] for row in cells]


@time_machine.travel(NOW, tick=False)
def test_what_leaves_next_stands_on_top_and_what_has_left_below():
    """Monday, 10:00. A stopped one tells how far it came, one to approve when it would leave; each fact once."""
    subscribe(ANNA)
    services = topic("Servizi e scadenze")
    left = delivery_to(identity.find(ANNA.person), status="read").campaign
    Campaign.objects.filter(pk=left.pk).update(title="Mercatino", status="sent", started_at=NOW - 3 * DAY)
    under_way(title="Senso unico")
    stopped = under_way(title="Mercato", topics=[services, topic()])
    Campaign.objects.filter(pk=stopped.pk).update(status="paused")
    CampaignEvent.objects.create(campaign=stopped, what="paused", at=NOW - HOUR, by=hire(PAOLO))
    campaign(title="Biblioteca chiusa", status="in_review", topic=services)
    campaign(title="Consiglio", status="approved", scheduled_for=NOW.replace(hour=21))
    campaign(title="Saldo IMU", status="approved", scheduled_for=NOW + 30 * HOUR, topic=services)
    campaign(title="Carta d'identità", body="", topic=None)
    called_off = campaign(title="Mercato anticipato", status="cancelled")
    CampaignEvent.objects.create(campaign=called_off, what="cancelled", at=NOW - 9 * DAY, by=hire(PAOLO))
    assert rows_of(at_desk(ROSA).get(CAMPAIGNS).text) == [
        ["Da far partire"],
        ["Senso unico", "In invio", "finisce fra pochi minuti", "0 di 1", "Viabilità"],
        ["Consiglio", "Programmato", "domani alle 9:00", "1 persona", "Viabilità"],
        ["Saldo IMU", "Programmato", "domani alle 16:00", "1 persona", "Servizi"],
        ["Biblioteca chiusa", "In approvazione", "appena approvato", "1 persona", "Servizi"],
        ["Carta d'identità", "Bozza", "da finire", "", ""],
        ["Mercato", "Fermato", "oggi alle 9:00", "0 di 1", "Servizi, Viabilità"],
        ["Partiti"],
        ["Mercatino", "Inviato", "venerdì 5 alle 10:00", "1 su 1 · letti 100 %", "Viabilità"],
        ["Mai arrivati"],
        ["Mercato anticipato", "Annullato", "30 maggio alle 10:00", "", "Viabilità"],
    ]


@time_machine.travel(NOW, tick=False)
def test_who_approves_reads_what_waits_for_them_and_urgent_requests_first(settings):
    settings.LAUNCH_GRACE_SECONDS = 60
    campaign(title="In un minuto", status="approved", scheduled_for=NOW + timedelta(seconds=40))
    campaign(title="Biblioteca chiusa", status="in_review")
    campaign(title="Piena dell'Arno", status="in_review", is_urgent=True, urgent_reason="Piena")
    campaign(title="Mio", status="in_review", author=hire(PAOLO))
    told = [row[:2] for row in rows_of(at_desk(PAOLO).get(CAMPAIGNS).text)]
    assert told == [
        ["Da far partire"],
        ["Piena dell'Arno", "Urgente, da approvare"],
        ["In un minuto", "Sta per partire"],
        ["Mio", "In approvazione"],
        ["Biblioteca chiusa", "Da approvare"],
    ]


@time_machine.travel(NOW, tick=False)
def test_the_first_page_shows_thirty_days_and_the_next_what_left_before():
    campaign(title="Bozza antica", created_at=NOW - 90 * DAY)
    for days in (2, 29, 31, 400):
        campaign(title=f"Di {days} giorni fa", status="sent", started_at=NOW - days * DAY, **HAD)
    desk = at_desk(ROSA)
    first, before = desk.get(CAMPAIGNS).text, desk.get(f"{CAMPAIGNS}?p=2").text
    assert "3 messaggi in 30 giorni" in first
    assert [row[0] for row in rows_of(first)] == [
        "Da far partire", "Bozza antica", "Partiti", "Di 2 giorni fa", "Di 29 giorni fa",
    ]  # fmt: skip
    assert '<a href="?p=2">Più vecchi</a>' in first
    assert [row[0] for row in rows_of(before)] == ["Partiti", "Di 31 giorni fa", "Di 400 giorni fa"]
    assert "2 messaggi, dal 4 maggio 2025 all&#x27;8 maggio" in before
    assert '<a href="?">Più recenti</a>' in before
    assert ">Più vecchi</a>" not in before
    assert desk.get(f"{CAMPAIGNS}?p=3").status_code == 302


def test_a_chosen_list_has_no_end_in_time():
    for days in (2, 400):
        campaign(title=f"Di {days} giorni fa", status="sent", started_at=timezone.now() - days * DAY, **HAD)
    text = at_desk(ROSA).get(f"{CAMPAIGNS}?q=&status__exact=sent&to=&author=").text
    assert [row[0] for row in rows_of(text)] == ["Partiti", "Di 2 giorni fa", "Di 400 giorni fa"]
    assert ">2 messaggi</p>" in text
    assert "Cerca e filtra, 1</summary>" in text


def test_the_list_is_taken_away_as_it_is_filtered():
    campaign(title="Via Roma")
    campaign(title="=1+1", status="cancelled")
    page = reverse("admin:broadcasts_campaign_download") + "?status__exact=cancelled"
    response = at_desk(ROSA).post(page, {"file": "data"})
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    heads, *rows = csv.reader(io.StringIO(text), delimiter=";")
    assert (heads[0], [row[:2] for row in rows]) == ("Titolo", [["'=1+1", "Annullato"]])
    assert at_desk(SARA).post(page, {"file": "data"}).status_code == 403
    assert at_desk(ROSA).get(page).status_code == 405
