"""Requests about data on the staff's pages: registered at the desk, answered by the data protection officer."""

import json
import logging
from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from cascina_whatsapp.privacy import rights
from cascina_whatsapp.privacy.admin.requests import standing_badge
from cascina_whatsapp.privacy.models import RightsRequest
from subscribers import identity
from tests.builders import NOW, hire, subscribe, unsubscribe
from tests.people import ANNA, BRUNO, CARLA, GIULIA, PAOLO
from tests.staff import ROSA, SARA, VERA, at_desk, found_by
from tests.trails import traces

from .requests import Kind, Status, ask

pytestmark = pytest.mark.django_db
REQUESTS = "/admin/richieste-sui-dati/"
DESK = {"kind": "access", "channel": "desk", "contact": "via Roma 1", "note": "Vuole una copia"}
BUTTONS = (
    *("erase", "extend", "close", "refuse", "withdraw", "sent"),
    *("invitations", "remove", "limit", "lift", "handed-over"),
)


def one(*, days_ago: int = 0, kind: str = Kind.ERASURE, **details) -> RightsRequest:
    """Anna's request."""
    return ask(kind, of=subscribe(ANNA), now=timezone.now() - timedelta(days=days_ago), **details)


def page(asked: RightsRequest, name: str = "change") -> str:
    return reverse(f"admin:privacy_rightsrequest_{name}", args=[asked.pk])


def offered(response) -> list[str]:
    """The dark button, the pale one, and the menu, as the page writes them."""
    acts = response.context["acts"]
    return [act.label if act else "" for act in (acts.dark, acts.pale)] + [act.label for act in acts.menu]


@pytest.mark.parametrize("clerk", [GIULIA, PAOLO, VERA], ids=lambda clerk: clerk.group)
def test_a_request_at_the_desk_finds_the_person_by_their_number(clerk):
    """However it is written; asked twice it is one."""
    subscriber, desk = subscribe(ANNA), at_desk(clerk)
    answer = desk.post(f"{REQUESTS}aggiungi/", DESK | {"number": "320 0000101"}, follow=True)

    asked = RightsRequest.objects.get()
    assert (asked.subscriber, asked.opened_by, asked.kind) == (subscriber, hire(clerk), "access")
    assert answer.redirect_chain == [(page(asked), 302)]
    assert "registrata" in answer.text
    assert ANNA.phone[3:] not in answer.text
    assert [about for _, about, _ in traces()] == [f"richiesta sui dati {asked.pk}"]
    again = desk.post(f"{REQUESTS}aggiungi/", DESK | {"number": "00393200000101"}, follow=True)
    assert "C&#x27;era già una richiesta uguale" in again.text
    assert RightsRequest.objects.count() == 1


def test_a_request_from_a_person_s_page_needs_no_number():
    subscriber = subscribe(CARLA)
    desk, address = found_by(at_desk(GIULIA), subscriber), f"{REQUESTS}aggiungi/?subscriber={subscriber.pk}"

    assert "WhatsApp …0103" in desk.get(address).text
    desk.post(address, DESK)
    assert RightsRequest.objects.get().subscriber == subscriber


def test_a_request_of_somebody_unknown_is_registered_under_a_pseudonym_and_there_is_nothing_to_erase():
    answer = at_desk(GIULIA).post(f"{REQUESTS}aggiungi/", DESK | {"number": ANNA.phone}, follow=True)

    asked, desk = RightsRequest.objects.get(), at_desk(VERA)
    assert (asked.subscriber, asked.pseudonym) == (None, identity.pseudonym_of(ANNA.person))
    assert "non risulta nulla" in answer.text
    to_erase = desk.get(page(ask(pseudonym=asked.pseudonym, now=timezone.now())))
    assert offered(to_erase) == [WHO, "Rispondi e chiudi", MORE_TIME, TAKEN_BACK, "Rispondi di no"]
    assert offered(at_desk(GIULIA).get(page(asked))) == [WHO, ""]
    assert "Di questa persona il servizio non ha dati" in to_erase.text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"number": "pippo"}, "number"), ({"kind": ""}, "kind"), ({"channel": "chat"}, "channel")],
)
def test_what_is_missing_or_wrong_is_said(wrong, field):
    answer = at_desk(GIULIA).post(f"{REQUESTS}aggiungi/", DESK | {"number": ANNA.phone} | wrong)

    assert field in answer.context["form"].errors
    assert not RightsRequest.objects.exists()


