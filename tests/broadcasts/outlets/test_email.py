"""One e-mail to the press list, once or not at all; the list takes newsrooms and offices, never people."""

import socket
import threading

import pytest

from broadcasts.slices.outlets import email
from broadcasts.slices.outlets.models import PressAddress
from broadcasts.slices.outlets.outlet import NotYet, Post, Published, Refused, Unknown
from cascina_whatsapp.security.trail.models import TrailRecord
from tests.builders import NOW, campaign
from tests.people import PAOLO
from tests.staff import at_desk

TIRRENO, REGION = "redazione@iltirreno.example", "urp@regione.example"


@pytest.fixture
def press(settings):
    settings.PRESS_REPLY_TO = "stampa@comune.cascina.pi.it"
    for name, address in (("Il Tirreno", TIRRENO), ("Regione Toscana", REGION)):
        PressAddress.objects.create(name=name, kind="press", address=address)


def post(**overrides) -> Post:
    row = campaign(kind="image", attachment=b"the picture", body="*Lunedì* chiusa.")
    return Post(row, NOW, **{"title": row.title, "body": row.body} | overrides)


def test_everybody_on_the_list_gets_the_same_one_and_sees_nobody_else(press, mailoutbox):
    given = post()
    assert email.Email().publish(given) == Published(f"<messaggio-{given.campaign.pk}-0@testserver>")

    (letter,) = mailoutbox
    assert (set(letter.bcc), letter.subject) == ({TIRRENO, REGION}, "Via Roma chiusa al traffico")
    assert TIRRENO not in str(letter.message())
    assert "Lunedì chiusa." in letter.body
    assert (
        letter.message()["List-Unsubscribe"] == "<mailto:stampa@comune.cascina.pi.it?subject=Cancellazione>"
    )
    assert [name for name, *_ in letter.attachments] == ["via-roma-chiusa-al-traffico.png"]


def test_a_correction_and_a_withdrawal_are_letters_that_name_the_first_one(press, mailoutbox):
    first = "<messaggio-1-0@testserver>"
    email.Email().publish(post(revision=1, reason="la via", earlier=first))
    email.Email().publish(post(revision=2, reason="errore", is_withdrawal=True, earlier=first))

    assert [letter.subject.partition(":")[0] for letter in mailoutbox] == ["Corretto", "Ritirato"]
    assert {letter.message()["In-Reply-To"] for letter in mailoutbox} == {first}
    assert "Lunedì" not in mailoutbox[1].body


def test_an_empty_list_is_told(settings, mailoutbox):
    assert email.Email().publish(post()) == Refused(email.NOBODY)


@pytest.mark.parametrize(
    ("answers", "outcome"),
    [
        (None, NotYet(email.DOWN)),  # nobody listens
        ({}, Published("<messaggio-1-0@testserver>")),
        ({b"MAIL": "550 no"}, Refused(email.REFUSED)),
        ({b"RCPT": "550 no"}, Refused(email.REFUSED)),
        ({b".": "451 later"}, NotYet(email.DOWN)),
        ({b".": ""}, Unknown(email.LOOK)),
    ],
)
def test_what_each_answer_of_the_mail_server_means(answers, outcome, press, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 20
    given = post()
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.EMAIL_PORT = server.getsockname()[1]
        if answers is None:
            server.close()
        else:
            threading.Thread(target=serve, args=(server, answers), daemon=True).start()
        found = email.Email().publish(given)
    assert type(found) is type(outcome)
    assert getattr(found, "reason", "") == getattr(outcome, "reason", "")


def serve(server: socket.socket, answers: dict[bytes, str]) -> None:
    """A mail server that says yes to every command but to those of `answers`; to "" it hangs up."""
    connection, _ = server.accept()
    with connection, connection.makefile("rb") as said:
        connection.sendall(b"220 hi\r\n")
        is_data = False
        for line in said:
            command = line.strip()[:4].upper()
            if is_data and command != b".":
                continue
            is_data = command == b"DATA"
            answer = answers.get(command, "354 go" if is_data else "250 ok")
            if not answer:
                return
            connection.sendall(f"{answer}\r\n".encode())


@pytest.mark.parametrize(
    ("address", "told"), [("redazione@lanazione.example", ""), ("mario@gmail.com", "casella personale")]
)
def test_the_list_takes_newsrooms_and_offices_and_what_is_done_to_it_is_traced(address, told):
    said = at_desk(PAOLO).post(
        "/admin/indirizzi-per-la-stampa/aggiungi/",
        {"name": "La Nazione", "kind": "press", "address": address},
        follow=True,
    )
    assert PressAddress.objects.exists() == (not told)
    assert told in said.text
    assert TrailRecord.objects.filter(event="press_list_changed").exists() == (not told)
    assert not TrailRecord.objects.filter(details__icontains=address).exists()
