"""What is stored reaches its handler; what nobody can deal with becomes a dead letter alone."""

import json
import logging
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from broadcasts.models import AccountNotice, WhatsAppTemplate
from cascina_whatsapp import routing
from cascina_whatsapp.whatsapp.cloud_api import events
from cascina_whatsapp.whatsapp.webhook import liveness
from cascina_whatsapp.whatsapp.webhook.models import DeadLetter, Heartbeat, WebhookPost
from subscribers import identity
from subscribers.models import ConsentRecord, Reply, SeenMessage, ServiceText
from tests import payloads
from tests.builders import (
    NOW,
    approve_templates,
    arrive,
    delivery_to,
    number_changed,
    preference,
    receipt,
    receipt_for,
    subscribe,
    supersede,
    text,
    webhook,
)
from tests.outcomes import joined
from tests.people import ANNA, BRUNO, CARLA, DARIO, ELENA, FABIO, Citizen, crowd

pytestmark = pytest.mark.django_db


def break_one_text(key: str) -> None:
    """From now on the answer `key` can't be written: whoever gets it is a poison event."""
    supersede(key, "{nobody_knows} +393200000101")


def test_a_word_comes_in_an_answer_waits_to_go_out_and_its_receipt_finds_it():
    assert arrive(webhook(text(ANNA, "Iscrizione"))) == 1

    assert joined() == {ANNA.phone}
    reply = Reply.objects.get()
    assert reply.text.key == "optin_confirm"
    assert not WebhookPost.objects.exists()
    assert not DeadLetter.objects.exists()
    arrive(webhook(receipt_for(f"cascina:reply:{reply.pk}", "delivered")))
    reply.refresh_from_db()
    assert reply.status == "delivered"


def test_every_route_leads_somewhere():
    anna, fabio = subscribe(ANNA), subscribe(FABIO)
    delivery = delivery_to(anna, status="sending", attempts=1)
    approve_templates("PENDING")
    WhatsAppTemplate.objects.filter(name="avviso_testo_v1").update(name="avviso_servizio", language="it_IT")
    new_fabio = Citizen("Fabio", "+393200000999", "")
    arrive(
        webhook(
            text(BRUNO, "Iscrizione"),
            receipt(delivery, "delivered"),
            preference(ANNA, "stop"),
            number_changed(FABIO, new_fabio),
        ),
        payloads.read("template_approved"),
        payloads.read("account_restricted"),
        payloads.read("errors"),
        payloads.read("field_of_tomorrow"),
    )
    delivery.refresh_from_db()
    fabio.refresh_from_db()

    assert joined() == {BRUNO.phone, new_fabio.phone}
    assert delivery.status == "delivered"
    assert fabio.phone == new_fabio.phone
    assert WhatsAppTemplate.objects.get(name="avviso_servizio").status == "APPROVED"
    assert AccountNotice.objects.count() == 2
    assert not DeadLetter.objects.exists()


BASES = {events.Event, events.TimedEvent}
"""What the kinds of events have in common."""


def test_there_is_a_route_for_every_kind_of_event():
    kinds = {
        kind
        for kind in vars(events).values()
        if isinstance(kind, type) and issubclass(kind, events.Event) and kind not in BASES
    }
    assert set(routing.ROUTES) == kinds


UNREADABLE = {"batch": ["Unknown text"], "system_of_tomorrow": ["Unknown system"]}


@pytest.mark.parametrize("name", payloads.NAMES)
def test_whatever_meta_sends_is_dealt_with(name: str):
    """What a person may have said, and we can't read, is for a person of ours to look at."""
    arrive(payloads.read(name))

    assert [kept.kind for kept in DeadLetter.objects.all()] == UNREADABLE.get(name, [])
    assert not WebhookPost.objects.exists()


def test_the_same_post_twice_changes_nothing_more_nor_does_its_message_in_another():
    said = text(ANNA, "Iscrizione")
    body = webhook(said)
    arrive(body, webhook(said, text(BRUNO, "Iscrizione")), body)
    arrive(body, now=NOW + timedelta(days=3))

    assert joined() == {ANNA.phone, BRUNO.phone}
    assert ConsentRecord.objects.count() == Reply.objects.count() == SeenMessage.objects.count() == 2


def test_what_was_said_first_is_heard_whatever_comes_first():
    """Both in one batch, the newer one in front."""
    leave, join = text(ANNA, "Cancellazione", at=NOW), text(ANNA, "Iscrizione", at=NOW - timedelta(minutes=1))
    arrive(webhook(leave, join))

    assert joined() == set()
    assert ConsentRecord.objects.count() == 2