@pytest.mark.parametrize("number", ["pippo", "9999"])
def test_a_person_who_does_not_exist(number):
    """Anything that is no number of a row is no hint at all; a row that isn't there isn't found."""
    expected = 404 if number.isdecimal() else 200
    assert at_desk(GIULIA).get(f"{REQUESTS}aggiungi/?subscriber={number}").status_code == expected


ALLOWED = {
    "": {GIULIA, PAOLO, VERA},
    "aggiungi/": {GIULIA, PAOLO, VERA},
    "{pk}/modifica/": {GIULIA, PAOLO, VERA},
    "{pk}/ricevuta/": {GIULIA, PAOLO, VERA},
    "{pk}/pdf/": {GIULIA, PAOLO, VERA},
    "{pk}/cancella-dati/": {VERA},
    "{pk}/proroga/": {VERA},
    "{pk}/chiudi/": {VERA},
    "{pk}/rifiuta/": {VERA},
    "{pk}/ritirata/": {VERA},
    "{pk}/cerca/": {GIULIA, PAOLO, VERA},
    "{pk}/togli-inviti/": {VERA},
    "{pk}/togli/": {VERA},
    "{pk}/limita/": {VERA},
    "{pk}/togli-limitazione/": {VERA},
    "{pk}/consegnata/": {VERA},
    "{pk}/mandata/": {VERA},
    "persona/{person}/dati/": {VERA},
}


@pytest.mark.parametrize("clerk", [GIULIA, PAOLO, VERA, ROSA, SARA], ids=lambda clerk: clerk.group)
def test_who_may_open_which_page_and_decide(clerk):
    asked, desk = one(), at_desk(clerk)
    for path, clerks in ALLOWED.items():
        address = REQUESTS + path.format(pk=asked.pk, person=asked.subscriber_id)
        allowed = desk.get(address).status_code in (200, 302)
        assert allowed == (clerk in clerks), path

    for name in BUTTONS if clerk is not VERA else ():
        posted = desk.post(page(asked, name), {"outcome": "Fatto", "reason": "Perché sì"})
        assert posted.status_code == 403, name
    asked.refresh_from_db()
    assert (asked.status, asked.extension_reason) == (Status.OPEN, "")
    assert identity.find(ANNA.person).is_subscribed


MORE_TIME, COPY_FIRST = "Prendi due mesi in più, con il motivo", "Scarica prima una copia dei dati"
TAKEN_BACK, PDF, SENT = "La persona ci ha ripensato", "Scarica il PDF", "Segna come mandata"
NO, WHO = "Rispondi di no", "Cerca la persona"
REST = [COPY_FIRST, MORE_TIME, TAKEN_BACK]
TO_COPY = ["Scarica la copia", "La copia è consegnata", MORE_TIME, TAKEN_BACK, NO]


@pytest.mark.parametrize(
    ("details", "acts"),
    [
        ({}, ["Cancella i dati", NO, *REST]),
        (
            {"kind": Kind.OBJECTION},
            ["Togli gli inviti", "Togli dal servizio", *REST, "Rispondi e chiudi", NO],
        ),
        ({"kind": Kind.RESTRICTION}, ["Ferma i messaggi", NO, *REST]),
        ({"kind": Kind.ACCESS}, TO_COPY),
        ({"kind": Kind.PORTABILITY}, TO_COPY),
        ({"kind": Kind.RECTIFICATION}, ["Rispondi e chiudi", NO, *REST]),
        ({"days_ago": 40}, ["Cancella i dati", NO, COPY_FIRST, TAKEN_BACK]),
    ],
    ids=["erasure", "objection", "limit", "access", "portability", "rectification", "late"],
)
def test_a_request_has_one_next_step(details, acts):
    assert offered(at_desk(VERA).get(page(one(**details)))) == acts


PROMISED = {
    "change": (
        "Cancellare i dati di una persona",
        "Da chiudere entro giovedì 10 dicembre 2026",
        "mancano 30 giorni",
        "Si cancella",
        "1 evento del registro",
        "Resta, e perché",
        "art. 17, par. 3",
        "La ricevuta che riceverà",
        "So che non si torna indietro",
    ),
    "erase": ("Che cosa si cancella", "1 evento del registro", "Che cosa resta", "art. 17, par. 3"),
}


