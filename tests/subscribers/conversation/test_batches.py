"""Messages that are dealt with together: each is answered as if the ones before it had come alone."""

from datetime import timedelta

import pytest

from cascina_whatsapp.routing import build_ports
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import identity
from subscribers.conversation import inbound
from subscribers.models import Reply
from tests.builders import NOW, events_of, number_changed, subscribe, text
from tests.outcomes import answers, findings, kinds
from tests.people import ANNA, BRUNO, ELENA, FABIO, Citizen
from tests.subscribers.unclear import seems_to

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
BY_NUMBER, BY_ID = Citizen("Anna", ANNA.phone, ""), Citizen("Anna", "", ANNA.bsuid)
NEW = Citizen("Fabio", "+393200000999", "IT.13490000000000999")


def receive(*messages: dict) -> None:
    """All of them at once."""
    told = [event for message in messages for event in events_of(message)]
    inbound.receive(told, ports=build_ports(NOW), now=NOW)


def test_what_somebody_just_wrote_counts_for_what_they_write_next():
    wishes = ["Iscrizione", "Argomenti", "Cancellazione", "Argomenti"]
    receive(*(text(ANNA, words, at=NOW + number * MINUTE) for number, words in enumerate(wishes)))

    assert answers() == ["optin_confirm", "topics_list", "optout_confirm", "not_subscribed"]


def test_what_was_answered_in_the_same_batch_has_been_said_since_a_question():
    """A "sì" is no yes to it any more."""
    receive(text(ANNA, seems_to("join")))
    Reply.objects.update(status=Reply.Status.SENT)
    receive(text(ANNA, "Aiuto", at=NOW + MINUTE), text(ANNA, "sì", at=NOW + 2 * MINUTE))

    assert answers()[:2] == ["join_question", "help"]
    assert not identity.find(ANNA.person)


def test_records_and_answers_are_written_in_the_order_in_which_they_were_said():
    subscribe(BRUNO)
    receive(
        text(ANNA, "Iscrizione"),
        text(BRUNO, "Cancellazione"),
        text(ANNA, "Cancellazione", at=NOW + MINUTE),
        text(ELENA, "Iscrizione"),
    )

    assert kinds() == ["opt_in", "opt_in", "opt_out", "opt_out", "opt_in"]
    assert answers() == ["optin_confirm", "optout_confirm", "optout_confirm", "optin_confirm"]
    assert [reply.consent.sequence for reply in Reply.objects.order_by("pk")] == [2, 3, 4, 5]
    assert findings() == []


@pytest.mark.parametrize(("leaves", "asks"), [(BY_NUMBER, BY_ID), (BY_ID, BY_NUMBER), (ANNA, BY_ID)])
def test_by_whatever_name(leaves: Citizen, asks: Citizen):
    subscribe(ANNA)
    receive(text(leaves, "Cancellazione"), text(asks, "Argomenti", at=NOW + MINUTE))

    assert answers() == ["optout_confirm", "not_subscribed"]


def test_two_names_that_turn_out_to_be_one_person_meanwhile():
    subscribe(BY_NUMBER)
    receive(text(BY_ID, "Argomenti"), text(ANNA, "Iscrizione"), text(BY_ID, "Argomenti", at=NOW + MINUTE))

    assert answers() == ["not_subscribed", "optin_already", "topics_list"]


def test_a_late_goodbye_under_a_number_that_was_given_up():
    """It counts for whoever they are now, whose row bears another name."""
    subscribe(FABIO)
    (moved,) = events_of(number_changed(FABIO, NEW, at=NOW))
    inbound.note_identity_change(moved, now=NOW)
    receive(text(FABIO, "Cancellazione", at=NOW - MINUTE), text(NEW, "Argomenti", at=NOW + MINUTE))

    assert answers() == ["optout_confirm", "not_subscribed"]


def test_many_people_are_found_as_each_of_them_would_be():
    for citizen in (BY_NUMBER, BRUNO, ELENA):
        subscribe(citizen)
    people = [ANNA.person, BY_ID.person, BRUNO.person, Person(phone=ELENA.phone), FABIO.person, Person()]

    assert [found.subscriber for found in identity.find_all(people)] == [*map(identity.find, people)]
    assert [found.subscriber is None for found in identity.find_all(people)] == [
        *(False, True, False, False, True, True)
    ]
