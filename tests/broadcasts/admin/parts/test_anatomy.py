# SPDX-FileCopyrightText: 2026 Comune di Cascina
# SPDX-License-Identifier: AGPL-3.0-or-later
"""The anatomy of the message page, as a table: in each state, for its author, for who approves, for who does both.

One dark button, one pale, the rest in "…" with what nobody can undo last and red; the same word as everywhere.
"""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from broadcasts import launching
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus as C
from tests.builders import NOW, approve_templates, campaign, delivery_to, hire, subscribe, under_way
from tests.people import ANNA, BRUNO, GIULIA, PAOLO, Clerk
from tests.staff import at_desk

pytestmark = pytest.mark.django_db
NADIA = Clerk("nadia", "Approvatore")
"""She approves, and writes as well."""
TRY, COPY, CANCEL = "Mandami una prova", "Copia in un messaggio nuovo", "Annulla il messaggio"
PRINT, MORE = "Stampa", "Scarica per Excel"
RAW, BACK = "Scarica i dati grezzi", "Rimettilo fra quelli da approvare"
SEND = "Approva e manda"


@pytest.fixture(autouse=True)
def monday_morning(settings):
    settings.LAUNCH_GRACE_SECONDS = 60
    subscribe(ANNA)
    subscribe(BRUNO)
    approve_templates()
    hire(NADIA).groups.add(hire(GIULIA).groups.get())
    with time_machine.travel(NOW, tick=False):
        yield


def asked(**more) -> Campaign:
    row = campaign(author=hire(GIULIA), **more)
    launching.ask_review(campaign=row, by=hire(GIULIA), now=NOW)
    return row


def sent_back() -> Campaign:
    row = asked()
    launching.send_back(campaign=row, by=hire(PAOLO), now=NOW, note="Manca l'orario")
    return row


def scheduled(at=NOW + timedelta(days=1)) -> Campaign:
    row = asked()
    launching.launch(campaign=row, by=hire(PAOLO), now=NOW, at=at)
    return row


def sending(*, held: bool = False) -> Campaign:
    row = under_way(author=hire(GIULIA))
    delivery_to(row.deliveries.first().subscriber, of=row, status="delivered")
    if held:
        row.deliveries.exclude(status="delivered").update(status="held")
    return row


def stopped() -> Campaign:
    row = sending()
    launching.pause(campaign=row, by=hire(PAOLO), now=NOW)
    return row


def late() -> Campaign:
    row = scheduled()
    launching.pause(campaign=row, by=None, now=NOW, reason="Il sistema era fermo")
    return row


def sent() -> Campaign:
    row = sending()
    row.deliveries.update(status="read")
    Campaign.objects.filter(pk=row.pk).update(status=C.SENT, finished_at=NOW)
    return row


def cancelled() -> Campaign:
    row = stopped()
    launching.cancel(campaign=row, by=hire(PAOLO), now=NOW)
    return row