def test_the_pages_say_until_when_what_goes_and_what_stays():
    """A clerk reads them, and has no buttons. Who has left has no number."""
    asked, desk = one(), at_desk(VERA)
    for name, pieces in PROMISED.items():
        text = desk.get(page(asked, name)).text
        assert [piece for piece in pieces if piece not in text] == []
    read = at_desk(GIULIA).get(page(asked))
    assert offered(read) == ["", ""]
    assert ("Ho controllato chi è" in read.text, "•••• 01" in read.text) == (False, True)
    unsubscribe(ANNA, at=timezone.now())
    for name in PROMISED:
        assert "numero non più tenuto" in desk.get(page(asked, name)).text, name


@pytest.mark.parametrize("kind", [Kind.ERASURE, Kind.RESTRICTION, Kind.ACCESS, Kind.PORTABILITY])
def test_words_alone_close_nothing_that_has_to_be_done(kind):
    """Whoever calls the address all the same is told so, and the request stays open."""
    asked = one(kind=kind)
    answer = at_desk(VERA).post(page(asked, "close"), {"outcome": "Fatto."}, follow=True)
    assert "ora non si può fare" in answer.text
    with pytest.raises(rights.CannotAct, match="facendo ciò che chiede"):
        rights.answer(asked, by=hire(VERA), outcome="Fatto.", now=timezone.now())
    asked.refresh_from_db()
    assert asked.status == Status.OPEN


@pytest.mark.parametrize(
    ("name", "kind", "answers", "status"),
    [
        ("extend", Kind.ERASURE, {"reason": "Registro da ricostruire"}, Status.OPEN),
        ("close", Kind.RECTIFICATION, {"outcome": "Corretto allo sportello."}, Status.DONE),
        ("refuse", Kind.ERASURE, {"outcome": "Manifestamente infondata (art. 12, par. 5)."}, Status.REFUSED),
        ("erase", Kind.ERASURE, {"understood": "on"}, Status.DONE),
        (
            "withdraw",
            Kind.ERASURE,
            {"day": "2026-11-10", "note": "Allo sportello, con un documento"},
            Status.WITHDRAWN,
        ),
    ],
)
def test_a_button_asks_first_also_for_words_or_a_tick_and_leaves_a_trace(name, kind, answers, status):
    asked, desk = one(kind=kind), at_desk(VERA)
    assert desk.get(page(asked, name)).status_code == 200
    assert desk.post(page(asked, name), {"reason": " ", "outcome": " "}).context["form"].errors
    asked.refresh_from_db()
    assert (asked.status, asked.extension_reason) == (Status.OPEN, "")

    desk.post(page(asked, name), answers)
    asked.refresh_from_db()
    assert asked.status == status
    assert bool(asked.extension_reason) == (name == "extend")
    assert [who for who, _, _ in traces()] == ["vera"]


def test_a_closed_request_has_its_receipt_as_the_next_step():
    asked, desk = one(kind=Kind.RECTIFICATION, contact="anna@example.org"), at_desk(VERA)
    answer = desk.post(page(asked, "close"), {"outcome": "Corretto allo sportello."}, follow=True)
    assert ("Richiesta chiusa." in answer.text, "anna@example.org" in answer.text) == (True, False)
    assert offered(answer) == ["Stampa la ricevuta", "", PDF, SENT]
    assert "Corretto allo sportello." in desk.get(page(asked, "receipt")).text


def test_after_an_erasure_the_page_shows_the_receipt_and_until_when_the_proof_stays():
    asked, desk = one(), at_desk(VERA)
    answer = desk.post(page(asked, "erase"), {"understood": "on"}, follow=True)
    for piece in (
        "Dati cancellati",
        f"Richiesta {asked.number}, ricevuta",
        "la prova, senza numero",
        "fino a lunedì 10 novembre 2031",
    ):
        assert piece in answer.text
    assert offered(answer) == ["Stampa la ricevuta", "", PDF, SENT]
    assert not identity.find(ANNA.person).is_subscribed


def test_who_took_a_request_back_keeps_the_data_and_gets_a_receipt_that_says_so():
    asked, desk = one(days_ago=3), at_desk(VERA)
    answers = {
        "day": str(timezone.localdate() - timedelta(days=1)),
        "note": "Ha telefonato, e l'ho richiamata.",
    }
    text = desk.post(page(asked, "withdraw"), answers, follow=True).text
    assert ">Ritirata <span>· la persona ci ha ripensato, oggi" in text
    assert "I dati restano come prima." in text
    for piece in ("Ritirata da chi l&#x27;ha fatta lunedì 9 novembre 2026.", "Ha telefonato"):
        assert piece in desk.get(page(asked, "receipt")).text
    assert identity.find(ANNA.person).is_subscribed