def test_one_poison_event_becomes_a_dead_letter_alone():
    """Carla's answer can't be written. Everybody else is heard, in the same post and in the others."""
    break_one_text("help")
    arrive(
        webhook(text(ANNA, "Iscrizione"), text(CARLA, "Aiuto"), text(BRUNO, "Iscrizione")),
        webhook(text(DARIO, "Iscrizione")),
    )

    assert joined() == {ANNA.phone, BRUNO.phone, DARIO.phone}
    assert not WebhookPost.objects.exists()
    kept = DeadLetter.objects.get()
    (event,) = events.parse(bytes(kept.body))
    assert (event.sender.bsuid, event.text) == (CARLA.bsuid, "Aiuto")
    assert kept.kind == "InboundMessage"
    assert kept.error.startswith("KeyError in fill, declared.py:")
    assert identity.find(CARLA.person) is None


def test_a_dead_letter_can_be_tried_again_and_what_fails_again_is_one_again():
    subscribe(ANNA)
    original = ServiceText.objects.get(key="help").body
    break_one_text("help")
    arrive(webhook(text(ANNA, "Aiuto")))
    DeadLetter.objects.get().retry()
    routing.run(NOW)
    assert not Reply.objects.exists()
    assert not WebhookPost.objects.exists()

    supersede("help", original)
    DeadLetter.objects.get().retry()
    assert not DeadLetter.objects.exists()
    routing.run(NOW)
    assert Reply.objects.get().text.key == "help"


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"\xff\xfe", b"[]", b'"text"', b"null", b"[" * 100_000],
    ids=lambda body: str(body[:9]),
)
def test_what_is_no_webhook_is_a_dead_letter_and_stops_nobody(body: bytes):
    arrive(body, webhook(text(ANNA, "Iscrizione")))

    assert joined() == {ANNA.phone}
    kept = DeadLetter.objects.get()
    assert (bytes(kept.body), kept.kind) == (body, "body")


def test_while_the_database_is_in_trouble_everything_stays():
    """An operational error is nobody's fault: the next tick finds the posts as they were."""

    def deadlock(batch, now):
        raise OperationalError("deadlock detected")

    post = WebhookPost.objects.create(body=webhook(text(ANNA, "Iscrizione")))
    with pytest.raises(OperationalError):
        routing._dispatch(deadlock, events.parse(bytes(post.body)), NOW)

    assert WebhookPost.objects.get() == post
    assert not DeadLetter.objects.exists()


def test_more_posts_than_a_batch_holds():
    assert arrive(*[webhook(text(citizen, "Iscrizione")) for citizen in crowd(120)]) == 120
    assert len(joined()) == 120


def test_one_post_with_a_thousand_updates():
    """Meta's largest; nearly all of them about messages that are not ours."""
    others = [receipt_for(f"somebody:{number}", "read") for number in range(999)]

    assert arrive(webhook(*others, text(ELENA, "Iscrizione"))) == 1
    assert joined() == {ELENA.phone}


def test_receipts_of_many_take_no_more_statements_than_those_of_few():
    subscriber = subscribe(ANNA)
    statements = []
    for many in (2, 30):
        body = webhook(
            *[receipt(delivery_to(subscriber, attempts=1), "delivered") for _ in range(many)],
            *[receipt(delivery_to(subscriber, attempts=1), "read") for _ in range(many)],
        )
        with CaptureQueriesContext(connection) as queries:
            arrive(body)
        statements.append(len(queries))

    assert statements[1] <= statements[0]


def test_signs_of_life():
    routing.run(NOW)
    assert list(Heartbeat.objects.values_list("name", "at")) == [("tick", NOW)]
    routing.run(NOW + liveness.NOTED_EVERY / 2)
    assert Heartbeat.objects.get().at == NOW, "nothing is written that says nearly the same"

    later = NOW + timedelta(minutes=1)
    arrive(webhook(text(ANNA, "Aiuto")), now=later)
    assert dict(Heartbeat.objects.values_list("name", "at")) == {"tick": later, "webhook": later}

    routing.run(later + timedelta(minutes=1))
    assert Heartbeat.objects.get(name="webhook").at == later


def test_neither_the_log_nor_the_note_names_anybody(caplog):
    caplog.set_level(logging.DEBUG)
    break_one_text("help")
    arrive(webhook(text(ANNA, "Aiuto, chiamami allo 050 719111"), text(CARLA, "Iscrizione")), b"{")
    arrive(payloads.read("type_of_tomorrow"))
    shown = caplog.text + "".join(f"{row} {row!r} {row.error}" for row in DeadLetter.objects.all())

    assert "dead letter" in caplog.text
    private = ("3200000101", "1349000000", "Anna", "719111", "wamid.HBgM")
    assert [word for word in private if word in shown] == []


def test_the_envelope_that_is_kept_holds_no_name_and_no_picture():
    break_one_text("media_received")
    arrive(payloads.read("image"))
    kept = json.loads(bytes(DeadLetter.objects.get().body))

    assert "profile" not in json.dumps(kept)
    assert "sha256" not in json.dumps(kept)
