"""The acts of the message page, as a table: in each state, for its author, for who approves, for who does both.

One dark button, one pale, the rest in "…" with what nobody can undo last and red; the same word as everywhere.
"""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.urls import reverse

from broadcasts import launching
from broadcasts.launching import approval, suspending
from broadcasts.models import Campaign
from broadcasts.rules.states import CampaignStatus as C
from tests.broadcasts.elections.declarations import declared
from tests.broadcasts.elections.periods import active
from tests.broadcasts.rows import fresh
from tests.builders import NOW, approve_templates, campaign, delivery_to, hire, subscribe, under_way
from tests.people import ANNA, BRUNO, GIULIA, PAOLO, Clerk
from tests.staff import SILVIA, at_desk

NADIA = Clerk("nadia", "Approvatore")
"""She approves, and writes as well."""
TRY, COPY, CANCEL = "Mandami una prova", "Copia in un messaggio nuovo", "Annulla il messaggio"
PRINT, MORE = "Stampa", "Scarica per Excel"
RAW, BACK = "Scarica i dati (CSV)", "Rimanda in approvazione"
SEND, MOVE, REVISE = "Approva e manda", "Sposta", "Correggi"
TAKE, NO_MORE, MEND, NOTE = "Ritira e correggi", "Non mandarlo più", "Copia e correggi", "Cambia la nota"
BACK_WITH, THROW = "Rimanda con una nota", "Butta la bozza (30 giorni per riprenderla)"
KEPT = "Trattenuto per le elezioni"
WANTED = "lo chiede giulia, oggi alle 10:00"
GIVEN, GIVEN_BY_YOU = "approvato da paolo oggi alle 10:00", "approvato da te oggi alle 10:00"
LEAVES = "parte domani alle 10:00, approvato da"
GOING, HELD = "dalle 10:00, finisce fra pochi minuti", "dalle 10:00, 1 trattenuto da WhatsApp"


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


def leaving() -> Campaign:
    return scheduled(NOW)


def sending() -> Campaign:
    row = under_way(author=hire(GIULIA))
    delivery_to(row.deliveries.first().subscriber, of=row, status="delivered")
    return row


def held() -> Campaign:
    row = sending()
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


def draft() -> Campaign:
    return campaign(author=hire(GIULIA))


def taken_up_again() -> Campaign:
    row = scheduled()
    approval.revise(campaign=row, by=hire(GIULIA), now=NOW)
    return row


def to_authorise() -> Campaign:
    """Approved while an electoral period holds, and declared: a third person has to say yes."""
    row = scheduled()
    active(name="Elezioni comunali")
    declared(row)
    return row


def kept() -> Campaign:
    row = scheduled()
    active(name="Elezioni comunali")
    suspending.suspend([row], NOW)
    row.refresh_from_db()
    return row


TABLE = [
    (draft, PAOLO, "Bozza · di giulia, toccata oggi alle 10:00", None, TRY, [CANCEL]),
    (sent_back, PAOLO, "Rimandato · da te a giulia, oggi alle 10:00", None, None, [NOTE, CANCEL]),
    (asked, GIULIA, "In approvazione · chiesta a nadia oggi alle 10:00", TAKE, None, [TRY, COPY, CANCEL]),
    (asked, PAOLO, f"Da approvare · {WANTED}", SEND, BACK_WITH, [TRY, CANCEL]),
    (asked, NADIA, f"Da approvare · {WANTED}", SEND, BACK_WITH, [TRY, TAKE, CANCEL]),
    (to_authorise, GIULIA, f"Da autorizzare · {GIVEN}", None, None, [MOVE, REVISE, COPY, CANCEL]),
    (to_authorise, PAOLO, f"Da autorizzare · {GIVEN_BY_YOU}", None, None, [MOVE, CANCEL]),
    (to_authorise, SILVIA, f"Da autorizzare · {GIVEN}", "Leggi e autorizza", None, []),
    (scheduled, GIULIA, f"Programmato · {LEAVES} paolo", MOVE, REVISE, [TRY, BACK, COPY, CANCEL]),
    (
        scheduled,
        PAOLO,
        "Programmato · parte domani alle 10:00, approvato da te",
        MOVE,
        None,
        [TRY, BACK, CANCEL],
    ),
    (scheduled, NADIA, f"Programmato · {LEAVES} paolo", MOVE, None, [TRY, BACK, COPY, CANCEL]),
    (leaving, GIULIA, f"Sta per partire · {GIVEN}", None, None, []),
    (leaving, PAOLO, f"Sta per partire · {GIVEN_BY_YOU}", None, None, []),
    (sending, GIULIA, f"In invio · {GOING}", "Ferma", None, [COPY, PRINT]),
    (sending, PAOLO, f"In invio · {GOING}", "Ferma", None, [PRINT]),
    (held, GIULIA, f"In invio · {HELD}", "Ferma", None, [COPY, PRINT]),
    (held, PAOLO, f"In invio · {HELD}", "Ferma", None, [PRINT]),
    (held, NADIA, f"In invio · {HELD}", "Ferma", None, [COPY, PRINT]),
    (stopped, GIULIA, "Fermato · da paolo oggi alle 10:00", None, None, [MEND, PRINT]),
    (stopped, PAOLO, "Fermato · da te oggi alle 10:00", "Riprendi", NO_MORE, [PRINT]),
    (stopped, NADIA, "Fermato · da paolo oggi alle 10:00", "Riprendi", NO_MORE, [MEND, PRINT]),
    (late, GIULIA, "Fermato · dal sistema oggi alle 10:00", None, REVISE, [COPY, CANCEL]),
    (late, PAOLO, "Fermato · dal sistema oggi alle 10:00", "Riprendi", None, [CANCEL]),
    (kept, GIULIA, f"{KEPT} · oggi alle 10:00", None, REVISE, [COPY, PRINT, CANCEL]),
    (kept, PAOLO, f"{KEPT} · oggi alle 10:00", None, None, [PRINT, CANCEL]),
    (sent, GIULIA, "Inviato · oggi alle 10:00", COPY, None, [PRINT, MORE, RAW]),
    (sent, PAOLO, "Inviato · oggi alle 10:00", None, None, [PRINT, MORE, RAW]),
    (cancelled, GIULIA, "Annullato · da paolo oggi alle 10:00", COPY, None, [PRINT, MORE, RAW]),
    (cancelled, NADIA, "Annullato · da paolo oggi alle 10:00", COPY, None, [PRINT, MORE, RAW]),
]


