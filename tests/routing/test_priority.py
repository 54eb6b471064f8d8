"""When many posts wait, whoever wants to leave goes first, and whoever writes without end goes last."""

import json
from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cascina_whatsapp import routing
from cascina_whatsapp.routing.priority import MINUTE, MOST_FIRST, MOST_MESSAGES, Priorities
from cascina_whatsapp.whatsapp.webhook.models import Priority, WebhookPost
from subscribers.models import ConsentRecord, Reply, Subscriber
from tests.builders import (
    NOW,
    button,
    knock,
    number_changed,
    preference,
    receipt_for,
    sent_thing,
    subscribe,
    tap,
    text,
    webhook,
)
from tests.outcomes import has_joined
from tests.people import ANNA, BRUNO, CARLA, crowd

LATER = NOW + timedelta(seconds=30)


@pytest.mark.parametrize(
    ("said", "priority"),
    [
        (text(ANNA, "Cancellazione"), Priority.FIRST),
        (text(ANNA, "non voglio più i vostri messaggi"), Priority.FIRST),
        (text(CARLA, "STOP"), Priority.FIRST),
        (tap(ANNA, "Cancellazione", "leave"), Priority.FIRST),
        (button(ANNA, "Cancellazione", "leave"), Priority.FIRST),
        (sent_thing(ANNA, "image", {"caption": "toglietemi dalla lista"}), Priority.FIRST),
        (preference(ANNA, "stop"), Priority.FIRST),
        (preference(ANNA, "resume"), Priority.USUAL),
        (text(ANNA, "Cancellazione", context={"forwarded": True}), Priority.USUAL),
        (text(ANNA, "Iscrizione"), Priority.USUAL),
        (text(ANNA, "cancellazione residenza"), Priority.USUAL),
        (tap(ANNA, "Iscrizione", "join"), Priority.USUAL),
        (receipt_for("cascina:delivery:1:1", "read"), Priority.USUAL),
    ],
)
def test_the_priority_of_a_post(said: dict, priority: Priority):
    body = webhook(said)
    assert Priorities().slices(body) == [(body, priority)]


def of(priorities: Priorities, said: dict) -> Priority:
    ((_, priority),) = priorities.slices(webhook(said))
    return priority


def test_whoever_writes_without_end_goes_last_for_a_minute_and_nobody_else_does():
    seconds = [0.0]
    priorities = Priorities(clock=lambda: seconds[0])
    came = [of(priorities, text(ANNA, f"ciao {number}")) for number in range(MOST_MESSAGES + 5)]
    assert came == [Priority.USUAL] * MOST_MESSAGES + [Priority.LAST] * 5
    assert of(priorities, text(BRUNO, "ciao")) == Priority.USUAL
    assert of(priorities, text(ANNA, "basta")) == Priority.FIRST
    seconds[0] = MINUTE + 1
    assert of(priorities, text(ANNA, "ciao")) == Priority.USUAL


def test_one_goodbye_is_enough_to_go_first():
    priorities = Priorities()
    came = [of(priorities, text(ANNA, "STOP")) for _ in range(MOST_MESSAGES + 1)]
    assert came == [Priority.FIRST] * MOST_FIRST + [Priority.USUAL] * (MOST_MESSAGES - MOST_FIRST) + [
        Priority.LAST
    ]


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda words: f'{{"messages": {words}'.encode()))
def test_whatever_a_signed_body_holds_it_has_a_turn(body: bytes):
    assert Priorities().slices(body) == [(body, Priority.USUAL)]


@pytest.mark.parametrize("value", [None, 0, "x", [], {}, [None], [{}], [{"type": "text"}], {"body": []}])
def test_odd_messages_have_a_priority(value: object):
    change = {"field": "messages", "value": {"messages": value}}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [{"changes": [change]}]}).encode()
    assert Priorities().slices(body) == [(body, Priority.USUAL)]


def wait(*posts: tuple[dict, Priority]) -> None:
    """These are stored."""
    for said, priority in posts:
        WebhookPost.objects.create(body=webhook(said), priority=priority)


@pytest.mark.django_db
def test_a_post_is_stored_with_its_priority():
    knock(Client(), webhook(text(ANNA, "Cancellazione")))
    knock(Client(), webhook(text(BRUNO, "Buongiorno")))
    kept = WebhookPost.objects.order_by("pk").values_list("priority", flat=True)
    assert list(kept) == [Priority.FIRST, Priority.USUAL]


@pytest.mark.django_db
def test_in_a_storm_whoever_leaves_is_out_with_the_first_batch():
    subscribe(ANNA)
    wait(*((text(citizen, "Buongiorno"), Priority.USUAL) for citizen in crowd(2 * routing.BATCH_SIZE)))
    wait((text(ANNA, "Cancellazione"), Priority.FIRST), (text(BRUNO, "ciao"), Priority.LAST))

    routing.run(NOW, most=1)

    assert not has_joined(ANNA)
    assert WebhookPost.objects.count() == routing.BATCH_SIZE + 1
    routing.run(NOW)
    assert not WebhookPost.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("leaves_after", [True, False])
def test_going_first_the_later_word_counts_all_the_same(leaves_after: bool):
    """ "Iscrizione" came before "Cancellazione", or after it: the time that each carries decides."""
    joins, leaves = (NOW, LATER) if leaves_after else (LATER, NOW)
    wait(
        (text(ANNA, "Iscrizione", at=joins), Priority.USUAL),
        (text(ANNA, "Cancellazione", at=leaves), Priority.FIRST),
    )
    routing.run(LATER)

    assert has_joined(ANNA) is not leaves_after
    took = ConsentRecord.objects.order_by("at_whatsapp").values_list("kind", "took_effect")
    assert ("opt_out", True) in took
    assert ("opt_in", not leaves_after) in took


@pytest.mark.django_db
def test_whoever_leaves_under_a_new_number_has_left_though_the_change_is_heard_later():
    subscribe(ANNA)
    wait(
        (number_changed(ANNA, BRUNO, at=NOW + timedelta(minutes=1)), Priority.USUAL),
        (text(BRUNO, "Cancellazione", at=NOW + timedelta(minutes=2)), Priority.FIRST),
    )
    routing.run(NOW + timedelta(minutes=2))
    assert not Subscriber.objects.subscribed().exists()


@pytest.mark.django_db
def test_a_person_who_writes_all_the_time_gets_a_handful_of_answers():
    words = ["ciao", "aiuto", "Argomenti", "iscrizione?", "I miei dati", "privacy", "Cancellazione", "nido"]
    for number in range(120):
        said = text(ANNA, words[number % len(words)], at=NOW + timedelta(seconds=number))
        WebhookPost.objects.create(body=webhook(said))
    routing.run(NOW + timedelta(minutes=3))

    assert Reply.objects.count() <= 13
