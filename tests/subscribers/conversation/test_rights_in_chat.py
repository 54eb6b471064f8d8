"""What a citizen may ask about their own data in chat: to be told, and to be forgotten."""

from datetime import timedelta

import pytest

from cascina_whatsapp.privacy import rights
from cascina_whatsapp.privacy.models import RightsRequest
from subscribers import consent, identity
from subscribers.models import ConsentRecord, Reply, Subscriber
from tests.builders import (
    LONG_AGO,
    NOW,
    arrive,
    choose,
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
from tests.people import ANNA, CARLA, FABIO, Citizen

pytestmark = pytest.mark.django_db
WORDS = "Cancellate i miei dati"
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


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
    assert (Reply.objects.get().consent, left.confirmation.key) == (left, "rights_received")
    assert my_data(citizen, at=NOW + MINUTE).startswith("Il tuo numero non è iscritto")


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


def joined() -> None:
    subscribe(ANNA)


def left() -> None:
    subscribe(ANNA)
    unsubscribe(ANNA, at=NOW - MINUTE)


def joined_since() -> None:
    subscribe(ANNA, at=NOW + MINUTE)


def unknown() -> None:
    """Nobody has heard of her."""


RECEIVED, LATE = "rights_received", NOW + timedelta(days=2)
WAYS = {
    # how it is asked: (before, message, when it comes, the answers, whether it is a request, whether she stays)
    "of who left before, since the proof is there": (left, text(ANNA, WORDS), NOW, [RECEIVED], True, False),
    "of a stranger": (unknown, text(ANNA, WORDS), NOW, ["my_data_none"], False, False),
    "in a caption": (joined, sent_thing(ANNA, "image", {"caption": WORDS}), NOW, [RECEIVED], True, False),
    "in somebody else's words": (
        joined,
        text(ANNA, WORDS, context={"forwarded": True}),
        NOW,
        ["ambiguous"],
        False,
        True,
    ),
    "in a group": (joined, text(ANNA, WORDS, group_id="group-1"), NOW, [], False, True),
    "overtaken by a new subscription": (joined_since, text(ANNA, WORDS), NOW + 2 * MINUTE, [], False, True),
    "late: it counts and is not answered": (joined, text(ANNA, WORDS), LATE, [], True, False),
    "by objecting, which is a right of its own": (
        joined,
        text(ANNA, "mi oppongo al trattamento dei miei dati"),
        NOW,
        ["objection_received"],
        True,
        False,
    ),
}


@pytest.mark.parametrize(("before", "message", "now", "answered", "opens", "stays"), WAYS.values(), ids=WAYS)
def test_whose_words_open_a_request(
    before, message: dict, now, answered: list[str], opens: bool, stays: bool
):
    before()
    say(message, now=now)

    assert answers() == answered
    assert list(RightsRequest.objects.values_list("opened_at", flat=True)) == [now] * opens
    assert Subscriber.objects.subscribed().exists() is stays


# ── "I miei dati" ─────────────────────────────────────────────────────────────────────────────────────────


def my_data(citizen: Citizen, *, at=NOW) -> str:
    say(text(citizen, "I miei dati", at=at))
    return last_answer()


def test_without_a_number_the_id_is_told_and_the_words_are_found_after_it_became_known():
    subscribe(CARLA)
    by_id = my_data(CARLA, at=NOW - DAY)
    assert ("WhatsApp …0103" in by_id, '"Iscrizione"' in by_id) == (True, True)

    known = Citizen("Carla", "+393200000103", CARLA.bsuid)
    say(text(known, "iscrivimi", at=NOW - MINUTE))  # once more does not change the word that counted
    body = my_data(known)
    assert ("•••• 03" in body, '"Iscrizione"' in body) == (True, True)


def test_of_who_was_enrolled_on_paper_no_word_is_told_but_the_topics_and_nothing_of_a_request():
    proof = consent.Evidence(at=LONG_AGO, channel=consent.Channel.PAPER, reason="Modulo 12/2026")
    consent.enrol([(ANNA.person, proof)], now=LONG_AGO)
    anna = choose(ANNA, topic())
    rights.open_request(rights.Kind.ACCESS, channel=rights.Channel.DESK, subscriber=anna, now=NOW)
    body = my_data(ANNA)

    assert body.startswith("Ecco i dati che abbiamo su di te")
    assert [told for told in ('"—"', "versione 1", f"argomenti: {topic().name}") if told not in body] == []
    assert ANNA.phone not in body


def test_a_new_number_keeps_the_day_of_the_subscription():
    subscribe(FABIO)
    moved = Citizen("Fabio", "+393200000999", FABIO.bsuid)
    arrive(webhook(number_changed(FABIO, moved, at=NOW - MINUTE, id="wamid.moved")))
    body = my_data(moved)

    assert "•••• 99" in body
    assert "28 febbraio 2026" in body
    assert "versione 1" in body


def test_after_an_erasure_a_new_subscription_tells_of_itself_only():
    subscriber = subscribe(ANNA)
    consent.erase(subscriber, consent.Evidence(at=LONG_AGO, channel=consent.Channel.DESK), now=LONG_AGO)
    assert my_data(ANNA, at=NOW - 2 * MINUTE).startswith("Il tuo numero non è iscritto")

    say(text(ANNA, "iscrivimi", at=NOW - MINUTE))
    body = my_data(ANNA)
    assert '"iscrivimi"' in body
    assert "8 giugno 2026" in body
