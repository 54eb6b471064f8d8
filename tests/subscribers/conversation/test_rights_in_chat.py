"""What a citizen may ask about their own data in chat: to be told, and to be forgotten."""

from datetime import timedelta

import pytest

from cascina_whatsapp.privacy.models import RightsRequest
from subscribers import consent, identity
from subscribers.models import ConsentRecord, Reply
from tests.builders import (
    LONG_AGO,
    NOW,
    arrive,
    number_changed,
    say,
    sent_thing,
    subscribe,
    text,
    topic,
    unsubscribe,
    webhook,
)
from tests.outcomes import answers
from tests.people import ANNA, BRUNO, CARLA, FABIO, Citizen

pytestmark = pytest.mark.django_db
WORDS = "Cancellate i miei dati"
MINUTE = timedelta(minutes=1)


def last_answer() -> str:
    return Reply.objects.latest("pk").content["body"]


@pytest.mark.parametrize("citizen", [ANNA, CARLA], ids=lambda citizen: citizen.name)
@pytest.mark.parametrize(
    "words", [WORDS, "chiedo la cancellazione dei miei dati personali ai sensi dell'art. 17"]
)
def test_who_asks_to_be_erased_leaves_and_gets_one_answer_with_a_number(citizen: Citizen, words: str):
    subscriber = subscribe(citizen)
    say(text(citizen, words))

    request = RightsRequest.objects.get()
    assert (request.kind, request.channel, request.subscriber) == ("erasure", "chat", subscriber)
    assert not identity.find(citizen.person).is_subscribed
    assert answers() == ["rights_received"]
    assert "2026/0001" in last_answer()
    left = ConsentRecord.objects.get(kind=ConsentRecord.Kind.OPT_OUT)
    assert Reply.objects.get().consent == left


def test_the_routing_takes_it_too():
    subscribe(ANNA)
    arrive(webhook(text(ANNA, WORDS)))

    assert RightsRequest.objects.get().number == "2026/0001"


def test_who_asks_again_hears_the_same_number_a_few_times_an_hour():
    subscribe(ANNA)
    for minute in range(10):
        say(text(ANNA, WORDS, at=NOW + minute * MINUTE))
    assert RightsRequest.objects.count() == 1
    assert answers() == ["rights_received"] * 3

    say(text(ANNA, WORDS, at=NOW + 90 * MINUTE))
    assert len(answers()) == 4
    assert "2026/0001" in last_answer()


def test_leaving_is_confirmed_however_much_was_said_before():
    for minute in range(5):
        subscribe(ANNA, at=NOW + minute * MINUTE)
        say(text(ANNA, WORDS, at=NOW + minute * MINUTE + MINUTE / 2))

    assert answers() == ["rights_received"] * 5


def test_who_has_left_before_may_still_ask_since_the_proof_is_there():
    subscribe(BRUNO)
    unsubscribe(BRUNO, at=NOW - MINUTE)
    say(text(BRUNO, WORDS))

    assert answers() == ["rights_received"]
    assert RightsRequest.objects.get().subscriber == identity.find(BRUNO.person)


def test_a_stranger_is_told_that_there_is_nothing():
    say(text(ANNA, WORDS))

    assert answers() == ["my_data_none"]
    assert not RightsRequest.objects.exists()


def test_a_caption_may_ask_it_as_well():
    subscribe(ANNA)
    say(sent_thing(ANNA, "image", {"caption": WORDS}))

    assert answers() == ["rights_received"]


@pytest.mark.parametrize(
    ("change", "answer"),
    [({"context": {"forwarded": True}}, ["ambiguous"]), ({"group_id": "group-1"}, [])],
    ids=["forwarded", "in a group"],
)
def test_somebody_else_s_words_open_nothing(change: dict, answer: list[str]):
    subscribe(ANNA)
    say(text(ANNA, WORDS, **change))

    assert not RightsRequest.objects.exists()
    assert answers() == answer
    assert identity.find(ANNA.person).is_subscribed


def test_a_request_that_was_overtaken_by_a_new_subscription_is_none():
    subscribe(ANNA, at=NOW)
    say(text(ANNA, WORDS, at=NOW - MINUTE), now=NOW + MINUTE)

    assert not RightsRequest.objects.exists()
    assert identity.find(ANNA.person).is_subscribed


