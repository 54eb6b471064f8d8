"""What colleagues and administrators do leaves a record that none of them can change (Garante, 27 November 2008)."""

import csv
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.auth.models import User

from cascina_whatsapp.presentation.audited_admin import Traced
from cascina_whatsapp.security.append_only.chain import canonical_time
from cascina_whatsapp.security.trail import Event, record, verification
from cascina_whatsapp.security.trail.models import TrailCheck, TrailRecord
from cascina_whatsapp.security.trail.verification import Verification
from subscribers.exporting import releasing
from subscribers.models import RegisterExport
from tests.builders import NOW, delivery_to, hire, subscribe
from tests.people import ANNA, GIULIA, PAOLO
from tests.reading import having_read
from tests.staff import ROSA, SARA, STAFF, VERA, at_desk, found_by

pytestmark = pytest.mark.django_db


def told(event: Event) -> list[tuple[str, str]]:
    """By whom, about what."""
    assert list(Verification().findings()) == []
    return [(row.by_name, row.about) for row in TrailRecord.objects.filter(event=event).order_by("sequence")]


def test_an_action_is_told_by_what_was_changed_and_not_by_what_was_in_it():
    assert [model for model, page in admin.site._registry.items() if not isinstance(page, Traced)] == []
    changed = {"name": "Strade", "title": "Segreto", "body": "Segreto", "position": 3}
    changed |= {"as_invitation": "False"}
    assert at_desk(PAOLO).post("/admin/testi-pronti/aggiungi/", changed).status_code == 302
    row = TrailRecord.objects.get(event=Event.ADMIN_ACTION)
    assert row.by_name == "paolo"
    assert row.details["model"] == "broadcasts.readytext"
    assert "Segreto" not in str(row.details)


def test_hours_closures_a_number_shown_and_data_taken_away_are_told_and_what_fails_is_not():
    closures, hours = "/admin/chiusure/aggiungi/", {"weekday": "0", "opens": "14:00", "closes": "15:00"}
    assert at_desk(GIULIA).post(closures, {"reason": "x"}).status_code == 403
    assert at_desk(SARA).post(closures, {"reason": ""}).status_code == 200
    assert told(Event.HOURS_CHANGED) == []
    assert at_desk(SARA).post("/admin/orari-d-ufficio/aggiungi/", hours).status_code == 302
    closure = {"reason": "Patrono", "first": "2026-08-01", "last": "2026-08-01"}
    assert at_desk(PAOLO).post(closures, closure).status_code == 302
    assert [by for by, _ in told(Event.HOURS_CHANGED)] == ["sara", "paolo"]
    anna = subscribe(ANNA)
    delivery = delivery_to(anna)
    at_desk(PAOLO).post(f"/admin/consegne/{delivery.pk}/numero/", {"reason": "Richiamata per un errore"})
    assert told(Event.UNMASKED) == [("paolo", f"consegna {delivery.pk} del messaggio {delivery.campaign_id}")]
    found_by(at_desk(VERA), anna).post(f"/admin/richieste-sui-dati/persona/{anna.pk}/dati/")
    assert told(Event.DOSSIER_TAKEN) == [("vera", f"dati dell'iscritto {anna.pk}")]


@pytest.mark.parametrize(
    ("clerk", "numbers", "kinds"),
    [
        (ROSA, "", [Event.EXPORTED, Event.EXPORTED]),
        (VERA, "", [Event.EXPORTED, Event.EXPORTED]),
        (VERA, "on", [Event.NUMBERS_EXPORTED, Event.NUMBERS_DOWNLOADED]),
    ],
)
def test_an_export_asked_for_and_taken_away(clerk, numbers, kinds):
    subscribe(ANNA)
    desk = at_desk(clerk)
    desk.post(
        "/admin/esportazioni-del-registro/aggiungi/",
        {"format": "csv", "reason": "Verifica annuale", "with_numbers": numbers},
    )
    export = RegisterExport.objects.get()
    if numbers:
        having_read(releasing.release, export, by=hire(ROSA), now=NOW)
    b"".join(desk.get(f"/admin/esportazioni-del-registro/{export.pk}/scarica/").streaming_content)
    asked, taken = (f"esportazione {export.pk}: {what}" for what in ("chiesta", "scaricata"))
    about = [about for kind in dict.fromkeys(kinds) for about in told(kind)]
    assert about == [(clerk.username, asked), (clerk.username, taken)]