@pytest.mark.parametrize("days", [4, -1], ids=["before it came", "tomorrow"])
def test_a_request_is_taken_back_on_a_day_between_its_own_and_today(days):
    asked = one(days_ago=3)
    day = str(timezone.localdate() - timedelta(days=days))
    answer = at_desk(VERA).post(page(asked, "withdraw"), {"day": day, "note": "Al telefono"}, follow=True)
    assert "fra quello in cui la richiesta è arrivata e oggi" in answer.text
    asked.refresh_from_db()
    assert asked.status == Status.OPEN


def test_once_the_person_has_the_receipt_nothing_is_left_to_do():
    asked, desk = one(channel="pec"), at_desk(VERA)
    assert desk.post(page(asked, "sent"), follow=True).text.count("ora non si può fare") == 1
    desk.post(page(asked, "erase"), {"understood": "on"})
    assert "o mandala per PEC a chi ha scritto" in desk.get(page(asked)).text
    after = desk.post(page(asked, "sent"), follow=True)
    assert "La risposta è mandata." in after.text
    assert offered(after) == ["", "Stampa la ricevuta", f"{PDF} per la PEC"]
    assert after.context["page"]["steps"][0][0] == "Risposta mandata"


def test_a_receipt_goes_with_a_pec_as_a_pdf():
    asked, desk = one(channel="pec"), at_desk(VERA)
    assert desk.get(page(asked, "pdf")).status_code == 302
    desk.post(page(asked, "erase"), {"understood": "on"})
    answer = desk.get(page(asked, "pdf"))
    assert answer["Content-Disposition"] == f'attachment; filename="richiesta-{asked.year}-0001.pdf"'
    (sheet,) = PdfReader(BytesIO(answer.content)).pages
    text = sheet.extract_text()
    for words in ("Abbiamo cancellato i tuoi dati", f"Richiesta {asked.number}", "1 di 1"):
        assert words in text


def test_a_button_that_came_too_late_does_nothing():
    asked = one()
    rights.close(asked, by=hire(VERA), outcome="Fatto.", now=timezone.now())
    answer = at_desk(VERA).post(page(asked, "erase"), {"understood": "on"}, follow=True)

    assert "ora non si può fare" in answer.text
    assert identity.find(ANNA.person).is_subscribed


def test_the_file_about_a_person_is_asked_for_and_logged(caplog):
    asked = one(kind=Kind.ACCESS)
    desk, address = (
        found_by(at_desk(VERA), asked.subscriber),
        f"{REQUESTS}persona/{asked.subscriber_id}/dati/",
    )
    assert desk.get(address)["Content-Type"].startswith("text/html")
    assert traces() == []

    with caplog.at_level(logging.INFO):
        answer = desk.post(address)
    assert answer["Content-Type"] == "application/json"
    assert (
        answer["Content-Disposition"] == f'attachment; filename="dati-personali-{asked.subscriber_id}.json"'
    )
    assert "no-store" in answer["Cache-Control"]
    assert json.loads(answer.content)["persona"]["numero"] == ANNA.phone
    assert [words for _, _, words in traces()] == ["Copia dei dati scaricata."]
    assert ANNA.phone not in caplog.text


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "Mancano 30 giorni"),
        (21, "Mancano 9 giorni"),
        (29, "Manca un giorno"),
        (30, "Da chiudere oggi"),
        (31, "In ritardo"),
    ],
)
def test_a_badge_says_how_long_there_is(days, words):
    asked = ask(of=subscribe(ANNA))
    assert f">{words}<" in standing_badge(asked, NOW + timedelta(days=days))
    closed = rights.close(asked, by=hire(VERA), outcome="Ecco.", now=NOW, status=Status.REFUSED)
    assert ">Risposto di no" in standing_badge(closed, NOW)


def test_the_list_shows_what_is_late_and_nobody_s_number_and_who_left_has_none():
    asked = one(days_ago=40)
    ask(of=subscribe(BRUNO), now=timezone.now())
    unsubscribe(BRUNO, at=timezone.now())
    text = at_desk(GIULIA).get(REQUESTS).text

    told = (asked.number, ">In ritardo<", "•••• 01", "numero non più tenuto")
    assert [piece for piece in told if piece not in text] == []
    assert identity.find(BRUNO.person).pseudonym[:12] not in text
    assert ANNA.phone[3:] not in text
