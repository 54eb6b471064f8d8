"""Messages that overtake each other: a choice, a yes, a question hold by when they were written."""

from datetime import datetime, timedelta

import pytest

from cascina_whatsapp.privacy import retention
from cascina_whatsapp.whatsapp.cloud_api.people import Person
from subscribers import consent, identity
from subscribers.consent import Change, Channel, Effect, Evidence
from subscribers.models import ConsentRecord, Subscriber
from tests.builders import LONG_AGO, NOW, choose, subscribe, topic, unsubscribe
from tests.people import ANNA, ELENA, FABIO, Citizen

pytestmark = pytest.mark.django_db
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ROADS, EVENTS = "Viabilità e cantieri", "Eventi e cultura"
NEW = Person(phone="+393200000999", bsuid="IT.13490000000000999")


def proof(at: datetime) -> Evidence:
    return Evidence(at=at, channel=Channel.KEYWORD, rule="of a story")


def follow(citizen: Citizen, name: str, *, at: datetime) -> Effect:
    return consent.follow(citizen.person, [topic(name)], proof(at), now=NOW + DAY).effect


def ask(at: datetime) -> Change:
    return consent.ask(ANNA.person, proof(at), now=NOW)


def confirm(at: datetime) -> Change | None:
    return consent.confirm(ANNA.person, proof(at), now=NOW)


def topics_of(citizen: Citizen) -> list[str]:
    return [one.name for one in identity.find(citizen.person).followed_topics()]


# ── Choices ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("second_written", "effect", "topics"),
    [
        (NOW + SECOND, Effect.DONE, [EVENTS]),
        (NOW, Effect.DONE, [EVENTS]),
        (NOW - SECOND, Effect.STALE, [ROADS]),
    ],
    ids=["a second later", "the same second", "a second earlier"],
)
def test_of_two_choices_the_one_that_was_written_later_holds(second_written, effect, topics):
    subscribe(ELENA)
    assert follow(ELENA, ROADS, at=NOW) is Effect.DONE

    assert follow(ELENA, EVENTS, at=second_written) is effect
    assert topics_of(ELENA) == topics


@pytest.mark.parametrize(
    "later",
    [
        lambda: subscribe(ELENA, at=NOW),
        lambda: consent.reconfirm(ELENA.person, proof(NOW), now=NOW),
    ],
    ids=["joins once more", "goes on"],
)
def test_what_is_no_choice_makes_none_stale(later):
    subscribe(ELENA)
    later()

    assert follow(ELENA, ROADS, at=NOW - HOUR) is Effect.DONE
    assert topics_of(ELENA) == [ROADS]


def test_a_choice_that_had_no_effect_makes_none_stale():
    """By her number Elena had joined long before she did so by her id: the two turn out to be one person."""
    by_number, by_id = Citizen("Elena", ELENA.phone, ""), Citizen("Elena", "", ELENA.bsuid)
    subscribe(by_number, at=LONG_AGO)
    subscribe(by_id, at=NOW - HOUR)
    assert follow(by_id, EVENTS, at=NOW - 2 * HOUR) is Effect.STALE
    subscribe(by_number, at=NOW)

    assert follow(ELENA, ROADS, at=NOW - 3 * HOUR) is Effect.DONE
    assert topics_of(ELENA) == [ROADS]


def test_a_choice_is_written_down_as_it_was_made_and_only_a_subscriber_s():
    assert consent.follow(ELENA.person, [topic()], proof(NOW), now=NOW) is None
    subscribe(ELENA)
    choose(ELENA, topic(ROADS), at=NOW)
    assert ConsentRecord.objects.latest("sequence").topics == [ROADS]
    assert not Subscriber.objects.get().follows_all
    consent.follow(ELENA.person, None, proof(NOW + SECOND), now=NOW)

    assert Subscriber.objects.get().follows_all
    assert not Subscriber.objects.get().topics.exists()


