"""The Comune's own site shows what was sent: what a program reads is what the public pages say, and no more."""

from datetime import date, time, timedelta

import pytest
from django.test import Client

from broadcasts.models import Campaign, CampaignEvent
from broadcasts.models.campaign_columns import columns_of
from broadcasts.rules.occasions import Occasion
from cascina_whatsapp.web.api import reading
from cascina_whatsapp.web.public_site.models import Amendment
from tests.builders import NOW, campaign, topic
from tests.web.messages import amend, sent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("later")]
LIST = "/api/v1/messaggi"
HOUR = timedelta(hours=1)


def titles(client: Client, query: str = "") -> list[str]:
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200, answer.text
    return [one["titolo"] for one in answer.json()["messaggi"]]


def test_the_site_shows_what_was_sent_and_what_became_of_it(client: Client):
    right = sent("Via Roma chiusa", body="Da *lunedì*.\n\nUsate via Po.")
    gone, wrong = sent("Concerto in piazza", at=NOW - HOUR), sent("Scuole chiuse", at=NOW - 2 * HOUR)
    campaign(title="Ancora una bozza")
    amend(gone, Amendment.Kind.WITHDRAWAL, NOW + HOUR)
    amend(wrong, Amendment.Kind.CORRECTION, NOW + HOUR, title="Scuole aperte", body="Le scuole sono aperte.")
    found = client.get(LIST).json()["messaggi"]
    assert [(one["titolo"], one["stato"]) for one in found] == [
        ("Via Roma chiusa", "valido"),
        ("Ritirato: «Concerto in piazza»", "ritirato"),
        ("Scuole aperte", "corretto"),
    ]
    assert found[0]["testo"] == "Da lunedì.\n\nUsate via Po."
    assert found[0]["inviato_il"] == "2026-06-08T10:00:00+02:00"
    assert found[0]["argomenti"] == [{"codice": "viabilita-e-cantieri", "nome": "Viabilità e cantieri"}]
    assert found[1]["testo"] == "Era sbagliato."
    assert found[2]["correzioni"] == [{"il": "2026-06-08T11:00:00+02:00", "motivo": "Era sbagliato."}]
    assert client.get(f"{LIST}/{right.pk}").json() == found[0]
    assert client.get(found[0]["indirizzo"].removeprefix("http://testserver")).status_code in (200, 301)


SATURDAY = date(2026, 12, 12)


@pytest.mark.parametrize(
    ("told", "event"),
    [
        (
            {"begins": SATURDAY, "begins_at": time(16, 30), "ends_at": time(18), "place": "Biblioteca"},
            {
                "inizio": "2026-12-12T16:30:00+01:00",
                "fine": "2026-12-12T18:00:00+01:00",
                "luogo": "Biblioteca",
                "stato": "previsto",
            },
        ),
        (
            {"begins": SATURDAY},
            {"inizio": "2026-12-12", "fine": None, "luogo": "", "stato": "previsto"},
        ),
        (
            {"begins": SATURDAY, "ends": date(2026, 12, 13)},
            {"inizio": "2026-12-12", "fine": "2026-12-13", "luogo": "", "stato": "previsto"},
        ),
    ],
)
def test_an_event_is_told_as_data(client: Client, told, event):
    made = sent("Letture", **columns_of(Occasion(**told)))
    assert client.get(f"{LIST}/{made.pk}").json()["evento"] == event
    amend(made, Amendment.Kind.WITHDRAWAL, NOW + HOUR)
    assert client.get(f"{LIST}/{made.pk}").json()["evento"] == event | {"stato": "annullato"}


def test_of_what_announces_no_event_nothing_is_told_and_of_a_corrected_one_what_it_is_now(client: Client):
    made = sent("Via Roma chiusa", occasion_place="Via Roma")
    assert "evento" not in client.get(f"{LIST}/{made.pk}").json()
    made = sent("Letture", **columns_of(Occasion(begins=SATURDAY)))
    corrected = {"title": "Letture", "body": "Domenica.", "occasion": {"begins": "2026-12-13"}}
    amend(made, Amendment.Kind.CORRECTION, NOW + HOUR, **corrected)
    assert client.get(f"{LIST}/{made.pk}").json()["evento"]["inizio"] == "2026-12-13"