TABLE = [
    (sent_back, PAOLO, "Rimandato", None, None, ["Cambia la nota", CANCEL]),
    (asked, GIULIA, "In approvazione", "Ritira e correggi", None, [TRY, COPY, CANCEL]),
    (asked, PAOLO, "Da approvare", SEND, "Rimanda con una nota", [TRY, CANCEL]),
    (asked, NADIA, "Da approvare", SEND, "Rimanda con una nota", [TRY, "Ritira e correggi", CANCEL]),
    (scheduled, GIULIA, "Programmato", "Sposta", "Correggi", [TRY, BACK, COPY, CANCEL]),
    (scheduled, PAOLO, "Programmato", "Sposta", None, [TRY, BACK, CANCEL]),
    (scheduled, NADIA, "Programmato", "Sposta", None, [TRY, BACK, COPY, CANCEL]),
    (lambda: scheduled(NOW), GIULIA, "Sta per partire", None, None, []),
    (lambda: scheduled(NOW), PAOLO, "Sta per partire", None, None, []),
    (sending, GIULIA, "In invio", "Ferma", None, [COPY, PRINT]),
    (sending, PAOLO, "In invio", "Ferma", None, [PRINT]),
    (lambda: sending(held=True), NADIA, "In invio", "Ferma", None, [COPY, PRINT]),
    (stopped, GIULIA, "Fermato", None, None, ["Copia e correggi", PRINT]),
    (stopped, PAOLO, "Fermato", "Riprendi", "Non mandarlo più", [PRINT]),
    (stopped, NADIA, "Fermato", "Riprendi", "Non mandarlo più", ["Copia e correggi", PRINT]),
    (late, GIULIA, "Fermato", None, "Correggi", [COPY, CANCEL]),
    (late, PAOLO, "Fermato", "Riprendi", None, [CANCEL]),
    (sent, GIULIA, "Inviato", COPY, None, [PRINT, MORE, RAW]),
    (sent, PAOLO, "Inviato", None, None, [PRINT, MORE, RAW]),
    (cancelled, NADIA, "Annullato", COPY, None, [PRINT, MORE, RAW]),
]


@pytest.mark.parametrize(("made", "reader", "word", "dark", "pale", "menu"), TABLE)
def test_each_state_has_its_row(made, reader, word, dark, pale, menu):
    row = made()
    answer = at_desk(reader).get(reverse("admin:broadcasts_campaign_change", args=[row.pk]))
    page = answer.context["page"]
    assert page.head.state == word
    assert label(page.acts.dark) == dark
    unfolds = '<summary class="button">Rimanda con una nota' in answer.text
    found = "Rimanda con una nota" if unfolds else label(page.acts.pale)
    assert found == pale
    assert [act.label for act in page.acts.folded if act.label != "Pagina pubblica"] == menu
    assert answer.text.count('class="state ') == 1 + answer.text.count('<span class="state')
    assert answer.text.count("<h1>") == 1


def label(act) -> str | None:
    """The words of a button; of several, those of what is chosen."""
    if act is None:
        return None
    return act.label.split("</span>")[0].rpartition(">")[2] if "<span" in act.label else act.label


def test_after_sending_back_the_next_request_is_the_next_step():
    row, other = sent_back(), asked(title="Mercato spostato")
    page = at_desk(PAOLO).get(reverse("admin:broadcasts_campaign_change", args=[row.pk])).context["page"]
    assert page.acts.dark.label == "Leggi il prossimo che ti aspetta"
    assert page.acts.dark.address == reverse("admin:broadcasts_campaign_launch", args=[other.pk])


@pytest.mark.parametrize(
    ("made", "button", "after"),
    [
        (asked, "withdraw-request", C.DRAFT),
        (lambda: scheduled(NOW), "take-back", C.IN_REVIEW),
        (scheduled, "revise", C.DRAFT),
        (asked, "cancel", C.CANCELLED),
        (scheduled, "cancel", C.CANCELLED),
    ],
)
def test_its_author_takes_it_back_in_one_click_and_no_page_between(made, button, after):
    row = made()
    answer = at_desk(GIULIA).post(reverse(f"admin:broadcasts_campaign_{button}", args=[row.pk]), follow=True)
    row.refresh_from_db()
    assert row.status == after
    assert answer.status_code == 200


def test_once_it_has_begun_its_author_cancels_nothing():
    row = sending()
    address = reverse("admin:broadcasts_campaign_cancel", args=[row.pk])
    assert at_desk(GIULIA).post(address).status_code == 403


def test_why_it_was_cancelled_is_asked_afterwards_on_the_same_page():
    row, desk = cancelled(), at_desk(PAOLO)
    page = reverse("admin:broadcasts_campaign_change", args=[row.pk])
    assert "Perché l&#x27;hai annullato" in desk.get(page).text
    desk.post(reverse("admin:broadcasts_campaign_pause-reason", args=[row.pk]), {"reason": "Data sbagliata"})
    assert row.events.get(what="cancelled").note == "Data sbagliata"
