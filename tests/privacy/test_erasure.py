"""Anna wants her data erased: what goes, what stays, and what she is told about it."""

from datetime import timedelta

import pytest
from django.db import connection

from broadcasts.models import Delivery
from broadcasts.rules.states import DeliveryStatus
from broadcasts.sending.outcomes import consent_evidence
from broadcasts.sending.privacy import personal_data
from cascina_whatsapp.privacy import erasure, rights
from cascina_whatsapp.privacy.models import RightsRequest
from subscribers import identity
from subscribers.conversation import reply_sending
from subscribers.models import ConsentRecord, Reply, Subscriber
from subscribers.register import verification
from tests.builders import (
    NOW,
    arrive,
    choose,
    choose_zones,
    delivery_to,
    hire,
    number_changed,
    receipt,
    remind,
    say,
    subscribe,
    text,
    topic,
    under_way,
)
from tests.builders import webhook as body_of
from tests.people import ANNA, BRUNO, CARLA, FABIO, Citizen
from tests.staff import VERA

from .requests import Channel, Kind, Status, ask

pytestmark = pytest.mark.django_db
DAY, YEAR = timedelta(days=1), timedelta(days=366)


@pytest.fixture
def vera():
    return hire(VERA)


def of(citizen: Citizen) -> Subscriber:
    return identity.find(citizen.person)


def erase(citizen: Citizen, *, now=NOW, **details) -> RightsRequest:
    return erasure.erase(ask(of=of(citizen), **details), by=hire(VERA), now=now)


@pytest.mark.parametrize("citizen", [ANNA, CARLA], ids=lambda citizen: citizen.name)
def test_words_go_and_the_proof_stays(vera, citizen: Citizen):
    subscribe(citizen)
    choose(citizen, topic())
    choose_zones(citizen, "Navacchio")
    erase(citizen)

    subscriber = of(citizen)
    assert not subscriber.is_subscribed
    assert (subscriber.phone, subscriber.bsuid, subscriber.last_message_at) == ("", "", None)
    assert (subscriber.topics.exists(), subscriber.zones.exists()) == (False, False)
    *events, erased = ConsentRecord.objects.by_pseudonyms(*identity.known_pseudonyms(subscriber)).order_by(
        "sequence"
    )
    assert [event.kind for event in events] == ["opt_in", "topics_changed", "zones_changed", "staff_opt_out"]
    assert {(event.words, event.reason, *event.topics) for event in events} == {("", "")}
    assert (erased.kind, erased.actor, erased.reason) == ("erased", vera, "Richiesta 2026/0001")
    assert verification.check(NOW).findings == []


def test_nobody_else_loses_anything():
    for citizen in (ANNA, BRUNO):
        subscribe(citizen)
    broadcast = under_way()
    delivery_to(of(BRUNO), of=broadcast, status=DeliveryStatus.READ, wamid="wamid.bruno")
    erase(ANNA)

    assert of(BRUNO).is_subscribed
    assert ConsentRecord.objects.get(kind="opt_in", pseudonym=of(BRUNO).pseudonym).words == "Iscrizione"
    assert Delivery.objects.get(subscriber=of(BRUNO)).wamid == "wamid.bruno"


@pytest.mark.parametrize(
    ("before", "after", "linked"),
    [
        (DeliveryStatus.QUEUED, DeliveryStatus.SKIPPED, False),
        (DeliveryStatus.SENDING, DeliveryStatus.SENDING, True),
        (DeliveryStatus.UNCERTAIN, DeliveryStatus.UNCERTAIN, True),
        (DeliveryStatus.ACCEPTED, DeliveryStatus.ACCEPTED, False),
        (DeliveryStatus.SENT, DeliveryStatus.SENT, False),
        (DeliveryStatus.READ, DeliveryStatus.READ, False),
        (DeliveryStatus.FAILED, DeliveryStatus.FAILED, False),
        (DeliveryStatus.SKIPPED, DeliveryStatus.SKIPPED, False),
    ],
)
def test_messages_are_unlinked_unless_they_are_in_flight(before, after, linked):
    delivery = delivery_to(subscribe(ANNA), status=before, wamid="wamid.anna")
    erase(ANNA)

    delivery.refresh_from_db()
    assert delivery.status == after
    assert (delivery.subscriber is not None, delivery.wamid != "") == (linked, linked)