def test_pages_follow_each_other_and_lose_nothing_when_something_new_arrives(client: Client, monkeypatch):
    monkeypatch.setattr(reading, "PER_PAGE", 2)
    for hours in range(5):
        sent(f"n. {hours}", at=NOW - hours * HOUR)
    seen, query = titles(client), ""
    following = client.get(LIST)
    sent("appena mandato", at=NOW + HOUR)
    while address := following.json()["successiva"]:
        assert following.headers["Link"] == f'<{address}>; rel="next"'
        query = address.partition("?")[2]
        seen += titles(client, query)
        following = client.get(f"{LIST}?{query}")
    assert seen == [f"n. {hours}" for hours in range(5)]


def test_a_topic_and_a_moment_leave_the_others_out_but_not_a_late_correction(client: Client):
    sent("Lavori in via Po")
    sent("Teatro", topics=[topic("Eventi e cultura")])
    old = sent("Mercato spostato", at=NOW - 30 * 24 * HOUR)
    assert titles(client, "argomento=eventi-e-cultura") == ["Teatro"]
    assert titles(client, "dal=2026-06-08") == ["Teatro", "Lavori in via Po"]
    assert titles(client, "dal=2026-06-08T10:30:00%2B02:00") == []
    amend(old, Amendment.Kind.WITHDRAWAL, NOW + HOUR)
    assert titles(client, "dal=2026-06-08T10:30:00%2B02:00") == ["Ritirato: «Mercato spostato»"]
    late = Campaign.objects.get(title="Teatro")  # stopped before anybody had it, then resumed
    CampaignEvent.objects.create(campaign=late, what=CampaignEvent.Step.RESUMED, at=NOW + 2 * HOUR)
    assert titles(client, "dal=2026-06-08T11:30:00%2B02:00") == ["Teatro"]


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("argomento=calcio&dal=ieri&pagina=2", ["argomento", "dal", "pagina"]),
        ("page=2", ["page"]),
        ("dal=2026-06-08&dal=2026-06-09", ["dal"]),
        ("dal=2026-06-08T10:00:00", ["dal"]),
        ("dal=0001-01-01T00:00:00%2B23:00", ["dal"]),
        ("dal=0001-01-01", ["dal"]),
        ("dal=%D9%A2026-06-08", ["dal"]),
        ("pagina=99999999999999999-1", ["pagina"]),
        ("pagina=-1-1", ["pagina"]),
    ],
)
def test_all_that_is_wrong_with_a_request_is_told_at_once(client: Client, query: str, fields: list[str]):
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith("application/problem+json")
    assert [one["campo"] for one in answer.json()["errori"]] == fields


def test_who_has_it_already_is_told_so_and_a_withdrawal_changes_that(client: Client):
    message = sent("Via Roma chiusa")
    first = client.get(LIST)
    known = {"If-None-Match": first.headers["ETag"]}
    assert client.get(LIST, headers=known).status_code == 304
    amend(message, Amendment.Kind.WITHDRAWAL, NOW + HOUR)
    assert client.get(LIST, headers=known).json()["messaggi"][0]["stato"] == "ritirato"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("post", LIST, 405),
        ("delete", f"{LIST}/1", 405),
        ("get", f"{LIST}/999", 404),
        ("get", f"{LIST}/99999999999999999999999", 404),
        ("get", f"{LIST}/", 404),
        ("get", "/api/v2/messaggi", 404),
        ("head", LIST, 200),
    ],
)
def test_an_address_takes_its_methods_only_and_nothing_is_answered_in_html(
    client: Client, method: str, path: str, status: int
):
    answer = getattr(client, method)(path)
    assert answer.status_code == status
    assert "json" in answer.headers["Content-Type"]