@pytest.mark.parametrize(("made", "reader", "sentence", "dark", "pale", "menu"), TABLE)
def test_each_state_has_its_row(made, reader, sentence, dark, pale, menu):
    """What is red is what nobody can undo, and last."""
    row = made()
    answer = at_desk(reader).get(reverse("admin:broadcasts_campaign_change", args=[row.pk]))
    page = answer.context["message"]
    assert f"{page.state} · {page.since}" == sentence
    assert label(page.acts.dark) == dark
    unfolds = f'<summary class="button">{BACK_WITH}' in answer.text
    assert (BACK_WITH if unfolds else label(page.acts.pale)) == pale
    below_the_strip = answer.text.partition('id="content-main"')[2]
    assert below_the_strip.count('class="button main"') == bool(dark)
    assert menu_of(below_the_strip) == (menu, [CANCEL] if CANCEL in menu else [])
    assert answer.text.count('class="state ') == 1 + answer.text.count('<span class="state')
    assert answer.text.count("<h1>") == 1


@pytest.mark.parametrize(
    ("made", "menu", "red"),
    [
        (draft, [COPY, THROW], []),
        (sent_back, [COPY, THROW], []),
        (taken_up_again, [COPY, CANCEL], [CANCEL]),
    ],
)
def test_her_own_draft_is_a_form_with_the_same_row_at_its_foot(made, menu, red):
    """What was approved once is not thrown away, but cancelled: that somebody decided on it stays."""
    row, desk = made(), at_desk(GIULIA)
    text = desk.get(reverse("admin:broadcasts_campaign_change", args=[row.pk])).text
    foot = text[text.index('class="foot-row"') :]
    assert re.findall(r'<button class="button main"[^>]*>(.*?)</button>', foot) == ["Chiedi approvazione"]
    assert re.findall(r'<button class="button"[^>]*>(.*?)</button>', foot) == [TRY]
    assert menu_of(foot) == (menu, red)
    assert ("paolo te lo ha rimandato" in text) == (made is sent_back)


def menu_of(text: str) -> tuple[list[str], list[str]]:
    """The entries of "…" as they stand on the page, and those of them that are red."""
    found = re.search(r'<details class="foldout">(.*?)</details>', text, re.DOTALL)
    entries = re.findall(r'class="([^"]*)"[^>]*>([^<>]+)</(?:a|button)>', found[1]) if found else []
    shown = [unescape(label) for _, label in entries if label != "Pagina pubblica"]
    return shown, [label for css, label in entries if css == "for-good"]


def label(act) -> str | None:
    """The words of a button; of several, those of what is chosen."""
    if act is None:
        return None
    return act.label.split("</span>")[0].rpartition(">")[2] if "<span" in act.label else act.label


def test_after_sending_back_the_next_request_is_the_next_step():
    row, other = sent_back(), asked(title="Mercato spostato")
    page = at_desk(PAOLO).get(reverse("admin:broadcasts_campaign_change", args=[row.pk])).context["message"]
    assert page.acts.dark.label == "Leggi il prossimo che ti aspetta"
    assert page.acts.dark.address == reverse("admin:broadcasts_campaign_launch", args=[other.pk])


@pytest.mark.parametrize(
    ("made", "button", "after"),
    [
        (asked, "withdraw-request", C.DRAFT),
        (leaving, "take-back", C.IN_REVIEW),
        (scheduled, "revise", C.DRAFT),
        (asked, "cancel", C.CANCELLED),
        (scheduled, "cancel", C.CANCELLED),
    ],
)
def test_its_author_takes_it_back_in_one_click_and_no_page_between(made, button, after):
    row = made()
    answer = at_desk(GIULIA).post(reverse(f"admin:broadcasts_campaign_{button}", args=[row.pk]), follow=True)
    assert fresh(row).status == after
    assert answer.status_code == 200


def test_once_it_has_begun_its_author_cancels_nothing_and_why_is_asked_afterwards():
    row = sending()
    address = reverse("admin:broadcasts_campaign_cancel", args=[row.pk])
    assert at_desk(GIULIA).post(address).status_code == 403

    row, desk = cancelled(), at_desk(PAOLO)
    page = reverse("admin:broadcasts_campaign_change", args=[row.pk])
    assert "Perché l&#x27;hai annullato" in desk.get(page).text
    desk.post(reverse("admin:broadcasts_campaign_pause-reason", args=[row.pk]), {"reason": "Data sbagliata"})
    assert row.events.get(what="cancelled").note == "Data sbagliata"
