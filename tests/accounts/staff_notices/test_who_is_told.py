# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""Who finds what under Novità: each their own, whether they have an e-mail or not."""

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from broadcasts import launching
from broadcasts.models import Delivery
from broadcasts.rules.states import CampaignStatus
from cascina_whatsapp.accounts.staff_notices.models import StaffNotice
from subscribers import importing, texts
from subscribers.texts import proposing
from tests.builders import NOW, approve_templates, campaign, hire, subscribe, under_way
from tests.people import ANNA, GIULIA, PAOLO, Clerk
from tests.staff import ROSA, at_desk

pytestmark = pytest.mark.django_db
S = CampaignStatus
PIA = Clerk("pia", "Approvatore")
NEWS = "/admin/novita/"


@pytest.fixture(autouse=True)
def monday_morning():
    with time_machine.travel(NOW, tick=False):
        yield


def told(clerk: Clerk) -> list[str]:
    """What this clerk is told, the newest first."""
    return list(StaffNotice.objects.for_person(hire(clerk).pk).values_list("sentence", flat=True))


def asked():
    """Giulia asks for the approval of her message; Paolo and Pia may give it."""
    hire(PAOLO), hire(PIA)
    approve_templates()
    subscribe(ANNA)
    made = campaign()
    launching.ask_review(campaign=made, by=hire(GIULIA), now=NOW)
    return made


def test_approval_asked_and_sent_back():
    made = asked()
    words = ["giulia chiede di approvare il messaggio «Via Roma chiusa al traffico»."]
    assert (told(PAOLO), told(PIA), told(GIULIA), told(ROSA)) == (words, words, [], [])
    launching.send_back(campaign=made, by=hire(PAOLO), now=NOW, note="Manca l'ora")
    assert told(GIULIA) == ["paolo ha rimandato in bozza «Via Roma chiusa al traffico», con una nota."]


def test_what_is_taken_back_is_told_to_nobody():
    hire(PAOLO)
    with transaction.atomic():
        asked()
        transaction.set_rollback(True)
    assert not StaffNotice.objects.exists()


def test_the_end_of_a_broadcast_and_its_stop():
    subscribe(ANNA)
    hire(PIA)
    made = under_way(approved_by=hire(PAOLO))
    launching.pause_and_alert([made], reason="La chiave è scaduta.", now=NOW)
    stopped = (
        "In pausa: «Via Roma chiusa al traffico». La chiave è scaduta. Nessun destinatario è perso: si riprende "
        "dalle pagine."
    )
    assert (told(PAOLO), told(PIA), told(GIULIA)) == ([stopped], [stopped], [])
    launching.resume(campaign=made, by=hire(PAOLO), now=NOW)
    Delivery.objects.update(status="read")
    launching.finish(made, now=NOW)
    over = "L'invio di «Via Roma chiusa al traffico» è finito."
    assert (told(PAOLO), told(GIULIA)) == ([over, stopped], [over])


def test_a_list_waits_and_is_decided():
    hire(PAOLO), hire(PIA)
    line = f"{ANNA.phone};05/03/2026;modulo cartaceo;modulo 7/2026"
    batch = importing.upload(
        f"numero;data;canale;riferimento\r\n{line}".encode(),
        file_name="moduli.csv",
        note="Sportello",
        by=hire(PIA),
        now=NOW,
    )
    assert told(PAOLO) == ["pia ha caricato un elenco: va confrontato con i moduli."]
    assert told(PIA) == []
    importing.refuse(batch, by=hire(PAOLO), now=NOW)
    assert told(PIA) == ["paolo ha deciso sull'elenco che hai caricato: respinta."]


def test_words_are_proposed_and_sent_back():
    hire(PAOLO), hire(PIA)
    text = texts.next_version("help")
    draft = texts.Draft(body=f"{text.body} Grazie.", note="Più gentile", starts=None, seen=texts.seen("help"))
    proposal = proposing.propose(text, draft, by=hire(PIA), now=NOW)
    assert told(PAOLO) == ["pia propone parole nuove per «Aiuto»."]
    assert told(PIA) == []
    proposing.put_aside(proposal, by=hire(PAOLO), now=NOW)
    assert told(PIA) == ["paolo ha deciso sulle parole nuove di «Aiuto»: rimandata."]


# ── The page ──────────────────────────────────────────────────────────────────────────────────────────────


def test_each_reads_their_own_and_the_page_of_the_message_reads_it():
    made = asked()
    paolo, pia = at_desk(PAOLO), at_desk(PIA)
    assert paolo.get("/admin/").context["news"] == "1 novità"
    page = paolo.get(NEWS)
    assert "giulia chiede di approvare" in page.text
    assert page.text.count("Da leggere") == 1
    assert paolo.get(NEWS).context["news"] == "1 novità"
    paolo.get(reverse("admin:broadcasts_campaign_launch", args=[made.pk]))
    assert paolo.get(NEWS).context["news"] == ""
    assert "Da leggere" not in paolo.get(NEWS).text
    assert pia.get(NEWS).context["news"] == "1 novità"
    assert "giulia chiede" not in at_desk(ROSA).get(NEWS).text


def test_marking_all_reads_ones_own_alone():
    asked()
    paolo, pia = at_desk(PAOLO), at_desk(PIA)
    assert paolo.post(NEWS).url == NEWS
    assert paolo.get(NEWS).context["news"] == ""
    assert pia.get(NEWS).context["news"] == "1 novità"


def test_of_very_many_the_header_says_that_there_are_more():
    paolo = hire(PAOLO)
    StaffNotice.objects.bulk_create(
        StaffNotice(person=paolo, subject="x", sentence="x", page="/admin/messaggi/7/modifica/")
        for _ in range(120)
    )
    assert at_desk(PAOLO).get(NEWS).context["news"] == "più di 99 novità"


@pytest.mark.parametrize(
    ("page", "path", "is_about"),
    [
        ("/admin/messaggi/12/modifica/", "/admin/messaggi/12/modifica/", True),
        ("/admin/messaggi/12/modifica/", "/admin/messaggi/12/avvia/", True),
        ("/admin/messaggi/12/modifica/", "/admin/messaggi/123/modifica/", False),
        ("/admin/messaggi/12/modifica/", "/admin/messaggi/", False),
        ("/admin/testi/aggiungi/?key=help", "/admin/testi/aggiungi/?key=help", True),
        ("/admin/testi/aggiungi/?key=help", "/admin/testi/aggiungi/?key=joined", False),
    ],
)
def test_a_notice_is_about_a_page_and_what_is_below_the_same_thing(page, path, is_about):
    assert StaffNotice(page=page).is_about(path) is is_about