def test_what_was_in_flight_is_unlinked_the_night_after():
    delivery = delivery_to(subscribe(ANNA), status=DeliveryStatus.SENDING, claimed_at=NOW - DAY / 24)
    erase(ANNA)
    Delivery.objects.filter(pk=delivery.pk).update(status=DeliveryStatus.ACCEPTED, wamid="wamid.anna")

    assert erasure.finish(NOW + DAY) == 1
    delivery.refresh_from_db()
    assert (delivery.subscriber, delivery.wamid) == (None, "")
    assert erasure.finish(NOW + DAY) == 0


def test_messages_of_a_new_subscription_stay_hers():
    subscribe(ANNA)
    erase(ANNA)
    subscribe(ANNA, at=NOW + DAY)
    delivery_to(of(ANNA), status=DeliveryStatus.READ, claimed_at=NOW + DAY)

    assert erasure.finish(NOW + 2 * DAY) == 0
    assert of(ANNA).is_subscribed
    assert personal_data.linked(of(ANNA)) == 1


@pytest.mark.parametrize(("status", "code"), [("delivered", None), ("failed", 131050)])
def test_a_receipt_that_comes_after_the_erasure_does_no_harm(status, code):
    delivery = delivery_to(subscribe(ANNA), status=DeliveryStatus.SENT, attempts=1)
    erase(ANNA)
    arrive(body_of(receipt(delivery, status, code=code)))

    delivery.refresh_from_db()
    assert (delivery.status, delivery.subscriber) == (status, None)


def test_messages_of_rows_that_became_one_are_all_unlinked():
    """Carla got a message while her number was hidden."""
    delivery = delivery_to(subscribe(CARLA), status=DeliveryStatus.READ)
    known = Citizen("Carla", "+393200000103", CARLA.bsuid)
    subscribe(Citizen("Carla", known.phone, ""), at=NOW - 2 * DAY)
    subscribe(known, at=NOW - DAY)
    assert personal_data.linked(of(known)) == 1
    erase(known)

    delivery.refresh_from_db()
    assert delivery.subscriber is None


def test_answers_go_but_those_that_confirm_a_choice(graph, api):
    say(text(ANNA, "Iscrizione"))
    say(text(ANNA, "Aiuto"))
    reply_sending.send_due(api=api, now=NOW)
    say(text(ANNA, "Argomenti"))
    say(text(BRUNO, "Iscrizione"))  # its answer has not left: it goes though it confirms
    erase(ANNA)
    erase(BRUNO)

    left = Reply.objects.exclude(text__key=rights.ANSWER)
    assert list(left.values_list("text__key", "phone", "content")) == [("optin_confirm", "", {})]


def test_the_receipt_says_what_went_what_stays_and_why(settings):
    """The proof's term follows the setting. Erased twice is once."""
    settings.PROOF_YEARS = 2
    subscribe(ANNA)
    delivery_to(of(ANNA), status=DeliveryStatus.READ)
    done = erase(ANNA, now=NOW + DAY, contact="anna@example.org", channel=Channel.PEC)

    assert (done.status, done.contact, done.closed_at) == (Status.DONE, "", NOW + DAY)
    for piece in (
        "Richiesta 2026/0001, ricevuta lunedì 8 giugno 2026",
        "Eseguita martedì 9 giugno 2026",
        "cancellazione (art. 17)",
        "1 evento del registro",
        "1 messaggio inviato:",
        "il recapito lasciato per la risposta",
        "fino a venerdì 9 giugno 2028",
        "art. 17, par. 3, lettera b",
        "lettera e",
        "reclamo al Garante",
    ):
        assert piece in done.outcome
    secrets = (ANNA.phone, ANNA.bsuid, of(ANNA).pseudonym, "anna@example.org", "Iscrizione")
    assert [secret for secret in secrets if secret in done.outcome] == []
    events = ConsentRecord.objects.count()
    assert erasure.erase(done, by=hire(VERA), now=NOW + DAY).outcome == done.outcome
    assert ConsentRecord.objects.count() == events


