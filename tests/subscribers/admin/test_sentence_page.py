"""*Prova una frase*: what would be done and why, for whoever deals with citizens; and nothing of it stays."""

import logging
import re
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.db import connection

from cascina_whatsapp.accounts.signing_in.session_store import SessionStore
from subscribers.conversation.questions import SEEMS_TO
from tests.people import GIULIA, PAOLO, Clerk
from tests.staff import ROSA, SARA, SILVIA, VERA, at_desk
from tests.subscribers.unclear import seems_to

pytestmark = pytest.mark.django_db
PAGE = "/admin/testi-del-servizio/prova-una-frase/"
SECRET = "zqxsegreto"
"""A word that no rule knows."""


def told(sentence: str, *, by: Clerk = GIULIA) -> str:
    """What the page says of a sentence, without its tags."""
    answer = at_desk(by).post(PAGE, {"sentence": sentence})
    assert answer.status_code == 200
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", answer.text.split("<h1", 1)[1])).split())


@pytest.mark.parametrize(
    ("clerk", "leads_there"),
    [
        (GIULIA, "impostazioni"),
        (PAOLO, ""),
        (ROSA, ""),
        (VERA, "testi-del-servizio"),
        (SILVIA, None),
        (SARA, None),
    ],
    ids=lambda value: getattr(value, "group", ""),
)
def test_it_is_for_whoever_deals_with_citizens(clerk: Clerk, leads_there: str | None):
    """The texts lead there, or the settings for who reads no texts."""
    desk, expected = at_desk(clerk), 403 if leads_there is None else 200

    assert desk.get(PAGE).status_code == desk.post(PAGE, {"sentence": "Iscrizione"}).status_code == expected
    assert not leads_there or PAGE in desk.get(f"/admin/{leads_there}/").text
    assert expected == 200 or PAGE not in desk.get("/admin/impostazioni/").text


@pytest.mark.parametrize(
    ("sentence", "stranger", "subscriber", "rule"),
    [
        ("Iscrizione", "Iscriverebbe questa persona.", "direbbe che è già iscritta", "join-word"),
        ("STOP", "direbbe che il numero non è iscritto", "Cancellerebbe questa persona.", "leave-word"),
        ("I miei dati", "direbbe che il numero non è iscritto", "Direbbe quali dati abbiamo", "my-data"),
    ],
)
def test_it_says_what_would_be_done_by_which_rule(sentence: str, stranger: str, subscriber: str, rule: str):
    text = told(sentence)
    outcome, why = text.split("Perché", 1)

    assert re.search(f"A chi non è iscritto .*{stranger}.* A chi è iscritto .*{subscriber}", outcome)
    assert f"Nel registro: {rule}" in why


def test_what_is_the_same_for_everybody_is_said_once_with_the_town_hall_s_own_words():
    text = told("Aiuto, sono caduto")
    assert "A chiunque lo scriva Direbbe di chiamare il 112." in text
    assert text.count("Per le emergenze chiama subito il 112") == 1
    assert "A chi è iscritto" not in text
    assert "800 01 77 28" in told("Aiuto")
    assert "Perché" not in told("")


@pytest.mark.parametrize(
    ("wish", "asks", "buttons"),
    [
        ("join", "Chiederebbe: «Vuoi iscriverti?»", "Sì, iscrivimi No, grazie"),
        ("leave", "Chiederebbe: «Vuoi cancellarti?»", "Sì, cancellami No"),
    ],
)
def test_a_question_is_shown_with_its_buttons(wish: str, asks: str, buttons: str):
    sentence = seems_to(wish)
    text = told(sentence)

    assert asks in text
    assert buttons in text
    assert wish in SEEMS_TO


@pytest.mark.parametrize("words", [SECRET, f"vorrei iscrivermi {SECRET}", f"basta messaggi, sono {SECRET}"])
def test_nothing_that_was_typed_stays_anywhere(words: str, caplog):
    desk = at_desk(GIULIA)
    with caplog.at_level(logging.DEBUG):
        answer = desk.post(PAGE, {"sentence": words})

    assert words in unescape(answer.text)  # in its field, to be changed and tried again
    assert "no-store" in answer.headers["Cache-Control"]
    assert SECRET not in " ".join([*answer.headers.values(), caplog.text])
    kept = [str(SessionStore(session.pk).load()) for session in Session.objects.all()]
    assert kept
    assert not any(SECRET in session for session in kept)
    assert [table for table, row in rows() if SECRET in row] == []
    assert SECRET not in desk.get(PAGE).text
    in_address = f"?sentence={SECRET}"  # is not read either
    assert SECRET not in desk.get(PAGE + in_address).text.replace(in_address, "")


def rows():
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            yield from ((table, repr(row)) for row in cursor.fetchall())