# ── "Continua" ──────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "last"),
    [([NOW], NOW), ([NOW, NOW + HOUR], NOW + HOUR), ([NOW + HOUR, NOW], NOW + HOUR)],
    ids=["once", "twice", "twice, the second one overtook the first"],
)
def test_the_last_yes_to_a_reminder_is_the_one_that_was_written_last(written: list, last: datetime):
    subscribe(ANNA)
    for at in written:
        assert consent.reconfirm(ANNA.person, proof(at), now=NOW + DAY).effect is Effect.DONE

    assert identity.find(ANNA.person).confirmed_at == last


# ── Questions ───────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("said_yes", "joined"),
    [
        (NOW - SECOND, False),
        (NOW, True),
        (NOW + 24 * HOUR, True),
        (NOW + 24 * HOUR + SECOND, False),
    ],
    ids=["before the question", "the same second", "to the second", "a second late"],
)
def test_a_yes_answers_a_question_of_the_last_24_hours(said_yes: datetime, joined: bool):
    ask(NOW)
    assert bool(confirm(said_yes)) is joined
    assert identity.find(ANNA.person).is_subscribed is joined


def test_a_word_that_asked_nothing_is_confirmed_by_no_yes():
    """A newer word had been asked about; the yes is older than that question."""
    ask(NOW)
    assert ask(NOW - HOUR).effect is Effect.STALE

    assert confirm(NOW - MINUTE) is None
    assert not identity.find(ANNA.person).is_subscribed


def test_what_asks_nothing_is_no_question_though_it_waits_for_a_yes():
    """WhatsApp told of a new number; nobody has been asked yet whether the subscription is to go on."""
    subscribe(FABIO)
    consent.change_number(FABIO.person, NEW, proof(NOW), now=NOW, ask=True)

    assert consent.confirm(NEW, proof(NOW + MINUTE), now=NOW + MINUTE) is None
    assert not Subscriber.objects.subscribed().exists()


@pytest.mark.parametrize("before", [NOW - 2 * HOUR, NOW - HOUR], ids=["an hour earlier", "the same second"])
def test_the_yes_names_the_latest_question_that_it_can_answer(before: datetime):
    ask(before)
    asked = ask(NOW - HOUR).record
    ask(NOW + HOUR)
    change = confirm(NOW)

    assert change.record.reason == f"Conferma la richiesta dell'evento {asked.sequence}"
    assert change.subscriber.asked_at == asked.at_whatsapp


# ── A new number that waits for a yes ───────────────────────────────────────────────────────────────────────


def moves(*, ask: bool) -> tuple | None:
    return consent.change_number(FABIO.person, NEW, proof(NOW), now=NOW, ask=ask)


def test_who_had_confirmed_their_word_and_has_a_new_number_since_is_no_open_question():
    """Nightly retention forgets whoever did not answer; Fabio had."""
    consent.ask(FABIO.person, proof(NOW - 3 * DAY), now=NOW)
    consent.confirm(FABIO.person, proof(NOW - 3 * DAY + MINUTE), now=NOW)
    moves(ask=True)

    assert identity.find(NEW).asked_at is None
    assert retention.forget_unconfirmed(NOW + DAY) == 0
    assert identity.find(NEW).standing(NOW + DAY) == "Da riconfermare"


@pytest.mark.parametrize("waits", [True, False], ids=["asked", "carried along"])
def test_a_new_number_that_somebody_had_left_with_long_ago_is_his_now(waits: bool):
    unsubscribe(Citizen("Fabio", NEW.phone, NEW.bsuid), at=LONG_AGO - DAY)
    fabio = subscribe(FABIO)

    assert moves(ask=waits)[0] == fabio
    assert identity.find(NEW).is_subscribed is not waits
    assert bool(identity.find(NEW).moved_at) is waits


def test_a_new_number_that_is_subscribed_by_itself_becomes_his():
    subscribe(Citizen("Fabio", NEW.phone, NEW.bsuid))
    fabio = subscribe(FABIO)
    choose(FABIO, topic(ROADS))

    assert moves(ask=False)[0] == fabio
    assert identity.find(NEW) == fabio
    assert [one.name for one in identity.find(NEW).followed_topics()] == [ROADS]