def test_a_request_that_comes_late_counts_though_it_is_not_answered():
    subscribe(ANNA)
    say(text(ANNA, WORDS, at=NOW), now=NOW + timedelta(days=2))

    assert RightsRequest.objects.get().opened_at == NOW + timedelta(days=2)
    assert answers() == []


def test_who_objects_to_the_messages_has_what_they_ask_for_by_leaving():
    subscribe(ANNA)
    say(text(ANNA, "mi oppongo al trattamento dei miei dati"))

    assert answers() == ["optout_confirm"]
    assert not RightsRequest.objects.exists()


# ── "I miei dati" ─────────────────────────────────────────────────────────────────────────────────────────


def my_data(citizen: Citizen, *, at=NOW) -> str:
    say(text(citizen, "I miei dati", at=at))
    return last_answer()


def test_without_a_number_the_id_of_whatsapp_is_told():
    subscribe(CARLA)
    body = my_data(CARLA)

    assert "WhatsApp …0103" in body
    assert '"Iscrizione"' in body


def test_the_words_are_found_after_the_number_became_known():
    subscribe(CARLA)
    known = Citizen("Carla", "+393200000103", CARLA.bsuid)
    say(text(known, "Iscrizione", at=NOW - MINUTE))
    body = my_data(known)

    assert "•••• 03" in body
    assert '"Iscrizione"' in body


def test_who_was_enrolled_on_paper_wrote_no_word():
    proof = consent.Evidence(at=LONG_AGO, channel=consent.Channel.PAPER, reason="Modulo 12/2026")
    consent.enrol([(ANNA.person, proof)], now=LONG_AGO)
    body = my_data(ANNA)

    assert '"—"' in body
    assert "versione 1" in body


def test_a_new_number_keeps_the_day_of_the_subscription():
    subscribe(FABIO)
    moved = Citizen("Fabio", "+393200000999", FABIO.bsuid)
    arrive(webhook(number_changed(FABIO, moved, at=NOW - MINUTE, id="wamid.moved")))
    body = my_data(moved)

    assert "•••• 99" in body
    assert "28 febbraio 2026" in body
    assert "versione 1" in body


def test_joining_once_more_does_not_change_the_word_that_counted():
    subscribe(ANNA)
    say(text(ANNA, "iscrivimi", at=NOW - MINUTE))

    assert '"Iscrizione"' in my_data(ANNA)


def test_after_an_erasure_a_new_subscription_tells_of_itself_only():
    subscriber = subscribe(ANNA)
    consent.erase(subscriber, consent.Evidence(at=LONG_AGO, channel=consent.Channel.DESK), now=LONG_AGO)
    assert my_data(ANNA, at=NOW - 2 * MINUTE).startswith("Il tuo numero non è iscritto")

    say(text(ANNA, "iscrivimi", at=NOW - MINUTE))
    body = my_data(ANNA)
    assert '"iscrivimi"' in body
    assert "8 giugno 2026" in body


def test_who_asked_to_be_erased_is_told_what_may_be_left():
    subscribe(ANNA)
    say(text(ANNA, WORDS, at=NOW - MINUTE))

    assert my_data(ANNA).startswith("Il tuo numero non è iscritto")


def test_an_open_request_changes_nothing_in_what_is_told():
    subscriber = subscribe(ANNA)
    RightsRequest.objects.create(
        year=2026, serial=1, kind="access", channel="desk", subscriber=subscriber, opened_at=NOW, due_at=NOW
    )

    assert my_data(ANNA).startswith("Ecco i dati che abbiamo su di te")


def test_topics_are_told_as_chosen():
    subscriber = subscribe(ANNA)
    consent.follow(
        ANNA.person,
        [topic()],
        consent.Evidence(at=LONG_AGO, channel=consent.Channel.BUTTON),
        now=LONG_AGO,
    )
    assert f"argomenti: {topic().name}" in my_data(ANNA)
    assert subscriber.phone not in last_answer()


def test_the_register_names_the_text_that_was_really_sent():
    subscribe(ANNA)
    say(text(ANNA, "Cancellate i miei dati"))
    assert ConsentRecord.objects.get(kind="opt_out").confirmation.key == "rights_received"