# ── Who reads it ──────────────────────────────────────────────────────────────────────────────────────────────

TRAIL = "/admin/tracce/"


def a_few_records() -> None:
    for clerk, event in ((GIULIA, Event.LOOKED_UP), (SARA, Event.HOURS_CHANGED), (SARA, Event.LOOKED_UP)):
        record(event, by=hire(clerk), now=NOW, about=f"riga di {clerk.username}")
    record(Event.SIGN_IN_FAILED, by=None, now=NOW - timedelta(days=3), about="=1+1")


def test_the_data_protection_officer_and_the_auditor_read_and_export_it_nobody_else():
    a_few_records()
    page = f"{TRAIL}{TrailRecord.objects.get(sequence=1).pk}/modifica/"
    for clerk in STAFF:
        desk, status = at_desk(clerk), 200 if clerk in (ROSA, VERA) else 403
        assert [desk.get(one).status_code for one in (TRAIL, page)] == [status] * 2, clerk
        answer = desk.post(f"{TRAIL}scarica/")
        assert (answer.status_code, bool(answer.getvalue())) == (status, True), clerk
        assert desk.get(f"{TRAIL}scarica/").status_code == 405, clerk
    assert told(Event.EXPORTED) == [
        ("rosa", "tracce (4): Dati (CSV)"),
        ("vera", "tracce (5): Dati (CSV)"),
    ]


NARROWED = {
    "": [4, 3, 2, 1],
    "?che=looked_up": [3, 1],
    "?chi={sara}": [3, 2],
    "?chi={sara}&che=looked_up": [3],
    "?chi=0": [4],
    "?dal=2026-06-08": [3, 2, 1],
    "?al=2026-06-07": [4],
    "?che=&chi=&dal=&al=": [4, 3, 2, 1],
}


def test_it_is_narrowed_down_on_the_page_and_in_the_file_and_the_address_asks_nothing_else():
    a_few_records()
    desk = at_desk(VERA)
    for query, numbers in NARROWED.items():
        address = query.format(sara=hire(SARA).pk)
        shown = [row.sequence for row in desk.get(TRAIL + address).context["cl"].result_list]
        assert [number for number in shown if number <= 4] == numbers, query
        rows = taken(desk, address)
        assert [int(row[0]) for row in rows[1:] if int(row[0]) <= 4] == sorted(numbers), query
    for query in ("?dal=ieri", "?chi=sara", "?by_name__startswith=s", "?details__contains=x"):
        assert desk.get(TRAIL + query).status_code in (302, 400), query
    rows = taken(desk, "")
    assert rows[4][5] == "'=1+1"  # no formula
    assert [row[-1] for row in rows[1:4]] == [row[-2] for row in rows[2:5]]  # each names the one before
    assert rows[1][1] == canonical_time(TrailRecord.objects.earliest("sequence").at)


def taken(desk, query: str) -> list[list[str]]:
    """The lines of the file."""
    file = b"".join(desk.post(f"{TRAIL}scarica/{query}").streaming_content).decode("utf-8-sig")
    return list(csv.reader(file.splitlines(), delimiter=";"))


def test_the_page_says_whether_the_chain_holds():
    a_few_records()
    assert "Non ancora controllate" in at_desk(VERA).get(TRAIL).text
    verification.check(NOW)
    assert "Intatte, controllate" in at_desk(VERA).get(TRAIL).text
    TrailCheck.objects.create(
        started_at=NOW, finished_at=NOW, count=4, problems=1, findings=["Traccia 2: modificata."]
    )
    assert ": Traccia 2: modificata." in at_desk(VERA).get(TRAIL).text


def test_each_line_says_in_a_sentence_who_did_what_to_what():
    a_few_records()
    record(Event.SIGNED_IN, by=hire(GIULIA), now=NOW, about=GIULIA.username)
    User.objects.filter(username=SARA.username).update(first_name="Sara", last_name="Sistema")
    shown = at_desk(VERA).get(TRAIL).context["cl"].result_list
    assert [row.sentence for row in shown if row.sequence <= 5] == [
        "giulia ha fatto l'accesso",
        "Qualcuno ha provato a entrare, senza riuscirci: =1+1",
        "Sara Sistema ha cercato un numero: riga di sara",
        "Sara Sistema ha cambiato orari o chiusure: riga di sara",
        "giulia ha cercato un numero: riga di giulia",
    ]
