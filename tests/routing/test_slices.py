"""A large body is stored as many posts: nobody waits for those who wrote beside them, and a crash loses nobody."""

import json

import pytest
from django.test import Client

from cascina_whatsapp import routing
from cascina_whatsapp.routing.priority import Priorities
from cascina_whatsapp.whatsapp.cloud_api import events
from cascina_whatsapp.whatsapp.webhook.models import DeadLetter, Priority, WebhookPost
from subscribers.models import ConsentRecord, Reply, SeenMessage
from tests import payloads
from tests.builders import (
    NOW,
    knock,
    number_changed,
    preference,
    receipt_for,
    subscribe,
    supersede,
    text,
    webhook,
)
from tests.outcomes import answers, joined
from tests.people import ANNA, BRUNO, CARLA, ELENA, FABIO, crowd

MANY = 2 * routing.BATCH_SIZE + 20
READ = [receipt_for(f"cascina:delivery:{number}:1", "read") for number in range(3)]


def test_each_thing_that_citizens_say_is_a_post_of_its_own_and_the_receipts_are_one():
    said = [text(ANNA, "Buongiorno"), text(CARLA, "basta"), preference(BRUNO, "stop")]
    moved = number_changed(FABIO, ELENA)
    slices = Priorities().slices(webhook(*READ, *said, moved))

    assert [priority for _, priority in slices] == [
        *(Priority.USUAL, Priority.FIRST, Priority.FIRST, Priority.USUAL),
        Priority.USUAL,
    ]
    assert [events.parse(body) for body, _ in slices] == [
        *(events.parse(webhook(one)) for one in (*said, moved)),
        events.parse(webhook(*READ)),
    ]


def test_a_body_of_receipts_stays_as_it_came():
    body = webhook(*READ)
    assert Priorities().slices(body) == [(body, Priority.USUAL)]


@pytest.mark.parametrize("name", payloads.NAMES)
def test_nothing_that_meta_sends_is_lost_beside_something_else(name: str):
    """Whatever it is, it comes out of the slices as it would have come out of the body."""
    one, other = json.loads(payloads.read(name)), json.loads(webhook(text(ANNA, "ciao")))
    body = json.dumps(one | {"entry": one["entry"] + other["entry"]}).encode()
    told = [event for part, _ in Priorities().slices(body) for event in events.parse(part)]

    assert len(told) == len(events.parse(body))
    assert all(event in told for event in events.parse(body))


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.mark.django_db
def test_whoever_leaves_does_not_wait_for_those_who_join_in_the_same_body(client: Client):
    subscribe(BRUNO)
    joining = [text(citizen, "Iscrizione") for citizen in crowd(MANY)]
    knock(client, webhook(*joining, text(BRUNO, "Cancellazione")))
    routing.run(NOW, most=1)

    assert BRUNO.phone not in joined()
    assert len(joined()) == routing.BATCH_SIZE
    assert WebhookPost.objects.count() == MANY - routing.BATCH_SIZE


@pytest.mark.django_db
def test_nor_do_those_who_write_right_after(client: Client):
    subscribe(BRUNO)
    knock(client, webhook(*(text(citizen, "Iscrizione") for citizen in crowd(MANY))))
    routing.run(NOW, most=1)
    knock(client, webhook(text(BRUNO, "Cancellazione")))
    routing.run(NOW, most=1)

    assert BRUNO.phone not in joined()
    assert WebhookPost.objects.count() == 20


@pytest.mark.django_db
def test_a_crash_in_the_middle_loses_nobody_and_repeats_nothing(client: Client):
    """Half of it is done when the process dies; meanwhile Meta delivers all of it once more."""
    body = webhook(*(text(citizen, "Iscrizione") for citizen in crowd(MANY)))
    knock(client, body)
    routing.run(NOW, most=1)
    knock(client, body)
    routing.run(NOW)

    assert joined() == {citizen.phone for citizen in crowd(MANY)}
    assert ConsentRecord.objects.count() == Reply.objects.count() == SeenMessage.objects.count() == MANY
    assert not WebhookPost.objects.exists()


@pytest.mark.django_db
def test_poison_in_a_large_body_stops_nobody(client: Client):
    supersede("help", "{nobody_knows}")
    joining = [text(citizen, "Iscrizione") for citizen in crowd(MANY)]
    knock(client, webhook(*joining, text(CARLA, "Aiuto")))
    routing.run(NOW)

    assert len(joined()) == MANY
    assert answers() == ["optin_confirm"] * MANY
    assert DeadLetter.objects.get().kind == "InboundMessage"