def test_who_asked_in_chat_has_left_already():
    subscribe(ANNA)
    say(text(ANNA, "cancellate i miei dati"))
    done = erasure.erase(RightsRequest.objects.get(), by=hire(VERA), now=NOW + DAY)

    assert "già tolti con l'iscrizione" in done.outcome
    assert "fino a domenica 8 giugno 2031" in done.outcome
    erased = ConsentRecord.objects.latest("sequence")
    assert (erased.kind, erased.channel) == ("erased", "keyword")
    assert not ConsentRecord.objects.exclude(words="").exists()


@pytest.mark.parametrize(
    ("kind", "known", "sentence"),
    [(Kind.ACCESS, True, "non chiede di cancellare"), (Kind.ERASURE, False, "non abbiamo dati")],
)
def test_what_can_not_be_erased(vera, kind, known, sentence):
    asked = ask(kind, of=subscribe(ANNA) if known else None, pseudonym="" if known else "a" * 64)
    with pytest.raises(rights.CannotAct, match=sentence):
        erasure.erase(asked, by=vera, now=NOW)
    asked.refresh_from_db()
    assert asked.status == Status.OPEN
    rights.close(asked, by=vera, outcome="Non ne ha diritto.", now=NOW, status=Status.REFUSED)
    with pytest.raises(rights.CannotAct):
        erasure.erase(asked, by=vera, now=NOW)
    assert Subscriber.objects.subscribed().exists() is known


def test_it_is_all_or_nothing(vera, settings):
    """The receipt can't be written."""
    asked = ask(of=subscribe(ANNA))
    settings.TEXT_VARIABLES = {}
    with pytest.raises(KeyError):
        erasure.erase(asked, by=vera, now=NOW)

    assert of(ANNA).is_subscribed
    assert not connection.needs_rollback


def test_words_under_an_earlier_number_go_too():
    subscribe(FABIO)
    new = Citizen("Fabio", "+393200000999", "")
    arrive(body_of(number_changed(FABIO, new)))
    erase(new)

    assert not ConsentRecord.objects.exclude(kind="erased").filter(content_erased_by=None).exists()
    assert list(verification.Verification().findings()) == []


# ── Somebody who was reminded ─────────────────────────────────────────────────────────────────────────────


def test_that_she_was_reminded_stays_as_proof_without_content():
    subscribe(ANNA, at=NOW - YEAR)
    message = remind(ANNA, at=NOW - DAY)
    done = erase(ANNA)

    told, erased = ConsentRecord.objects.get(kind="notice_sent"), ConsentRecord.objects.get(kind="erased")
    assert (told.content_salt, told.content_erased_by) == ("", erased.sequence)
    assert (told.pseudonym, told.at_whatsapp) == (of(ANNA).pseudonym, NOW - DAY)
    assert (told.confirmation.key, told.notice.key) == ("yearly_reminder", "privacy_notice")
    assert of(ANNA).reminded_at is None
    message.refresh_from_db()
    assert (message.subscriber, message.wamid) == (None, "")
    assert "2 eventi del registro" in done.outcome
    assert verification.check(NOW).findings == []


def test_what_arrives_after_the_erasure_is_nobody_s():
    """The reminder was on its way; the receipt comes, and there is nobody left of whom to write it down."""
    subscribe(ANNA, at=NOW - YEAR)
    message = remind(ANNA, at=NOW - DAY)
    Delivery.objects.filter(pk=message.pk).update(
        status=DeliveryStatus.SENT, delivered_at=None, to_record=True
    )
    erase(ANNA)
    events = ConsentRecord.objects.count()
    arrive(body_of(receipt(message, "delivered")))

    assert consent_evidence.record(NOW + DAY) == 0
    assert ConsentRecord.objects.count() == events
    assert verification.check(NOW + DAY).findings == []
