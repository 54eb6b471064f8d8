# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""What colleagues and administrators do leaves a record that none of them can change (Garante, 27 November 2008)."""

import pytest
from django.contrib import admin

from cascina_whatsapp.traced import Traced
from cascina_whatsapp.trail import Event
from cascina_whatsapp.trail.models import TrailRecord
from cascina_whatsapp.trail.verification import Verification
from subscribers.models import RegisterExport
from tests.builders import delivery_to, hire, subscribe, topic
from tests.people import ANNA, GIULIA, PAOLO
from tests.staff import ROSA, SARA, VERA, at_desk

pytestmark = pytest.mark.django_db


def told(event: Event) -> list[tuple[str, str]]:
    """By whom, about what."""
    assert list(Verification().findings()) == []
    return [(row.by_name, row.about) for row in TrailRecord.objects.filter(event=event).order_by("sequence")]


def test_every_page_of_the_admin_leaves_its_actions_in_the_trail():
    assert [model for model, page in admin.site._registry.items() if not isinstance(page, Traced)] == []


def test_an_action_is_told_by_what_was_changed_and_not_by_what_was_in_it():
    roads = topic()
    changed = {"name": "Strade", "description": "Segreto", "position": "3"}
    assert at_desk(PAOLO).post(f"/admin/argomenti/{roads.pk}/modifica/", changed).status_code == 302
    row = TrailRecord.objects.get(event=Event.ADMIN_ACTION)
    assert (row.by_name, row.about) == ("paolo", f"argomento {roads.pk}")
    assert row.details["model"] == "subscribers.topic"
    assert "Segreto" not in str(row.details)


@pytest.mark.parametrize("clerk", [PAOLO, SARA], ids=lambda clerk: clerk.group)
def test_office_hours_and_closures(clerk):
    desk = at_desk(clerk)
    hours = {"weekday": "0", "opens": "14:00", "closes": "15:00"}
    assert desk.post("/admin/orari-d-ufficio/aggiungi/", hours).status_code == 302
    closure = {"reason": "Patrono", "first": "2026-08-01", "last": "2026-08-01"}
    assert desk.post("/admin/chiusure/aggiungi/", closure).status_code == 302
    assert [by for by, _ in told(Event.HOURS_CHANGED)] == [clerk.username] * 2


def test_a_number_shown():
    delivery = delivery_to(subscribe(ANNA))
    at_desk(PAOLO).post(f"/admin/consegne/{delivery.pk}/numero/", {"reason": "Richiamata per un errore"})
    assert told(Event.UNMASKED) == [("paolo", f"consegna {delivery.pk} del messaggio {delivery.campaign_id}")]


@pytest.mark.parametrize(
    ("clerk", "numbers", "event"),
    [(ROSA, "", Event.EXPORTED), (VERA, "", Event.EXPORTED), (VERA, "on", Event.NUMBERS_EXPORTED)],
)
def test_an_export_asked_for_and_taken_away(clerk, numbers, event):
    subscribe(ANNA)
    desk = at_desk(clerk)
    desk.post(
        "/admin/esportazioni-del-registro/aggiungi/",
        {"format": "csv", "reason": "Verifica annuale", "with_numbers": numbers},
    )
    export = RegisterExport.objects.get()
    b"".join(desk.get(f"/admin/esportazioni-del-registro/{export.pk}/scarica/").streaming_content)
    asked, taken = (f"esportazione {export.pk}: {what}" for what in ("chiesta", "scaricata"))
    assert told(event) == [(clerk.username, asked), (clerk.username, taken)]


def test_somebody_s_data_taken_away():
    anna = subscribe(ANNA)
    at_desk(VERA).post(f"/admin/richieste-sui-dati/persona/{anna.pk}/dati/")
    assert told(Event.NUMBERS_EXPORTED) == [("vera", f"dati dell'iscritto {anna.pk}")]


def test_what_fails_leaves_no_record():
    assert at_desk(GIULIA).post("/admin/chiusure/aggiungi/", {"reason": "x"}).status_code == 403
    assert at_desk(SARA).post("/admin/chiusure/aggiungi/", {"reason": ""}).status_code == 200
    assert told(Event.HOURS_CHANGED) == []
    assert hire(SARA).username not in str(TrailRecord.objects.values_list("about", flat=True))
